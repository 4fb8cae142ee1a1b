#include "models/struck_text.h"

#include <vector>

namespace models {

namespace {

std::vector<std::string> namesOf(const Fault& fault) {
    if (const auto* zones = std::get_if<KillZone>(&fault.kind)) {
        return zones->zones;
    }
    std::vector<std::string> names;
    for (const Target& target : fault.targets) {
        names.push_back(targetText(target));
    }
    return names;
}

}  // namespace

std::string targetText(const Target& target) {
    return target.instance ? target.service + "#" + std::to_string(*target.instance)
                           : target.service;
}

bool strikesSeveral(const Fault& fault) {
    return namesOf(fault).size() > 1;
}

std::string struckText(const Fault& fault) {
    const std::vector<std::string> names = namesOf(fault);
    std::string text;
    if (std::holds_alternative<KillZone>(fault.kind)) {
        text = names.size() > 1 ? "zones " : "zone ";
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) {
            text += i + 1 == names.size() ? " and " : ", ";
        }
        text += names[i];
    }
    return text;
}

}  // namespace models
