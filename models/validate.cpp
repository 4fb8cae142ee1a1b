#include "models/validate.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "models/io/plain_text.h"
#include "models/name_index.h"
#include "models/sql_expression.h"
#include "models/step_rules.h"
#include "models/step_walk.h"

namespace models {

namespace {

// Names that are one in SQL, where `-` is `_` and case does not count.
template <typename Named>
void refuseSqlTwins(const std::vector<Named>& all, std::string_view kind, Place fallback,
                    Problems& problems) {
    std::map<std::string, std::string_view> seen;
    for (const Named& each : all) {
        const auto [twin, isNew] = seen.emplace(sqlName(each.name), each.name);
        if (!isNew) {
            const Place place = [&] {
                if constexpr (requires { each.place; }) {
                    return each.place;
                } else {
                    return fallback;
                }
            }();
            problems.error(DiagnosticKind::Conflict, place,
                           std::string(kind) + ' ' + quote(each.name) + " and " +
                               quote(twin->second) + " have the same name in SQL");
        }
    }
}

class Validator {
  public:
    Validator(const Scenario& scenario, Problems& problems)
        : m_scenario(scenario),
          m_problems(problems),
          m_services(indexByName("service", scenario.services)),
          m_targets(scenario.topics.empty() ? "service" : "service or topic"),
          m_populations(indexByName("population", scenario.populations)) {
        for (const Service& each : scenario.services) {
            m_endpoints.push_back(
                indexByName("endpoint", each.endpoints, "service " + quote(each.name)));
            addTables(each);
            m_targets.add(each.name, 0);
        }
        for (const Topic& each : scenario.topics) {
            m_targets.add(each.name, 0);
        }
        m_binds.binds = {"request", "now", "round"};
        for (const Population& each : scenario.populations) {
            std::string bind = each.name;
            std::ranges::replace(bind, '-', '_');
            m_binds.binds.insert(bind);
        }
    }

    void run() {
        checkNames();
        checkPopulations();
        for (const Service& service : m_scenario.services) {
            checkService(service);
        }
        for (const Journey& journey : m_scenario.journeys) {
            forEachStep(journey.steps, [&](const Step& step) { checkStep(step, nullptr); });
            checkUsers(journey);
        }
        checkFaults();
    }

  private:
    void addTables(const Service& service) {
        if (!service.store) {
            return;
        }
        for (const Table& each : service.store->tables) {
            m_owners.emplace(each.name, &service);
        }
    }

    void error(DiagnosticKind kind, Place place, std::string message) {
        m_problems.error(kind, place, std::move(message));
    }

    void checkNames() {
        for (const Journey& each : m_scenario.journeys) {
            if (m_services.has(each.name)) {
                error(DiagnosticKind::Conflict, each.place,
                      quote(each.name) +
                          " is a service already: calls are reported by the "
                          "caller's name, so a journey needs another");
            }
        }
        for (const Service& each : m_scenario.services) {
            if (each.name == "any") {
                error(DiagnosticKind::Conflict, each.place,
                      "`any` means every service: it cannot be the name of one");
            }
        }
        refuseSqlTwins(m_scenario.services, "services", {}, m_problems);
    }

    void checkPopulations() {
        const NameIndex index = indexByName("population", m_scenario.populations);
        for (const Population& each : m_scenario.populations) {
            if (const std::string bind = sqlName(each.name);
                bind == "request" || bind == "now" || bind == "round") {
                error(DiagnosticKind::Conflict, each.place,
                      quote(each.name) +
                          " has a meaning of its own in SQL: a population needs "
                          "another name");
            }
            if (each.of.empty()) {
                continue;
            }
            const int original = index.position(each.of);
            if (original < 0) {
                error(DiagnosticKind::UnknownName, each.place, index.missing(each.of));
            } else if (!m_scenario.populations[original].of.empty()) {
                error(DiagnosticKind::Conflict, each.place,
                      quote(each.of) + " is itself a role of " +
                          quote(m_scenario.populations[original].of) + ": name that one");
            }
        }
        refuseSqlTwins(m_scenario.populations, "populations", {}, m_problems);
    }

    void checkService(const Service& service) {
        if (service.store) {
            refuseSqlTwins(service.store->tables, "tables", {}, m_problems);
            checkOwnTables(service);
            for (const Table& table : service.store->tables) {
                checkTable(table);
            }
        }
        for (const Endpoint& endpoint : service.endpoints) {
            forEachStep(endpoint.steps, [&](const Step& step) { checkStep(step, &service); });
        }
    }

    // The store keeps some of its own beside the scenario's.
    void checkOwnTables(const Service& service) {
        for (const Table& table : service.store->tables) {
            const std::string name = sqlName(table.name);
            const bool isTaken = (name == sagaTable && hasSaga(service)) ||
                                 (name == outboxTable && hasOutbox(service));
            if (isTaken) {
                error(DiagnosticKind::Conflict, table.place,
                      "the store of " + quote(service.name) + " keeps a table " + quote(name) +
                          " of its own: this one needs another name");
            }
        }
    }

