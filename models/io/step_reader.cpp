#include <algorithm>

#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

constexpr std::string_view storeActions[] = {"read", "insert", "update", "delete"};

std::vector<std::string_view> journeySteps() {
    std::vector<std::string_view> names;
    for (const Key& each : keysOf(Section::Step)) {
        if (each.isOfJourneys && isAction(each)) {
            names.push_back(each.name);
        }
    }
    return names;
}

// The steps of one endpoint or journey.
class StepReader {
  public:
    StepReader(ReadingContext& context, StepOwner owner) : m_context(context), m_owner(owner) {}

    Steps steps(const yaml::Node& node) {
        Steps all;
        if (!node.exists() || (node.isEmpty() && !node.isSequence())) {
            return all;
        }
        if (!node.isSequence()) {
            reportShape(m_context, node, "a list of steps");
            return all;
        }
        all.reserve(node.size());
        for (const yaml::Node& each : node.items()) {
            if (++m_count == stepsMax + 1) {
                m_context.error(DiagnosticKind::TooLarge, each,
                                "more than " + std::to_string(stepsMax) + " steps in one place");
            }
            if (m_count > stepsMax) {
                break;
            }
            if (std::optional<Step> step = this->step(each)) {
                all.push_back(*std::move(step));
            }
        }
        return all;
    }

  private:
    std::optional<Step> step(const yaml::Node& node) {
        Step step;
        step.place = node.place();
        if (node.isScalar()) {
            return bareStep(node, step);
        }
        if (!node.isMapping()) {
            reportShape(m_context, node, "a step such as `call: user.sign-in`");
            return std::nullopt;
        }
        const Key* action = findAction(node);
        if (action == nullptr) {
            return std::nullopt;
        }
        const Fields fields(m_context, node, {Section::Step, optionsOf(*action)},
                            "the step " + quote(action->name));
        step.when = fields.expression("when");
        // Not there: a key of a later version, or one without its colon, which has been reported.
        if (fields.has(action->name) && isAllowed(action->name, fields.key(action->name))) {
            readAction(*action, fields, step);
        }
        return step;
    }

    // `reply`, `stop`
    std::optional<Step> bareStep(const yaml::Node& node, Step& step) {
        const std::string_view word = trimmed(node.text());
        if (word != "reply" && word != "stop") {
            const Key* known = findKey(Section::Step, word);
            const std::string hint = known != nullptr ? ": " + quote(word) + " wants a value"
                                                      : didYouMean(word, keyNames(Section::Step));
            m_context.error(
                DiagnosticKind::WrongType, node,
                "found " + quote(word) + ", expected a step such as `call: user.sign-in`" + hint);
            return std::nullopt;
        }
        if (isAllowed(word, node)) {
            readFlag(word, step);
        }
        return step;
    }

    void readFlag(std::string_view word, Step& step) {
        if (word == "reply") {
            step.action = Reply{};
        } else {
            step.action = Stop{};
        }
    }

    // The one key that says what is done. A `when` alone, or two actions, is reported.
    const Key* findAction(const yaml::Node& node) {
        const Key* action = nullptr;
        yaml::Node second;
        for (const yaml::Entry& each : node.entries()) {
            const Key* known = findKey(Section::Step, each.key.text());
            if (known == nullptr || !isAction(*known)) {
                continue;
            }
            if (action == nullptr) {
                action = known;
            } else if (!second.exists()) {
                second = each.key;
            }
        }
        if (action == nullptr) {
            reportNoAction(node);
        } else if (second.exists()) {
            m_context.error(DiagnosticKind::Conflict, second,
                            quote(second.text()) + " and " + quote(action->name) +
                                " are two steps: each begins with its own `-`");
            return nullptr;
        }
        return action;
    }

    void reportNoAction(const yaml::Node& node) {
        std::vector<std::string_view> names = keyNames(Section::Step);
        names.pop_back();
        for (const yaml::Entry& each : node.entries()) {
            const std::string near = didYouMean(each.key.text(), names);
            if (!near.empty()) {
                m_context.error(DiagnosticKind::UnknownKey, each.key,
                                "there is no step " + quote(each.key.text()) + near);
                return;
            }
        }
        const auto entries = node.entries();
        const bool isOnlyWhen =
            entries.empty() || (entries.size() == 1 && entries[0].key.text() == "when");
        m_context.error(isOnlyWhen ? DiagnosticKind::MissingKey : DiagnosticKind::UnknownKey,
                        isOnlyWhen ? node : entries[0].key,
                        "this is no step: expected " + alternatives(names));
    }

    static Section optionsOf(const Key& action) {
        // Else its mapping is its value.
        return standsBesideAction(action.child) ? action.child : Section::None;
    }

