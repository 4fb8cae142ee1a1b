#include "models/import/isotope_importer.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "models/import/draft.h"
#include "models/import/go_duration.h"
#include "models/io/key_table.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"
#include "models/io/yaml.h"
#include "models/step_walk.h"
#include "models/validate.h"

namespace models {

namespace {

// Of all services together: a default script is written out for each.
constexpr std::size_t stepsInAllMax = 1'000'000;

constexpr std::array<std::string_view, 12> keysWithoutCounterpart = {
    "type",    "requestSize", "responseSize", "size",         "payloadSize", "numRbacPolicies",
    "cluster", "namespace",   "hostname",     "computeUsage", "memoryUsage", "istioVersion"};

// What a service says, or the defaults say for it.
struct ServiceKeys {
    yaml::Node replicas, errorRate, script;
};

class IsotopeReader {
  public:
    IsotopeReader(Problems& problems, const IsotopeOptions& options)
        : m_problems(problems), m_options(options) {}

    Scenario read(const yaml::Node& root) {
        if (!root.isMapping()) {
            error(DiagnosticKind::WrongType, root, "found no service graph, expected `services:`");
            return std::move(m_scenario);
        }
        readTop(root);
        if (const yaml::Node services = root.find("services"); services.isSequence()) {
            readServices(services);
        } else {
            error(DiagnosticKind::MissingKey, services.exists() ? services : root,
                  "a service graph of isotope has a list of `services`");
        }
        return std::move(m_scenario);
    }

    // A warning for each kind of thing that a scenario has no place for.
    void reportLeftOut() {
        for (const auto& [key, leftOut] : m_leftOut) {
            const std::string places = leftOut.count == 1
                                           ? std::string()
                                           : ", in " + std::to_string(leftOut.count) + " places";
            m_problems.warn("left-out", leftOut.first,
                            quote(key) + " is left out: " + leftOut.why + places);
        }
    }

    // For a comment: those of isotope's own, since the others may be anything.
    std::vector<std::string_view> leftOutKeys() const {
        std::vector<std::string_view> keys;
        for (const std::string_view each : keysWithoutCounterpart) {
            if (m_leftOut.contains(std::string(each))) {
                keys.push_back(each);
            }
        }
        return keys;
    }

  private:
    struct LeftOut {
        int count = 0;
        Place first;
        std::string why;
    };

    void error(DiagnosticKind kind, const yaml::Node& at, std::string message) {
        m_problems.error(kind, at.place(), std::move(message));
    }

    template <typename Value>
    Value valueOr(const Parsed<Value>& parsed, const yaml::Node& at, Value otherwise) {
        if (!parsed) {
            error(parsed.problem.kind, at, parsed.problem.message);
        }
        return parsed ? *parsed : otherwise;
    }

    void leaveOut(const yaml::Node& key, std::span<const std::string_view> known) {
        LeftOut& leftOut = m_leftOut[std::string(key.text())];
        if (leftOut.count++ > 0) {
            return;
        }
        leftOut.first = key.place();
        const bool isIsotopes =
            std::ranges::find(keysWithoutCounterpart, key.text()) != keysWithoutCounterpart.end();
        leftOut.why = isIsotopes ? "a scenario has nothing like it"
                                 : "isotope has no such key here" + didYouMean(key.text(), known);
    }

    void readTop(const yaml::Node& root) {
        static constexpr std::array<std::string_view, 5> known = {"services", "defaults", "default",
                                                                  "apiVersion", "kind"};
        for (const yaml::Entry& each : root.entries()) {
            if (each.key.text() == "defaults" || each.key.text() == "default") {
                if (each.value.isMapping()) {
                    m_defaults = readKeys(each.value, {});
                } else if (!each.value.isEmpty()) {
                    error(DiagnosticKind::WrongType, each.value, "`defaults` is a mapping");
                }
            } else if (std::ranges::find(known, each.key.text()) == known.end()) {
                leaveOut(each.key, known);
            }
        }
    }

