#include <algorithm>

#include "models/io/plain_text.h"
#include "models/io/section_readers.h"
#include "models/name_index.h"

namespace models {

namespace {

constexpr std::string_view kinds[] = {"kill",       "restart",     "hang",        "slow",
                                      "fail",       "break-store", "kill-random", "kill-zone",
                                      "surge",      "delay",       "lose",        "partition",
                                      "crash-loop", "leak",        "steal-cores"};

// Options that not every kind has, and those that do.
struct OptionOwners {
    std::string_view option;
    std::vector<std::string_view> owners;
};
const OptionOwners optionOwners[] = {
    {"probability", {"fail", "lose"}},
    {"as", {"break-store"}},
    {"by", {"slow", "surge", "break-store", "steal-cores"}},
    {"of", {"kill-random"}},
    {"add", {"delay"}},
    {"one-way", {"partition"}},
    {"first", {"crash-loop"}},
    {"cap", {"crash-loop"}},
    {"dies-after", {"leak"}},
};

class FaultReader {
  public:
    FaultReader(ReadingContext& context, const Scenario& scenario)
        : m_context(context), m_scenario(scenario) {}

    Fault fault(const yaml::Node& node) {
        Fault fault;
        fault.place = node.place();
        const Fields fields(m_context, node, {Section::Fault}, "the fault");
        fault.name = fields.text("name");
        fault.at = Instant(fields.duration("at"));
        if (fields.has("for")) {
            fault.duration = fields.duration("for");
        }
        const std::string_view kind = kindOf(node, fields);
        if (kind.empty()) {
            return fault;
        }
        fault.kind = read(kind, fields);
        readTargets(kind, fields, fault);
        refuseStrangeOptions(kind, fields);
        return fault;
    }

  private:
    std::string_view kindOf(const yaml::Node& node, const Fields& fields) {
        std::string_view kind;
        for (const std::string_view each : kinds) {
            if (!fields.has(each)) {
                continue;
            }
            if (!kind.empty()) {
                m_context.error(DiagnosticKind::Conflict, fields.key(each),
                                quote(kind) + " and " + quote(each) + " are two faults");
                return {};
            }
            kind = each;
        }
        // A misspelt kind has been reported as the unknown key that it is.
        const bool hasStranger = std::ranges::any_of(node.entries(), [](const yaml::Entry& each) {
            return findKey(Section::Fault, each.key.text()) == nullptr;
        });
        if (kind.empty() && node.isMapping() && !hasStranger) {
            m_context.error(
                DiagnosticKind::MissingKey, node,
                "the fault does not say what goes wrong: expected " + alternatives(kinds));
        }
        return kind;
    }

    FaultKind readLinkFault(std::string_view kind, const Fields& fields) {
        if (kind == "partition") {
            return readPartition(fields);
        }
        const std::vector<Link> links = readLinks(m_context, fields.value(kind));
        if (kind == "lose") {
            return Lose{fields.ratio("probability"), links};
        }
        if (!fields.has("add")) {
            m_context.error(DiagnosticKind::MissingKey, fields.key(kind),
                            "`delay` does not say how long: expected `add: 100 ms`");
            return Delay{{}, links};
        }
        return Delay{fields.distribution("add"), links};
    }

    KillZone readZones(const yaml::Node& node) {
        KillZone kill;
        const auto read = [&](const yaml::Node& each) {
            const std::string name(each.isScalar() ? trimmed(each.text()) : std::string_view());
            const NameIndex zones = indexByName("zone", m_scenario.network.zones);
            if (!isName(name)) {
                reportShape(m_context, each, "a zone of `network.zones`");
            } else if (!zones.has(name)) {
                m_context.error(DiagnosticKind::UnknownName, each, zones.missing(name));
            } else {
                kill.zones.push_back(name);
            }
        };
        if (!node.isSequence()) {
            read(node);
            return kill;
        }
        if (node.size() == 0) {
            reportShape(m_context, node, "at least one zone");
        }
        for (const yaml::Node& each : node.items()) {
            read(each);
        }
        return kill;
    }

    FaultKind read(std::string_view kind, const Fields& fields) {
        if (kind == "kill") {
            return Kill{};
        }
        if (kind == "restart") {
            return Restart{};
        }
        if (kind == "hang") {
            return Hang{};
        }
        if (kind == "slow") {
            return Slow{fields.factor("by")};
        }
        if (kind == "break-store") {
            return BreakStore{
                fields.has("as") ? static_cast<StoreFault>(fields.choice("as")) : StoreFault(),
                fields.factor("by")};
        }
        if (kind == "crash-loop") {
            return CrashLoop{fields.duration("first"), fields.duration("cap")};
        }
        if (kind == "leak") {
            return Leak{wanted(kind, "dies-after", "40 s", fields) ? fields.duration("dies-after")
                                                                   : Leak().diesAfter};
        }
        if (kind == "steal-cores") {
            return StealCores{wanted(kind, "by", "50 %", fields) ? fields.ratio("by")
                                                                 : StealCores().by};
        }
        if (kind == "kill-random") {
            return KillRandom{fields.ratio("kill-random")};
        }
        if (kind == "kill-zone") {
            return readZones(fields.value(kind));
        }
        if (kind == "delay" || kind == "lose" || kind == "partition") {
            return readLinkFault(kind, fields);
        }
        if (kind == "surge") {
            return Surge{fields.factor("by")};
        }
        return FailRequests{fields.ratio("probability")};
    }

