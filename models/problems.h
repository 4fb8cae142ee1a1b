// Collects what is wrong with one scenario, so that all of it is reported in one go.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/diagnostic.h"

namespace models {

class Problems {
  public:
    explicit Problems(std::string file) : m_file(std::move(file)) {}

    void error(DiagnosticKind kind, Place place, std::string message);
    void warn(std::string_view rule, Place place, std::string message);
    void add(const Diagnostics& found);
    // Warnings of this rule do not count.
    void silence(std::string_view rule) { m_silenced.emplace_back(rule); }

    bool hasErrors() const { return m_hasErrors; }
    std::size_t count() const { return m_found.size() + m_dropped; }
    // So many have been found that one more would help nobody.
    bool isFull() const { return m_found.size() >= countMax; }

    // In order of place, each once.
    Diagnostics take() &&;

    static constexpr std::size_t countMax = 1000;

  private:
    std::string m_file;
    Diagnostics m_found;
    std::vector<std::string> m_silenced;
    bool m_hasErrors = false;
    std::size_t m_dropped = 0;
};

}  // namespace models
