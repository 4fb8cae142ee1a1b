#include "models/import/draft.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "models/io/plain_text.h"
#include "models/io/scenario_reader.h"
#include "models/io/value_text.h"

namespace models {

namespace {

// Characters that end a line of YAML, or that YAML refuses: in a comment of ours they would let the
// rest of somebody's text become a part of the scenario. `text` is UTF-8.
std::string onOneLine(std::string_view text) {
    constexpr std::array<std::string_view, 5> strange = {"\u2028", "\u2029", "\uFEFF", "\uFFFE",
                                                         "\uFFFF"};
    std::string safe;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const bool isC1 = rest.size() > 1 && rest[0] == '\xC2' && (rest[1] & 0x60) == 0;
        const auto found = std::ranges::find_if(
            strange, [&](std::string_view each) { return rest.starts_with(each); });
        if (isC1 || found != strange.end() || rest[0] == '\r' || rest[0] == '\n') {
            safe += ' ';
            at += isC1 ? 2 : found != strange.end() ? found->size() : 1;
        } else {
            safe += rest[0];
            ++at;
        }
    }
    return safe;
}

// Double quotes where YAML could take the text for something else.
std::string scalar(std::string_view text) {
    const bool isPlain =
        !text.empty() && text != "null" &&
        ((text.front() >= 'a' && text.front() <= 'z') ||
         (text.front() >= 'A' && text.front() <= 'Z')) &&
        text.back() != ' ' && std::ranges::all_of(text, [](char c) {
            return c == ' ' || c == '.' || c == '\'' || isName(std::string_view(&c, 1));
        });
    if (isPlain) {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    }
    return quoted + '"';
}

class DraftWriter {
  public:
    explicit DraftWriter(const Draft& draft) : m_draft(draft), m_scenario(draft.scenario) {}

    std::string run() {
        for (const std::string& each : m_draft.head) {
            comment(each);
        }
        m_text += m_draft.head.empty() ? "" : "\n";
        writeTop();
        m_text += "\nservices:\n";
        for (const Service& each : m_scenario.services) {
            writeService(each);
        }
        writeTopics();
        m_text += "journeys:\n";
        for (const Journey& each : m_scenario.journeys) {
            writeJourney(each);
        }
        m_text += m_draft.tail.empty() ? "" : "\n";
        for (const std::string& each : m_draft.tail) {
            comment(each);
        }
        return std::move(m_text);
    }

  private:
    void comment(const std::string& text) {
        m_text.append(text.empty() ? "#" : "# ").append(onOneLine(text)).append("\n");
    }

    void line(int indent, std::string_view text, std::string_view note = {}) {
        m_text.append(static_cast<std::size_t>(indent), ' ').append(text);
        if (!note.empty()) {
            m_text.append("  # ").append(note);
        }
        m_text += '\n';
    }

    void writeTop() {
        const RunSettings& run = m_scenario.run;
        line(0, "watertight: 1");
        line(0, "name: " + scalar(m_scenario.name));
        line(0,
             "run: { seed: " + std::to_string(run.seed) + ", duration: " + toText(run.duration) +
                 " }",
             m_draft.notes.run);
        line(0, "network: { latency: " + toText(m_scenario.network.latency) + " }",
             m_draft.notes.network);
        if (!m_draft.ignored.empty()) {
            line(0, "lint:");
            line(2, "ignore:");
            for (const auto& [rule, reason] : m_draft.ignored) {
                line(4, rule + ": " + scalar(reason));
            }
        }
    }

    void writeService(const Service& service) {
        line(2, service.name + ':');
        line(4, "instances: " + std::to_string(service.instances), m_draft.notes.instances);
        if (service.serving == Serving::EventLoop) {
            line(4, "serving: event-loop");
        }
        if (!service.concurrency) {
            line(4, "concurrency: unlimited");
        }
        for (const Consumer& each : service.consumes) {
            line(4, "consumes: { " + each.topic + ": { endpoint: " + each.endpoint + " } }",
                 m_draft.notes.consumes);
        }
        line(4, "endpoints:");
        for (const Endpoint& each : service.endpoints) {
            line(6, each.name + ':');
            writeSteps(each.steps, 8);
        }
        m_text += '\n';
    }

