#include <algorithm>

#include "models/io/plain_text.h"
#include "models/io/section_readers.h"
#include "models/name_index.h"

namespace models {

namespace {

constexpr std::string_view ofDeploy[] = {"version",  "strategy",  "weights",        "every",
                                         "abort-if", "max-surge", "max-unavailable"};
constexpr std::string_view ofCanary[] = {"weights", "every", "abort-if"};
constexpr std::string_view ofRolling[] = {"max-surge", "max-unavailable"};

class RolloutReader {
  public:
    RolloutReader(ReadingContext& context, const Scenario& scenario)
        : m_context(context),
          m_scenario(scenario),
          m_services(indexByName("service", scenario.services)) {}

    Rollout rollout(const yaml::Node& node) {
        Rollout rollout;
        rollout.place = node.place();
        const Fields fields(m_context, node, {Section::Rollout}, "the rollout");
        rollout.name = fields.text("name");
        rollout.at = Instant(fields.duration("at"));
        if (fields.has("deploy") == fields.has("scale")) {
            if (fields.has("deploy")) {
                m_context.error(DiagnosticKind::Conflict, fields.key("scale"),
                                "`deploy` and `scale` are two rollouts");
            } else if (node.isMapping()) {
                m_context.error(DiagnosticKind::MissingKey, node,
                                "the rollout does not say what it does: expected `deploy` or "
                                "`scale`");
            }
            return rollout;
        }
        const std::string_view kind = fields.has("deploy") ? "deploy" : "scale";
        const Service* service = readService(kind, fields, rollout);
        if (kind == "scale") {
            refuse(ofDeploy, "deploy", fields);
            rollout.action = readScale(fields);
        } else {
            refuse({{"to"}}, "scale", fields);
            rollout.action = readDeploy(fields, service);
        }
        return rollout;
    }

  private:
    const Service* readService(std::string_view kind, const Fields& fields, Rollout& rollout) {
        rollout.service = fields.nameText(kind);
        const int position = m_services.position(rollout.service);
        if (position < 0 && !rollout.service.empty()) {
            m_context.error(DiagnosticKind::UnknownName, fields.value(kind),
                            m_services.missing(rollout.service));
        }
        return position < 0 ? nullptr : &m_scenario.services[static_cast<std::size_t>(position)];
    }

    ScaleTo readScale(const Fields& fields) {
        if (!fields.has("to")) {
            m_context.error(DiagnosticKind::MissingKey, fields.key("scale"),
                            "`scale` does not say how many: expected `to: 6`");
            return {};
        }
        return {fields.count("to")};
    }

    Deploy readDeploy(const Fields& fields, const Service* service) {
        Deploy deploy;
        deploy.version = fields.versionText("version");
        if (!fields.has("version")) {
            m_context.error(DiagnosticKind::MissingKey, fields.key("deploy"),
                            "`deploy` does not say which: expected `version: v2`");
        } else if (service != nullptr && !deploy.version.empty()) {
            NameIndex versions =
                indexByName("version", service->versions, "service " + quote(service->name));
            versions.add(service->version, 0);
            if (!versions.has(deploy.version)) {
                m_context.error(DiagnosticKind::UnknownName, fields.value("version"),
                                versions.missing(deploy.version));
            }
        }
        deploy.strategy = static_cast<Strategy>(fields.choice("strategy"));
        deploy.maxSurge = readPortion("max-surge", fields);
        deploy.maxUnavailable = readPortion("max-unavailable", fields);
        if (deploy.strategy == Strategy::Rolling) {
            refuse(ofCanary, "canary", fields);
            refuseStandstill(deploy, service, fields);
        } else {
            refuse(ofRolling, "rolling", fields);
        }
        if (deploy.strategy == Strategy::Canary) {
            readCanary(fields, deploy);
        } else if (deploy.strategy != Strategy::Rolling) {
            refuse(ofCanary, "canary", fields);
        }
        return deploy;
    }

