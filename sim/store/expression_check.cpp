#include "sim/store/expression_check.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "models/step_walk.h"
#include "sim/store/authorizer.h"
#include "sim/store/invariant_database.h"
#include "sim/store/sql_fragment.h"
#include "sim/store/sqlite_message.h"
#include "sim/store/sqlite_settings.h"
#include "sim/store/statement_text.h"

namespace sim {

namespace {

using models::StoreAction;

// An empty database in memory that nothing is ever stored in, but for two rows of defaults.
class ScratchDatabase {
  public:
    ScratchDatabase() {
        if (sqlite3_open(":memory:", &m_connection) == SQLITE_OK) {
            harden(m_connection);
        }
    }
    ~ScratchDatabase() { sqlite3_close(m_connection); }
    ScratchDatabase(const ScratchDatabase&) = delete;
    ScratchDatabase& operator=(const ScratchDatabase&) = delete;

    struct Refusal {
        std::string byUs;      // the authorizer's reason
        std::string bySqlite;  // its message
        bool isEmpty() const { return byUs.empty() && bySqlite.empty(); }
    };

    Refusal compile(const std::string& sql, const Permissions& permissions) {
        const Authorizer authorizer(m_connection, permissions);
        return step(sql, Execution::No, authorizer);
    }

    Refusal execute(const std::string& sql, const Permissions& permissions) {
        const Authorizer authorizer(m_connection, permissions);
        return step(sql, Execution::Yes, authorizer);
    }

    std::string executeOwn(const std::string& sql) {
        return sqlite3_exec(m_connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK
                   ? ""
                   : sqlite3_errmsg(m_connection);
    }

  private:
    enum class Execution { No, Yes };

    Refusal step(const std::string& sql, Execution execution, const Authorizer& authorizer) {
        sqlite3_stmt* statement = nullptr;
        const char* tail = nullptr;
        int code = sqlite3_prepare_v2(m_connection, sql.data(), static_cast<int>(sql.size()),
                                      &statement, &tail);
        const bool isWhole = code != SQLITE_OK || tail == sql.data() + sql.size();
        if (code == SQLITE_OK && execution == Execution::Yes && isWhole) {
            code = sqlite3_step(statement) == SQLITE_DONE ? SQLITE_OK : SQLITE_ERROR;
        }
        Refusal refusal;
        if (code != SQLITE_OK) {
            refusal.byUs = authorizer.refusal();
            refusal.bySqlite = sqlite3_errmsg(m_connection);
        } else if (!isWhole) {
            refusal.byUs = "it is more than one expression";
        }
        sqlite3_finalize(statement);
        return refusal;
    }

    sqlite3* m_connection = nullptr;
};

class ExpressionChecker {
  public:
    ExpressionChecker(const models::Scenario& scenario, const std::string& file)
        : m_scenario(scenario), m_file(file), m_names(populationNames(scenario)) {}

    models::Diagnostics check() {
        for (const models::Service& service : m_scenario.services) {
            const ServiceTables tables = makeTables(service);
            for (const models::Endpoint& endpoint : service.endpoints) {
                checkSteps(endpoint.steps, tables);
            }
        }
        for (const models::Journey& journey : m_scenario.journeys) {
            checkSteps(journey.steps, {});
        }
        for (const models::Invariant& invariant : m_scenario.invariants) {
            checkInvariant(invariant);
        }
        std::ranges::stable_sort(m_diagnostics, {}, &models::Diagnostic::place);
        return std::move(m_diagnostics);
    }

  private:
    // The tables of one service that its steps can be compiled against.
    struct ServiceTables {
        std::unique_ptr<ScratchDatabase> database;
        std::vector<const models::Table*> good;
    };

    static std::vector<std::string> populationNames(const models::Scenario& scenario) {
        std::vector<std::string> names;
        for (const models::Population& population : scenario.populations) {
            names.push_back(population.name);
        }
        return names;
    }

    void report(models::Place place, std::string message) {
        m_diagnostics.push_back({models::Severity::Error,
                                 models::DiagnosticKind::BadExpression,
                                 m_file,
                                 place,
                                 std::move(message),
                                 {}});
    }

    bool reportAll(const std::vector<SqlProblem>& problems) {
        for (const SqlProblem& problem : problems) {
            report(problem.place, problem.message);
        }
        return !problems.empty();
    }

    // Says whether there was something to report.
    bool reportRefusal(const ScratchDatabase::Refusal& refusal, models::Place place,
                       const std::string& what, const ExpressionScope& scope) {
        if (!refusal.isEmpty()) {
            report(place, what + ": " +
                              (refusal.byUs.empty() ? inPlainWords(refusal.bySqlite, scope)
                                                    : refusal.byUs));
        }
        return !refusal.isEmpty();
    }

    ServiceTables makeTables(const models::Service& service) {
        ServiceTables tables;
        if (!service.store || service.store->tables.empty()) {
            return tables;
        }
        tables.database = std::make_unique<ScratchDatabase>();
        for (const models::Table& table : service.store->tables) {
            if (makeTable(table, *tables.database)) {
                tables.good.push_back(&table);
            }
        }
        return tables;
    }

