#include "app/panels/step_places.h"

namespace app {
namespace {

struct WithinStep {
    const std::string& place;
    const VisitPlace& visit;

    void operator()(const models::Call& call) const {
        if (call.fallback)
            go(".fallback", call.fallback->steps);
    }
    void operator()(const models::Parallel& parallel) const {
        for (std::size_t i = 0; i < parallel.branches.size(); ++i)
            go(".parallel." + std::to_string(i), parallel.branches[i]);
    }
    void operator()(const models::Choose& choose) const {
        for (std::size_t i = 0; i < choose.branches.size(); ++i)
            go(".choose." + std::to_string(i) + ".steps", choose.branches[i]);
    }
    void operator()(const models::Repeat& repeat) const { go(".repeat.steps", repeat.steps); }
    void operator()(const models::StoreStep& step) const {
        if (step.orElse)
            go(".else", *step.orElse);
    }
    void operator()(const models::CacheLookup& lookUp) const { go(".miss", lookUp.miss); }
    void operator()(const models::Transaction& step) const { go(".transaction", step.steps); }
    void operator()(const models::Saga& saga) const {
        for (std::size_t i = 0; i < saga.parts.size(); ++i) {
            const std::string part = ".saga." + std::to_string(i);
            go(part + ".do", saga.parts[i].forward);
            go(part + ".undo", saga.parts[i].undo);
        }
    }
    template <typename Leaf>
    void operator()(const Leaf&) const {}

    void go(const std::string& below, const models::Steps& steps) const {
        forEachPlace(steps, place + below, visit);
    }
};

}  // namespace

void forEachPlace(const models::Steps& steps, const std::string& path, const VisitPlace& visit) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string place = path + '.' + std::to_string(i);
        visit(steps[i], place);
        std::visit(WithinStep{place, visit}, steps[i].action);
    }
}

}  // namespace app