    void checkTable(const Table& table) {
        std::vector<Column> columns = table.columns;
        for (const std::string& each : table.key) {
            columns.insert(columns.begin(), {each, {}});
        }
        refuseSqlTwins(columns, "columns", table.place, m_problems);
    }

    // `service` is null in a journey.
    void checkStep(const Step& step, const Service* service) {
        if (step.when) {
            check(*step.when, m_binds);
        }
        if (const auto* call = std::get_if<Call>(&step.action)) {
            checkCall(*call);
        } else if (const auto* store = std::get_if<StoreStep>(&step.action)) {
            if (service != nullptr) {
                checkStoreStep(*store, *service);
            }
        } else if (const auto* repeat = std::get_if<Repeat>(&step.action)) {
            checkRepeat(*repeat);
        } else if (const auto* lookup = std::get_if<CacheLookup>(&step.action)) {
            checkCache(lookup->cache, lookup->place, service);
        } else if (const auto* invalidate = std::get_if<Invalidate>(&step.action)) {
            checkCache(invalidate->cache, invalidate->place, service);
        } else if (const auto* transaction = std::get_if<Transaction>(&step.action)) {
            checkTransaction(*transaction, m_problems);
        } else if (const auto* saga = std::get_if<Saga>(&step.action)) {
            checkSaga(*saga, m_problems);
            if (service != nullptr && !service->store) {
                error(
                    DiagnosticKind::Conflict, step.place,
                    quote(service->name) + " has no `store`, where the progress of a saga is kept");
            }
        }
    }

    // A journey's is reported when it is read.
    void checkCache(const std::string& name, Place place, const Service* service) {
        if (service == nullptr || name.empty()) {
            return;
        }
        const NameIndex caches =
            indexByName("cache", service->caches, "service " + quote(service->name));
        if (!caches.has(name)) {
            error(DiagnosticKind::UnknownName, place, caches.missing(name));
        }
    }

    void check(const Expression& expression, const SqlNames& names) {
        if (const auto problem = findSqlProblem(expression.sql, names)) {
            error(problem->kind, expression.place, problem->message);
        }
    }

    void checkCall(const Call& call) {
        const EndpointName& callee = call.callee;
        if (callee.service.empty()) {
            return;  // reported when it was read
        }
        const int service = m_services.position(callee.service);
        if (service < 0) {
            error(DiagnosticKind::UnknownName, callee.place, m_services.missing(callee.service));
            return;
        }
        const int endpoint = m_endpoints[service].position(callee.endpoint);
        if (endpoint < 0) {
            error(DiagnosticKind::UnknownName, callee.place,
                  m_endpoints[service].missing(callee.endpoint));
            return;
        }
        const bool isRetried = call.retry && call.retry->attempts > 1;
        if ((isRetried || call.hedge) &&
            !m_scenario.services[service].endpoints[endpoint].idempotent) {
            m_problems.warn(ruleRetryNotIdempotent, callee.place,
                            quote(callee.service + '.' + callee.endpoint) +
                                (isRetried ? " is retried" : " is hedged") +
                                ", but not said to be idempotent: what it does may be "
                                "done twice");
        }
    }

    void checkUsers(const Journey& journey) {
        const auto* closed = std::get_if<ClosedWorkload>(&journey.workload);
        if (journey.as.empty() || closed == nullptr) {
            return;
        }
        const int population = m_populations.position(journey.as);
        if (population < 0) {
            error(DiagnosticKind::UnknownName, journey.place,
                  "journey " + quote(journey.name) + ": " + m_populations.missing(journey.as));
        } else if (closed->users > m_scenario.populations[population].size) {
            error(DiagnosticKind::OutOfBounds, journey.place,
                  "journey " + quote(journey.name) + " has " + std::to_string(closed->users) +
                      " users, but only " +
                      std::to_string(m_scenario.populations[population].size) + " members of " +
                      quote(journey.as) + " for them to be");
        }
    }

    // Members that are drawn anew travel as the digits of one 64-bit number.
    void checkRepeat(const Repeat& repeat) {
        if (repeat.draw.empty()) {
            return;
        }
        const int population = m_populations.position(repeat.draw);
        if (population < 0) {
            error(DiagnosticKind::UnknownName, repeat.place, m_populations.missing(repeat.draw));
            return;
        }
        constexpr double combinationsMax = 0x1p63;
        if (m_drawnAnew.insert(population).second) {
            const auto size = static_cast<double>(m_scenario.populations[population].size);
            const bool fitted = m_drawnCombinations <= combinationsMax;
            m_drawnCombinations *= size + 1;
            if (fitted && m_drawnCombinations > combinationsMax) {
                error(
                    DiagnosticKind::TooLarge, repeat.place,
                    "the populations that `repeat` draws anew have more than 2^63 combinations of "
                    "members");
            }
        }
    }