    bool makeTable(const models::Table& table, ScratchDatabase& database) {
        const StatementText text = tableStatement(table);
        if (reportAll(text.problems)) {
            return false;
        }
        const ExpressionScope scope{columnNames(table), {}};
        const std::string what = "the table " + backticked(table.name);
        if (reportRefusal(database.execute(text.sql, text.permissions), table.place, what, scope)) {
            return false;
        }
        for (const StatementText& each : defaultStatements(table)) {
            if (reportAll(each.problems) ||
                reportRefusal(database.compile(each.sql, each.permissions), table.place, what,
                              scope)) {
                return false;
            }
        }
        if (table.rows == 0) {
            return true;
        }
        // Two rows show whether defaults can be there at all and more than once.
        const std::string broken =
            database.executeOwn(defaultRowsStatement(table, std::min<std::int64_t>(table.rows, 2)));
        if (!broken.empty()) {
            report(table.place, what + " cannot have `rows` of defaults: " + broken);
        }
        return broken.empty();
    }

    void checkSteps(const models::Steps& steps, const ServiceTables& tables) {
        models::forEachStep(steps, [&](const models::Step& step) {
            if (step.when) {
                checkCondition(*step.when);
            }
            if (const auto* store = std::get_if<models::StoreStep>(&step.action)) {
                checkStoreStep(*store, tables);
            }
        });
    }

    void checkCondition(const models::Expression& condition) {
        if (!m_tableless) {
            m_tableless = std::make_unique<ScratchDatabase>();
        }
        const StatementText text = conditionStatement(condition, m_names);
        const ExpressionScope scope{{}, "`when` sees binds only, no row"};
        if (!reportAll(text.problems) && checkAlone(condition, *m_tableless, {}, scope)) {
            reportRefusal(m_tableless->compile(text.sql, text.permissions), condition.place,
                          shown(condition), scope);
        }
    }

    // As the user wrote it, so that SQLite's message speaks of what the user wrote. Says whether it
    // is good. Pieces that are no expression at all are reported with their statement.
    bool checkAlone(const models::Expression& expression, ScratchDatabase& database,
                    Permissions permissions, const ExpressionScope& scope) {
        if (!readExpression(expression.sql, m_names).problem.empty()) {
            return false;
        }
        permissions.selects = 1;
        std::string sql = "SELECT 1";
        if (permissions.access == Permissions::Access::Read) {
            sql += " FROM " + quotedName(permissions.table);
        }
        sql += " WHERE (" + expression.sql + ")";
        return !reportRefusal(database.compile(sql, permissions), expression.place,
                              shown(expression), scope);
    }

    void checkInvariant(const models::Invariant& invariant) {
        const std::string what = "the invariant " + backticked(invariant.name);
        const std::vector<std::size_t> stores =
            storesNamedIn(invariant.sql.sql, m_scenario.services);
        if (stores.size() > storesOfAnInvariantAtMost) {
            report(invariant.sql.place, what + " names " + std::to_string(stores.size()) +
                                            " services' stores, more than ten");
            return;
        }
        std::vector<const models::Service*> services;
        for (const std::size_t each : stores) {
            services.push_back(&m_scenario.services[each]);
        }
        InvariantDatabase database(services);
        for (const models::Service* each : services) {
            database.makeTables(*each);
        }
        const std::string problem = database.problemOf(invariant.sql.sql);
        if (!problem.empty()) {
            report(invariant.sql.place, what + ": " + problem + hintFor(problem));
        }
    }

    // What else the table may be called that SQLite does not find: "no such table:
    // paymnt.payments".
    std::string hintFor(const std::string& problem) const {
        constexpr std::string_view beginning = "no such table: ";
        if (!problem.starts_with(beginning)) {
            return {};
        }
        std::vector<std::string> names;
        for (const models::Service& service : m_scenario.services) {
            for (const models::Table& table :
                 service.store ? service.store->tables : std::vector<models::Table>()) {
                names.push_back(sqlName(service.name) + '.' + sqlName(table.name));
            }
        }
        const std::string nearest = nearestSqlName(problem.substr(beginning.size()), names);
        return nearest.empty() ? "; a table is written " + backticked("service.table")
                               : ": did you mean " + backticked(nearest) + "?";
    }

    void checkStoreStep(const models::StoreStep& step, const ServiceTables& tables) {
        const auto found = std::ranges::find(tables.good, step.table, &models::Table::name);
        if (found == tables.good.end()) {
            return;
        }
        const models::Table& table = **found;
        const bool hasRow = step.action != StoreAction::Insert;
        const ExpressionScope bindsOnly{
            {},
            hasRow ? "`at` sees binds only, no row" : "an `insert` sees binds only, no row yet"};
        const ExpressionScope overRow =
            hasRow ? ExpressionScope{columnNames(table), {}} : bindsOnly;
        const Permissions noTable;
        const Permissions ownTable =
            hasRow ? Permissions{sqlName(table.name), Permissions::Access::Read} : noTable;

        const StatementText text = storeStatement(step, table, m_names);
        bool isGood = !reportAll(text.problems);
        for (const models::ColumnValue& at : step.at) {
            isGood &= checkAlone(at.value, *tables.database, noTable, bindsOnly);
        }
        for (const models::ColumnValue& set : step.set) {
            isGood &= checkAlone(set.value, *tables.database, ownTable, overRow);
        }
        if (step.where) {
            isGood &= checkAlone(*step.where, *tables.database, ownTable, overRow);
        }
        if (isGood) {
            reportRefusal(tables.database->compile(text.sql, text.permissions), step.place,
                          "the step on " + backticked(table.name), overRow);
        }
    }

    const models::Scenario& m_scenario;
    const std::string& m_file;
    BindNames m_names;
    models::Diagnostics m_diagnostics;
    std::unique_ptr<ScratchDatabase> m_tableless;  // where `when` is compiled; made when needed
};

}  // namespace

models::Diagnostics checkExpressions(const models::Scenario& scenario,
                                     const std::string& fileName) {
    return ExpressionChecker(scenario, fileName).check();
}

}  // namespace sim
