#include <algorithm>
#include <charconv>

#include "models/io/key_table.h"
#include "models/io/plain_text.h"
#include "models/io/scenario_reader.h"
#include "models/io/value_on_one_line.h"
#include "models/io/value_text.h"
#include "models/io/yaml.h"

namespace models {

namespace {

// What the table says about a place in the file.
struct Spot {
    enum class Kind {
        Section,    // keys of `section`
        Names,      // names of the file's own choosing, each a `section`
        FreeNames,  // the same, and a new one may be added
        List,       // numbered, each a `section`
        Value,      // a value, or something that is not looked into
    };
    Kind kind = Kind::Value;
    Section section = Section::None;
    Section options = Section::None;  // of a step: its further keys
};

Spot spotOf(const Key& key) {
    switch (key.type) {
        case ValueType::Mapping:
            return {Spot::Kind::Section, key.child};
        case ValueType::SectionList:
            return {Spot::Kind::List, key.child};
        case ValueType::PositionMap:
            return {Spot::Kind::FreeNames, key.child};
        case ValueType::SectionMap:
        case ValueType::EndpointMap:
            return {Spot::Kind::Names, key.child};
        case ValueType::StepList:
            return {Spot::Kind::List, Section::Step};
        case ValueType::ArrivalLaw:
            return {Spot::Kind::List, Section::Phase};
        case ValueType::BranchList:
            return {Spot::Kind::List, Section::None};
        case ValueType::ExpressionMap:
        case ValueType::TextMap:
        case ValueType::NameMap:
            return {Spot::Kind::FreeNames, Section::None};
        default:
            return {};
    }
}

constexpr Section stepSections[] = {
    Section::Step,         Section::CallOptions,  Section::ParallelOptions,
    Section::StoreOptions, Section::CacheOptions, Section::PublishOptions};

// A step may have the options of its own action.
std::vector<Section> sectionsAt(const Spot& spot, const yaml::Node& node) {
    if (spot.section != Section::Step) {
        return {spot.section};
    }
    for (const yaml::Entry& each : node.entries()) {
        const Key* action = findKey(Section::Step, each.key.text());
        if (action != nullptr &&
            std::ranges::find(stepSections, action->child) != std::end(stepSections)) {
            return {Section::Step, action->child};
        }
    }
    return {Section::Step};
}

// What is to be done at the end of the path.
enum class AtEnd { Set, Remove, Look };

class ValueSetter {
  public:
    ValueSetter(const yaml::Parsing& parsing, const std::string& name, std::string_view path,
                std::string_view value, AtEnd atEnd = AtEnd::Set)
        : m_parsing(parsing),
          m_source(m_parsing.document.source()),
          m_name(name),
          m_path(path),
          m_parts(split(path, '.')),
          m_value(atEnd == AtEnd::Set ? asYaml(value) : std::string()),
          m_atEnd(atEnd) {}

    // As it is written; absent: it is not.
    std::optional<std::string> look() {
        walk();
        return std::move(m_found);
    }

    TextEdit run() {
        walk();
        return {m_edited.value_or(m_source), m_diagnostics};
    }

  private:
    void walk() {
        if (!m_parsing.isComplete) {
            m_diagnostics = m_parsing.diagnostics;
        } else if (m_parts.empty()) {
            fail(DiagnosticKind::UnknownName, m_parsing.document.root(), "the path is empty");
        } else {
            go(m_parsing.document.root(), {Spot::Kind::Section, Section::Top}, 0);
        }
    }

    void fail(DiagnosticKind kind, const yaml::Node& at, const std::string& why) {
        m_diagnostics.push_back(
            {Severity::Error, kind, m_name, at.place(), quote(m_path) + ": " + why, {}});
    }

    // Parts [from, from + count) as one key: `p99.9` has a point in it.
    std::string joined(std::size_t from, std::size_t count) const {
        std::string text(m_parts[from]);
        for (std::size_t i = 1; i < count; ++i) {
            text.append(".").append(m_parts[from + i]);
        }
        return text;
    }