    ServiceKeys readKeys(const yaml::Node& node, ServiceKeys keys) {
        static constexpr std::array<std::string_view, 5> known = {
            "name", "isEntrypoint", "numReplicas", "errorRate", "script"};
        for (const yaml::Entry& each : node.entries()) {
            const std::string_view key = each.key.text();
            if (key == "numReplicas") {
                keys.replicas = each.value;
            } else if (key == "errorRate") {
                keys.errorRate = each.value;
            } else if (key == "script") {
                keys.script = each.value;
            } else if (key != "name" && key != "isEntrypoint") {
                leaveOut(each.key, known);
            }
        }
        return keys;
    }

    void readServices(const yaml::Node& services) {
        for (const yaml::Node& each : services.items()) {
            if (!each.isMapping()) {
                error(DiagnosticKind::WrongType, each, "found no service, expected `name: ...`");
                continue;
            }
            const yaml::Node name = each.find("name");
            if (isUsable(name, each)) {
                readService(name, each);
            }
        }
        if (m_scenario.services.empty()) {
            if (!m_problems.hasErrors()) {
                error(DiagnosticKind::MissingKey, services, "there are no services");
            }
            return;
        }
        addJourneys();
    }

    bool isUsable(const yaml::Node& name, const yaml::Node& service) {
        if (!name.exists()) {
            error(DiagnosticKind::MissingKey, service, "a service has a `name`");
            return false;
        }
        const std::string_view text = name.text();
        if (!isName(text) || text.front() == '-' || text.front() == '_') {
            error(
                DiagnosticKind::WrongType, name,
                "found " + quote(text) + " as a service's name, expected letters, digits, - and _");
            return false;
        }
        const auto [first, isNew] = m_names.emplace(std::string(text), name.place());
        if (!isNew) {
            error(DiagnosticKind::Conflict, name,
                  "service " + quote(text) + " is there already, in line " +
                      std::to_string(first->second.line));
        }
        return isNew;
    }

    void readService(const yaml::Node& name, const yaml::Node& node) {
        const ServiceKeys keys = readKeys(node, m_defaults);
        Service service;
        service.name = name.text();
        service.place = name.place();
        service.instances = replicas(keys.replicas);
        service.serving = Serving::EventLoop;
        service.concurrency = std::nullopt;
        Steps steps;
        if (keys.errorRate.exists()) {
            const Ratio rate = valueOr(parseRatio(keys.errorRate.text()), keys.errorRate, Ratio{});
            if (rate.value > 0) {
                steps.push_back({Fail{rate}, {}, keys.errorRate.place()});
            }
        }
        steps.push_back({Compute{m_options.compute}, {}, name.place()});
        addScript(keys.script, steps);
        service.endpoints.push_back(
            {std::string(draftEndpoint), name.place(), false, std::move(steps)});
        m_scenario.services.push_back(std::move(service));
        const yaml::Node entrypoint = node.find("isEntrypoint");
        if (entrypoint.exists() && valueOr(parseBoolean(entrypoint.text()), entrypoint, false)) {
            m_entrypoints.push_back(m_scenario.services.size() - 1);
        }
    }

    int replicas(const yaml::Node& node) {
        if (!node.exists()) {
            return 1;
        }
        const auto count = valueOr<std::int64_t>(parseInteger(node.text()), node, 1);
        const double most = findKey(Section::Service, "instances")->max;
        if (count < 1 || static_cast<double>(count) > most) {
            error(DiagnosticKind::OutOfBounds, node,
                  "`numReplicas` is " + std::to_string(count) + ", expected from 1 to " +
                      toText(most));
            return 1;
        }
        return static_cast<int>(count);
    }

