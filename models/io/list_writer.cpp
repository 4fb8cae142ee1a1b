#include "models/io/list_writer.h"

#include <algorithm>
#include <optional>

#include "models/io/yaml.h"

namespace models {

namespace {

std::string blockText(const std::vector<std::string>& entries, std::size_t indent) {
    std::string text;
    for (const std::string& each : entries) {
        text += '\n' + std::string(indent, ' ') + "- " + each;
    }
    return text;
}

// `[ entry, entry ]`, for texts that are JSON, or nearly.
std::string flowText(const std::vector<std::string>& entries, std::string text) {
    for (const std::string& each : entries) {
        text += (text.empty() ? "" : ", ") + each;
    }
    return "[ " + text + " ]";
}

// As a list with an entry a line, where the text is written so itself.
std::optional<std::string> inBlock(const yaml::Document& document, std::string_view key,
                                   const std::vector<std::string>& entries, OwnEntries own) {
    const std::string& source = document.source();
    const std::vector<yaml::Entry> all = document.root().entries();
    const auto found =
        std::ranges::find(all, key, [](const yaml::Entry& each) { return each.key.text(); });
    if (document.root().style() != yaml::Style::Block) {
        return std::nullopt;
    }
    if (found == all.end()) {
        const bool endsLine = source.empty() || source.back() == '\n';
        return source + (endsLine ? "" : "\n") + std::string(key) + ':' + blockText(entries, 2) +
               '\n';
    }
    if (found->merged || found->value.isAlias()) {
        return std::nullopt;
    }
    const yaml::Range list = found->value.range();
    const bool isBlock = found->value.isSequence() && found->value.style() == yaml::Style::Block;
    if (own == OwnEntries::Replaced) {
        return source.substr(0, found->key.range().end) + ':' + blockText(entries, 2) +
               source.substr(list.end);
    }
    if (!isBlock) {
        return std::nullopt;
    }
    const std::uint32_t last = found->value.items().back().range().end;
    const std::size_t indent = document.placeAt(list.begin).column - 1;
    return source.substr(0, last) + blockText(entries, indent) + source.substr(last);
}

std::size_t countOf(const std::string& text, const std::string& name, std::string_view key) {
    const yaml::Parsing parsing = yaml::parse(text, name);
    return parsing.isComplete ? parsing.document.root().find(key).size() : 0;
}

}  // namespace

TextEdit withEntries(std::string text, const std::string& name, std::string_view key,
                     const std::vector<std::string>& entries, OwnEntries own) {
    const yaml::Parsing parsing = yaml::parse(text, name);
    if (!parsing.isComplete) {
        return {std::move(text), parsing.diagnostics};
    }
    const yaml::Node list = parsing.document.root().find(key);
    std::string kept;
    if (own == OwnEntries::Kept && list.isSequence()) {
        for (const yaml::Node& each : list.items()) {
            const yaml::Range range = each.range();
            kept += (kept.empty() ? "" : ", ") +
                    parsing.document.source().substr(range.begin, range.end - range.begin);
        }
    }
    const std::size_t ownCount = own == OwnEntries::Kept ? list.size() : 0;
    const OwnEntries effective = ownCount == 0 ? OwnEntries::Replaced : own;
    if (!entries.empty()) {
        std::optional<std::string> block = inBlock(parsing.document, key, entries, effective);
        // A comment or an end mark may stand where nobody expects it: look, then take it.
        if (block && countOf(*block, name, key) == ownCount + entries.size()) {
            return {*std::move(block), {}};
        }
    }
    return setValue(std::move(text), name, key, flowText(entries, kept));
}

TextEdit withoutEntry(std::string text, const std::string& name, std::string_view key,
                      std::size_t place) {
    const yaml::Parsing parsing = yaml::parse(text, name);
    const yaml::Node list = parsing.document.root().find(key);
    if (!parsing.isComplete || place >= list.size() || list.isAlias()) {
        Diagnostics problems = parsing.diagnostics;
        problems.push_back({Severity::Error,
                            DiagnosticKind::UnknownName,
                            name,
                            list.place(),
                            "`" + std::string(key) + "` has no such entry of its own",
                            {}});
        return {std::move(text), std::move(problems)};
    }
    const std::string& source = parsing.document.source();
    const std::vector<yaml::Node> items = list.items();
    if (items.size() == 1) {
        return setValue(std::move(text), name, key, "[]");
    }
    yaml::Range range = items[place].range();
    if (list.style() == yaml::Style::Flow) {
        const bool isLast = place + 1 == items.size();
        range = isLast ? yaml::Range{items[place - 1].range().end, range.end}
                       : yaml::Range{range.begin, items[place + 1].range().begin};
    } else {
        // From its dash's line to the end of its last line.
        range.begin = static_cast<std::uint32_t>(source.rfind('\n', range.begin) + 1);
        const std::size_t end = source.find('\n', range.end);
        range.end = static_cast<std::uint32_t>(end == std::string::npos ? source.size() : end + 1);
    }
    std::string edited = source.substr(0, range.begin) + source.substr(range.end);
    if (countOf(edited, name, key) + 1 != items.size()) {
        return {std::move(text),
                {{Severity::Error,
                  DiagnosticKind::WrongType,
                  name,
                  items[place].place(),
                  "this entry cannot be taken out of the text by itself",
                  {}}}};
    }
    return {std::move(edited), {}};
}

}  // namespace models
