#include "models/import/sketch.h"

#include <algorithm>
#include <unordered_map>

#include "models/import/draft.h"
#include "models/import/sketch_lines.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"
#include "models/validate.h"

namespace models {

namespace {

const Distribution assumedCompute{Exponential{std::chrono::milliseconds(5)}};
const Distribution assumedThink{Exponential{std::chrono::seconds(1)}};
constexpr Duration assumedTimeout = std::chrono::seconds(1);
constexpr std::size_t callsMax = 1000;  // of one caller

struct SketchCall {
    std::size_t callee = 0;
    bool isOptional = false;
    Place place;
    bool isSent = false;  // a message
};

// The queue that keeps the messages for a service.
std::string queueOf(std::string_view service) {
    return std::string(service) + "-messages";
}

// A journey or a service: which of them is known when all lines are read.
struct SketchNode {
    std::string_view name;
    Place place;
    std::optional<SketchLoad> load;  // with one it is a journey
    std::vector<SketchCall> calls;
    Place calledAt;         // of its first caller's line; {0, 0}: nobody calls it
    bool isSentTo = false;  // messages
};

class SketchBuilder {
  public:
    explicit SketchBuilder(Problems& problems) : m_problems(problems) {}

    void add(const SketchLine& line) {
        std::size_t caller = node(line.first);
        if (line.load) {
            addLoad(caller, *line.load);
        }
        for (std::size_t i = 0; i < line.groups.size(); ++i) {
            const auto& group = line.groups[i];
            if (i > 0 && line.groups[i - 1].mentions.size() > 1) {
                refuseSeveralCallers(line.groups[i - 1].mentions, group.mentions.front());
                return;
            }
            addCalls(caller, group);
            caller = node(group.mentions.back());
        }
    }

    // `isWhole`: no line was left out, so that what is missing is missing indeed.
    void check(bool isWhole) {
        for (const SketchNode& each : m_nodes) {
            if (each.load && each.calledAt != Place{}) {
                error(DiagnosticKind::Conflict, each.calledAt,
                      quote(each.name) + " is a journey, since line " +
                          std::to_string(each.load->place.line) +
                          " gives it a load: nobody calls it");
            }
            if (isWhole && each.load && each.calls.empty()) {
                error(DiagnosticKind::MissingKey, each.place,
                      "journey " + quote(each.name) + " calls nothing: expected " +
                          quote(std::string(each.name) + " -> ...") + " with a service's name");
            }
        }
        const bool hasJourney = std::ranges::any_of(
            m_nodes, [](const SketchNode& each) { return each.load.has_value(); });
        if (isWhole && !hasJourney) {
            reportNoJourney();
        } else if (!m_problems.hasErrors()) {
            warnOfUnreached();
        }
    }

    Scenario scenario() const {
        Scenario scenario;
        for (const SketchNode& each : m_nodes) {
            if (each.load) {
                scenario.journeys.push_back(journey(each));
            } else {
                scenario.services.push_back(service(each));
            }
            if (each.isSentTo) {
                Topic topic;
                topic.name = queueOf(each.name);
                topic.place = each.place;
                topic.kind = TopicKind::Queue;
                scenario.topics.push_back(std::move(topic));
            }
        }
        return scenario;
    }

  private:
    void error(DiagnosticKind kind, Place place, std::string message) {
        m_problems.error(kind, place, std::move(message));
    }

    std::size_t node(const SketchMention& mention) {
        const auto [known, isNew] = m_numbers.emplace(mention.name, m_nodes.size());
        if (isNew) {
            m_nodes.push_back({mention.name, mention.place, {}, {}, {}, false});
        }
        return known->second;
    }

    void addLoad(std::size_t number, const SketchLoad& load) {
        SketchNode& journey = m_nodes[number];
        if (journey.load) {
            error(DiagnosticKind::Conflict, load.place,
                  quote(journey.name) + " has a load already, in line " +
                      std::to_string(journey.load->place.line));
            return;
        }
        journey.load = load;
    }

    void refuseSeveralCallers(const std::vector<SketchMention>& callers,
                              const SketchMention& callee) {
        error(DiagnosticKind::Conflict, callee.place,
              "who calls " + quote(callee.name) + ": " + quote(callers.front().name) + " or " +
                  quote(callers.back().name) + "? Write it in a line of its own, such as " +
                  quote(std::string(callers.back().name) + " -> " + std::string(callee.name)));
    }

