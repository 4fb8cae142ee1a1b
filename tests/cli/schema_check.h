// A small check of JSON against a JSON Schema: what the schema of scenarios uses, and nothing else.
// A keyword that it does not know fails, so that nothing is passed over in silence.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "models/io/yaml.h"

namespace tests {

using Json = nlohmann::ordered_json;

class SchemaCheck {
  public:
    explicit SchemaCheck(Json schema) : m_root(std::move(schema)) {}

    // The first problem, with its path; empty: it fits.
    std::string problemOf(const Json& value) const { return problem(m_root, value, ""); }

  private:
    // Each is compiled once, since that takes far longer than using it.
    const std::regex& regexOf(const std::string& pattern) const {
        auto [found, isNew] = m_regexes.try_emplace(pattern);
        if (isNew) {
            found->second = std::regex(pattern);
        }
        return found->second;
    }

    static bool isOfType(const Json& value, const std::string& type) {
        return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
               (type == "string" && value.is_string()) ||
               (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null()) ||
               (type == "number" && value.is_number()) ||
               (type == "integer" && value.is_number_integer());
    }

    std::string problem(const Json& schema, const Json& value, const std::string& path) const {
        for (const auto& [keyword, wanted] : schema.items()) {
            const std::string found = broken(keyword, wanted, schema, value, path);
            if (!found.empty()) {
                return found;
            }
        }
        return {};
    }

    std::string broken(const std::string& keyword, const Json& wanted, const Json& schema,
                       const Json& value, const std::string& path) const {
        const auto wrong = [&] { return path + ": " + keyword + " " + wanted.dump(); };
        if (keyword == "$schema" || keyword == "$defs" || keyword == "$comment" ||
            keyword == "title" || keyword == "description" || keyword == "default" ||
            keyword == "patternProperties") {
            return {};
        }
        if (keyword == "$ref") {
            return problem(m_root.at(Json::json_pointer(wanted.get<std::string>().substr(1))),
                           value, path);
        }
        if (keyword == "anyOf") {
            for (const Json& each : wanted) {
                if (problem(each, value, path).empty()) {
                    return {};
                }
            }
            return path + ": fits none of anyOf: " + value.dump().substr(0, 120);
        }
        if (keyword == "type") {
            const Json types = wanted.is_array() ? wanted : Json::array({wanted});
            return std::ranges::any_of(types,
                                       [&](const Json& each) { return isOfType(value, each); })
                       ? ""
                       : wrong();
        }
        if (keyword == "enum" || keyword == "const") {
            const Json values = keyword == "const" ? Json::array({wanted}) : wanted;
            return std::ranges::count(values, value) > 0 ? "" : wrong();
        }
        if (keyword == "minimum" || keyword == "maximum") {
            const bool isBroken =
                value.is_number() && (keyword == "minimum" ? value.get<double>() < wanted
                                                           : value.get<double>() > wanted);
            return isBroken ? wrong() : "";
        }
        return brokenOfKind(keyword, wanted, schema, value, path);
    }

    std::string brokenOfKind(const std::string& keyword, const Json& wanted, const Json& schema,
                             const Json& value, const std::string& path) const {
        const auto wrong = [&] { return path + ": " + keyword + " " + wanted.dump(); };
        if (keyword == "pattern" || keyword == "minLength") {
            return !value.is_string() || keyword == "minLength" ||
                           std::regex_search(value.get<std::string>(),
                                             regexOf(wanted.get<std::string>()))
                       ? ""
                       : wrong();
        }
        if (keyword == "minItems" || keyword == "maxItems") {
            const bool isBroken =
                value.is_array() &&
                (keyword == "minItems" ? value.size() < wanted.get<std::size_t>()
                                       : value.size() > wanted.get<std::size_t>());
            return isBroken ? wrong() : "";
        }
        if (keyword == "items") {
            for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
                const std::string found = problem(wanted, value[i], path + '/' + std::to_string(i));
                if (!found.empty()) {
                    return found;
                }
            }
            return {};
        }
        if (keyword == "required") {
            for (const Json& each : wanted) {
                if (value.is_object() && !value.contains(each.get<std::string>())) {
                    return path + ": lacks " + each.dump();
                }
            }
            return {};
        }
        if (keyword == "properties" || keyword == "additionalProperties") {
            return brokenOfProperties(keyword, wanted, schema, value, path);
        }
        return "the schema has the unknown keyword " + keyword;
    }

    std::string brokenOfProperties(const std::string& keyword, const Json& wanted,
                                   const Json& schema, const Json& value,
                                   const std::string& path) const {
        if (!value.is_object()) {
            return {};
        }
        for (const auto& [name, each] : value.items()) {
            const bool isNamed =
                schema.contains("properties") && schema["properties"].contains(name);
            std::string found;
            if (keyword == "properties" && isNamed) {
                found = problem(wanted[name], each, path + '/' + name);
            } else if (keyword == "additionalProperties" && !isNamed &&
                       !fitsAPattern(schema, name)) {
                found = wanted == Json(false) ? path + ": has the unknown key " + name
                                              : problem(wanted, each, path + '/' + name);
            }
            if (!found.empty()) {
                return found;
            }
        }
        return {};
    }

    static bool fitsAPattern(const Json& schema, const std::string& name) {
        if (!schema.contains("patternProperties")) {
            return false;
        }
        for (const auto& [pattern, ignored] : schema["patternProperties"].items()) {
            if (std::regex_search(name, std::regex(pattern))) {
                return true;
            }
        }
        return false;
    }

    Json m_root;
    mutable std::map<std::string, std::regex> m_regexes;
};

// As an editor's YAML (1.2, core schema) makes values of plain scalars.
inline Json asAnEditorReads(const models::yaml::Node& node) {
    if (node.isMapping()) {
        Json object = Json::object();
        for (const models::yaml::Entry& each : node.entries()) {
            object[std::string(each.key.text())] = asAnEditorReads(each.value);
        }
        return object;
    }
    if (node.isSequence()) {
        Json array = Json::array();
        for (const models::yaml::Node& each : node.items()) {
            array.push_back(asAnEditorReads(each));
        }
        return array;
    }
    const std::string text(node.text());
    if (node.style() != models::yaml::Style::Plain) {
        return text;
    }
    if (node.isEmpty()) {
        return nullptr;
    }
    if (text == "true" || text == "false") {
        return text == "true";
    }
    static const std::regex whole("[-+]?[0-9]+");
    static const std::regex decimal("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    if (std::regex_match(text, whole)) {
        return std::stoll(text);
    }
    if (std::regex_match(text, decimal)) {
        return std::stod(text);
    }
    return text;
}

}  // namespace tests
