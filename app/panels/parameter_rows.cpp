#include "app/panels/parameter_rows.h"

#include <QCoreApplication>
#include <functional>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/panels/inspector_sentences.h"
#include "models/io/value_text.h"

namespace app {
namespace {

QString tr(const char* source) {
    return QCoreApplication::translate("ParameterRows", source);
}

// Every step of a list, those of parallel branches and of a miss included, with its path.
void forEachPlace(const models::Steps& steps, const std::string& path,
                  const std::function<void(const models::Step&, const std::string&)>& visit) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string place = path + '.' + std::to_string(i);
        visit(steps[i], place);
        if (const auto* parallel = std::get_if<models::Parallel>(&steps[i].action)) {
            for (std::size_t b = 0; b < parallel->branches.size(); ++b)
                forEachPlace(parallel->branches[b], place + ".parallel." + std::to_string(b),
                             visit);
        } else if (const auto* lookUp = std::get_if<models::CacheLookup>(&steps[i].action)) {
            forEachPlace(lookUp->miss, place + ".miss", visit);
        }
    }
}

// What stands on several lines is no text to be edited on one.
void takeWritten(ParameterRow& row, const sim::Parameters& parameters) {
    const std::optional<std::string> written = parameters.written(row.path);
    if (written && written->find('\n') != std::string::npos) {
        row.path.clear();
        row.shown = tr("on several lines of the file");
    } else if (written) {
        row.words = text(*written);
    }
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

    // The computes of its own version's endpoints.
    void computes() {
        for (const models::Endpoint& endpoint : m_now.endpoints) {
            if (!endpoint.version.empty())
                continue;
            forEachPlace(endpoint.steps, m_path + "endpoints." + endpoint.name + ".steps",
                         [&](const models::Step& step, const std::string& path) {
                             compute(endpoint.name, step, path);
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

    void compute(const std::string& endpoint, const models::Step& step, const std::string& path) {
        const auto* compute = std::get_if<models::Compute>(&step.action);
        if (!compute)
            return;
        ParameterRow row{tr("%1: compute").arg(text(endpoint)), distributionText(compute->time),
                         path + ".compute"};
        row.example = QStringLiteral("exp(5 ms)");
        takeWritten(row, m_parameters);
        row.isSet = m_parameters.isOther(path + ".compute");
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
    rows.computes();
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
            const bool isThere = !row.words.isEmpty() || !row.isEditable();
            if (!isThere && !option.isAlwaysShown)
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
