#include "sim/store/sqlite_conditions.h"

#include <sqlite3.h>

#include <utility>

#include "sim/store/connection.h"
#include "sim/store/statement_text.h"

namespace sim {

namespace {

class SqliteConditions final : public Conditions {
  public:
    SqliteConditions(std::shared_ptr<Connection> connection,
                     const std::vector<const models::Expression*>& expressions,
                     const BindNames& names)
        : m_connection(std::move(connection)) {
        m_conditions.reserve(expressions.size());
        for (const models::Expression* expression : expressions) {
            m_conditions.emplace_back(*m_connection, conditionStatement(*expression, names));
        }
    }

    bool holds(int condition, const Binds& binds) override {
        PreparedStatement& prepared = m_conditions.at(static_cast<std::size_t>(condition));
        return prepared.problem().empty() && prepared.execute(binds) == SQLITE_OK &&
               prepared.takeInteger() != 0;
    }

  private:
    std::shared_ptr<Connection> m_connection;  // with the thread's other conditions
    std::vector<PreparedStatement> m_conditions;
};

// One for all conditions of a thread: thousands of services may have some, and each connection
// costs a millisecond and a quarter of a megabyte.
std::shared_ptr<Connection> connectionForConditions() {
    thread_local std::weak_ptr<Connection> shared;
    std::shared_ptr<Connection> connection = shared.lock();
    if (!connection) {
        connection = std::make_shared<Connection>("");
        shared = connection;
    }
    return connection;
}

}  // namespace

std::unique_ptr<Conditions> sqliteConditions(
    const std::vector<const models::Expression*>& expressions, const BindNames& names) {
    return std::make_unique<SqliteConditions>(connectionForConditions(), expressions, names);
}

}  // namespace sim
