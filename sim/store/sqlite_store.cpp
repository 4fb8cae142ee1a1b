#include "sim/store/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "models/step_rules.h"
#include "sim/store/connection.h"
#include "sim/store/outbox_table.h"
#include "sim/store/saga_table.h"
#include "sim/store/sqlite_conditions.h"
#include "sim/store/statement_text.h"
#include "sim/store/store_damage.h"
#include "sim/store/store_file.h"
#include "sim/store/table_layout.h"
#include "sim/store/table_reader.h"

namespace sim {

namespace {

class SqliteStore final : public Store {
  public:
    // An empty path is a database in memory.
    SqliteStore(std::string service, std::unique_ptr<Connection> connection,
                std::filesystem::path path)
        : m_service(std::move(service)),
          m_path(std::move(path)),
          m_connection(std::move(connection)) {}

    ~SqliteStore() override { sqlite3_update_hook(m_connection->handle(), nullptr, nullptr); }

    // A machine fault, or empty.
    std::string prepare(const models::Store& store, const std::vector<models::Table>& ownTables,
                        const std::vector<const models::StoreStep*>& steps,
                        const BindNames& names) {
        if (m_connection->run("BEGIN") != SQLITE_OK) {
            return fault(m_connection->lastMessage());
        }
        for (const auto* tables : {&store.tables, &ownTables}) {
            for (const models::Table& table : *tables) {
                const std::string problem = makeTable(table);
                if (!problem.empty()) {
                    return fault("the table " + table.name + ": " + problem);
                }
            }
        }
        m_isChanged = true;
        const std::string problem = prepareSteps(store, steps, names);
        return problem.empty() ? commit() : problem;
    }

    // The same, with the tables of another in place of new ones.
    std::string prepareFrom(SqliteStore& original, const models::Store& store,
                            const std::vector<const models::StoreStep*>& steps,
                            const BindNames& names) {
        // A change that found no row has a lock all the same.
        std::string problem = original.endTransaction();
        const bool isCorrupt = !original.m_damage.empty();
        if (problem.empty() && isCorrupt) {
            problem = original.repair();
        }
        if (problem.empty()) {
            problem = original.copyTables(m_connection->handle(), "main");
        }
        if (problem.empty() && isCorrupt) {
            problem = original.corrupt().machineFault;
            m_damage = original.m_damage;
        }
        if (!problem.empty()) {
            return problem;
        }
        m_tables = original.m_tables;
        m_layouts = original.m_layouts;
        if (m_connection->run("BEGIN") != SQLITE_OK) {
            return fault(m_connection->lastMessage());
        }
        return prepareSteps(store, steps, names);
    }

    std::string prepareAlso(const models::Store& store,
                            std::span<const models::StoreStep* const> steps,
                            const BindNames& names) {
        return prepareSteps(store, steps, names);
    }

    StoreResult execute(int statement, const Binds& binds) override {
        Statement& executed = m_statements.at(static_cast<std::size_t>(statement));
        m_writer = binds.request;
        return executed.action == models::StoreAction::Read ? read(executed, binds)
                                                            : change(executed, binds);
    }

    StoreResult noteSaga(const SagaProgress& progress) override {
        m_writer = progress.request;
        const int code = m_sagaTable.note(m_connection->handle(), progress);
        if (code != SQLITE_OK) {
            return failure(code);
        }
        m_isChanged = true;
        rowsOf(models::sagaTable) += progress.isNew ? 1 : progress.part == 0 ? -1 : 0;
        return {};
    }

    StoreResult addToOutbox(const OutboxRow& row) override {
        m_writer = row.request;
        return outboxChanged(m_outboxTable.add(m_connection->handle(), row), 1);
    }

    StoreResult removeFromOutbox(std::int64_t message) override {
        return outboxChanged(m_outboxTable.remove(m_connection->handle(), message), -1);
    }

    std::string savepoint() override {
        m_rowsBefore.clear();
        for (const TableSnapshot& table : m_tables) {
            m_rowsBefore.push_back(table.rows);
        }
        m_isInSavepoint = true;
        return ownStatement("SAVEPOINT together");
    }