    void addScript(const yaml::Node& script, Steps& steps) {
        if (!script.exists() || script.isEmpty()) {
            return;
        }
        if (!script.isSequence()) {
            error(DiagnosticKind::WrongType, script, "a script is a list of calls and sleeps");
            return;
        }
        for (const yaml::Node& each : script.items()) {
            if (each.isSequence()) {
                addConcurrent(each, steps);
            } else {
                addCommand(each, steps);
            }
        }
    }

    void addConcurrent(const yaml::Node& list, Steps& steps) {
        Parallel parallel;
        for (const yaml::Node& each : list.items()) {
            Steps branch;
            if (each.isSequence()) {
                error(DiagnosticKind::WrongType, each,
                      "a list inside a concurrent list: isotope has only one level of them");
            } else {
                addCommand(each, branch);
            }
            if (!branch.empty()) {
                parallel.branches.push_back(std::move(branch));
            }
        }
        if (parallel.branches.size() == 1) {
            steps.push_back(std::move(parallel.branches.front().front()));
        } else if (!parallel.branches.empty()) {
            steps.push_back({std::move(parallel), {}, list.place()});
        }
    }

    void addCommand(const yaml::Node& command, Steps& steps) {
        if (++m_steps > stepsInAllMax) {
            if (m_steps == stepsInAllMax + 1) {
                error(DiagnosticKind::TooLarge, command,
                      "more than " + std::to_string(stepsInAllMax) + " steps in all");
            }
            return;
        }
        const std::vector<yaml::Entry> entries =
            command.isMapping() ? command.entries() : std::vector<yaml::Entry>();
        const bool isOne = entries.size() == 1;
        if (isOne && entries[0].key.text() == "call") {
            addCall(entries[0].value, steps);
        } else if (isOne && entries[0].key.text() == "sleep") {
            const yaml::Node& time = entries[0].value;
            const Duration slept = valueOr(parseGoDuration(time.text()), time, Duration::zero());
            steps.push_back({Sleep{Distribution::constant(slept)}, {}, command.place()});
        } else {
            static constexpr std::array<std::string_view, 2> known = {"call", "sleep"};
            const std::string hint =
                isOne ? didYouMean(entries[0].key.text(), known) : std::string();
            error(DiagnosticKind::WrongType, isOne ? entries[0].key : command,
                  "found " + (isOne ? quote(entries[0].key.text()) : std::string("no command")) +
                      ", expected a command such as `call: b` or `sleep: 10ms`" + hint);
        }
    }

    void addCall(const yaml::Node& value, Steps& steps) {
        static constexpr std::array<std::string_view, 2> known = {"service", "probability"};
        const yaml::Node service = value.isMapping() ? value.find("service") : value;
        if (!service.exists() || !service.isScalar() || service.isEmpty()) {
            error(DiagnosticKind::MissingKey, value, "a call names its `service`");
            return;
        }
        Call call = draftCall(service.text(), service.place());
        for (const yaml::Entry& each : value.entries()) {
            if (each.key.text() == "probability") {
                call.probability = probability(each.value);
            } else if (each.key.text() != "service") {
                leaveOut(each.key, known);
            }
        }
        steps.push_back({std::move(call), {}, value.place()});
    }

    // A percentage without its sign.
    Ratio probability(const yaml::Node& node) {
        const std::string text(trimmed(node.text()));
        const Parsed<Ratio> parsed = parseRatio(text.ends_with('%') ? text : text + " %");
        if (!parsed && parsed.problem.kind == DiagnosticKind::WrongType) {
            error(DiagnosticKind::WrongType, node,
                  "found " + quote(text) + ", expected a probability from 0 to 100");
            return {};
        }
        return valueOr(parsed, node, Ratio{});
    }

    void addJourneys() {
        if (m_entrypoints.empty()) {
            findEntrypoints();
        }
        for (const std::size_t number : m_entrypoints) {
            const Service& service = m_scenario.services[number];
            Journey journey;
            journey.name = "visit-" + service.name;
            while (m_names.contains(journey.name)) {
                journey.name += "-journey";
            }
            journey.place = service.place;
            journey.workload = OpenWorkload{{{std::nullopt, PoissonArrivals{m_options.rate}}}};
            journey.steps.push_back({draftCall(service.name, service.place), {}, service.place});
            m_scenario.journeys.push_back(std::move(journey));
        }
    }

