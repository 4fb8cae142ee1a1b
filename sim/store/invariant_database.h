// Where invariants are asked: a connection of its own, into which the stores that they name are
// copied, each as a schema of its service's name. A stranger's SELECT can only read there, and only
// for so long, by SQLite's count of its instructions.
// Source: language.md, "Expectations, invariants, variants".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.h"
#include "sim/store/sqlite_settings.h"
#include "sim/store/store.h"

struct sqlite3;

namespace sim {

inline constexpr std::size_t storesOfAnInvariantAtMost = 10;

// The services with a store that the SELECT names as `service.table`, by their places among all.
std::vector<std::size_t> storesNamedIn(std::string_view sql,
                                       const std::vector<models::Service>& services);

class InvariantDatabase {
  public:
    // An empty schema for each of these services.
    explicit InvariantDatabase(const std::vector<const models::Service*>& services);
    ~InvariantDatabase();
    InvariantDatabase(const InvariantDatabase&) = delete;
    InvariantDatabase& operator=(const InvariantDatabase&) = delete;

    const std::string& fault() const { return m_fault; }  // why it could not be made; empty: it was

    // Empty tables as the scenario says, for compiling against.
    void makeTables(const models::Service& service);
    // The rows of one store, in place of what was there. A machine fault, or empty.
    std::string copyFrom(Store& store, const models::Service& service);

    // Why the SELECT cannot be asked; empty: it can.
    std::string problemOf(const std::string& sql);

    struct Answer {
        std::optional<double> value;  // of the first column of the first row
        std::string rows;             // the first few, where there is more than one value
        std::string problem;          // why there is none; empty: there is
    };
    Answer ask(const std::string& sql);

  private:
    void run(const std::string& sql);

    sqlite3* m_connection = nullptr;
    std::string m_fault;
    ReadLimit m_readLimit;
};

}  // namespace sim