    std::string keep() override {
        m_isInSavepoint = false;
        for (const TableChange& each : m_changesInSavepoint) {
            m_layouts[each.table].changed.add(each.change);
        }
        m_changesInSavepoint.clear();
        return ownStatement("RELEASE together");
    }

    std::string rollBack() override {
        m_isInSavepoint = false;
        m_changesInSavepoint.clear();
        for (std::size_t i = 0; i < m_tables.size(); ++i) {
            m_tables[i].rows = m_rowsBefore[i];
        }
        const std::string problem = ownStatement("ROLLBACK TO together");
        return problem.empty() ? ownStatement("RELEASE together") : problem;
    }

    std::vector<TableSnapshot> tables() override { return m_tables; }

    TableRows rows(const std::string& table, int limit) override {
        TableRows found;
        const auto place = std::ranges::find(m_tables, table, &TableSnapshot::name);
        if (!m_damage.empty()) {
            found.problem = isCorrupt();
        } else if (place == m_tables.end()) {
            found.problem = m_service + " has no such table";
        } else {
            const auto number = static_cast<std::size_t>(place - m_tables.begin());
            found = readTable(*m_connection, m_layouts[number], limit);
            found.hasMore = place->rows > std::ssize(found.rows);
        }
        return found;
    }

    TableRows answer(const std::string& select, int limit) override {
        if (m_damage.empty()) {
            return readSelect(*m_connection, select, limit);
        }
        TableRows none;
        none.problem = isCorrupt();
        return none;
    }

    std::string copyInto(sqlite3* connection, const std::string& schema) override {
        const std::string problem = endTransaction();
        return problem.empty() ? copyTables(connection, schema) : problem;
    }

    std::int64_t changes() const override {
        return sqlite3_total_changes64(m_connection->handle());
    }

    std::string commit() override {
        if (!m_damage.empty()) {
            return damageFile();
        }
        return m_isChanged ? endTransaction() : std::string();
    }

    // The rows stay where this connection finds them again; what others find is damaged.
    Damage corrupt() override {
        const std::string problem = endTransaction();
        m_damage = messageOfDamage(m_connection->handle());
        return {m_damage, problem.empty() ? damageFile() : problem};
    }

    std::string repair() override {
        m_damage.clear();
        const std::string problem = m_damagedFile.isDamaged() ? m_damagedFile.repair() : "";
        return problem.empty() ? problem : fault(problem);
    }

  private:
    std::string isCorrupt() const {
        return "the store of " + m_service + " is corrupt: " + m_damage;
    }

    std::int64_t& rowsOf(std::string_view table) {
        return std::ranges::find(m_tables, table, &TableSnapshot::name)->rows;
    }

    StoreResult outboxChanged(int code, std::int64_t rows) {
        if (code != SQLITE_OK) {
            return failure(code);
        }
        m_isChanged = true;
        rowsOf(models::outboxTable) += rows;
        StoreResult result;
        result.rows = 1;
        return result;
    }

    std::string ownStatement(const std::string& sql) {
        return m_connection->run(sql) == SQLITE_OK ? std::string()
                                                   : fault(m_connection->lastMessage());
    }

    // Where somebody looked into the file as it was to be committed, the next tick does both.
    std::string damageFile() {
        if (m_path.empty() || m_damagedFile.isDamaged()) {
            return {};
        }
        std::string problem = endTransaction();
        if (problem.empty() &&
            sqlite3_txn_state(m_connection->handle(), "main") == SQLITE_TXN_NONE) {
            problem = m_damagedFile.damage(m_path);
            return problem.empty() ? problem : fault(problem);
        }
        return problem;
    }

    std::string endTransaction() {
        const int committed = m_connection->run("COMMIT");
        if ((committed & 0xff) == SQLITE_BUSY) {
            return {};  // Somebody is looking into the file: the next tick commits both.
        }
        if (committed != SQLITE_OK || m_connection->run("BEGIN") != SQLITE_OK) {
            return fault(m_connection->lastMessage());
        }
        m_isChanged = false;
        return {};
    }

