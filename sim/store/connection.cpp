#include "sim/store/connection.h"

#include <sqlite3.h>

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
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

QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QSqlDatabase database(const std::string& name) {
    return QSqlDatabase::database(text(name), false);
}

QVariant valueOf(const BindSource& source, const Binds& binds) {
    switch (source.kind) {
        case BindSource::Kind::Member:
            return source.population < binds.members.size()
                       ? QVariant(static_cast<qlonglong>(binds.members[source.population]))
                       : QVariant(QMetaType::fromType<qlonglong>());
        case BindSource::Kind::Request:
            return static_cast<qlonglong>(binds.request);
        case BindSource::Kind::Round:
            return static_cast<qlonglong>(binds.round);
        case BindSource::Kind::Now:
            return binds.nowSeconds;
    }
    return {};
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
    QSqlDatabase::removeDatabase(text(m_name));
}

void Connection::open(const std::string& path, Loses loses) {
    QSqlDatabase opened = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), text(m_name));
    if (!opened.isValid()) {
        m_fault = "Qt's SQLite driver is not installed (Debian: libqt6sql6-sqlite)";
        return;
    }
    opened.setDatabaseName(path.empty() ? QStringLiteral(":memory:") : text(path));
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
    QSqlQuery query(database(m_name));
    return query.exec(text(sql)) ? SQLITE_OK : sqlite3_extended_errcode(m_handle);
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
    if (!m_query->prepare(text(statement.sql))) {
        m_problem = authorizer.refusal().empty() ? sqlite3_errmsg(m_handle) : authorizer.refusal();
    }
}

PreparedStatement::~PreparedStatement() = default;
PreparedStatement::PreparedStatement(PreparedStatement&&) noexcept = default;

int PreparedStatement::execute(const Binds& binds) {
    for (std::size_t i = 0; i < m_binds.size(); ++i) {
        m_query->bindValue(static_cast<int>(i), valueOf(m_binds[i], binds));
    }
    if (m_query->exec()) {
        return SQLITE_OK;
    }
    const int code = m_query->lastError().nativeErrorCode().toInt();
    return code == SQLITE_OK ? SQLITE_INTERNAL : code;
}

std::int64_t PreparedStatement::rowsChanged() const {
    return sqlite3_changes64(m_handle);
}

std::int64_t PreparedStatement::takeInteger() {
    const std::int64_t value = m_query->next() ? m_query->value(0).toLongLong() : 0;
    m_query->finish();
    return value;
}

}  // namespace sim
