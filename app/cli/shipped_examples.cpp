#include "app/cli/shipped_examples.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "models/io/data_file.h"
#include "models/io/key_walk.h"
#include "models/io/plain_text.h"

namespace app {

namespace {

namespace fs = std::filesystem;
namespace yaml = models::yaml;

constexpr std::size_t linesOfKey = 6;  // at most, of an example
constexpr std::size_t linesOfSection = 14;

std::size_t indentOf(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

// The whole lines that a range touches, without their common indentation.
Example exampleOf(const yaml::Document& document, const std::string& file, std::uint32_t begin,
                  std::uint32_t end, std::size_t linesMax) {
    const std::string& text = document.source();
    const std::size_t from = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
    const std::size_t last = text.find_last_not_of(" \n", end == 0 ? 0 : end - 1);
    const std::size_t to = std::min(text.find('\n', last), text.size());
    Example example{file, document.placeAt(static_cast<std::uint32_t>(from)).line, {}};
    std::size_t indent = std::string::npos;
    for (const std::string_view line :
         models::split(std::string_view(text).substr(from, to - from), '\n')) {
        indent = line.empty() ? indent : std::min(indent, indentOf(line));
        example.lines.emplace_back(line);
        if (example.lines.size() > linesMax) {
            return example;  // too long to be one
        }
    }
    for (std::string& line : example.lines) {
        line.erase(0, std::min(indent, line.size()));
    }
    return example;
}

}  // namespace

std::vector<fs::path> scenarioFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (fs::recursive_directory_iterator each(folder, ignored), end; each != end;
         each.increment(ignored)) {
        if (each->path().extension() == ".yaml") {
            files.push_back(each->path());
        }
    }
    std::ranges::sort(files, {}, [&](const fs::path& file) {
        const bool isFirst = file.filename() == "streaming-platform.yaml";
        const fs::path below = file.lexically_relative(folder);
        return std::tuple(!isFirst, std::distance(below.begin(), below.end()), below);
    });
    return files;
}

ShippedExamples::ShippedExamples(const fs::path& folder) {
    for (const fs::path& file : scenarioFiles(folder)) {
        read(file, file.lexically_relative(folder).generic_string());
    }
}

void ShippedExamples::read(const fs::path& file, const std::string& name) {
    const models::Parsed<std::string> text = models::readWholeFile(file, yaml::sizeMax);
    if (!text) {
        return;
    }
    const yaml::Parsing parsing = yaml::parse(*text, name);
    const yaml::Document& document = parsing.document;
    std::map<std::pair<std::uint32_t, models::Section>, std::set<const models::Key*>> wholes;
    for (const models::KeyUse& use : models::keyUses(document.root())) {
        const yaml::Range key = use.name.range();
        const std::uint32_t end = std::max(key.end, use.value.exists() ? use.value.range().end : 0);
        Example example = exampleOf(document, name, key.begin, end, linesOfKey);
        if (example.lines.size() <= linesOfKey) {
            m_uses.push_back({use.section, use.key, std::move(example)});
        }
        const yaml::Range around = use.around.range();
        auto& keys = wholes[{around.begin, use.section}];
        keys.insert(use.key);
        Example whole = exampleOf(document, name, around.begin, around.end, linesOfSection);
        if (use.around.isMapping() && whole.lines.size() <= linesOfSection) {
            m_wholes.push_back({use.section, static_cast<int>(keys.size()), std::move(whole)});
        }
    }
}

std::optional<Example> ShippedExamples::of(models::Section section, const models::Key& key) const {
    const Use* best = nullptr;
    for (const Use& each : m_uses) {
        const bool isIt = each.section == section && each.key == &key;
        if (isIt && (best == nullptr || each.example.lines.size() < best->example.lines.size())) {
            best = &each;
        }
    }
    return best == nullptr ? std::nullopt : std::optional(best->example);
}

std::optional<Example> ShippedExamples::of(models::Section section) const {
    const Whole* best = nullptr;
    for (const Whole& each : m_wholes) {
        if (each.section == section && (best == nullptr || each.keys > best->keys)) {
            best = &each;
        }
    }
    return best == nullptr ? std::nullopt : std::optional(best->example);
}

}  // namespace app