    struct Statement {
        models::StoreAction action;
        std::size_t table;
        PreparedStatement prepared;
    };

    std::string prepareSteps(const models::Store& store,
                             std::span<const models::StoreStep* const> steps,
                             const BindNames& names) {
        for (const models::StoreStep* step : steps) {
            const std::string problem = prepareStep(*step, store, names);
            if (!problem.empty()) {
                return fault("the step on " + step->table + ": " + problem);
            }
        }
        // From here on: the rows of defaults are nobody's change.
        sqlite3_update_hook(m_connection->handle(), &SqliteStore::rowChanged, this);
        return {};
    }

    // SQLite copies what is committed.
    std::string copyTables(sqlite3* target, const std::string& schema) const {
        sqlite3_backup* backup =
            sqlite3_backup_init(target, schema.c_str(), m_connection->handle(), "main");
        if (backup == nullptr) {
            return fault(sqlite3_errmsg(target));
        }
        sqlite3_backup_step(backup, -1);
        const int code = sqlite3_backup_finish(backup);
        return code == SQLITE_OK ? std::string() : fault(sqlite3_errstr(code));
    }

    static void rowChanged(void* self, int action, const char*, const char* table,
                           sqlite3_int64 row) {
        auto& store = *static_cast<SqliteStore*>(self);
        const auto place =
            std::ranges::find(store.m_tables, std::string_view(table), &TableSnapshot::name);
        if (action == SQLITE_DELETE || place == store.m_tables.end()) {
            return;
        }
        const auto number = static_cast<std::size_t>(place - store.m_tables.begin());
        if (store.m_isInSavepoint) {
            store.m_changesInSavepoint.push_back({number, {row, store.m_writer}});
        } else {
            store.m_layouts[number].changed.add({row, store.m_writer});
        }
    }

    std::string makeTable(const models::Table& table) {
        const StatementText create = tableStatement(table);
        if (!create.problems.empty()) {
            return create.problems.front().message;
        }
        {
            const Authorizer authorizer(m_connection->handle(), create.permissions);
            if (m_connection->run(create.sql) != SQLITE_OK) {
                return authorizer.refusal().empty() ? m_connection->lastMessage()
                                                    : authorizer.refusal();
            }
        }
        for (StatementText& text : defaultStatements(table)) {
            const PreparedStatement defaults(*m_connection, std::move(text));
            if (!defaults.problem().empty()) {
                return defaults.problem();
            }
        }
        if (table.rows > 0 &&
            m_connection->run(defaultRowsStatement(table, table.rows)) != SQLITE_OK) {
            return m_connection->lastMessage();
        }
        m_tables.push_back({table.name, table.rows});
        m_layouts.push_back(layoutOf(table));
        return {};
    }

    std::string prepareStep(const models::StoreStep& step, const models::Store& store,
                            const BindNames& names) {
        const auto table = std::ranges::find(store.tables, step.table, &models::Table::name);
        if (table == store.tables.end()) {
            return m_service + " has no such table";
        }
        PreparedStatement prepared(*m_connection, storeStatement(step, *table, names));
        std::string problem = prepared.problem();
        m_statements.push_back({step.action, static_cast<std::size_t>(table - store.tables.begin()),
                                std::move(prepared)});
        return problem;
    }

    StoreResult read(Statement& statement, const Binds& binds) {
        StoreResult result;
        m_connection->readLimit().beginRead();
        const int code = statement.prepared.execute(binds);
        m_connection->readLimit().endRead();
        if (code != SQLITE_OK) {
            return failure(code);
        }
        result.rows = statement.prepared.takeInteger();
        return result;
    }

    StoreResult change(Statement& statement, const Binds& binds) {
        StoreResult result;
        const int code = statement.prepared.execute(binds);
        if (code != SQLITE_OK) {
            return failure(code);
        }
        result.rows = statement.prepared.rowsChanged();
        m_isChanged = m_isChanged || result.rows > 0;
        if (statement.action == models::StoreAction::Insert) {
            m_tables[statement.table].rows += result.rows;
        } else if (statement.action == models::StoreAction::Delete) {
            m_tables[statement.table].rows -= result.rows;
        }
        return result;
    }

