#include "app/cli/key_words.h"

#include <algorithm>
#include <cmath>

#include "app/cli/wording.h"
#include "models/io/plain_text.h"
#include "models/io/value_forms.h"
#include "models/io/value_text.h"

namespace app {

namespace {

using models::Key;
using models::ValueType;

// Beyond that a bound only keeps numbers computable, and says nothing to a reader.
constexpr double boundTold = 9e8;

std::string boundOf(ValueType type, double bound) {
    switch (type) {
        case ValueType::Time:
            return models::toText(
                models::Duration(static_cast<std::int64_t>(std::llround(bound * 1e9))));
        case ValueType::Ratio:
            return toText(models::Ratio{bound});
        case ValueType::Rate:
            return numberText(bound) + "/s";
        default:
            return numberText(bound);
    }
}

std::string boundsOf(const Key& key) {
    constexpr double least = 1e-8;  // stands for "more than nothing"
    const bool hasLeast = key.min > -boundTold && key.min != 0;
    const bool hasMost = key.max < boundTold && (key.type != ValueType::Ratio || key.max != 1);
    if (key.min > 0 && key.min < least && !hasMost) {
        return " above 0";
    }
    if (hasMost && key.min >= least) {
        return " from " + boundOf(key.type, key.min) + " to " + boundOf(key.type, key.max);
    }
    if (hasMost) {
        return " up to " + boundOf(key.type, key.max);
    }
    return hasLeast ? ", at least " + boundOf(key.type, key.min) : std::string();
}

bool hasBounds(ValueType type) {
    return type == ValueType::Integer || type == ValueType::Number || type == ValueType::Time ||
           type == ValueType::Ratio || type == ValueType::Rate;
}

std::vector<std::string> inBackTicks(const std::vector<std::string>& words) {
    std::vector<std::string> all;
    for (const std::string& each : words) {
        all.push_back('`' + each + '`');
    }
    return all;
}

// "a, b or c"
std::string orList(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

std::string collectionText(const Key& key) {
    const std::string name(models::nameOf(key.child));
    switch (key.type) {
        case ValueType::Mapping:
            return "a mapping";
        case ValueType::SectionList:
            return "a list, of each " + name;
        case ValueType::SectionMap:
            return "name: " + name;
        case ValueType::EndpointMap:
            return "name: " + name + ", or its list of steps";
        case ValueType::PositionMap:
            return "name: " + name + ", or `[x, y]`";
        case ValueType::ArrivalLaw:
            return key.child == models::Section::None
                       ? std::string(nameOf(key.type))
                       : std::string(nameOf(key.type)) + ", or a list of phases";
        default:
            return std::string(nameOf(key.type));
    }
}

}  // namespace

std::vector<std::string> wordsOf(const Key& key) {
    std::vector<std::string_view> forms = models::split(key.forms, '|');
    std::vector<std::string> all;
    for (const std::string_view word : models::split(key.words, ' ')) {
        const auto form = std::ranges::find_if(
            forms, [&](std::string_view each) { return each.substr(0, each.find('(')) == word; });
        all.emplace_back(form == forms.end() ? word : *form);
        if (form != forms.end()) {
            forms.erase(form);
        }
    }
    all.insert(all.end(), forms.begin(), forms.end());
    return all;
}

std::string typeText(const Key& key) {
    const std::vector<std::string> words = inBackTicks(wordsOf(key));
    if (key.type == ValueType::Choice) {
        return orList(words);
    }
    if (key.type == ValueType::Popularity) {
        return std::string(nameOf(key.type));
    }
    const std::string bounds = hasBounds(key.type) ? boundsOf(key) : std::string();
    const std::string also = words.empty() ? std::string() : ", or " + orList(words);
    return collectionText(key) + bounds + also;
}

std::string defaultText(const Key& key) {
    return std::string(key.standard);
}

}  // namespace app
