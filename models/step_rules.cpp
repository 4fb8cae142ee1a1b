#include "models/step_rules.h"

#include <string>
#include <string_view>
#include <variant>

#include "models/io/plain_text.h"
#include "models/step_walk.h"

namespace models {

namespace {

constexpr std::string_view allowedInTransaction =
    "a transaction holds store steps, `compute`, `sleep` and `publish` only";

// Why a step may not stand in a transaction; empty: it may.
struct AgainstTransaction {
    std::string operator()(const Compute&) const { return {}; }
    std::string operator()(const Sleep&) const { return {}; }
    std::string operator()(const StoreStep&) const { return {}; }
    std::string operator()(const Publish&) const { return {}; }
    std::string operator()(const CacheLookup&) const { return isNone("cache"); }
    std::string operator()(const Invalidate&) const { return isNone("invalidate"); }
    std::string operator()(const Call& call) const {
        return "a `call` in a transaction would hold its connection for as long as " +
               quote(call.callee.service + '.' + call.callee.endpoint) +
               " takes to answer: call before it or after it";
    }
    std::string operator()(const Parallel&) const { return isNone("parallel"); }
    std::string operator()(const Choose&) const { return isNone("choose"); }
    std::string operator()(const Repeat&) const { return isNone("repeat"); }
    std::string operator()(const Reply&) const { return isNone("reply"); }
    std::string operator()(const Stop&) const { return isNone("stop"); }
    std::string operator()(const Fail&) const { return isNone("fail"); }
    std::string operator()(const Transaction&) const { return isNone("transaction"); }
    std::string operator()(const Saga&) const { return isNone("saga"); }

    static std::string isNone(std::string_view step) {
        return std::string(allowedInTransaction) + ", no " + quote(step);
    }
};

}  // namespace

void checkTransaction(const Transaction& transaction, Problems& problems) {
    for (const Step& step : transaction.steps) {
        const std::string reason = std::visit(AgainstTransaction(), step.action);
        if (!reason.empty()) {
            problems.error(DiagnosticKind::Conflict, step.place, reason);
        }
    }
}

void checkSaga(const Saga& saga, Problems& problems) {
    const auto refuse = [&](const Step& step, std::string_view reason) {
        problems.error(DiagnosticKind::Conflict, step.place, std::string(reason));
    };
    const auto check = [&](const Step& step) {
        if (std::holds_alternative<Stop>(step.action)) {
            refuse(step, "a `stop` within a saga would leave it half done");
        } else if (std::holds_alternative<Saga>(step.action)) {
            refuse(step, "a `saga` within a saga: make its parts parts of the outer one");
        }
    };
    for (const SagaPart& part : saga.parts) {
        forEachStep(part.forward, check);
        forEachStep(part.undo, [&](const Step& step) {
            check(step);
            if (std::holds_alternative<Reply>(step.action)) {
                refuse(step, "a `reply` in `undo` would tell the caller that all is well");
            }
        });
    }
}

namespace {

template <typename Wanted>
bool hasStep(const Service& service, const Wanted& isWanted) {
    bool has = false;
    for (const Endpoint& endpoint : service.endpoints) {
        forEachStep(endpoint.steps, [&](const Step& step) { has |= isWanted(step); });
    }
    return has;
}

}  // namespace

bool hasOutbox(const Service& service) {
    return hasStep(service, [](const Step& step) {
        const auto* publish = std::get_if<Publish>(&step.action);
        return publish != nullptr && publish->outbox;
    });
}

bool hasSaga(const Service& service) {
    return hasStep(service,
                   [](const Step& step) { return std::holds_alternative<Saga>(step.action); });
}

}  // namespace models
