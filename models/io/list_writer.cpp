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

}  // namespace models
