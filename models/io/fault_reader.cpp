#include <algorithm>

#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

constexpr std::string_view kinds[] = {"kill",        "restart",    "hang", "slow",       "fail",
                                      "break-store", "crash-loop", "leak", "steal-cores"};
constexpr std::string_view kindsLater[] = {"delay",     "lose",        "partition",
                                           "kill-zone", "kill-random", "surge"};

class FaultReader {
  public:
    FaultReader(ReadingContext& context, const Scenario& scenario)
        : m_context(context), m_scenario(scenario) {}

    Fault fault(const yaml::Node& node) {
        Fault fault;
        fault.place = node.place();
        if (hasLaterKind(node)) {
            return fault;
        }
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
        readTargets(fields.value(kind), fault);
        refuseStrangeOptions(kind, fields);
        return fault;
    }

  private:
    // A kind that is to come is reported once, without its options.
    bool hasLaterKind(const yaml::Node& node) {
        for (const yaml::Entry& each : node.entries()) {
            if (std::ranges::find(kindsLater, each.key.text()) != std::end(kindsLater)) {
                m_context.error(DiagnosticKind::NotSupported, each.key,
                                "the fault " + quote(each.key.text()) + " is not supported yet");
                return true;
            }
        }
        return false;
    }

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
            return BreakStore{static_cast<StoreFault>(fields.choice("as")), fields.factor("by")};
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
        const auto refuse = [&](std::string_view option, std::string_view owner) {
            if (kind != owner && fields.has(option)) {
                m_context.error(
                    DiagnosticKind::Conflict, fields.key(option),
                    quote(option) + " is for " + quote(owner) + ", not for " + quote(kind));
            }
        };
        refuse("probability", "fail");
        refuse("as", "break-store");
        refuse("first", "crash-loop");
        refuse("cap", "crash-loop");
        refuse("dies-after", "leak");
        if (kind == "break-store") {
            checkStoreOptions(kind, fields);
        } else if (kind != "steal-cores") {
            refuse("by", "slow");
        }
        if (kind == "restart" && fields.has("for")) {
            m_context.error(DiagnosticKind::Conflict, fields.key("for"),
                            "`restart` happens at once: it has no `for`");
        }
    }

    void checkStoreOptions(std::string_view kind, const Fields& fields) {
        if (!fields.has("as")) {
            m_context.error(DiagnosticKind::MissingKey, fields.key(kind),
                            "`break-store` does not say what is wrong: expected `as: read-only`, "
                            "`down`, `corrupt` or `slow`");
        } else if (fields.has("by") && fields.value("as").text() != "slow") {
            m_context.error(DiagnosticKind::Conflict, fields.key("by"),
                            "`by` is for a store that is `slow`, not for one that is " +
                                quote(fields.value("as").text()));
        }
    }

    void readTargets(const yaml::Node& node, Fault& fault) {
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

    void readTarget(const yaml::Node& node, Fault& fault) {
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
            for (const Service& each : m_scenario.services) {
                if (isStore && !each.store) {
                    continue;
                }
                fault.targets.push_back({each.name, std::nullopt, node.place()});
            }
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
