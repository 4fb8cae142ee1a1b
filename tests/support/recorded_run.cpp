#include "tests/support/recorded_run.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "models/io/scenario_reader.h"
#include "sim/random/draw.h"

namespace tests {

namespace {

models::FaultKind randomKind(std::uint64_t choice) {
    switch (choice % 6) {
        case 0:
            return models::Kill{};
        case 1:
            return models::Hang{};
        case 2:
            return models::Slow{models::Factor{3}};
        case 3:
            return models::FailRequests{models::Ratio{0.3}};
        case 4:
            return models::KillRandom{models::Ratio{0.4}};
        default:
            return models::Restart{};
    }
}

// One in three takes the bound away.
models::HaltIf randomHaltIf(const models::Scenario& scenario, std::uint64_t choice) {
    models::HaltIf wanted;
    if (choice % 3 == 0 || scenario.journeys.empty()) {
        return wanted;
    }
    wanted.journey = scenario.journeys[choice % scenario.journeys.size()].name;
    wanted.availability.comparison = models::Comparison::Below;
    wanted.availability.quantity = models::Quantity::Ratio;
    wanted.availability.low = choice % 2 == 0 ? 0.9 : 0.5;
    wanted.availability.written = choice % 2 == 0 ? "below 90 %" : "below 50 %";
    return wanted;
}

sim::Command randomCommand(const models::Scenario& scenario, std::uint64_t seed, std::uint64_t n) {
    const sim::DrawKey key = sim::drawKey(seed, "random commands");
    const auto draw = [&](std::uint64_t count, std::uint32_t which) {
        return sim::drawIndex(key, n, count, which);
    };
    const models::Service& service = scenario.services[draw(scenario.services.size(), 0)];
    switch (draw(16, 1)) {
        case 0:
            return sim::EndFault{static_cast<sim::FaultId>(1 + draw(8, 2))};
        case 1:
            return sim::EndAllFaults{};
        case 2:
            return sim::PlayFaults{};
        case 3: {
            models::Rollout rollout;
            rollout.service = service.name;
            rollout.action = models::ScaleTo{static_cast<int>(1 + draw(5, 2))};
            return sim::BeginRollout{rollout};
        }
        case 4:
            if (!scenario.rollouts.empty()) {
                return sim::BeginRollout{scenario.rollouts[draw(scenario.rollouts.size(), 2)]};
            }
            break;
        case 5:
            if (!scenario.faults.empty()) {
                return sim::BeginFault{scenario.faults[draw(scenario.faults.size(), 2)]};
            }
            break;
        case 6:
            if (!service.versions.empty()) {
                return sim::RollBack{service.name};
            }
            break;
        case 7:
        case 8:
            return sim::SetHaltIf{randomHaltIf(scenario, draw(60, 2))};
        default:
            break;
    }
    models::Fault fault;
    fault.kind = randomKind(draw(6, 3));
    fault.targets.push_back({.service = service.name});
    if (draw(2, 4) == 0 && !std::holds_alternative<models::Restart>(fault.kind)) {
        fault.duration = models::Duration(1 + static_cast<std::int64_t>(draw(400'000'000, 5)));
    }
    if (draw(3, 6) == 0 && !std::holds_alternative<models::KillRandom>(fault.kind)) {
        fault.targets.front().instance = 1;
    }
    return sim::BeginFault{fault};
}

}  // namespace

sim::RunSource sourceOf(const std::string& text, const std::filesystem::path& folder, Plays plays) {
    models::ScenarioReading reading = models::readScenario(text, "recorded.yaml", folder);
    if (!reading.scenario) {
        std::fprintf(stderr, "%s\n", models::toText(reading.diagnostics.front()).c_str());
        std::abort();
    }
    return {.scenario = *std::move(reading.scenario),
            .text = std::move(reading.text),
            .folder = folder,
            .dataFiles = std::move(reading.dataFiles),
            .playsFaults = plays == Plays::OwnFaults,
            .program = "test"};
}

sim::Simulation drive(const sim::RunSource& source, const std::vector<sim::LoggedCommand>& commands,
                      const std::filesystem::path& folder, sim::RunOptions options) {
    options.seed = source.scenario.run.seed;
    options.playFaults = source.playsFaults;
    sim::Simulation simulation(source.scenario, options);
    std::unique_ptr<sim::Recorder> recorder;
    if (!folder.empty()) {
        recorder = std::make_unique<sim::Recorder>(folder, source);
    }
    auto next = commands.begin();
    for (sim::Instant tick = models::runStart; simulation.now() < simulation.end();) {
        tick = std::min(tick + sim::frameTick, simulation.end());
        for (; next != commands.end() && next->at < tick; ++next) {
            simulation.advanceTo(next->at);
            simulation.act(next->command);
        }
        simulation.advanceTo(tick);
        if (recorder) {
            recorder->look(simulation);
        }
        if (simulation.machineFault() || !simulation.stopped().empty()) {
            break;
        }
    }
    if (recorder) {
        recorder->finish(simulation, simulation.report().timeline);
    }
    return simulation;
}

std::vector<sim::LoggedCommand> randomCommands(const models::Scenario& scenario,
                                               std::uint64_t seed) {
    const sim::DrawKey key = sim::drawKey(seed, "instants of commands");
    const std::uint64_t count = 1 + sim::drawIndex(key, 0, 8);
    const auto span = static_cast<std::uint64_t>(scenario.run.duration.count());
    std::vector<sim::LoggedCommand> commands;
    for (std::uint64_t n = 0; n < count; ++n) {
        // Now and then several at one instant.
        const bool isTogether = n > 0 && sim::drawIndex(key, n, 5, 1) == 0;
        const models::Duration at(static_cast<std::int64_t>(sim::drawIndex(key, n, span, 2)));
        commands.push_back({isTogether ? commands.back().at : models::runStart + at,
                            randomCommand(scenario, seed, n)});
    }
    std::ranges::stable_sort(commands, {}, &sim::LoggedCommand::at);
    return commands;
}

}  // namespace tests