    bool isAllowed(std::string_view action, const yaml::Node& at) {
        if (m_owner == StepOwner::Endpoint || findKey(Section::Step, action)->isOfJourneys) {
            return true;
        }
        m_context.error(DiagnosticKind::Conflict, at,
                        "a journey has no step " + quote(action) +
                            ", only a service has: expected " + alternatives(journeySteps()));
        return false;
    }

    void readAction(const Key& action, const Fields& fields, Step& step) {
        const std::string_view name = action.name;
        const auto store = std::ranges::find(storeActions, name);
        if (name == "compute") {
            step.action = Compute{fields.distribution(name)};
        } else if (name == "sleep") {
            step.action = Sleep{fields.distribution(name)};
        } else if (name == "call") {
            step.action = call(fields);
        } else if (name == "parallel") {
            step.action = parallel(fields);
        } else if (name == "choose") {
            step.action = choose(fields.value(name));
        } else if (name == "repeat") {
            step.action = repeat(fields.value(name));
        } else if (store != std::end(storeActions)) {
            step.action =
                storeStep(fields, name, static_cast<StoreAction>(store - std::begin(storeActions)));
        } else if (name == "cache") {
            step.action = CacheLookup{fields.nameText(name), fields.value(name).place(),
                                      steps(fields.value("miss"))};
        } else if (name == "invalidate") {
            step.action = Invalidate{fields.nameText(name), fields.value(name).place()};
        } else if (name == "saga") {
            step.action = saga(fields.value(name));
        } else if (name == "transaction") {
            step.action = transaction(fields);
        } else if (name == "publish") {
            step.action = readPublish(fields);
        } else if (name == "fail") {
            const bool isAlways = fields.value(name).text() == "always";
            step.action = Fail{isAlways ? Ratio{1} : fields.ratio(name)};
        } else {
            flag(name, fields.value(name), step);
        }
    }

    void flag(std::string_view name, const yaml::Node& value, Step& step) {
        if (!value.isEmpty()) {
            const Parsed<bool> said = parseBoolean(value.text());
            if (!value.isScalar() || !said || !*said) {
                reportShape(m_context, value, "nothing after " + quote(name));
            }
        }
        readFlag(name, step);
    }

    Call call(const Fields& fields) {
        Call call;
        const yaml::Node callee = fields.value("call");
        const Parsed<Reference> reference = parseReference(callee.text());
        if (!callee.isScalar() || !reference || reference->endpoint.empty()) {
            reportShape(m_context, callee, "an endpoint such as `user.sign-in`");
        } else {
            call.callee = {reference->service, reference->endpoint, callee.place()};
        }
        call.timeout = fields.durationOrNone("timeout");
        call.deadline = fields.durationOrNone("deadline");
        if (const yaml::Node retry = policy(fields, "retry"); retry.exists()) {
            call.retry = readRetry(m_context, retry);
        }
        if (const yaml::Node breaker = policy(fields, "circuit-breaker"); breaker.exists()) {
            call.circuitBreaker = readCircuitBreaker(m_context, breaker);
        }
        if (const yaml::Node limit = policy(fields, "rate-limit"); limit.exists()) {
            call.rateLimit = readCallRateLimit(m_context, limit);
        }
        if (const yaml::Node bulkhead = policy(fields, "bulkhead"); bulkhead.exists()) {
            call.bulkhead = readBulkhead(m_context, bulkhead);
        }
        if (const yaml::Node hedge = policy(fields, "hedge"); hedge.exists()) {
            call.hedge = readHedge(m_context, hedge);
        }
        call.priority = static_cast<int>(fields.integer("priority"));
        call.probability = fields.ratio("probability");
        if (const yaml::Node fallback = fields.value("fallback"); fallback.exists()) {
            call.fallback.emplace();
            if (fallback.isScalar() && fallback.text() != "skip") {
                reportShape(m_context, fallback, "`skip` or a list of steps");
            } else if (!fallback.isScalar()) {
                call.fallback->steps = steps(fallback);
            }
        }
        return call;
    }

    // Where it is not written, or `none`, there is none.
    static yaml::Node policy(const Fields& fields, std::string_view key) {
        const yaml::Node node = fields.value(key);
        return node.exists() && node.text() == "none" ? yaml::Node() : node;
    }

    Parallel parallel(const Fields& fields) {
        Parallel parallel;
        const yaml::Node branches = fields.value("parallel");
        if (!branches.isSequence() || branches.size() == 0) {
            reportShape(m_context, branches, "a list of branches, each a list of steps");
            return parallel;
        }
        for (const yaml::Node& each : branches.items()) {
            if (!each.isSequence()) {
                reportShape(m_context, each, "a branch: a list of steps");
            }
            parallel.branches.push_back(each.isSequence() ? steps(each) : Steps());
        }
        if (fields.has("need")) {
            parallel.need = fields.count("need");
            if (*parallel.need > static_cast<int>(parallel.branches.size())) {
                m_context.error(DiagnosticKind::OutOfBounds, fields.value("need"),
                                "`need` is " + std::to_string(*parallel.need) + ", but there are " +
                                    std::to_string(parallel.branches.size()) + " branches");
            }
        }
        return parallel;
    }

