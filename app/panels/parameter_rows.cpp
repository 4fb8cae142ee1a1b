#include "app/panels/parameter_rows.h"

#include <QCoreApplication>
#include <map>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/panels/inspector_sentences.h"
#include "app/panels/step_places.h"
#include "models/io/value_text.h"

namespace app {
namespace {

QString tr(const char* source) {
    return QCoreApplication::translate("ParameterRows", source);
}

void takeWritten(ParameterRow& row, const sim::Parameters& parameters) {
    if (const std::optional<std::string> written = parameters.written(row.path))
        row.words = text(*written);
}

class ServiceRows {
  public:
    ServiceRows(const sim::Parameters& parameters, const models::Service& now,
                const models::Service& before)
        : m_parameters(parameters),
          m_now(now),
          m_before(before),
          m_path("services." + now.name + '.') {}

    std::vector<ParameterRow> take() { return std::move(m_rows); }

    void instances(int wanted) {
        ParameterRow row{tr("instances"), countText(wanted), m_path + "instances"};
        row.words = QString::number(wanted);
        row.example = QStringLiteral("3");
        row.isScale = true;
        m_rows.push_back(std::move(row));
    }

    void bound(const char* key, std::optional<int> models::Service::*member, const char* example) {
        const std::optional<int>& value = m_now.*member;
        add(key, value ? countText(*value) : tr("unlimited"),
            value ? QString::number(*value) : QStringLiteral("unlimited"), example,
            value != m_before.*member);
    }

    void duration(const char* key, models::Duration models::Service::*member) {
        const models::Duration value = m_now.*member;
        add(key, value.count() == 0 ? tr("at once") : durationText(value),
            text(models::toText(value)), "500 ms", value != m_before.*member);
    }

    void rateLimit() {
        add("rate-limit", tr("none"), {}, "{ rate: 200/s, burst: 20 }",
            m_now.rateLimit != m_before.rateLimit);
        ParameterRow& row = m_rows.back();
        if (m_now.rateLimit && row.isEditable())
            row.shown = row.words;
    }

    void store() {
        if (!m_now.store || !m_before.store)
            return;
        const auto cost = [&](const char* key, models::Distribution models::Store::*member) {
            add(key, distributionText(*m_now.store.*member), {}, "exp(2 ms)",
                *m_now.store.*member != *m_before.store.*member, "store.");
        };
        cost("read", &models::Store::read);
        cost("write", &models::Store::write);
    }

    // What takes time or fails in its own version's endpoints; those of a kind are numbered.
    void steps() {
        for (const models::Endpoint& endpoint : m_now.endpoints) {
            if (!endpoint.version.empty())
                continue;
            std::map<std::string, int> seen, there;
            const std::string path = m_path + "endpoints." + endpoint.name + ".steps";
            forEachPlace(endpoint.steps, path, [&](const models::Step& step, const std::string&) {
                ++there[settableOf(step).key];
            });
            forEachPlace(
                endpoint.steps, path, [&](const models::Step& step, const std::string& place) {
                    const Settable settable = settableOf(step);
                    if (settable.key.empty())
                        return;
                    const int number = ++seen[settable.key];
                    addStep(endpoint.name, settable, place, there[settable.key] > 1 ? number : 0);
                });
        }
    }

    void fixed(const QString& name, const QString& shown) { m_rows.push_back({name, shown, {}}); }

  private:
    void add(const char* key, const QString& shown, const QString& words, const char* example,
             bool isSet, const std::string& below = {}) {
        ParameterRow row{QString::fromLatin1(key), shown, m_path + below + key};
        row.words = words;
        row.example = QString::fromLatin1(example);
        row.isSet = isSet;
        takeWritten(row, m_parameters);
        m_rows.push_back(std::move(row));
    }

    // What of a step is a value of one line; without a key: nothing.
    struct Settable {
        std::string key;
        QString shown;
        const char* example = "";
    };
    static Settable settableOf(const models::Step& step) {
        if (const auto* compute = std::get_if<models::Compute>(&step.action))
            return {"compute", distributionText(compute->time), "exp(5 ms)"};
        if (const auto* sleep = std::get_if<models::Sleep>(&step.action))
            return {"sleep", distributionText(sleep->time), "20 ms"};
        if (const auto* fail = std::get_if<models::Fail>(&step.action))
            return {"fail", percentText(fail->probability.value), "2 %"};
        return {};
    }