    // Walks on; `part` is the next of the path to find below `node`.
    void go(const yaml::Node& node, Spot spot, std::size_t part) {
        if (node.isAlias()) {
            fail(DiagnosticKind::Conflict, node,
                 quote(joined(0, part)) +
                     " is an alias, shared with other places: change what it "
                     "stands for, or write it out");
        } else if (node.isSequence()) {
            goIntoList(node, spot, part);
        } else if (node.isMapping()) {
            goIntoMapping(node, spot, part);
        } else if (node.isEmpty() && spot.kind != Spot::Kind::Value) {
            addBelow(node, spot, part);
        } else {
            fail(DiagnosticKind::UnknownName, node,
                 quote(joined(0, part)) + " is a value, there is nothing below it");
        }
    }

    void goIntoList(const yaml::Node& list, Spot spot, std::size_t part) {
        // An endpoint may be just its list of steps.
        if (spot.section == Section::Endpoint && spot.kind == Spot::Kind::Section) {
            spot = {Spot::Kind::List, Section::Step};
            if (m_parts[part] == "steps" && part + 1 < m_parts.size()) {
                ++part;
            }
        }
        const Parsed<std::int64_t> number = parseInteger(m_parts[part]);
        const std::vector<yaml::Node> items = list.items();
        if (!number || *number < 0 || static_cast<std::size_t>(*number) >= items.size()) {
            fail(DiagnosticKind::UnknownName, list,
                 "found " + quote(m_parts[part]) + ", but " + quote(joined(0, part)) +
                     " is a list of " + std::to_string(items.size()) + ": items count from 0");
            return;
        }
        const yaml::Node item = items[static_cast<std::size_t>(*number)];
        const bool isBranch = item.isSequence() && spot.section == Section::None;
        arrive(item,
               isBranch
                   ? Spot{Spot::Kind::List, Section::Step}
                   : Spot{spot.section == Section::None ? Spot::Kind::Value : Spot::Kind::Section,
                          spot.section},
               part + 1);
    }

    void goIntoMapping(const yaml::Node& mapping, const Spot& spot, std::size_t part) {
        const std::vector<yaml::Entry> entries = mapping.entries();
        for (std::size_t count = m_parts.size() - part; count > 0; --count) {
            const std::string key = joined(part, count);
            for (const yaml::Entry& each : entries) {
                if (each.key.text() == key) {
                    enter(mapping, each, spot, part + count);
                    return;
                }
            }
        }
        addBelow(mapping, spot, part);
    }

    void enter(const yaml::Node& mapping, const yaml::Entry& entry, const Spot& spot,
               std::size_t next) {
        if (m_atEnd == AtEnd::Remove && next == m_parts.size() && !entry.merged) {
            remove(mapping, entry);
        } else if (entry.merged && next == m_parts.size() && m_atEnd == AtEnd::Set) {
            insert(mapping, asKey(entry.key.text()) + ": " + m_value);  // its own wins over `<<`
        } else if (entry.merged && m_atEnd != AtEnd::Look) {
            fail(DiagnosticKind::Conflict, mapping,
                 quote(joined(0, next)) +
                     " comes from a `<<`, shared with other places: change "
                     "what it stands for, or write it out");
        } else {
            arrive(entry.value, spotBelow(spot, mapping, entry.key.text()), next);
        }
    }

    static Spot spotBelow(const Spot& spot, const yaml::Node& mapping, std::string_view key) {
        if (spot.kind == Spot::Kind::Names || spot.kind == Spot::Kind::FreeNames) {
            return {spot.section == Section::None ? Spot::Kind::Value : Spot::Kind::Section,
                    spot.section};
        }
        for (const Section section : sectionsAt(spot, mapping)) {
            if (const Key* known = findKey(section, key)) {
                return spotOf(*known);
            }
        }
        return {};
    }

    void arrive(const yaml::Node& node, const Spot& spot, std::size_t next) {
        if (next == m_parts.size()) {
            end(node);
        } else {
            go(node, spot, next);
        }
    }

    void end(const yaml::Node& node) {
        const yaml::Range range = node.range();
        if (m_atEnd == AtEnd::Set) {
            replace(node);
        } else if (m_atEnd == AtEnd::Look) {
            m_found = m_source.substr(range.begin, range.end - range.begin);
            if (m_found->find('\n') != std::string::npos) {
                m_found = onOneLine(node);
            }
        } else {
            fail(DiagnosticKind::Conflict, node, "only what has a key of its own can be taken out");
        }
    }

