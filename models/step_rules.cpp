#include "models/step_rules.h"

#include <string>
#include <string_view>
#include <variant>

#include "models/io/plain_text.h"

namespace models {

namespace {

constexpr std::string_view allowedInTransaction =
    "a transaction holds store steps, `compute`, `sleep` and `publish` only";

// Why a step may not stand in a transaction; empty: it may.
struct AgainstTransaction {
    std::string operator()(const Compute&) const { return {}; }
    std::string operator()(const Sleep&) const { return {}; }
    std::string operator()(const StoreStep&) const { return {}; }
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

}  // namespace models
