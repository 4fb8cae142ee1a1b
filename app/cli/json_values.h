// Values as JSON has them, for every report.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace app {

inline nlohmann::ordered_json orNull(const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

// An object with a member for each of what is listed, in its order and under its name; no name is
// there twice. Written member by member, every name would be looked for among those before it:
// seconds, where there are 50,000 services.
template <typename List, typename ToJson>
nlohmann::ordered_json byName(const List& list, ToJson toJson) {
    nlohmann::ordered_json::object_t members;
    members.reserve(list.size());
    for (const auto& each : list) {
        members.emplace_back(each.name, toJson(each));
    }
    return members;
}

}  // namespace app
