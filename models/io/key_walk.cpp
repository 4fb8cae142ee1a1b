#include "models/io/key_walk.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace models {

namespace {

bool holdsSteps(ValueType type) {
    return type == ValueType::StepList || type == ValueType::BranchList;
}

class KeyWalker {
  public:
    std::vector<KeyUse> run(const yaml::Node& root) {
        mapping(root, Section::Top);
        return std::move(m_uses);
    }

  private:
    void mapping(const yaml::Node& node, Section section) {
        for (const yaml::Entry& each : node.entries()) {
            if (const Key* key = findKey(section, each.key.text())) {
                use(section, *key, each, node);
            }
        }
    }

    void use(Section section, const Key& key, const yaml::Entry& entry, const yaml::Node& around) {
        m_uses.push_back({section, &key, entry.key, entry.value, around});
        const yaml::Node& value = entry.value;
        switch (key.type) {
            case ValueType::Mapping:
                mapping(value, key.child);
                break;
            case ValueType::SectionList:
            case ValueType::ArrivalLaw:
                for (const yaml::Node& each : value.items()) {
                    mapping(each, key.child);
                }
                break;
            case ValueType::SectionMap:
            case ValueType::EndpointMap:
            case ValueType::PositionMap:
                for (const yaml::Entry& each : value.entries()) {
                    mapping(each.value, key.child);
                    steps(key.type == ValueType::EndpointMap ? each.value : yaml::Node());
                }
                break;
            case ValueType::StepList:
                steps(value);
                break;
            case ValueType::BranchList:
                for (const yaml::Node& each : value.items()) {
                    steps(each);
                }
                break;
            default:
                break;
        }
    }

    void steps(const yaml::Node& list) {
        for (const yaml::Node& each : list.items()) {
            if (each.isScalar()) {
                if (const Key* key = findKey(Section::Step, each.text())) {
                    m_uses.push_back({Section::Step, key, each, {}, each});
                }
                continue;
            }
            step(each);
        }
    }

    void step(const yaml::Node& node) {
        Section options = Section::None;
        for (const yaml::Entry& each : node.entries()) {
            const Key* action = findKey(Section::Step, each.key.text());
            options = action != nullptr && isAction(*action) ? action->child : options;
        }
        for (const yaml::Entry& each : node.entries()) {
            if (const Key* key = findKey(Section::Step, each.key.text())) {
                use(Section::Step, *key, each, node);
            } else if (const Key* option = findKey(options, each.key.text())) {
                use(options, *option, each, node);
            }
        }
    }

    std::vector<KeyUse> m_uses;
};

// What a path says of a key's value, and which section that is; of steps: the steps' own.
struct Way {
    Section to = Section::None;
    std::string path;
};

std::vector<Way> waysOf(const Key& key, const std::string& path) {
    const std::string own = (path.empty() ? "" : path + '.') + std::string(key.name);
    switch (key.type) {
        case ValueType::Mapping:
            return {{key.child, own}};
        case ValueType::SectionList:
        case ValueType::ArrivalLaw:
            return {{key.child, own + ".N"}};
        case ValueType::SectionMap:
        case ValueType::PositionMap:
        case ValueType::EndpointMap:
            return {{key.child, own + ".NAME"}};
        default:
            break;
    }
    std::vector<Way> ways;
    if (standsBesideAction(key.child)) {
        ways.push_back({key.child, path});
    }
    if (holdsSteps(key.type)) {
        ways.push_back({Section::Step, own + (key.type == ValueType::BranchList ? ".N.N" : ".N")});
    }
    return ways;
}

// The shortest way from a top-level key; nothing where it does not lead there.
std::optional<std::string> shortestWay(const Key& top, Section wanted) {
    const bool isOfJourneys = top.name == "journeys";
    std::vector<Section> seen;
    std::deque<Way> open;
    const auto add = [&](const Key& key, const std::string& path) {
        for (Way& way : waysOf(key, path)) {
            if (std::ranges::find(seen, way.to) == seen.end()) {
                seen.push_back(way.to);
                open.push_back(std::move(way));
            }
        }
    };
    add(top, {});
    while (!open.empty()) {
        const Way way = std::move(open.front());
        open.pop_front();
        if (way.to == wanted) {
            return way.path;
        }
        for (const Key& each : keysOf(way.to)) {
            if (way.to != Section::Step || !isOfJourneys || each.isOfJourneys) {
                add(each, way.path);
            }
        }
    }
    return std::nullopt;
}

std::vector<std::string> ways(Section section, bool alsoOfJourneys) {
    if (section == Section::Top) {
        return {{}};
    }
    std::vector<std::string> all;
    for (const Key& each : keysOf(Section::Top)) {
        const auto way =
            alsoOfJourneys || each.name != "journeys" ? shortestWay(each, section) : std::nullopt;
        if (way) {
            all.push_back(*way);
        }
    }
    return all;
}

}  // namespace

std::vector<KeyUse> keyUses(const yaml::Node& root) {
    return KeyWalker().run(root);
}

std::vector<std::string> placesOf(Section section) {
    return ways(section, true);
}

std::vector<std::string> placesOf(Section section, const Key& key) {
    std::vector<std::string> all = ways(section, section != Section::Step || key.isOfJourneys);
    for (std::string& each : all) {
        each += (each.empty() ? "" : ".") + std::string(key.name);
    }
    return all;
}

}  // namespace models
