#include "sim/store/sqlite_settings.h"

#include <sqlite3.h>

namespace sim {

namespace {

// A read of 100,000 rows takes about a million instructions, 500 such periods a second or less.
constexpr int instructionsPerPeriod = 100'000;

}  // namespace

void harden(sqlite3* connection) {
    for (const int off :
         {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_TRUSTED_SCHEMA,
          SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW,
          SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_WRITABLE_SCHEMA}) {
        sqlite3_db_config(connection, off, 0, nullptr);
    }
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);

    struct Limit {
        int id;
        int value;
    };
    for (const Limit& limit : {
             Limit{SQLITE_LIMIT_LENGTH, 1'000'000},
             Limit{SQLITE_LIMIT_SQL_LENGTH, 1'000'000},
             Limit{SQLITE_LIMIT_COLUMN, 500},
             Limit{SQLITE_LIMIT_EXPR_DEPTH, 200},
             Limit{SQLITE_LIMIT_COMPOUND_SELECT, 2},
             Limit{SQLITE_LIMIT_VDBE_OP, 200'000},
             Limit{SQLITE_LIMIT_FUNCTION_ARG, 100},
             Limit{SQLITE_LIMIT_ATTACHED, 1},  // VACUUM INTO attaches its target.
             Limit{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 500},
             Limit{SQLITE_LIMIT_VARIABLE_NUMBER, 10'000},
             Limit{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
             Limit{SQLITE_LIMIT_WORKER_THREADS, 0},
         }) {
        sqlite3_limit(connection, limit.id, limit.value);
    }
}

FailureKind failureKind(int resultCode) {
    switch (resultCode & 0xff) {
        case SQLITE_ERROR:  // integer overflow, malformed JSON, a pattern too complex
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_INTERRUPT:
            return FailureKind::Step;
        default:
            return FailureKind::Machine;
    }
}

void ReadLimit::guard(sqlite3* connection) {
    sqlite3_progress_handler(connection, instructionsPerPeriod, &ReadLimit::onPeriod, this);
}

int ReadLimit::onPeriod(void* self) {
    auto& limit = *static_cast<ReadLimit*>(self);
    return limit.m_periodsLeft != unlimited && --limit.m_periodsLeft <= 0 ? 1 : 0;
}

}  // namespace sim
