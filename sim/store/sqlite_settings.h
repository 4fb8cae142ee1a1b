// How every SQLite connection of ours is set before a stranger's SQL comes near it.
#pragma once

#include <string>

struct sqlite3;

namespace sim {

// Quoted text is never a name and names never text, the schema is trusted with nothing, and sizes
// are bounded, so that an expression cannot take the machine's memory.
void harden(sqlite3* connection);

enum class FailureKind {
    Step,     // the statement's own: a constraint, an overflow, too much work
    Machine,  // the disk's, the file's or SQLite's
};
FailureKind failureKind(int resultCode);

// Ends a read that works longer than any honest one, by SQLite's own count of its instructions and
// not by the clock, so that it ends at the same place again. Only reads can: another statement
// touches one row, and interrupting it would undo the transaction around it.
class ReadLimit {
  public:
    void guard(sqlite3* connection);  // borrowed; must not move or end before the connection
    // Of somebody who looks while a run waits for it: a tenth of a second or less.
    static constexpr int periodsOfALook = 50;
    void beginRead(int periods = periodsMax) { m_periodsLeft = periods; }
    void endRead() { m_periodsLeft = unlimited; }

  private:
    static constexpr int periodsMax = 500;
    static constexpr int unlimited = -1;
    static int onPeriod(void* self);

    int m_periodsLeft = unlimited;
};

}  // namespace sim
