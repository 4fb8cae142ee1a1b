#include "app/cli/schema_json.h"

#include <cmath>
#include <string>

#include "app/cli/key_words.h"
#include "models/io/plain_text.h"
#include "models/io/value_forms.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;
using models::Key;
using models::Section;
using models::ValueType;

constexpr const char* schemaNumber = R"(([0-9]+(\.[0-9]*)?|\.[0-9]+))";
constexpr const char* schemaUnit = "(ns|us|ms|s|min|h|d)";

Json reference(const std::string& name) {
    return {{"$ref", "#/$defs/" + name}};
}

std::string nameOfSection(Section section) {
    std::string name;
    for (const char c : titleOf(section)) {
        const bool isKept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        name += isKept ? std::string(1, c) : c == ' ' ? "-" : "";
    }
    return name;
}

Json textMatching(const std::string& pattern) {
    return {{"type", "string"}, {"pattern", "^ *" + pattern + " *$"}};
}

Json anyOf(Json one, Json other) {
    return {{"anyOf", Json::array({std::move(one), std::move(other)})}};
}

Json listOf(Json items, int least = 0) {
    Json list = {{"type", "array"}, {"items", std::move(items)}};
    if (least > 0) {
        list["minItems"] = least;
    }
    return list;
}

Json mapOf(Json values) {
    return {{"type", {"object", "null"}}, {"additionalProperties", std::move(values)}};
}

// Numbers need no unit where they are 0, or are shares; a YAML reader makes numbers of those.
Json valueDefinitions() {
    const std::string plain = schemaNumber;
    const std::string duration = "(" + plain + " *" + schemaUnit + "|0)";
    const std::string ratio = plain + " *%?";
    return {
        {"text", {{"type", {"string", "number", "boolean"}}}},
        {"duration", anyOf(textMatching(duration), {{"const", 0}})},
        {"rate", textMatching(plain + " */ *" + schemaUnit)},
        {"ratio", anyOf(textMatching(ratio), {{"type", "number"}, {"minimum", 0}, {"maximum", 1}})},
        {"factor", textMatching(plain + " *x")},
        {"bound", textMatching("(at least|at most|above|below|exactly|between) .+")},
        {"distribution", anyOf({{"type", "string"}, {"minLength", 1}}, {{"const", 0}})},
        {"name", {{"type", {"string", "number", "boolean"}}}},
        {"expression", {{"type", {"string", "number", "boolean"}}}},
        {"names", anyOf(reference("name"), listOf(reference("name"), 1))},
        {"edge", textMatching("[A-Za-z0-9_-]+ *-> *[A-Za-z0-9_-]+")},
        {"steps", anyOf({{"type", "null"}}, listOf(reference("step")))},
    };
}

Json bounded(const char* type, const Key& key) {
    Json json = {{"type", type}};
    if (key.min > -1e9) {
        json["minimum"] = key.min;
    }
    if (std::isfinite(key.max)) {
        json["maximum"] = key.max;
    }
    return json;
}

// Words, and of those with parameters the word with anything in its brackets.
Json wordsAsPattern(const Key& key) {
    std::string pattern;
    for (const std::string& each : wordsOf(key)) {
        const std::size_t bracket = each.find('(');
        pattern += (pattern.empty() ? "(" : "|") + each.substr(0, bracket) +
                   (bracket == std::string::npos ? "" : R"( *\(.+\))");
    }
    return textMatching(pattern + ")");
}

// A word on its own is an enumeration, which editors offer.
Json wordsOfKey(const Key& key) {
    if (!key.forms.empty()) {
        return wordsAsPattern(key);
    }
    Json words = Json::array();
    for (const std::string& each : wordsOf(key)) {
        words.push_back(each);
        if (each.find_first_not_of("0123456789") == std::string::npos) {
            words.push_back(std::stoi(each));  // which YAML makes a number
        }
    }
    return {{"enum", words}};
}

Json valueOf(const Key& key);

Json ofSection(Section section) {
    return reference(nameOfSection(section));
}

Json countOr(const char* other, const Key& key) {
    return anyOf(bounded("integer", key), reference(other));
}

Json collectionOf(const Key& key) {
    switch (key.type) {
        case ValueType::SectionList:
            return anyOf({{"type", "null"}}, listOf(ofSection(key.child)));
        case ValueType::SectionMap:
            return mapOf(ofSection(key.child));
        case ValueType::EndpointMap:
            return mapOf(anyOf(ofSection(key.child), reference("steps")));
        case ValueType::PositionMap:
            return mapOf(anyOf(ofSection(key.child), {{"type", "array"},
                                                      {"items", {{"type", "number"}}},
                                                      {"minItems", 2},
                                                      {"maxItems", 2}}));
        case ValueType::ExpressionMap:
            return mapOf(reference("expression"));
        case ValueType::TextMap:
            return mapOf(reference("text"));
        case ValueType::NameMap:
            return mapOf(anyOf({{"type", "null"}}, reference("names")));
        case ValueType::BranchList:
            return listOf(reference("steps"), 1);
        case ValueType::Links:
            return anyOf(reference("edge"), listOf(reference("edge"), 1));
        case ValueType::Sides:
            return {
                {"type", "array"}, {"items", reference("names")}, {"minItems", 2}, {"maxItems", 2}};
        case ValueType::Texts:
            return listOf(reference("text"));
        case ValueType::Ratios:
            return listOf(reference("ratio"), 1);
        case ValueType::CountOrRatio:
            return countOr("ratio", key);
        default:
            return {{"type", {"object", "null"}}};  // path: value
    }
}