    // With none too many and none too few nothing could be replaced.
    void refuseStandstill(const Deploy& deploy, const Service* service, const Fields& fields) {
        const int instances = service == nullptr ? 1 : service->instances;
        if (deploy.maxSurge.roundedUp(instances) == 0 &&
            deploy.maxUnavailable.roundedDown(instances) == 0) {
            m_context.error(DiagnosticKind::Conflict, fields.key("deploy"),
                            "`max-surge` and `max-unavailable` are both 0 of " +
                                std::to_string(instances) +
                                (instances == 1 ? " instance" : " instances") +
                                ": nothing could ever be replaced");
        }
    }

    void readCanary(const Fields& fields, Deploy& deploy) {
        for (const std::string_view each : {"weights", "every"}) {
            if (!fields.has(each)) {
                m_context.error(
                    DiagnosticKind::MissingKey, fields.key("strategy"),
                    "a canary wants " + quote(each) + ": expected " +
                        (each == "every" ? "`every: 30 s`" : "`weights: [5 %, 25 %, 50 %]`"));
            }
        }
        deploy.every = fields.duration("every");
        const yaml::Node weights = fields.value("weights");
        const bool isList = weights.exists() && weights.isSequence();
        if (weights.exists() && (!isList || weights.size() == 0)) {
            reportShape(m_context, weights, "a list of shares such as `[5 %, 25 %, 50 %]`");
        }
        for (std::size_t i = 0; isList && i < weights.size(); ++i) {
            readWeight(weights.items()[i], deploy);
        }
        if (fields.has("abort-if")) {
            const Fields bounds(m_context, fields.value("abort-if"), {Section::AbortIf},
                                "`abort-if`");
            deploy.errors = readBound("errors", Quantity::Ratio, bounds);
            deploy.p99 = readBound("p99", Quantity::Time, bounds);
        }
    }

    void readWeight(const yaml::Node& node, Deploy& deploy) {
        const Parsed<Ratio> weight = parseRatio(node.isScalar() ? node.text() : std::string_view());
        if (!weight) {
            m_context.error(weight.problem, node);
        } else if (weight->value <= 0) {
            m_context.error(DiagnosticKind::OutOfBounds, node,
                            "a step of a canary gives the new version some requests: expected "
                            "above 0 %");
        } else {
            deploy.weights.push_back(*weight);
        }
    }

    std::optional<Bound> readBound(std::string_view key, Quantity quantity, const Fields& fields) {
        if (!fields.has(key)) {
            return std::nullopt;
        }
        const yaml::Node node = fields.value(key);
        const Parsed<Bound> bound =
            parseBound(node.isScalar() ? node.text() : std::string_view(), quantity);
        if (!bound) {
            m_context.error(bound.problem, node);
            return std::nullopt;
        }
        return *bound;
    }

    // A count such as `1`, or a share such as `25 %`.
    Portion readPortion(std::string_view key, const Fields& fields) {
        Portion portion;
        if (!fields.has(key)) {
            return portion;
        }
        const yaml::Node node = fields.value(key);
        const std::string_view text = node.isScalar() ? trimmed(node.text()) : std::string_view();
        const Parsed<std::int64_t> count = parseInteger(text);
        if (count && *count >= 0 && *count <= instancesMax) {
            portion.count = static_cast<int>(*count);
            return portion;
        }
        const Parsed<Ratio> share = parseRatio(text);
        if (share && !count) {
            portion.share = *share;
        } else {
            reportShape(m_context, node, "a number of instances, or a share such as `25 %`");
        }
        return portion;
    }

    void refuse(std::span<const std::string_view> keys, std::string_view owner,
                const Fields& fields) {
        for (const std::string_view each : keys) {
            if (fields.has(each)) {
                m_context.error(DiagnosticKind::Conflict, fields.key(each),
                                quote(each) + " is for " + quote(owner));
            }
        }
    }

    ReadingContext& m_context;
    const Scenario& m_scenario;
    NameIndex m_services;
};

}  // namespace

std::vector<Rollout> readRollouts(ReadingContext& context, const yaml::Node& node,
                                  const Scenario& scenario) {
    std::vector<Rollout> all;
    if (!node.exists() || node.isEmpty()) {
        return all;
    }
    if (!node.isSequence()) {
        reportShape(context, node, "a list of rollouts");
        return all;
    }
    RolloutReader reader(context, scenario);
    for (const yaml::Node& each : node.items()) {
        all.push_back(reader.rollout(each));
    }
    return all;
}

}  // namespace models
