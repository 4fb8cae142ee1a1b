// Stores that are SQLite databases, in memory or one file a service. The same code either way, and
// nothing of the disk's time reaches the simulation.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/run_options.h"
#include "sim/store/sql_names.h"
#include "sim/store/store.h"
#include "sim/store/store_file.h"

namespace sim {

// Thread-safe: each thread opens stores and conditions of its own. Wants a QCoreApplication, which
// finds Qt's SQLite driver. A scenario is checked first (expression_check.h): what SQLite still
// refuses then is a machine fault.
class SqliteStoreMaker final : public StoreMaker {
  public:
    // `populations` are the names of the scenario's, in its order: that of Binds::members.
    // A file that is there already is replaced; the folder is made.
    SqliteStoreMaker(const std::vector<std::string>& populations, StoreKind kind,
                     std::filesystem::path folder);

    Opened open(const models::Service& service,
                const std::vector<const models::StoreStep*>& statements) override;
    Opened copy(const models::Service& service,
                const std::vector<const models::StoreStep*>& statements, Store& original) override;
    std::string prepareAlso(const models::Service& service,
                            std::span<const models::StoreStep* const> statements,
                            Store& store) override;
    std::unique_ptr<Conditions> conditions(
        const std::vector<const models::Expression*>& expressions) override;

  private:
    // A new store of the service, as `prepare` makes it ready; that says what is wrong, or nothing.
    template <typename Prepare>
    Opened prepared(const models::Service& service, const Prepare& prepare) const;

    BindNames m_names;
    StoreKind m_kind;
    std::filesystem::path m_folder;
};

}  // namespace sim