    // With its comma, or the lines it stands on; comments beside it go with it.
    void remove(const yaml::Node& mapping, const yaml::Entry& entry) {
        std::optional<yaml::Entry> before;
        std::optional<yaml::Entry> after;
        for (const yaml::Entry& each : mapping.entries()) {
            const std::uint32_t at = each.key.range().begin;
            if (each.merged || at == entry.key.range().begin) {
                continue;
            }
            if (at < entry.key.range().begin) {
                before = each;
            } else if (!after) {
                after = each;
            }
        }
        const std::uint32_t begin = entry.key.range().begin;
        const std::uint32_t end = std::max(entry.key.range().end, entry.value.range().end);
        const std::size_t lineBegin = m_source.rfind('\n', begin) + 1;
        const bool hasOwnLine = mapping.style() != yaml::Style::Flow && before &&
                                m_source.find_first_not_of(' ', lineBegin) == begin;
        if (hasOwnLine) {
            const std::size_t lineEnd = m_source.find('\n', end == begin ? begin : end - 1);
            splice({static_cast<std::uint32_t>(lineBegin),
                    static_cast<std::uint32_t>(std::min(lineEnd, m_source.size() - 1) + 1)},
                   "");
        } else if (after) {
            splice({begin, after->key.range().begin}, "");
        } else if (before) {
            splice({std::max(before->key.range().end, before->value.range().end), end}, "");
        } else {
            fail(DiagnosticKind::Conflict, mapping, "it is all that stands there");
        }
    }

    // The rest of the path is not written yet: it is added when the language has it.
    void addBelow(const yaml::Node& node, const Spot& spot, std::size_t part) {
        if (m_atEnd != AtEnd::Set) {
            fail(DiagnosticKind::UnknownName, node, "it is not written");
            return;
        }
        const std::optional<std::string> entry = newEntry(node, spot, part);
        if (!entry) {
            return;
        }
        if (node.isMapping()) {
            insert(node, *entry);
        } else {
            const yaml::Range range = node.range();
            const bool needsBlank = range.begin > 0 && m_source[range.begin - 1] != ' ';
            splice(range, (needsBlank ? " { " : "{ ") + *entry + " }");
        }
    }

    // `key: value`, or `key: { rest: value }`; absent and reported where the path leads nowhere.
    std::optional<std::string> newEntry(const yaml::Node& node, const Spot& spot,
                                        std::size_t part) {
        // A service, an endpoint, an expectation that is new: written whole, and named like no
        // other, so that a slip of the pen does not become a service.
        const bool isNew = spot.kind == Spot::Kind::Names &&
                           (m_value[0] == '{' || m_value[0] == '[') &&
                           didYouMean(m_parts[part], existingNames(node)).empty();
        if ((spot.kind == Spot::Kind::FreeNames || isNew) && part + 1 == m_parts.size()) {
            return asKey(m_parts[part]) + ": " + m_value;
        }
        if (spot.kind != Spot::Kind::Section) {
            reportUnknown(node, existingNames(node), "name", part);
            return std::nullopt;
        }
        std::vector<std::string_view> names;
        for (const Section section : sectionsAt(spot, node)) {
            for (std::size_t count = m_parts.size() - part; count > 0; --count) {
                const Key* known = findKey(section, joined(part, count));
                if (known == nullptr) {
                    continue;
                }
                const std::string key = asKey(known->name) + ": ";
                if (part + count == m_parts.size()) {
                    return key + m_value;
                }
                const auto rest = newEntry(node, belowNew(*known), part + count);
                return rest ? std::optional(key + "{ " + *rest + " }") : std::nullopt;
            }
            const std::vector<std::string_view> known = keyNames(section);
            names.insert(names.end(), known.begin(), known.end());
        }
        reportUnknown(node, names, "key", part);
        return std::nullopt;
    }

