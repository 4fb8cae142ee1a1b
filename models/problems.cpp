#include "models/problems.h"

#include <algorithm>
#include <tuple>

namespace models {

void Problems::error(DiagnosticKind kind, Place place, std::string message) {
    m_hasErrors = true;
    if (isFull()) {
        ++m_dropped;
        return;
    }
    m_found.push_back({Severity::Error, kind, m_file, place, std::move(message), {}});
}

void Problems::warn(std::string_view rule, Place place, std::string message) {
    if (std::ranges::find(m_silenced, rule) != m_silenced.end()) {
        return;
    }
    if (isFull()) {
        ++m_dropped;
        return;
    }
    m_found.push_back({Severity::Warning, DiagnosticKind::Lint, m_file, place, std::move(message),
                       std::string(rule)});
}

void Problems::add(const Diagnostics& found) {
    m_hasErrors = m_hasErrors || models::hasErrors(found);
    m_found.insert(m_found.end(), found.begin(), found.end());
}

Diagnostics Problems::take() && {
    std::ranges::stable_sort(m_found, {}, &Diagnostic::place);
    const auto repeated = std::ranges::unique(m_found);  // what an alias shows twice
    m_found.erase(repeated.begin(), repeated.end());
    if (m_dropped > 0) {
        m_found.push_back({m_hasErrors ? Severity::Error : Severity::Warning,
                           DiagnosticKind::TooLarge,
                           m_file,
                           {},
                           "and " + std::to_string(m_dropped) + " problems more",
                           {}});
    }
    return std::move(m_found);
}

}  // namespace models
