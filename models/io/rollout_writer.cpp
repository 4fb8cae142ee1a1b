#include "models/io/rollout_writer.h"

#include "models/io/flow_text.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"

namespace models {

namespace {

std::string portionText(const Portion& portion) {
    return portion.count ? std::to_string(*portion.count) : toText(portion.share);
}

void addCanary(const Deploy& deploy, Flow& flow) {
    std::vector<std::string> weights;
    for (const Ratio& each : deploy.weights) {
        weights.push_back(toText(each));
    }
    flow.add("weights", listText(weights)).add("every", toText(deploy.every));
    Flow bounds;
    bounds.addIf(deploy.errors.has_value(), "errors", deploy.errors.value_or(Bound{}).written);
    bounds.addIf(deploy.p99.has_value(), "p99", deploy.p99.value_or(Bound{}).written);
    flow.addIf(deploy.errors || deploy.p99, "abort-if", bounds.text());
}

}  // namespace

std::string rolloutText(const Rollout& rollout) {
    constexpr const char* strategies[] = {"rolling", "recreate", "blue-green", "canary"};
    Flow flow;
    flow.addIf(!rollout.name.empty(), "name", doubleQuoted(rollout.name));
    flow.add("at", toText(sinceStart(rollout.at)));
    if (const auto* scale = std::get_if<ScaleTo>(&rollout.action)) {
        flow.add("scale", rollout.service).add("to", scale->instances);
        return flow.text();
    }
    const auto& deploy = std::get<Deploy>(rollout.action);
    flow.add("deploy", rollout.service).add("version", deploy.version);
    flow.add("strategy", std::string(strategies[static_cast<int>(deploy.strategy)]));
    if (deploy.strategy == Strategy::Rolling) {
        flow.add("max-surge", portionText(deploy.maxSurge));
        flow.add("max-unavailable", portionText(deploy.maxUnavailable));
    } else if (deploy.strategy == Strategy::Canary) {
        addCanary(deploy, flow);
    }
    return flow.text();
}

}  // namespace models
