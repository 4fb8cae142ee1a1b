// Visits every list of steps of a scenario, those nested in others included, so that it can be
// changed.
#pragma once

#include "models/scenario.h"

namespace tests {

// `visit(models::Steps&)` sees a list before those in it.
template <typename Visit>
void forEachList(models::Steps& steps, const Visit& visit) {
    visit(steps);
    for (models::Step& step : steps) {
        if (auto* call = std::get_if<models::Call>(&step.action)) {
            if (call->fallback) {
                forEachList(call->fallback->steps, visit);
            }
        } else if (auto* parallel = std::get_if<models::Parallel>(&step.action)) {
            for (models::Steps& branch : parallel->branches) {
                forEachList(branch, visit);
            }
        } else if (auto* choose = std::get_if<models::Choose>(&step.action)) {
            for (models::Steps& branch : choose->branches) {
                forEachList(branch, visit);
            }
        } else if (auto* repeat = std::get_if<models::Repeat>(&step.action)) {
            forEachList(repeat->steps, visit);
        } else if (auto* saga = std::get_if<models::Saga>(&step.action)) {
            for (models::SagaPart& part : saga->parts) {
                forEachList(part.forward, visit);
                forEachList(part.undo, visit);
            }
        } else if (auto* transaction = std::get_if<models::Transaction>(&step.action)) {
            forEachList(transaction->steps, visit);
        } else if (auto* store = std::get_if<models::StoreStep>(&step.action)) {
            if (store->orElse) {
                forEachList(*store->orElse, visit);
            }
        } else if (auto* lookup = std::get_if<models::CacheLookup>(&step.action)) {
            forEachList(lookup->miss, visit);
        }
    }
}

template <typename Visit>
void forEachList(models::Scenario& scenario, const Visit& visit) {
    for (models::Service& service : scenario.services) {
        for (models::Endpoint& endpoint : service.endpoints) {
            forEachList(endpoint.steps, visit);
        }
    }
    for (models::Journey& journey : scenario.journeys) {
        forEachList(journey.steps, visit);
    }
}

}  // namespace tests
