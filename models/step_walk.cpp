#include "models/step_walk.h"

namespace models {

namespace {

struct Nested {
    const std::function<void(const Step&)>& visit;

    void operator()(const Call& call) const {
        if (call.fallback) {
            forEachStep(call.fallback->steps, visit);
        }
    }
    void operator()(const Parallel& parallel) const { branches(parallel.branches); }
    void operator()(const Choose& choose) const { branches(choose.branches); }
    void operator()(const Repeat& repeat) const { forEachStep(repeat.steps, visit); }
    void operator()(const StoreStep& step) const {
        if (step.orElse) {
            forEachStep(*step.orElse, visit);
        }
    }
    void operator()(const CacheLookup& step) const { forEachStep(step.miss, visit); }
    void operator()(const Saga& saga) const {
        for (const SagaPart& part : saga.parts) {
            forEachStep(part.forward, visit);
            forEachStep(part.undo, visit);
        }
    }
    void operator()(const Transaction& step) const { forEachStep(step.steps, visit); }
    template <typename Leaf>
    void operator()(const Leaf&) const {}

    void branches(const std::vector<Steps>& all) const {
        for (const Steps& each : all) {
            forEachStep(each, visit);
        }
    }
};

}  // namespace

void forEachStep(const Steps& steps, const std::function<void(const Step&)>& visit) {
    for (const Step& step : steps) {
        visit(step);
        std::visit(Nested{visit}, step.action);
    }
}

}  // namespace models