    StoreResult failure(int code) const {
        StoreResult result;
        if (failureKind(code) == FailureKind::Step) {
            result.constraintBroken = true;
        } else {
            result.machineFault = fault(sqlite3_errstr(code));
        }
        return result;
    }

    std::string fault(const std::string& reason) const {
        return "the store of " + m_service + ": " + reason;
    }

    std::string m_service;
    std::filesystem::path m_path;  // empty: in memory
    std::string m_damage;          // what SQLite says of it; empty: it is whole
    DamagedFile m_damagedFile;
    std::unique_ptr<Connection> m_connection;  // before the statements, which end first
    std::vector<Statement> m_statements;
    SagaTable m_sagaTable;
    OutboxTable m_outboxTable;
    std::vector<TableSnapshot> m_tables;
    std::vector<TableLayout> m_layouts;  // as m_tables
    bool m_isChanged = false;

    // Since a savepoint: what a roll-back takes back, and what is shown only if it is kept.
    struct TableChange {
        std::size_t table = 0;
        ChangedRow change;
    };
    bool m_isInSavepoint = false;
    std::vector<std::int64_t> m_rowsBefore;  // as m_tables
    std::vector<TableChange> m_changesInSavepoint;
    std::int64_t m_writer = 0;  // the request whose statement is executed
};

}  // namespace

SqliteStoreMaker::SqliteStoreMaker(const std::vector<std::string>& populations, StoreKind kind,
                                   std::filesystem::path folder)
    : m_names(populations), m_kind(kind), m_folder(std::move(folder)) {}

template <typename Prepare>
StoreMaker::Opened SqliteStoreMaker::prepared(const models::Service& service,
                                              const Prepare& prepare) const {
    const std::string whose = "the store of " + service.name + ": ";
    std::string path;
    if (m_kind == StoreKind::File) {
        if (!isFileName(service.name)) {
            return {nullptr, whose + "the service's name is no file name"};
        }
        const std::filesystem::path file = storeFile(m_folder, service.name);
        const std::string problem = makeRoom(m_folder, file);
        if (!problem.empty()) {
            return {nullptr, whose + problem};
        }
        path = file.string();
    }
    auto connection = std::make_unique<Connection>(path);
    if (!connection->fault().empty()) {
        return {nullptr, whose + (path.empty() ? "" : path + ": ") + connection->fault()};
    }
    auto store = std::make_unique<SqliteStore>(service.name, std::move(connection), path);
    const std::string problem = prepare(*store);
    if (!problem.empty()) {
        return {nullptr, problem};
    }
    return {std::move(store), {}};
}

StoreMaker::Opened SqliteStoreMaker::open(const models::Service& service,
                                          const std::vector<const models::StoreStep*>& statements) {
    std::vector<models::Table> ownTables;
    if (models::hasSaga(service)) {
        ownTables.push_back(sagaProgressTable());
    }
    if (models::hasOutbox(service)) {
        ownTables.push_back(outboxTable());
    }
    return prepared(service, [&](SqliteStore& store) {
        return store.prepare(service.store.value_or(models::Store{}), ownTables, statements,
                             m_names);
    });
}

StoreMaker::Opened SqliteStoreMaker::copy(const models::Service& service,
                                          const std::vector<const models::StoreStep*>& statements,
                                          Store& original) {
    return prepared(service, [&](SqliteStore& store) {
        return store.prepareFrom(dynamic_cast<SqliteStore&>(original),
                                 service.store.value_or(models::Store{}), statements, m_names);
    });
}

std::string SqliteStoreMaker::prepareAlso(const models::Service& service,
                                          std::span<const models::StoreStep* const> statements,
                                          Store& store) {
    return dynamic_cast<SqliteStore&>(store).prepareAlso(service.store.value_or(models::Store{}),
                                                         statements, m_names);
}

std::unique_ptr<Conditions> SqliteStoreMaker::conditions(
    const std::vector<const models::Expression*>& expressions) {
    return sqliteConditions(expressions, m_names);
}

}  // namespace sim