    // A call that another line has already is the same call; twice in one list is two calls.
    void addCalls(std::size_t caller, const SketchGroup& group) {
        const std::size_t known = m_nodes[caller].calls.size();
        for (const SketchMention& each : group.mentions) {
            const std::size_t callee = node(each);
            m_nodes[callee].isSentTo |= group.isSent;
            if (m_nodes[callee].calledAt == Place{}) {
                m_nodes[callee].calledAt = each.place;
            }
            std::vector<SketchCall>& calls = m_nodes[caller].calls;
            const auto end = calls.begin() + static_cast<std::ptrdiff_t>(known);
            const auto same = std::find_if(calls.begin(), end, [&](const SketchCall& call) {
                return call.callee == callee && call.isSent == group.isSent;
            });
            if (same == end && calls.size() == callsMax) {
                error(DiagnosticKind::TooLarge, each.place,
                      quote(m_nodes[caller].name) + " calls more than " + std::to_string(callsMax) +
                          " times");
            } else if (same == end) {
                calls.push_back({callee, each.isOptional, each.place, group.isSent});
            } else if (same->isOptional != each.isOptional) {
                error(DiagnosticKind::Conflict, each.place,
                      quote(std::string(m_nodes[caller].name) + " -> " + std::string(each.name)) +
                          " is optional (`?`) here or in line " + std::to_string(same->place.line) +
                          ", but not in both");
            }
        }
    }

    void reportNoJourney() {
        const bool isEmpty = m_nodes.empty();
        const std::string name = isEmpty ? "web" : std::string(m_nodes.front().name);
        error(DiagnosticKind::MissingKey, isEmpty ? Place{} : m_nodes.front().place,
              std::string(isEmpty ? "the sketch is empty" : "nobody begins") +
                  ": expected a line such as " +
                  quote("web 200/s -> " + (isEmpty ? "gateway" : name)));
    }

    void warnOfUnreached() {
        std::vector<bool> isReached(m_nodes.size(), false);
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            if (m_nodes[i].load) {
                isReached[i] = true;
                open.push_back(i);
            }
        }
        while (!open.empty()) {
            const std::size_t number = open.back();
            open.pop_back();
            for (const SketchCall& each : m_nodes[number].calls) {
                if (!isReached[each.callee]) {
                    isReached[each.callee] = true;
                    open.push_back(each.callee);
                }
            }
        }
        std::vector<std::string_view> reached;
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            if (isReached[i]) {
                reached.push_back(m_nodes[i].name);
            }
        }
        int searches = 0;
        constexpr int searchesMax = 50;  // the nearest of very many names takes long
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            if (!isReached[i]) {
                const std::string near =
                    ++searches > searchesMax ? std::string() : didYouMean(m_nodes[i].name, reached);
                m_problems.warn("unreached", m_nodes[i].place,
                                "no journey reaches " + quote(m_nodes[i].name) + near);
            }
        }
    }

    Steps callsOf(const SketchNode& caller) const {
        Steps steps;
        for (const SketchCall& each : caller.calls) {
            if (each.isSent) {
                Publish publish;
                publish.topic = queueOf(m_nodes[each.callee].name);
                publish.place = each.place;
                steps.push_back({std::move(publish), {}, each.place});
                continue;
            }
            Call call = draftCall(m_nodes[each.callee].name, each.place);
            call.timeout = assumedTimeout;
            if (each.isOptional) {
                call.fallback = Fallback{};
            }
            steps.push_back({std::move(call), {}, each.place});
        }
        return steps;
    }

    Service service(const SketchNode& node) const {
        Service service;
        service.name = node.name;
        service.place = node.place;
        Steps steps = {{Compute{assumedCompute}, {}, node.place}};
        std::ranges::move(callsOf(node), std::back_inserter(steps));
        if (node.isSentTo) {
            Consumer consumer;
            consumer.topic = queueOf(node.name);
            consumer.place = node.place;
            consumer.endpoint = draftEndpoint;
            consumer.endpointPlace = node.place;
            service.consumes.push_back(std::move(consumer));
        }
        service.endpoints.push_back(
            {std::string(draftEndpoint), node.place, false, std::move(steps)});
        return service;
    }

    Journey journey(const SketchNode& node) const {
        Journey journey;
        journey.name = node.name;
        journey.place = node.place;
        journey.steps = callsOf(node);
        if (const int* users = std::get_if<int>(&node.load->amount)) {
            journey.workload = ClosedWorkload{*users, assumedThink};
        } else {
            const Rate rate = std::get<Rate>(node.load->amount);
            journey.workload = OpenWorkload{{{std::nullopt, PoissonArrivals{rate}}}};
        }
        return journey;
    }

    Problems& m_problems;
    std::vector<SketchNode> m_nodes;  // in order of their first mention
    std::unordered_map<std::string_view, std::size_t> m_numbers;
};

