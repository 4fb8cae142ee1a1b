// What a fault strikes.
#pragma once

#include <optional>
#include <string>

#include "models/diagnostic.h"

namespace models {

// A service, or one instance of it (numbers from 1), or a topic; of a surge: a journey.
struct Target {
    std::string service;
    std::optional<int> instance;
    Place place;
    bool operator==(const Target& other) const {
        return service == other.service && instance == other.instance;
    }
};

}  // namespace models
