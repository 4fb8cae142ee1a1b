// A statement on one of the tables that a store keeps for itself: prepared when it is needed, ended
// with its owner.
#pragma once

#include <sqlite3.h>

#include <string>

namespace sim {

class OwnStatement {
  public:
    OwnStatement() = default;
    ~OwnStatement() { sqlite3_finalize(m_statement); }
    OwnStatement(const OwnStatement&) = delete;
    OwnStatement& operator=(const OwnStatement&) = delete;

    // SQLite's result codes; 0 where all went well.
    int prepare(sqlite3* connection, const std::string& text) {
        return m_statement != nullptr
                   ? SQLITE_OK
                   : sqlite3_prepare_v2(connection, text.c_str(), -1, &m_statement, nullptr);
    }
    int execute() {
        sqlite3_step(m_statement);
        return sqlite3_reset(m_statement);
    }

    void bind(int place, std::int64_t value) { sqlite3_bind_int64(m_statement, place, value); }
    void bind(int place, const std::string& value) {
        sqlite3_bind_text(m_statement, place, value.c_str(), -1, SQLITE_TRANSIENT);
    }

  private:
    sqlite3_stmt* m_statement = nullptr;
};

}  // namespace sim