    // An option without a default: reported where it is missing.
    bool wanted(std::string_view kind, std::string_view option, std::string_view example,
                const Fields& fields) {
        if (!fields.has(option)) {
            m_context.error(DiagnosticKind::MissingKey, fields.key(kind),
                            quote(kind) + " wants " + quote(option) + ", such as " +
                                quote(std::string(option) + ": " + std::string(example)));
        }
        return fields.has(option);
    }

    void refuseStrangeOptions(std::string_view kind, const Fields& fields) {
        for (const OptionOwners& each : optionOwners) {
            if (fields.has(each.option) &&
                std::ranges::find(each.owners, kind) == each.owners.end()) {
                m_context.error(DiagnosticKind::Conflict, fields.key(each.option),
                                quote(each.option) + " is for " + alternatives(each.owners) +
                                    ", not for " + quote(kind));
            }
        }
        if (kind == "restart" && fields.has("for")) {
            m_context.error(DiagnosticKind::Conflict, fields.key("for"),
                            "`restart` happens at once: it has no `for`");
        }
        if (kind == "break-store" && !fields.has("as")) {
            m_context.error(DiagnosticKind::MissingKey, fields.key(kind),
                            "`break-store` does not say what is wrong: expected `as: read-only`, "
                            "`down`, `corrupt` or `slow`");
        } else if (kind == "break-store" && fields.has("by") &&
                   fields.value("as").text() != "slow") {
            m_context.error(DiagnosticKind::Conflict, fields.key("by"),
                            "`by` is for a store that is `slow`, not for one that is " +
                                quote(fields.value("as").text()));
        }
    }

    void readTargets(std::string_view kind, const Fields& fields, Fault& fault) {
        if (kind == "kill-random" && !fields.has("of")) {
            readEveryService(fields.key(kind), fault);
            return;
        }
        if (const auto* zones = std::get_if<KillZone>(&fault.kind)) {
            fault.targets = instancesIn(zones->zones, fields.value(kind).place(), m_scenario);
            if (fault.targets.empty() && !zones->zones.empty()) {
                m_context.error(
                    DiagnosticKind::Conflict, fields.value(kind),
                    "no instance of any service stands in " + quote(zones->zones.front()));
            }
            return;
        }
        if (isUponLinks(fault.kind)) {
            fault.targets = farSideOf(fault.kind, m_scenario);
            return;
        }
        const yaml::Node node = fields.value(kind == "kill-random" ? "of" : kind);
        if (node.isSequence()) {
            for (const yaml::Node& each : node.items()) {
                readTarget(each, fault);
            }
            if (node.size() == 0) {
                reportShape(m_context, node, "at least one target");
            }
            return;
        }
        readTarget(node, fault);
    }

    void readEveryService(const yaml::Node& node, Fault& fault) {
        const bool isStore = std::holds_alternative<BreakStore>(fault.kind);
        for (const Service& each : m_scenario.services) {
            if (!isStore || each.store) {
                fault.targets.push_back({each.name, std::nullopt, node.place()});
            }
        }
    }

    // A journey; whether there is one is asked when all has been read.
    void readJourney(const yaml::Node& node, Fault& fault) {
        const std::string_view name = node.isScalar() ? trimmed(node.text()) : std::string_view();
        if (isName(name)) {
            fault.targets.push_back({std::string(name), std::nullopt, node.place()});
        } else {
            reportShape(m_context, node, "a journey such as `watch-video`");
        }
    }

    void readTarget(const yaml::Node& node, Fault& fault) {
        if (std::holds_alternative<Surge>(fault.kind)) {
            readJourney(node, fault);
            return;
        }
        const Parsed<Reference> reference = parseReference(node.text());
        if (!node.isScalar() || !reference || !reference->endpoint.empty()) {
            const bool isNumber = reference.problem.kind == DiagnosticKind::OutOfBounds;
            if (node.isScalar() && !reference && isNumber) {
                m_context.error(reference.problem, node);
            } else {
                reportShape(m_context, node, "a service such as `user` or an instance `user#1`");
            }
            return;
        }
        const bool isStore = std::holds_alternative<BreakStore>(fault.kind);
        if (isStore && reference->instance) {
            m_context.error(DiagnosticKind::Conflict, node,
                            "a store belongs to all instances of its service: expected " +
                                quote(reference->service));
        }
        if (reference->service == "any" && !reference->instance) {
            readEveryService(node, fault);
            return;
        }
        fault.targets.push_back({reference->service, reference->instance, node.place()});
    }

    ReadingContext& m_context;
    const Scenario& m_scenario;
};

}  // namespace

std::vector<Fault> readFaults(ReadingContext& context, const yaml::Node& node,
                              const Scenario& scenario) {
    std::vector<Fault> all;
    if (!node.exists() || node.isEmpty()) {
        return all;
    }
    if (!node.isSequence()) {
        reportShape(context, node, "a list of faults");
        return all;
    }
    // `any` over many services, many times, is the one place where a short text grows.
    constexpr std::size_t targetsMax = 1'000'000;
    std::size_t targets = 0;
    FaultReader reader(context, scenario);
    for (const yaml::Node& each : node.items()) {
        all.push_back(reader.fault(each));
        targets += all.back().targets.size();
        if (targets > targetsMax) {
            context.error(DiagnosticKind::TooLarge, each, "the faults have too many targets");
            break;
        }
    }
    return all;
}

}  // namespace models
