#include "models/io/value_on_one_line.h"

#include <vector>

#include "models/io/flow_text.h"
#include "models/io/plain_text.h"

namespace models {

namespace {

// Whether YAML reads `before value after` as a mapping whose one value is the whole text.
bool isOneValue(std::string_view before, std::string_view value, std::string_view after) {
    std::string text(before);
    text.append(value).append(after);
    const yaml::Parsing parsing = yaml::parse(std::move(text), "value");
    const yaml::Node root = parsing.document.root();
    const yaml::Node node = root.find("v");
    const auto begin = static_cast<std::uint32_t>(before.size());
    const auto end = static_cast<std::uint32_t>(before.size() + value.size());
    return parsing.isComplete && parsing.diagnostics.empty() && root.isMapping() &&
           root.size() == 1 && node.range() == yaml::Range{begin, end} && !node.isAlias();
}

// Whether the value can be written as it is, in `{ }` and outside: no quotes of ours.
bool isPlainValue(std::string_view value) {
    return !value.empty() && value.find('\n') == std::string_view::npos && value[0] != '&' &&
           isOneValue("{v: ", value, " }") && isOneValue("v: ", value, "\n");
}

std::string scalarText(const yaml::Node& node) {
    const bool isQuoted =
        node.style() == yaml::Style::SingleQuoted || node.style() == yaml::Style::DoubleQuoted;
    if (node.isEmpty()) {
        return "null";
    }
    return isQuoted ? doubleQuoted(node.text()) : asYaml(node.text());
}

}  // namespace

std::string asYaml(std::string_view value) {
    return isPlainValue(value) ? std::string(value) : doubleQuoted(value);
}

std::string asKey(std::string_view key) {
    return isName(key) ? std::string(key) : asYaml(key);
}

std::string onOneLine(const yaml::Node& node) {
    if (node.isSequence()) {
        std::vector<std::string> items;
        for (const yaml::Node& item : node.items()) {
            items.push_back(onOneLine(item));
        }
        return listText(items);
    }
    if (node.isMapping()) {
        Flow flow;
        for (const yaml::Entry& entry : node.entries()) {
            flow.add(asKey(entry.key.text()), onOneLine(entry.value));
        }
        return node.size() == 0 ? "{}" : flow.text();
    }
    return scalarText(node);
}

}  // namespace models
