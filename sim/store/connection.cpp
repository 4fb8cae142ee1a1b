#include "sim/store/connection.h"

#include <sqlite3.h>

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlResult>
#include <QVariant>
#include <atomic>
#include <utility>

namespace sim {

namespace {

// Somebody may be looking into a store's file: its commit waits for them these milliseconds, less
// than anybody at the window notices.
constexpr const char* connectOptions = "QSQLITE_BUSY_TIMEOUT=20";

QString nextName() {
    static std::atomic<std::uint64_t> count{0};
    return QStringLiteral("watertight store %1").arg(++count);
}

QString qtText(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QSqlDatabase database(const std::string& name) {
    return QSqlDatabase::database(qtText(name), false);
}

// Binding leaves a place as it was where it cannot be bound, which a prepared statement's can.
void bind(sqlite3_stmt* statement, int place, const BindSource& source, const Binds& binds) {
    switch (source.kind) {
        case BindSource::Kind::Member:
            if (source.population < binds.members.size()) {
                sqlite3_bind_int64(statement, place, binds.members[source.population]);
            } else {
                sqlite3_bind_null(statement, place);
            }
            return;
        case BindSource::Kind::Request:
            sqlite3_bind_int64(statement, place, static_cast<sqlite3_int64>(binds.request));
            return;
        case BindSource::Kind::Round:
            sqlite3_bind_int64(statement, place, static_cast<sqlite3_int64>(binds.round));
            return;
        case BindSource::Kind::Now:
            sqlite3_bind_double(statement, place, binds.nowSeconds);
            return;
    }
}

// What Qt prepared, for SQLite's own functions: a run executes it millions of times, and Qt names
// each place of it anew each time.
sqlite3_stmt* handleOf(const QSqlQuery& query) {
    const QVariant handle = query.result()->handle();
    return handle.isValid() && qstrcmp(handle.typeName(), "sqlite3_stmt*") == 0
               ? *static_cast<sqlite3_stmt* const*>(handle.data())
               : nullptr;
}

}  // namespace

Connection::Connection(const std::string& path, Loses loses) : m_name(nextName().toStdString()) {
    open(path, loses);
}

Connection::~Connection() {
    {
        QSqlDatabase opened = database(m_name);
        opened.close();
    }
    QSqlDatabase::removeDatabase(qtText(m_name));
}

void Connection::open(const std::string& path, Loses loses) {
    QSqlDatabase opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), qtText(m_name));
    if (!opened.isValid()) {
        m_fault = "Qt's SQLite driver is not installed (Debian: libqt6sql6-sqlite)";
        return;
    }
    opened.setDatabaseName(path.empty() ? QStringLiteral(":memory:") : qtText(path));
    opened.setConnectOptions(QLatin1String(connectOptions));
    if (!opened.open()) {
        m_fault = opened.lastError().databaseText().toStdString();
        return;
    }
    if (!takeHandle()) {
        return;
    }
    // What a crash would lose is mostly computed again; then nothing is paid for durability.
    const bool isSafe = loses == Loses::NotACommit;
    for (const char* pragma :
         {isSafe ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = MEMORY",
          isSafe ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = OFF",
          "PRAGMA temp_store = MEMORY", "PRAGMA secure_delete = OFF", "PRAGMA foreign_keys = OFF",
          "PRAGMA cache_size = -8000"}) {
        if (run(pragma) != SQLITE_OK) {
            m_fault = lastMessage();
            return;
        }
    }
    harden(m_handle);
    m_readLimit.guard(m_handle);
}

// The driver's own handle is of use only where Qt and we were linked with the same SQLite.
bool Connection::takeHandle() {
    const QVariant handle = database(m_name).driver()->handle();
    QSqlQuery query(database(m_name));
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0 ||
        !query.exec(QStringLiteral("SELECT sqlite_source_id()")) || !query.next() ||
        query.value(0).toString() != QLatin1String(sqlite3_sourceid())) {
        m_fault = "Qt's SQLite driver brings an SQLite of its own; the system's is needed";
        return false;
    }
    m_handle = *static_cast<sqlite3* const*>(handle.data());
    return true;
}

int Connection::run(const std::string& sql) {
    return sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK
               ? SQLITE_OK
               : sqlite3_extended_errcode(m_handle);
}

std::string Connection::lastMessage() const {
    return m_handle == nullptr ? m_fault : sqlite3_errmsg(m_handle);
}

PreparedStatement::PreparedStatement(Connection& connection, StatementText statement)
    : m_query(std::make_unique<QSqlQuery>(database(connection.name()))),
      m_binds(std::move(statement.binds)),
      m_handle(connection.handle()) {
    if (!statement.problems.empty()) {
        m_problem = statement.problems.front().message;
        return;
    }
    const Authorizer authorizer(m_handle, std::move(statement.permissions));
    m_query->setForwardOnly(true);
    if (!m_query->prepare(qtText(statement.sql))) {
        m_problem = authorizer.refusal().empty() ? sqlite3_errmsg(m_handle) : authorizer.refusal();
        return;
    }
    m_statement = handleOf(*m_query);
    if (m_statement == nullptr) {
        m_problem = "Qt's SQLite driver does not give its statements";
    }
}

PreparedStatement::~PreparedStatement() = default;
PreparedStatement::PreparedStatement(PreparedStatement&&) noexcept = default;

int PreparedStatement::execute(const Binds& binds) {
    sqlite3_reset(m_statement);
    for (std::size_t i = 0; i < m_binds.size(); ++i) {
        bind(m_statement, static_cast<int>(i) + 1, m_binds[i], binds);
    }
    m_hasRow = sqlite3_step(m_statement) == SQLITE_ROW;
    return m_hasRow ? SQLITE_OK : sqlite3_reset(m_statement);
}

std::int64_t PreparedStatement::rowsChanged() const {
    return sqlite3_changes64(m_handle);
}

std::int64_t PreparedStatement::takeInteger() {
    const std::int64_t value = m_hasRow ? sqlite3_column_int64(m_statement, 0) : 0;
    m_hasRow = false;
    sqlite3_reset(m_statement);
    return value;
}

}  // namespace sim