    // Below a key that is not there yet, lists and names have nothing to lead to.
    static Spot belowNew(const Key& key) {
        const Spot spot = spotOf(key);
        return spot.kind == Spot::Kind::Section || spot.kind == Spot::Kind::FreeNames ? spot
                                                                                      : Spot();
    }

    static std::vector<std::string_view> existingNames(const yaml::Node& node) {
        std::vector<std::string_view> names;
        for (const yaml::Entry& each : node.entries()) {
            names.push_back(each.key.text());
        }
        return names;
    }

    void reportUnknown(const yaml::Node& node, const std::vector<std::string_view>& known,
                       std::string_view what, std::size_t part) {
        const std::string where = part == 0 ? "the scenario" : quote(joined(0, part));
        fail(what == "key" ? DiagnosticKind::UnknownKey : DiagnosticKind::UnknownName, node,
             where + " has no " + std::string(what) + ' ' + quote(m_parts[part]) +
                 didYouMean(m_parts[part], known));
    }

    void splice(yaml::Range range, const std::string& by) {
        m_edited = m_source.substr(0, range.begin) + by + m_source.substr(range.end);
    }

    void replace(const yaml::Node& node) {
        yaml::Range range = node.range();
        // An anchor stays: others refer to it.
        while (!node.isAlias() && range.begin < range.end && m_source[range.begin] == '&') {
            const std::size_t blank = m_source.find_first_of(" \n", range.begin);
            const std::size_t next = m_source.find_first_not_of(" \n", blank);
            if (blank == std::string::npos || next == std::string::npos || next >= range.end) {
                range.begin = range.end;
            } else {
                range.begin = static_cast<std::uint32_t>(next);
            }
        }
        const bool needsBlank = range.begin > 0 && (m_source[range.begin - 1] == ':' ||
                                                    m_source[range.begin - 1] == '-');
        splice(range, (needsBlank ? " " : "") + m_value);
    }

    void insert(const yaml::Node& mapping, const std::string& entry) {
        const yaml::Range range = mapping.range();
        std::uint32_t lastEnd = range.begin;
        std::uint32_t first = range.end;
        for (const yaml::Entry& each : mapping.entries()) {
            if (!each.merged) {
                lastEnd = std::max({lastEnd, each.key.range().end, each.value.range().end});
                first = std::min(first, each.key.range().begin);
            }
        }
        if (mapping.style() == yaml::Style::Flow) {
            if (lastEnd == range.begin) {
                const auto brace = static_cast<std::uint32_t>(m_source.find('{', range.begin));
                splice({brace, range.end}, "{ " + entry + " }");
            } else {
                splice({lastEnd, lastEnd}, ", " + entry);
            }
            return;
        }
        const std::uint32_t column = m_parsing.document.placeAt(first).column - 1;
        const std::size_t lineEnd = m_source.find('\n', lastEnd);
        const auto at = static_cast<std::uint32_t>(std::min(lineEnd, m_source.size()));
        splice({at, at}, '\n' + std::string(column, ' ') + entry);
    }

    const yaml::Parsing& m_parsing;
    const std::string& m_source;
    const std::string& m_name;
    std::string_view m_path;
    std::vector<std::string_view> m_parts;
    std::string m_value;
    AtEnd m_atEnd;
    std::optional<std::string> m_found;
    std::optional<std::string> m_edited;
    Diagnostics m_diagnostics;
};

}  // namespace

TextEdit setValue(std::string text, const std::string& name, std::string_view path,
                  std::string_view value) {
    const yaml::Parsing parsing = yaml::parse(std::move(text), name);
    return ValueSetter(parsing, name, path, value).run();
}

TextEdit withoutValue(std::string text, const std::string& name, std::string_view path) {
    const yaml::Parsing parsing = yaml::parse(std::move(text), name);
    return ValueSetter(parsing, name, path, {}, AtEnd::Remove).run();
}

WrittenValues::WrittenValues(std::string text)
    : m_parsing(std::make_shared<const yaml::Parsing>(yaml::parse(std::move(text), {}))) {}

std::optional<std::string> WrittenValues::at(std::string_view path) const {
    return ValueSetter(*m_parsing, {}, path, {}, AtEnd::Look).look();
}

}  // namespace models
