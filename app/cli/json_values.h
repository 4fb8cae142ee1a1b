// Values as JSON has them, for every report.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

namespace app {

inline nlohmann::ordered_json orNull(const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

}  // namespace app
