// Goal: what the product's engine does a second beside the event loops of other simulators, all on
// the call tree (call_tree_model.h), one after the other, in turns, on one thread: ratios against
// the bare loop, medians over the rounds. The peers carry out the bare model, with no statistics;
// the product runs the scenario with all of its own. A peer that is not installed is not in the
// table (Debian: libns3-dev, libsimgrid-dev). Not measured: reading the scenario, building the run.
// Run: ./dev bench --benchmark_filter=Peers
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "sim/simulation.h"
#include "tests/benchmarks/bare_call_tree.h"
#include "tests/benchmarks/bench_support.h"
#include "tests/benchmarks/call_trees.h"
#ifdef HAS_NS3
#include "tests/benchmarks/ns3_call_tree.h"
#endif
#ifdef HAS_SIMGRID
#include <sys/wait.h>
#include <unistd.h>

#include "tests/benchmarks/simgrid_call_tree.h"
#endif

namespace {

using bench::Clock;
using bench::secondsSince;

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

template <typename Peer>
double rateOf(models::Duration span) {
    Peer peer(1);
    const Clock::time_point began = Clock::now();
    peer.run(span.count());
    return static_cast<double>(peer.ended()) / secondsSince(began);
}

double rateOfProduct(const models::Scenario& scenario, models::Duration span) {
    sim::Simulation product(scenario, {.threads = 1});
    const Clock::time_point began = Clock::now();
    product.advanceTo(models::runStart + span);
    const double took = secondsSince(began);
    return static_cast<double>(product.report().journeys.front().counts.ended()) / took;
}

#ifdef HAS_SIMGRID
double rateOfSimGrid(models::Duration span) {
    int ends[2];
    if (pipe(ends) != 0) {
        return 0;
    }
    const pid_t child = fork();
    if (child == 0) {
        const double rate = rateOf<bench::SimGridCallTree>(span);
        _exit(write(ends[1], &rate, sizeof rate) == sizeof rate ? 0 : 1);
    }
    double rate = 0;
    close(ends[1]);
    if (child < 0 || read(ends[0], &rate, sizeof rate) != sizeof rate) {
        rate = 0;
    }
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return rate;
}
#endif

struct Row {
    std::string name;
    std::vector<double> rates;  // requests a second, by round
};

void peers(benchmark::State& state) {
    const auto span = models::Duration(std::chrono::seconds(state.range(0)));
    const models::Scenario scenario = bench::callTrees(1);
    std::vector<Row> rows;
    const auto note = [&](const std::string& name, double rate) {
        const auto found = std::ranges::find(rows, name, &Row::name);
        (found == rows.end() ? rows.emplace_back(Row{name, {}}) : *found).rates.push_back(rate);
    };
    for (auto each : state) {
        note("bare", rateOf<bench::BareCallTree>(span));
        note("product", rateOfProduct(scenario, span));
#ifdef HAS_NS3
        note("ns3", rateOf<bench::Ns3CallTree>(span));
#endif
#ifdef HAS_SIMGRID
        note("simgrid", rateOfSimGrid(span));
#endif
    }
    const double bare = median(rows.front().rates);
    for (const Row& row : rows) {
        const double rate = median(row.rates);
        state.counters[row.name + "_per_s"] = rate;
        state.counters[row.name + "_ratio"] = rate / bare;
    }
}

}  // namespace

BENCHMARK(peers)
    ->Name("Peers")
    ->ArgName("simulated_s")
    ->Arg(100)
    ->Iterations(5)
    ->Unit(benchmark::kMillisecond);
