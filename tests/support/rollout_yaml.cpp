#include "tests/support/rollout_yaml.h"

#include "models/io/value_text.h"
#include "tests/support/yaml_flow.h"

namespace tests {

namespace {

using models::toText;

std::string portionText(const models::Portion& portion) {
    return portion.count ? std::to_string(*portion.count) : toText(portion.share);
}

void addCanary(const models::Deploy& deploy, Flow& flow) {
    std::vector<std::string> weights;
    for (const models::Ratio& each : deploy.weights) {
        weights.push_back(toText(each));
    }
    flow.add("weights", listText(weights)).add("every", toText(deploy.every));
    Flow bounds;
    bounds.addIf(deploy.errors.has_value(), "errors",
                 deploy.errors.value_or(models::Bound{}).written);
    bounds.addIf(deploy.p99.has_value(), "p99", deploy.p99.value_or(models::Bound{}).written);
    flow.addIf(deploy.errors || deploy.p99, "abort-if", bounds.text());
}

}  // namespace

std::string rolloutText(const models::Rollout& rollout) {
    constexpr const char* strategies[] = {"rolling", "recreate", "blue-green", "canary"};
    Flow flow;
    flow.addIf(!rollout.name.empty(), "name", rollout.name);
    flow.add("at", toText(models::sinceStart(rollout.at)));
    if (const auto* scale = std::get_if<models::ScaleTo>(&rollout.action)) {
        flow.add("scale", rollout.service).add("to", scale->instances);
        return "  - " + flow.text() + "\n";
    }
    const auto& deploy = std::get<models::Deploy>(rollout.action);
    flow.add("deploy", rollout.service).add("version", deploy.version);
    flow.add("strategy", std::string(strategies[static_cast<int>(deploy.strategy)]));
    if (deploy.strategy == models::Strategy::Rolling) {
        flow.add("max-surge", portionText(deploy.maxSurge));
        flow.add("max-unavailable", portionText(deploy.maxUnavailable));
    } else if (deploy.strategy == models::Strategy::Canary) {
        addCanary(deploy, flow);
    }
    return "  - " + flow.text() + "\n";
}

std::string autoscaleText(const models::Autoscale& settings) {
    return Flow()
        .add("target", toText(settings.target))
        .add("min", settings.min)
        .add("max", settings.max)
        .add("every", toText(settings.every))
        .add("tolerance", toText(settings.tolerance))
        .add("stabilization", toText(settings.stabilization))
        .text();
}

}  // namespace tests
