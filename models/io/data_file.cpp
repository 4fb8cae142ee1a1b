#include "models/io/data_file.h"

#include <algorithm>
#include <cmath>
#include <fstream>

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

std::optional<TextProblem> addLine(Empirical& values, std::string_view line, std::size_t number,
                                   std::string_view name) {
    const std::size_t comma = line.find(',');
    const auto inLine = [&](const TextProblem& problem) {
        return TextProblem{problem.kind, std::string(name) + ", line " + std::to_string(number) +
                                             ": " + problem.message};
    };
    const Parsed<Duration> value = parseDuration(line.substr(0, comma));
    if (!value) {
        return inLine(value.problem);
    }
    double weight = 1;
    if (comma != std::string_view::npos) {
        const Parsed<double> written = parseNumber(line.substr(comma + 1));
        if (!written) {
            return inLine(written.problem);
        }
        weight = *written;
    }
    if (weight < 0 || !std::isfinite(weight)) {
        return inLine({DiagnosticKind::OutOfBounds, "a weight is not below 0"});
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

Parsed<Empirical> loadEmpirical(const fs::path& folder, std::string_view name,
                                std::uint64_t& bytesRead) {
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
    Empirical values;
    values.file = name;
    std::size_t number = 0;
    for (const std::string_view each : split(*text, '\n')) {
        ++number;
        const std::string_view line = trimmed(each);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        if (const auto problem = addLine(values, line, number, name)) {
            return *problem;
        }
    }
    if (std::ranges::none_of(values.weights, [](double weight) { return weight > 0; })) {
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(name) + " has no duration of a weight above 0"};
    }
    return values;
}

}  // namespace models