Json scalarOf(const Key& key) {
    const Json twoOf = {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}};
    switch (key.type) {
        case ValueType::Boolean:
            return {{"enum", {true, false, "yes", "no"}}};
        case ValueType::Integer:
            return bounded("integer", key);
        case ValueType::Number:
            return bounded("number", key);
        case ValueType::Time:
            return reference("duration");
        case ValueType::Rate:
            return reference("rate");
        case ValueType::Ratio:
            return reference("ratio");
        case ValueType::Factor:  // or of `steal-cores` a share
            return anyOf(reference("factor"), reference("ratio"));
        case ValueType::Distribution:
            return reference("distribution");
        case ValueType::ArrivalLaw:
            return key.child == Section::None
                       ? reference("distribution")
                       : anyOf(reference("distribution"), listOf(ofSection(key.child), 1));
        case ValueType::Popularity:
            return wordsAsPattern(key);
        case ValueType::Bound:
            return reference("bound");
        case ValueType::Names:
        case ValueType::References:
            return reference("names");
        case ValueType::Expression:
            return reference("expression");
        case ValueType::Window:
            return countOr("duration", key);
        case ValueType::During:
        case ValueType::Times:
            return anyOf(reference("text"), twoOf);
        default:
            return reference("text");
    }
}

Json valueOf(const Key& key) {
    switch (key.type) {
        case ValueType::Choice:
            return wordsOfKey(key);
        case ValueType::Flag:
            return {{"enum", {nullptr, true, "yes"}}};
        case ValueType::StepList:
            return reference("steps");
        case ValueType::Mapping:
            return ofSection(key.child);
        default:
            break;
    }
    const bool isScalar = key.type < ValueType::StepList;
    return isScalar ? scalarOf(key) : collectionOf(key);
}

Json propertyOf(const Key& key) {
    Json json = valueOf(key);
    const bool takesWords =
        !key.words.empty() && key.type != ValueType::Choice && key.type != ValueType::Popularity;
    if (takesWords) {
        json = anyOf(std::move(json), wordsOfKey(key));
    }
    json["description"] = models::sentence(key.help);
    if (!key.standard.empty()) {
        json["default"] = std::string(key.standard);
    }
    return json;
}

void addKeys(Json& object, std::span<const Key> keys) {
    for (const Key& each : keys) {
        object["properties"][std::string(each.name)] = propertyOf(each);
        if (each.isRequired) {
            object["required"].push_back(std::string(each.name));
        }
    }
}

Json sectionObject(Section section) {
    Json object = {{"type", "object"}, {"additionalProperties", false}};
    addKeys(object, models::keysOf(section));
    // Nothing written is a mapping without keys.
    if (!object.contains("required")) {
        object["type"] = {"object", "null"};
    }
    return object;
}

// A step is one of its actions, with what stands beside that one.
Json stepDefinition() {
    Json choices = Json::array();
    Json bare = {{"enum", Json::array()}};
    for (const Key& action : models::keysOf(Section::Step)) {
        if (!isAction(action)) {
            continue;
        }
        if (action.type == ValueType::Flag) {
            bare["enum"].push_back(std::string(action.name));
        }
        Json object = {{"type", "object"}, {"additionalProperties", false}};
        object["required"] = Json::array({std::string(action.name)});
        object["properties"][std::string(action.name)] = propertyOf(action);
        const bool hasOptions =
            action.type != ValueType::Mapping && action.type != ValueType::SectionList;
        addKeys(object, hasOptions ? models::keysOf(action.child) : std::span<const Key>());
        const Key& when = *models::findKey(Section::Step, "when");
        object["properties"]["when"] = propertyOf(when);
        choices.push_back(std::move(object));
    }
    choices.push_back(std::move(bare));
    return {{"anyOf", std::move(choices)}};
}

}  // namespace

nlohmann::ordered_json scenarioSchema() {
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "A scenario of Watertight"},
                   {"$comment", "Made by `watertight export schema` of the table of keys."}};
    schema.update(sectionObject(Section::Top));
    schema["patternProperties"]["^x-"] = Json::object();
    Json definitions = valueDefinitions();
    definitions["step"] = stepDefinition();
    for (const Section each : models::allSections()) {
        if (each != Section::Top && each != Section::Step && !standsBesideAction(each)) {
            definitions[nameOfSection(each)] = sectionObject(each);
        }
    }
    schema["$defs"] = std::move(definitions);
    return schema;
}

}  // namespace app