    // Where no service says that it is one, those that nobody calls.
    void findEntrypoints() {
        std::unordered_set<std::string> called;
        for (const Service& service : m_scenario.services) {
            forEachStep(service.endpoints.front().steps, [&](const Step& step) {
                if (const auto* call = std::get_if<Call>(&step.action)) {
                    called.insert(call->callee.service);
                }
            });
        }
        for (std::size_t i = 0; i < m_scenario.services.size(); ++i) {
            if (!called.contains(m_scenario.services[i].name)) {
                m_entrypoints.push_back(i);
            }
        }
        const Place place = m_scenario.services.front().place;
        if (m_entrypoints.empty()) {
            m_problems.error(DiagnosticKind::MissingKey, place,
                             "no service has `isEntrypoint: true`, and each is called by another: "
                             "where do requests come in?");
            return;
        }
        m_problems.warn("no-entrypoint", place,
                        "no service has `isEntrypoint: true`: requests come in where nobody "
                        "calls, at " +
                            quote(m_scenario.services[m_entrypoints.front()].name) +
                            (m_entrypoints.size() == 1
                                 ? std::string()
                                 : " and " + std::to_string(m_entrypoints.size() - 1) + " more"));
    }

    Problems& m_problems;
    const IsotopeOptions& m_options;
    Scenario m_scenario;
    ServiceKeys m_defaults;
    std::unordered_map<std::string, Place> m_names;
    std::vector<std::size_t> m_entrypoints;
    std::map<std::string, LeftOut> m_leftOut;
    std::size_t m_steps = 0;
};

void addComments(Draft& draft, const IsotopeOptions& options,
                 const std::vector<std::string_view>& leftOut) {
    draft.head = {
        ("Imported from a service graph of isotope, the benchmark of Istio. Which service calls "
         "which,"),
        ("sleeps, error rates, probabilities and instances are the graph's. Assumed is what it "
         "lacks:"),
        "",
        "  compute    " + toText(options.compute) + " for every request (import --compute)",
        "  arrivals   " + toText(options.rate) +
            " at every entrypoint, independent (import --rate)",
        "  network    " + toText(draft.scenario.network.latency) +
            " one way, paid by every message",
        "  serving    event-loop without a limit: isotope serves each request by a goroutine",
        "  timeouts   none, as in isotope: nothing fails but by an error rate or a fault",
    };
    if (!leftOut.empty()) {
        std::string keys;
        for (const std::string_view each : leftOut) {
            keys += (keys.empty() ? "" : ", ") + quote(each);
        }
        draft.head.insert(draft.head.end(), {"", "Left out: " + keys});
    }
    draft.notes = {.run = "assumed", .network = "assumed", .arrivals = "assumed"};
    draft.ignored = {{std::string(ruleNoTimeout), "isotope's calls have none"}};
}

}  // namespace

IsotopeImport scenarioFromIsotope(std::string graph, const std::string& file,
                                  const IsotopeOptions& options) {
    Problems problems(file);
    const yaml::Parsing parsing = yaml::parse(std::move(graph), file);
    problems.add(parsing.diagnostics);
    IsotopeImport result;
    if (parsing.isComplete) {
        IsotopeReader reader(problems, options);
        Draft draft;
        draft.scenario = reader.read(parsing.document.root());
        draft.scenario.name = draftName(file, "Service graph");
        validate(draft.scenario, problems);
        reader.reportLeftOut();
        addComments(draft, options, reader.leftOutKeys());
        result.text = checkedText(draft, problems);
    }
    result.diagnostics = std::move(problems).take();
    return result;
}

}  // namespace models