    void writeTopics() {
        if (m_scenario.topics.empty()) {
            return;
        }
        m_text += "topics:\n";
        for (const Topic& each : m_scenario.topics) {
            line(2, each.name + (each.kind == TopicKind::Queue ? ": { kind: queue }"
                                                               : ": { kind: topic }"));
        }
        m_text += "\n";
    }

    void writeJourney(const Journey& journey) {
        line(2, journey.name + ':');
        if (const auto* closed = std::get_if<ClosedWorkload>(&journey.workload)) {
            line(4, "users: " + std::to_string(closed->users));
            line(4, "think: " + toText(closed->think), m_draft.notes.think);
        } else {
            const auto& open = std::get<OpenWorkload>(journey.workload);
            line(4, "arrivals: " + toText(open.phases.front().arrivals), m_draft.notes.arrivals);
        }
        line(4, "steps:");
        writeSteps(journey.steps, 6);
    }

    void writeSteps(const Steps& steps, int indent) {
        for (const Step& each : steps) {
            if (const auto* parallel = std::get_if<Parallel>(&each.action)) {
                line(indent, "- parallel:");
                for (const Steps& branch : parallel->branches) {
                    line(indent + 4, "- [ " + inFlow(branch) + " ]");
                }
            } else {
                line(indent, "- " + block(each), noteOf(each));
            }
        }
    }

    std::string inFlow(const Steps& branch) const {
        std::string text;
        for (const Step& each : branch) {
            const bool isCall = std::holds_alternative<Call>(each.action);
            text += (text.empty() ? "" : ", ") +
                    (isCall ? flow(std::get<Call>(each.action)) : "{ " + block(each) + " }");
        }
        return text;
    }

    std::string block(const Step& step) const {
        if (const auto* compute = std::get_if<Compute>(&step.action)) {
            return "compute: " + toText(compute->time);
        }
        if (const auto* sleep = std::get_if<Sleep>(&step.action)) {
            return "sleep: " + toText(sleep->time);
        }
        if (const auto* fail = std::get_if<Fail>(&step.action)) {
            return "fail: " + toText(fail->probability);
        }
        if (const auto* publish = std::get_if<Publish>(&step.action)) {
            return "publish: " + publish->topic;
        }
        const auto& call = std::get<Call>(step.action);
        const bool isBare = !call.timeout && !call.fallback && call.probability == Ratio{1};
        return isBare ? "call: " + callee(call) : flow(call);
    }

    static std::string callee(const Call& call) {
        return call.callee.service + '.' + call.callee.endpoint;
    }

    static std::string flow(const Call& call) {
        std::string text = "{ call: " + callee(call);
        if (call.probability != Ratio{1}) {
            text += ", probability: " + toText(call.probability);
        }
        if (call.timeout) {
            text += ", timeout: " + toText(*call.timeout);
        }
        if (call.fallback) {
            text += ", fallback: skip";
        }
        return text + " }";
    }

    std::string_view noteOf(const Step& step) const {
        if (std::holds_alternative<Compute>(step.action)) {
            return m_draft.notes.compute;
        }
        if (const auto* call = std::get_if<Call>(&step.action)) {
            return call->fallback ? m_draft.notes.optionalCall : m_draft.notes.call;
        }
        return {};
    }

    const Draft& m_draft;
    const Scenario& m_scenario;
    std::string m_text;
};

}  // namespace

std::string toText(const Draft& draft) {
    return DraftWriter(draft).run();
}

std::string checkedText(const Draft& draft, Problems& problems) {
    if (problems.hasErrors()) {
        return {};
    }
    std::string text = toText(draft);
    const ScenarioReading reading = readScenario(text, "", ".");
    for (const Diagnostic& each : reading.diagnostics) {
        if (each.severity == Severity::Error) {
            problems.error(each.kind, {}, "this makes no scenario: " + each.message);
        }
    }
    return reading.scenario ? std::move(text) : std::string();
}

Call draftCall(std::string_view service, Place place) {
    Call call;
    call.callee = {std::string(service), std::string(draftEndpoint), place};
    return call;
}

std::string draftName(const std::string& file, std::string_view otherwise) {
    const std::string stem = std::filesystem::path(file).stem().string();
    const bool isText = !stem.empty() && stem.find_first_of("<\t") == std::string::npos &&
                        !findNonText(stem) && onOneLine(stem) == stem;
    return isText ? stem : std::string(otherwise);
}

}  // namespace models