    void checkStoreStep(const StoreStep& step, const Service& service) {
        if (step.table.empty()) {
            return;
        }
        const Table* table = nullptr;
        if (service.store) {
            const auto found = std::ranges::find(service.store->tables, step.table, &Table::name);
            table = found == service.store->tables.end() ? nullptr : &*found;
        }
        if (table == nullptr) {
            reportMissingTable(step, service);
            return;
        }
        checkAgainst(step, *table);
    }

    void reportMissingTable(const StoreStep& step, const Service& service) {
        if (const auto owner = m_owners.find(step.table); owner != m_owners.end()) {
            const std::string& name = owner->second->name;
            error(DiagnosticKind::UnknownName, step.place,
                  quote(step.table) + " is not a table of " + quote(service.name) + ": " + name +
                      "'s data belongs to " + name + ": call it instead");
        } else if (!service.store) {
            error(
                DiagnosticKind::UnknownName, step.place,
                quote(service.name) + " has no `store`, so there is no table " + quote(step.table));
        } else {
            const NameIndex tables = indexByName("table", service.store->tables);
            error(DiagnosticKind::UnknownName, step.place, tables.missing(step.table));
        }
    }

    void checkAgainst(const StoreStep& step, const Table& table) {
        SqlNames row = m_binds;
        NameIndex keys("key column");
        for (const std::string& each : table.key) {
            row.columns.insert(sqlName(each));
            keys.add(each, 0);
        }
        for (const Column& each : table.columns) {
            row.columns.insert(sqlName(each.name));
        }
        const NameIndex columns = indexByName("column", table.columns);
        for (const ColumnValue& each : step.at) {
            if (!keys.has(each.column)) {
                error(DiagnosticKind::UnknownName, each.value.place, keys.missing(each.column));
            }
            check(each.value, m_binds);
        }
        for (const ColumnValue& each : step.set) {
            if (keys.has(each.column)) {
                error(DiagnosticKind::Conflict, each.value.place,
                      quote(each.column) + " is a key column: `at` addresses another row");
            } else if (!columns.has(each.column)) {
                error(DiagnosticKind::UnknownName, each.value.place, columns.missing(each.column));
            }
            check(each.value, row);
        }
        if (step.where) {
            check(*step.where, row);
        }
    }

    static bool stealsAll(const Fault& fault) {
        const auto* stolen = std::get_if<StealCores>(&fault.kind);
        return stolen != nullptr && stolen->by.value >= 1;
    }

    // Instances with higher numbers may come.
    bool grows(const Service& service) const {
        return service.autoscale ||
               std::ranges::find(m_scenario.rollouts, service.name, &Rollout::service) !=
                   m_scenario.rollouts.end();
    }

    void checkFaults() {
        for (const Fault& fault : m_scenario.faults) {
            if (std::holds_alternative<Surge>(fault.kind) || isUponLinks(fault.kind)) {
                continue;  // validateNetwork
            }
            for (const Target& target : fault.targets) {
                const int service = m_services.position(target.service);
                if (service < 0 && m_scenario.topic(target.service) != nullptr) {
                    continue;  // validateTopics
                }
                if (service < 0) {
                    error(DiagnosticKind::UnknownName, target.place,
                          m_targets.missing(target.service));
                } else if (target.instance.value_or(1) > m_scenario.services[service].instances &&
                           !grows(m_scenario.services[service])) {
                    const int instances = m_scenario.services[service].instances;
                    error(DiagnosticKind::OutOfBounds, target.place,
                          quote(target.service + '#' + std::to_string(*target.instance)) +
                              " is not there: " + quote(target.service) + " has " +
                              std::to_string(instances) +
                              (instances == 1 ? " instance" : " instances"));
                } else if (std::holds_alternative<BreakStore>(fault.kind) &&
                           !m_scenario.services[service].store) {
                    error(DiagnosticKind::Conflict, target.place,
                          quote(target.service) + " has no `store` that could break");
                } else if (stealsAll(fault) && !m_scenario.services[service].cores) {
                    error(DiagnosticKind::Conflict, target.place,
                          quote(target.service) +
                              " has no `cores`: each compute has one of its own, and of these "
                              "`steal-cores` takes less than 100 %");
                }
            }
        }
    }

    const Scenario& m_scenario;
    Problems& m_problems;
    NameIndex m_services;
    NameIndex m_targets;                                            // of faults
    std::vector<NameIndex> m_endpoints;                             // of each service
    std::unordered_map<std::string_view, const Service*> m_owners;  // of tables
    SqlNames m_binds;
    NameIndex m_populations;
    std::set<int> m_drawnAnew;  // populations
    double m_drawnCombinations = 1;
};

}  // namespace

void validate(const Scenario& scenario, Problems& problems) {
    Validator(scenario, problems).run();
    validateTopics(scenario, problems);
    validateNetwork(scenario, problems);
    validateVersions(scenario, problems);
    warnOfLatePlans(scenario, problems);
    warnOfCallCycles(scenario, problems);
}

}  // namespace models
