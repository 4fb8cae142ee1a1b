// A stranger's SELECT, compiled under an authorizer that lets it read and nothing else, and read
// row by row. Ended with its scope: an open one would keep a file from commits.
#pragma once

#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace sim {

class SelectQuestion {
  public:
    // `asker` names who asks, where a refusal says what it may not do: `an invariant`.
    SelectQuestion(sqlite3* connection, const std::string& sql, const std::string& asker);
    ~SelectQuestion();
    SelectQuestion(const SelectQuestion&) = delete;
    SelectQuestion& operator=(const SelectQuestion&) = delete;

    // Why it cannot be asked, or why the rows ended before their end; empty: neither.
    const std::string& problem() const { return m_problem; }
    // Whether there is another row, which the others then tell of.
    bool step();
    int columns() const;
    std::string columnName(int column) const;
    bool isNumber(int column) const;
    double number(int column) const;
    std::optional<std::string> text(int column) const;  // absent: NULL

  private:
    std::string problemOf(const char* tail, const char* end, const std::string& asker) const;

    sqlite3* m_connection;
    sqlite3_stmt* m_statement = nullptr;
    std::string m_problem;
};

}  // namespace sim
