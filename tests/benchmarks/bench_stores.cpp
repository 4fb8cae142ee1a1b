// Goal: a scenario whose requests take three key steps each (read, update, insert by key) carries
// out at least half as many requests a second as the same three statements do by themselves,
// prepared once, in a loop over Qt SQL; as a ratio, both in one process and one after the other.
// Both stores in memory, then both in a file; the loop commits every thousand requests, which is
// seldomer than the run does. Not measured: reading the scenario, building the run, filling tables.
// Run: ./dev bench --benchmark_filter=Stores
#include <benchmark/benchmark.h>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "sim/simulation.h"
#include "tests/benchmarks/bench_support.h"

namespace {

using bench::Clock;
using bench::secondsSince;

constexpr int members = 10'000;

models::Scenario threeKeySteps() {
    const std::string size = std::to_string(members);
    const std::string text = R"(watertight: 1
name: three key steps
run: { duration: 1 h }
network: { latency: 0.25 ms }
populations: { customer: { size: )" +
                             size + R"( } }
services:
  bank:
    store:
      read: 0.1 ms
      write: 0.2 ms
      tables:
        accounts: { key: customer, rows: )" +
                             size +
                             R"(, columns: { balance: integer default 100 } }
        bookings: { key: request, columns: { payer: integer not null } }
    endpoints:
      pay:
        - { read: accounts }
        - { update: accounts, set: { balance: balance - 1 } }
        - { insert: bookings, set: { payer: ":customer" } }
journeys:
  customers: { arrivals: poisson(1000/s), steps: [ { call: bank.pay } ] }
)";
    return bench::scenarioFrom(text, "three-key-steps.yaml");
}

struct Done {
    std::int64_t requests = 0;
    double seconds = 0;
    double perSecond() const { return static_cast<double>(requests) / seconds; }
};

Done byTheProduct(const models::Scenario& scenario, models::Duration span,
                  const sim::RunOptions& options) {
    sim::Simulation product(scenario, options);
    const Clock::time_point began = Clock::now();
    product.advanceTo(models::runStart + span);
    Done done{0, secondsSince(began)};
    done.requests = product.report().journeys.front().counts.ok;
    return done;
}

// As many requests, by the statements alone. `path`: ":memory:" or a file that is not there yet.
Done byStatementsAlone(std::int64_t requests, const QString& path) {
    constexpr std::int64_t requestsPerCommit = 1000;
    QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", "alone");
    database.setDatabaseName(path);
    Done done{requests, 0};
    if (!database.open()) {
        return done;
    }
    QSqlQuery setup(database);
    setup.exec("PRAGMA journal_mode = WAL");
    setup.exec("PRAGMA synchronous = OFF");
    setup.exec("CREATE TABLE accounts (customer INTEGER PRIMARY KEY, balance INTEGER DEFAULT 100)");
    setup.exec("CREATE TABLE bookings (request INTEGER PRIMARY KEY, payer INTEGER NOT NULL)");
    database.transaction();
    QSqlQuery fill(database);
    fill.prepare("INSERT INTO accounts (customer) VALUES (?)");
    for (int member = 0; member < members; ++member) {
        fill.bindValue(0, member);
        fill.exec();
    }
    database.commit();

    QSqlQuery read(database), update(database), insert(database);
    read.prepare("SELECT balance FROM accounts WHERE customer = ?");
    update.prepare("UPDATE accounts SET balance = balance - 1 WHERE customer = ?");
    insert.prepare("INSERT INTO bookings (request, payer) VALUES (?, ?)");
    std::mt19937_64 random(42);
    std::int64_t balances = 0;
    const Clock::time_point began = Clock::now();
    database.transaction();
    for (std::int64_t request = 1; request <= requests; ++request) {
        const auto customer = static_cast<int>(random() % members);
        read.bindValue(0, customer);
        read.exec();
        balances += read.next() ? read.value(0).toInt() : 0;
        read.finish();
        update.bindValue(0, customer);
        update.exec();
        insert.bindValue(0, QVariant::fromValue<qlonglong>(request));
        insert.bindValue(1, customer);
        insert.exec();
        if (request % requestsPerCommit == 0) {
            database.commit();
            database.transaction();
        }
    }
    database.commit();
    done.seconds = secondsSince(began);
    benchmark::DoNotOptimize(balances);
    return done;
}

void stores(benchmark::State& state) {
    const bool inFiles = state.range(0) != 0;
    const auto span = models::Duration(std::chrono::seconds(state.range(1)));
    const models::Scenario scenario = threeKeySteps();
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "bench stores.run";
    Done product, alone;
    for (auto each : state) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        sim::RunOptions options{.threads = 1};
        if (inFiles) {
            options.stores = sim::StoreKind::File;
            options.folder = folder / "stores";
            std::filesystem::create_directories(options.folder);
        }
        const Done ran = byTheProduct(scenario, span, options);
        state.SetIterationTime(ran.seconds);
        product.requests += ran.requests;
        product.seconds += ran.seconds;
        const Done looped = byStatementsAlone(
            ran.requests, inFiles ? QString::fromStdString((folder / "alone.sqlite").string())
                                  : QStringLiteral(":memory:"));
        QSqlDatabase::removeDatabase("alone");
        alone.requests += looped.requests;
        alone.seconds += looped.seconds;
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    state.counters["product_per_s"] = product.perSecond();
    state.counters["alone_per_s"] = alone.perSecond();
    state.counters["ratio"] = product.perSecond() / alone.perSecond();
}

}  // namespace

BENCHMARK(stores)
    ->Name("Stores")
    ->ArgNames({"in_files", "simulated_s"})
    ->Args({0, 100})
    ->Args({1, 100})
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
