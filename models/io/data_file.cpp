#include "models/io/data_file.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>

#include "models/io/plain_text.h"

namespace models {

namespace {

namespace fs = std::filesystem;

// The file's true path when it lies in the folder's.
Parsed<fs::path> insideFolder(const fs::path& folder, std::string_view name) {
    std::error_code failed;
    const fs::path home = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, failed);
    if (failed) {
        return TextProblem{DiagnosticKind::UnreadableFile, "the scenario's folder is not there"};
    }
    const fs::path wanted = fs::weakly_canonical(home / fs::path(std::string(name)), failed);
    if (failed) {
        return TextProblem{DiagnosticKind::UnreadableFile,
                           "cannot read " + quote(name) + ": " + failed.message()};
    }
    const auto [atHome, atWanted] =
        std::mismatch(home.begin(), home.end(), wanted.begin(), wanted.end());
    if (atHome != home.end()) {
        return TextProblem{DiagnosticKind::OutsideFolder,
                           quote(name) +
                               " lies outside the scenario's folder: only files in it "
                               "are read, links included"};
    }
    return wanted;
}

std::optional<TextProblem> addLine(Empirical& values, std::string_view line) {
    const std::size_t comma = line.find(',');
    const Parsed<Duration> value = parseDuration(line.substr(0, comma));
    if (!value) {
        return value.problem;
    }
    double weight = 1;
    if (comma != std::string_view::npos) {
        const Parsed<double> written = parseNumber(line.substr(comma + 1));
        if (!written) {
            return written.problem;
        }
        weight = *written;
    }
    if (weight < 0 || !std::isfinite(weight)) {
        return TextProblem{DiagnosticKind::OutOfBounds, "a weight is not below 0"};
    }
    values.values.push_back(*value);
    values.weights.push_back(weight);
    return std::nullopt;
}

}  // namespace

Parsed<std::string> readWholeFile(const fs::path& file, std::uint64_t bytesMax) {
    const auto unreadable = [&](const std::string& why) {
        return TextProblem{DiagnosticKind::UnreadableFile,
                           "cannot read " + quote(file.string()) + ": " + why};
    };
    std::error_code failed;
    const fs::file_status status = fs::status(file, failed);
    if (!fs::exists(status)) {
        return unreadable("there is no such file");
    }
    if (fs::is_directory(status)) {
        return unreadable("it is a folder");
    }
    if (fs::is_regular_file(status)) {
        const std::uint64_t size = fs::file_size(file, failed);
        if (!failed && size > bytesMax) {
            return TextProblem{DiagnosticKind::TooLarge, tooLargeMessage(size, bytesMax)};
        }
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return unreadable("it cannot be opened");
    }
    // A pipe has no size beforehand, so the bound is kept while reading too.
    std::string text;
    std::string block(1u << 16, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) ||
           stream.gcount() > 0) {
        text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        if (text.size() > bytesMax) {
            return TextProblem{DiagnosticKind::TooLarge, tooLargeMessage(text.size(), bytesMax)};
        }
    }
    if (stream.bad()) {
        return unreadable("reading failed");
    }
    return text;
}

namespace {

struct Line {
    std::size_t number = 0;
    std::string_view text;
};

// One message for all lines that are none: they stand at one place of the scenario.
class LineProblems {
  public:
    void add(std::size_t line, const TextProblem& problem) {
        if (++m_count > shown) {
            return;
        }
        m_first.kind = m_count == 1 ? problem.kind : m_first.kind;
        m_first.message +=
            (m_count == 1 ? ", line " : "; line ") + std::to_string(line) + ": " + problem.message;
    }
    std::optional<TextProblem> all(std::string_view file) const {
        if (m_count == 0) {
            return std::nullopt;
        }
        const std::string rest =
            m_count > shown ? "; and " + std::to_string(m_count - shown) + " more lines" : "";
        return TextProblem{m_first.kind, std::string(file) + m_first.message + rest};
    }

  private:
    static constexpr std::size_t shown = 5;
    std::size_t m_count = 0;
    TextProblem m_first;
};

// Calls `add` with every line that counts.
std::optional<TextProblem> readLines(
    const fs::path& folder, std::string_view name, std::uint64_t& bytesRead,
    const std::function<std::optional<TextProblem>(const Line&)>& add) {
    const Parsed<fs::path> file = insideFolder(folder, name);
    if (!file) {
        return file.problem;
    }
    std::error_code failed;
    if (!fs::is_regular_file(*file, failed)) {
        return TextProblem{DiagnosticKind::UnreadableFile, "cannot read " + quote(name) +
                                                               ": there is no such file in the "
                                                               "scenario's folder"};
    }
    const Parsed<std::string> text = readWholeFile(*file, dataBytesMax - bytesRead);
    if (!text) {
        return text.problem;
    }
    bytesRead += text->size();
    Line line;
    LineProblems problems;
    for (const std::string_view each : split(*text, '\n')) {
        ++line.number;
        line.text = trimmed(each);
        if (line.text.empty() || line.text.starts_with('#')) {
            continue;
        }
        if (const auto problem = add(line)) {
            problems.add(line.number, *problem);
        }
    }
    return problems.all(name);
}

// `0.25`, in seconds. Exact, as durations are; a duration with its unit is understood too.
Parsed<Duration> parseSeconds(std::string_view text) {
    const bool isNumber = text.find_first_not_of("0123456789.") == std::string_view::npos;
    return parseDuration(isNumber ? std::string(text) + " s" : std::string(text));
}

}  // namespace

Parsed<Empirical> loadEmpirical(const fs::path& folder, std::string_view name,
                                std::uint64_t& bytesRead) {
    Empirical values;
    values.file = name;
    const auto problem = readLines(folder, name, bytesRead,
                                   [&](const Line& line) { return addLine(values, line.text); });
    if (problem) {
        return *problem;
    }
    if (std::ranges::none_of(values.weights, [](double weight) { return weight > 0; })) {
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(name) + " has no duration of a weight above 0"};
    }
    return values;
}

Parsed<TraceArrivals> loadTrace(const fs::path& folder, std::string_view name,
                                std::uint64_t& bytesRead) {
    TraceArrivals trace;
    trace.file = name;
    const auto problem =
        readLines(folder, name, bytesRead, [&](const Line& line) -> std::optional<TextProblem> {
            const Parsed<Duration> at = parseSeconds(line.text);
            if (!at) {
                return TextProblem{at.problem.kind,
                                   "found " + quote(line.text) + ", expected a number of seconds"};
            }
            trace.times.push_back(*at);
            return std::nullopt;
        });
    if (problem) {
        return *problem;
    }
    std::ranges::sort(trace.times);
    return trace;
}

}  // namespace models