    Choose choose(const yaml::Node& node) {
        Choose choose;
        if (!node.isSequence() || node.size() == 0) {
            reportShape(m_context, node,
                        "a list of branches such as `{ weight: 1, steps: [...] }`");
            return choose;
        }
        double total = 0;
        for (const yaml::Node& each : node.items()) {
            const Fields branch(m_context, each, {Section::ChooseBranch}, "a branch of `choose`");
            choose.weights.push_back(branch.has("weight") ? branch.number("weight") : 1);
            choose.branches.push_back(steps(branch.value("steps")));
            total += choose.weights.back();
        }
        if (total <= 0) {
            m_context.error(DiagnosticKind::OutOfBounds, node,
                            "every branch has weight 0: none can be chosen");
        }
        return choose;
    }

    Repeat repeat(const yaml::Node& node) {
        Repeat repeat;
        const Fields fields(m_context, node, {Section::RepeatBody}, "`repeat`");
        const yaml::Node times = fields.value("times");
        if (times.exists() && times.isSequence()) {
            const std::vector<yaml::Node> ends = times.items();
            if (ends.size() == 2) {
                repeat.timesMin = timesOf(ends[0]);
                repeat.timesMax = timesOf(ends[1]);
            } else {
                reportShape(m_context, times, "a number or two: `[10, 30]`");
            }
            if (repeat.timesMax < repeat.timesMin) {
                m_context.error(DiagnosticKind::OutOfBounds, times,
                                "`times` ends before it begins");
            }
        } else if (times.exists()) {
            repeat.timesMin = repeat.timesMax = timesOf(times);
        }
        repeat.draw = fields.nameText("draw");
        repeat.place = fields.has("draw") ? fields.value("draw").place() : node.place();
        repeat.steps = steps(fields.value("steps"));
        return repeat;
    }

    int timesOf(const yaml::Node& node) {
        const Key& row = *findKey(Section::RepeatBody, "times");
        const Parsed<std::int64_t> times = parseInteger(node.text());
        if (!times) {
            reportShape(m_context, node, "how often: a whole number");
            return 1;
        }
        if (*times < 0 || static_cast<double>(*times) > row.max) {
            m_context.error(
                DiagnosticKind::OutOfBounds, node,
                "`times` is " + quote(node.text()) + ", expected from 0 to " + toText(row.max));
            return 1;
        }
        return static_cast<int>(*times);
    }

    StoreStep storeStep(const Fields& fields, std::string_view name, StoreAction action) {
        StoreStep step;
        step.action = action;
        step.table = fields.nameText(name);
        step.place = fields.value(name).place();
        step.all = fields.boolean("all");
        step.at = fields.columnValues("at");
        step.set = fields.columnValues("set");
        step.where = fields.expression("where");
        if (fields.has("else")) {
            step.orElse = steps(fields.value("else"));
        }
        const bool changes = action == StoreAction::Insert || action == StoreAction::Update;
        if (fields.has("set") && !changes) {
            m_context.error(DiagnosticKind::Conflict, fields.key("set"),
                            "`set` is for `insert` and `update`, not for " + quote(name));
        }
        if (fields.has("all") && action != StoreAction::Read) {
            m_context.error(DiagnosticKind::Conflict, fields.key("all"),
                            "`all` is for `read`, not for " + quote(name));
        }
        if (action == StoreAction::Update && !fields.has("set")) {
            m_context.error(DiagnosticKind::MissingKey, fields.key(name),
                            "`update` has no `set`: it changes nothing");
        }
        return step;
    }

    Saga saga(const yaml::Node& node) {
        Saga saga;
        if (!node.isSequence() || node.size() == 0) {
            reportShape(m_context, node, "a list of parts such as `{ do: [...], undo: [...] }`");
            return saga;
        }
        for (const yaml::Node& each : node.items()) {
            const Fields part(m_context, each, {Section::SagaPart}, "a part of `saga`");
            saga.parts.push_back({steps(part.value("do")), steps(part.value("undo"))});
        }
        return saga;
    }

    Transaction transaction(const Fields& fields) {
        const yaml::Node node = fields.value("transaction");
        if (!node.isSequence() || node.size() == 0) {
            reportShape(m_context, node, "the steps that happen together: `[ { update: ... } ]`");
            return {};
        }
        return {steps(node)};
    }

    ReadingContext& m_context;
    StepOwner m_owner;
    int m_count = 0;
};

}  // namespace

Steps readSteps(ReadingContext& context, const yaml::Node& node, StepOwner owner) {
    return StepReader(context, owner).steps(node);
}

}  // namespace models
