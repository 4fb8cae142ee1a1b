#include "sim/warm_up.h"

#include "sim/simulation.h"

namespace sim {

namespace {

constexpr std::size_t batchSize = 5;
constexpr int observationsOfRun = 2000;

std::vector<double> batchMeans(const std::vector<double>& observations) {
    std::vector<double> means;
    for (std::size_t i = 0; i + batchSize <= observations.size(); i += batchSize) {
        double sum = 0;
        for (std::size_t j = i; j < i + batchSize; ++j) {
            sum += observations[j];
        }
        means.push_back(sum / batchSize);
    }
    return means;
}

double requestsPresent(Simulation& simulation) {
    const Snapshot snapshot = simulation.snapshot();
    double present = 0;
    for (const ServiceSnapshot& service : snapshot.services) {
        present += service.present;
    }
    return present;
}

}  // namespace

std::size_t mser5(const std::vector<double>& observations) {
    const std::vector<double> batches = batchMeans(observations);
    std::size_t best = 0;
    double leastError = 0;
    double sum = 0;
    double squares = 0;
    // From the end, so that the sums of what is left are at hand for every truncation.
    for (std::size_t left = 1; left <= batches.size(); ++left) {
        const std::size_t truncated = batches.size() - left;
        sum += batches[truncated];
        squares += batches[truncated] * batches[truncated];
        if (truncated > batches.size() / 2) {
            continue;
        }
        const auto n = static_cast<double>(left);
        const double error = (squares - sum * sum / n) / (n * n);
        if (truncated == batches.size() / 2 || error <= leastError) {
            leastError = error;
            best = truncated;
        }
    }
    return best * batchSize;
}

models::Duration findWarmUp(models::Scenario scenario, const RunOptions& options) {
    scenario.run.findsWarmUp = false;
    scenario.run.warmUp = {};
    scenario.expectations.clear();
    RunOptions quiet = options;
    quiet.playFaults = false;
    quiet.observe = false;
    quiet.stores = StoreKind::Memory;
    Simulation simulation(std::move(scenario), quiet);
    const models::Duration length = simulation.end() - models::runStart;
    std::vector<double> observations;
    for (int i = 1; i <= observationsOfRun; ++i) {
        simulation.advanceTo(models::runStart + length / observationsOfRun * i);
        observations.push_back(requestsPresent(simulation));
    }
    return length / observationsOfRun * static_cast<std::int64_t>(mser5(observations));
}

}  // namespace sim
