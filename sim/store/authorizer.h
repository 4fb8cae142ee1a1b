// Judges, while SQLite compiles a statement with a stranger's pieces in it, what these would do.
// Only pure functions of the row and the binds may be called, and only the step's own table is
// reached.
#pragma once

#include <string>
#include <vector>

struct sqlite3;

namespace sim {

struct Permissions {
    enum class Access { None, Read, Write, Create };

    std::string table;  // the only one, as SQL names it
    Access access = Access::None;
    int selects = 0;          // SELECTs of the statement itself; one more is a subquery
    bool countsRows = false;  // the statement itself calls count()
};

// Stands guard from construction to destruction. Borrows the connection.
class Authorizer {
  public:
    Authorizer(sqlite3* connection, Permissions permissions);
    ~Authorizer();
    Authorizer(const Authorizer&) = delete;
    Authorizer& operator=(const Authorizer&) = delete;

    // Why the statement was refused, without a full stop; empty: it was not.
    const std::string& refusal() const { return m_refusal; }

  private:
    static int judge(void* self, int action, const char* first, const char* second, const char*,
                     const char*);
    std::string refusalOf(int action, const std::string& first, const std::string& second);
    std::string refusalOfCreation(const std::string& table) const;
    std::string refusalOfTable(const std::string& table, bool isChanged) const;

    sqlite3* m_connection;
    Permissions m_permissions;
    std::string m_refusal;
};

// Why an expression may not call this function; empty: it may.
std::string refusalOfFunction(const std::string& name);

// The functions that it may call.
const std::vector<std::string>& allowedFunctions();

}  // namespace sim
