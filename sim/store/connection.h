// One SQLite database reached through Qt SQL, and the statements prepared on it. Everything here
// belongs to the thread that made it, and statements end before their connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/store/sql_names.h"
#include "sim/store/sqlite_settings.h"
#include "sim/store/statement_text.h"
#include "sim/store/store.h"

class QSqlQuery;
struct sqlite3;
struct sqlite3_stmt;

namespace sim {

// What is lost where the program, or the machine, dies in the midst of a commit.
enum class Loses {
    Anything,    // the database is worthless then: what it held is computed again
    NotACommit,  // all that was committed is there
};

class Connection {
  public:
    // An empty path is a database in memory. Check fault() before anything else.
    explicit Connection(const std::string& path, Loses loses = Loses::Anything);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    const std::string& fault() const { return m_fault; }  // a sentence without its full stop

    // SQLite's result code; 0 where all went well.
    int run(const std::string& sql);
    std::string lastMessage() const;

    sqlite3* handle() const { return m_handle; }
    const std::string& name() const { return m_name; }
    ReadLimit& readLimit() { return m_readLimit; }

  private:
    void open(const std::string& path, Loses loses);
    bool takeHandle();

    std::string m_name;  // among Qt's connections
    std::string m_fault;
    sqlite3* m_handle = nullptr;
    ReadLimit m_readLimit;
};

// Prepared once, under the authorizer; executed often.
class PreparedStatement {
  public:
    PreparedStatement(Connection& connection, StatementText text);
    ~PreparedStatement();
    PreparedStatement(PreparedStatement&&) noexcept;

    const std::string& problem() const { return m_problem; }  // why it cannot be executed

    // SQLite's result code; 0 where all went well.
    int execute(const Binds& binds);
    std::int64_t rowsChanged() const;
    std::int64_t takeInteger();  // of the only row of a SELECT, which is then done with

  private:
    std::unique_ptr<QSqlQuery> m_query;
    std::vector<BindSource> m_binds;
    sqlite3* m_handle = nullptr;
    sqlite3_stmt* m_statement = nullptr;  // the query's, which ends it
    bool m_hasRow = false;                // that nobody has taken
    std::string m_problem;
};

}  // namespace sim
