// A service's store as the engine sees it: statements prepared once, rows found or changed. No Qt
// here; sqlite_store.h is the implementation. Simulated cost is the engine's affair, never the
// disk's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/snapshot.h"

struct sqlite3;

namespace sim {

// What `:viewer`, `:request`, `:round` and `:now` are for one execution.
struct Binds {
    std::span<const std::int64_t> members;  // one a population, in the scenario's order; from 1
    std::int64_t request = 0;
    std::int64_t round = 0;  // of the innermost repeat, from 1; 0 outside
    double nowSeconds = 0;
};

struct StoreResult {
    std::int64_t rows = 0;          // found by a read, changed by the others
    bool constraintBroken = false;  // the step fails with `error`
    FaultId refusedBy = noFault;    // the store is broken by this fault: it fails likewise
    std::string machineFault;       // the disk's or SQLite's own: the run stops; empty: none
};

// How far a saga has come: a row of models::sagaTable.
struct SagaProgress {
    std::int64_t saga = 0;  // among those of its service
    std::int64_t request = 0;
    std::string endpoint;
    std::int64_t part = 0;  // that began last, from 1; 0: it is over, and its row goes
    bool isUndoing = false;
    bool isNew = false;  // it has no row yet
};

// A message that is to be sent: a row of models::outboxTable.
struct OutboxRow {
    std::int64_t message = 0;  // among those of its service, from 1
    std::string topic;
    std::int64_t request = 0;
};

class Store {
  public:
    virtual ~Store() = default;
    // `statement` is the place of its step in the list that the store was opened with.
    virtual StoreResult execute(int statement, const Binds& binds) = 0;
    virtual StoreResult noteSaga(const SagaProgress& progress) = 0;
    virtual StoreResult addToOutbox(const OutboxRow& row) = 0;
    virtual StoreResult removeFromOutbox(std::int64_t message) = 0;
    // What is executed between the first and one of the others stands or falls together. Each says
    // a machine fault, or nothing.
    virtual std::string savepoint() = 0;
    virtual std::string keep() = 0;
    virtual std::string rollBack() = 0;
    // Damages what stands in the store, so that it can no longer be read; nothing is executed until
    // it is repaired, which makes it what it was.
    struct Damage {
        std::string message;       // SQLite's own, of whoever reads it now
        std::string machineFault;  // empty: none
    };
    virtual Damage corrupt() = 0;
    virtual std::string repair() = 0;  // a machine fault, or empty
    virtual std::vector<TableSnapshot> tables() = 0;
    // At most `limit` rows of a table, those changed last first. Reads only, and leaves nothing
    // open.
    virtual TableRows rows(const std::string& table, int limit) = 0;
    // At most `limit` rows of a stranger's SELECT, which may only read this store, and not for
    // long.
    virtual TableRows answer(const std::string& select, int limit) = 0;
    // Puts what it holds into a schema of another SQLite connection (a sqlite3 of this thread), in
    // place of what is there. A machine fault, or empty.
    virtual std::string copyInto(sqlite3* connection, const std::string& schema) = 0;
    // How many changes there were so far: as many as before, and nothing has changed.
    virtual std::int64_t changes() const = 0;
    // Makes what was executed durable in its file; at most once a snapshot tick.
    virtual std::string commit() = 0;  // a machine fault, or empty
};

// `when:` conditions of one process. An expression over binds, without rows.
class Conditions {
  public:
    virtual ~Conditions() = default;
    virtual bool holds(int condition, const Binds& binds) = 0;  // NULL and errors are false
};

// Opens stores and conditions; called on the thread that will use them, which is theirs for good.
class StoreMaker {
  public:
    virtual ~StoreMaker() = default;
    struct Opened {
        std::unique_ptr<Store> store;
        std::string machineFault;  // empty: none
    };
    virtual Opened open(const models::Service& service,
                        const std::vector<const models::StoreStep*>& statements) = 0;
    // A store that holds what `original` does, which must belong to the calling thread.
    virtual Opened copy(const models::Service& service,
                        const std::vector<const models::StoreStep*>& statements,
                        Store& original) = 0;
    // Statements of a store that come behind those it was opened with. A machine fault, or empty.
    virtual std::string prepareAlso(const models::Service& service,
                                    std::span<const models::StoreStep* const> statements,
                                    Store& store) = 0;
    virtual std::unique_ptr<Conditions> conditions(
        const std::vector<const models::Expression*>& expressions) = 0;
};

}  // namespace sim