// What the language allows with a warning, a circle of calls, would never end in a sketch.
void checkScenario(const Scenario& scenario, Problems& problems) {
    Problems found{""};
    validate(scenario, found);
    const std::string endpoint = '.' + std::string(draftEndpoint);
    for (const Diagnostic& each : std::move(found).take()) {
        if (each.kind == DiagnosticKind::UnknownName) {
            continue;  // a journey that is called: reported as such
        }
        std::string message = each.message;
        for (std::size_t at; (at = message.find(endpoint)) != std::string::npos;) {
            message.erase(at, endpoint.size());
        }
        const bool isCircle = each.rule == ruleCallCycle;
        problems.error(isCircle ? DiagnosticKind::Conflict : each.kind, each.place,
                       isCircle ? "in a circle nobody would ever answer: " + message : message);
    }
}

// What a sketch marks with `?`, or else the last service.
std::string_view likelyVictim(const Scenario& scenario) {
    for (const Service& each : scenario.services) {
        for (const Step& step : each.endpoints.front().steps) {
            const auto* call = std::get_if<Call>(&step.action);
            if (call != nullptr && call->fallback) {
                return call->callee.service;
            }
        }
    }
    return scenario.services.back().name;
}

void addTail(Draft& draft) {
    const std::string victim(likelyVictim(draft.scenario));
    const std::string& journey = draft.scenario.journeys.front().name;
    draft.tail = {
        "To see what an outage does, remove the `# ` of these lines:",
        "faults:",
        "  - { name: outage, at: 20 s, kill: " + victim + ", for: 10 s }",
        "expect:",
        "  " + journey + " goes on without " + victim + ":",
        "    { journey: " + journey + ", during: outage, availability: at least 99 % }",
    };
}

void addComments(Draft& draft, std::string_view lines) {
    draft.head = {"Made from a sketch:", ""};
    for (const std::string_view each : split(lines, '\n')) {
        if (!trimmed(each).empty()) {
            draft.head.push_back("  " + std::string(trimmed(each)));
        }
    }
    const std::string assumed = "assumed";
    for (const char* each :
         {"", "What a sketch does not say is marked `assumed`; put in what you know or measured.",
          "Also assumed: a service serves 64 requests at once (`concurrency`), then lets 1000 wait",
          "(`inbox`), and calls what it calls one after the other."}) {
        draft.head.emplace_back(each);
    }
    draft.notes = {.run = assumed,
                   .network = "assumed; one way, paid by every message",
                   .instances = assumed,
                   .compute = assumed,
                   .call = "timeout assumed",
                   .optionalCall = "timeout assumed; ?: goes on without it",
                   .arrivals = "at independent moments: assumed",
                   .think = "assumed",
                   .consumes = "at least once, 10 at a time: assumed"};
    addTail(draft);
}

}  // namespace

Sketch scenarioFromSketch(std::string_view lines, const std::string& file) {
    Problems problems(file);
    SketchBuilder builder(problems);
    const std::vector<SketchLine> read = readSketchLines(lines, problems);
    const bool isWhole = !problems.hasErrors();
    for (const SketchLine& each : read) {
        builder.add(each);
    }
    builder.check(isWhole);
    Draft draft;
    draft.scenario = builder.scenario();
    draft.scenario.name = draftName(file, "Sketch");
    checkScenario(draft.scenario, problems);
    Sketch sketch;
    if (!problems.hasErrors()) {
        addComments(draft, lines);
        sketch.text = checkedText(draft, problems);
    }
    sketch.diagnostics = std::move(problems).take();
    return sketch;
}

}  // namespace models