    // `number`: among those of its kind; 0: it is the only one.
    void addStep(const std::string& endpoint, const Settable& settable, const std::string& place,
                 int number) {
        ParameterRow row{tr("%1: %2").arg(text(endpoint), text(settable.key)), settable.shown,
                         place + '.' + settable.key};
        if (number > 0)
            row.name += QLatin1Char(' ') + QString::number(number);
        row.example = QString::fromLatin1(settable.example);
        takeWritten(row, m_parameters);
        row.isSet = m_parameters.isOther(row.path);
        m_rows.push_back(std::move(row));
    }

    const sim::Parameters& m_parameters;
    const models::Service& m_now;
    const models::Service& m_before;
    std::string m_path;
    std::vector<ParameterRow> m_rows;
};

struct Option {
    const char* key;
    const char* example;
    bool isAlwaysShown;
};

// In the order of the contract, from the inside out.
constexpr Option callOptions[] = {
    {"timeout", "300 ms", true},
    {"retry", "{ attempts: 3, backoff: 50 ms }", true},
    {"circuit-breaker", "{ window: 20, failures: 50 %, minimum: 10, open-for: 5 s }", true},
    {"fallback", "skip", true},
    {"bulkhead", "{ max-concurrent: 10, max-wait: 50 ms }", true},
    {"rate-limit", "{ rate: 100/s, max-wait: 50 ms }", false},
    {"hedge", "{ after: 100 ms }", false},
    {"deadline", "1 s", false},
    {"probability", "50 %", false},
};

}  // namespace

std::vector<ParameterRow> parameterRows(const sim::Parameters& parameters,
                                        const models::Scenario& asOpened, std::size_t service,
                                        int instancesWanted) {
    const models::Service& now = parameters.scenario().services[service];
    ServiceRows rows(parameters, now, asOpened.services[service]);
    rows.instances(instancesWanted);
    rows.bound("concurrency", &models::Service::concurrency, "16");
    rows.bound("inbox", &models::Service::inbox, "100");
    rows.rateLimit();
    rows.duration("start-up", &models::Service::startUp);
    rows.duration("drain", &models::Service::drain);
    rows.store();
    if (now.store) {
        const auto& connections = now.store->connections;
        rows.fixed(tr("connections"), connections ? countText(*connections) : tr("unlimited"));
    }
    rows.fixed(tr("serving"), now.serving == models::Serving::EventLoop ? tr("event-loop")
                                                                        : tr("thread-per-request"));
    rows.steps();
    return rows.take();
}

std::vector<ParameterRow> callRows(const sim::Parameters& parameters,
                                   const models::CallGraph& graph, std::size_t edge) {
    const auto node = [&](int index) { return graph.nodes[static_cast<std::size_t>(index)]; };
    const models::CallGraphNode caller = node(graph.edges[edge].caller);
    const std::string callee = node(graph.edges[edge].callee).name;
    std::vector<ParameterRow> rows;
    const auto addOptions = [&](const std::string& path) {
        for (const Option& option : callOptions) {
            ParameterRow row{QString::fromLatin1(option.key), tr("none"), path + '.' + option.key};
            row.example = QString::fromLatin1(option.example);
            takeWritten(row, parameters);
            if (row.words.isEmpty() && !option.isAlwaysShown)
                continue;
            if (!row.words.isEmpty())
                row.shown = row.words;
            row.isSet = parameters.isOther(path + '.' + option.key);
            rows.push_back(std::move(row));
        }
    };
    const auto addCalls = [&](const models::Steps& steps, const std::string& path,
                              const QString& from) {
        forEachPlace(steps, path, [&](const models::Step& step, const std::string& place) {
            const auto* call = std::get_if<models::Call>(&step.action);
            if (!call || call->callee.service != callee || !parameters.written(place))
                return;
            ParameterRow heading;
            heading.name = from + text(call->callee.service + '.' + call->callee.endpoint);
            heading.isHeading = true;
            rows.push_back(std::move(heading));
            addOptions(place);
        });
    };
    const auto index = static_cast<std::size_t>(caller.index);
    if (caller.kind == models::NodeKind::Journey) {
        addCalls(parameters.scenario().journeys[index].steps, "journeys." + caller.name + ".steps",
                 {});
        return rows;
    }
    for (const models::Endpoint& endpoint : parameters.scenario().services[index].endpoints) {
        if (endpoint.version.empty())
            addCalls(endpoint.steps,
                     "services." + caller.name + ".endpoints." + endpoint.name + ".steps",
                     text(endpoint.name) + QStringLiteral(" \u2192 "));
    }
    return rows;
}

}  // namespace app
