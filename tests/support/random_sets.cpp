#include "tests/support/random_sets.h"

#include <algorithm>
#include <optional>
#include <string>

#include "sim/parameters.h"
#include "tests/support/dice.h"

namespace tests {

namespace {

std::string someTime(tests::Dice& dice, int most) {
    return std::to_string(dice.from(1, most)) + " ms";
}

sim::WantedParameter limitToSet(const std::string& service, tests::Dice& dice) {
    const std::string path = "services." + service + '.';
    switch (dice.number(6)) {
        case 0:
            return {path + "concurrency", std::to_string(dice.from(1, 8))};
        case 1:
            return {path + "inbox", std::to_string(dice.number(20))};
        case 2:
            return {path + "rate-limit", "{ rate: " + std::to_string(dice.from(20, 300)) + "/s }"};
        case 3:
            return {path + "start-up", someTime(dice, 200)};
        case 4:
            return {path + "drain", someTime(dice, 300)};
        default:
            return {path + "rate-limit", std::nullopt};
    }
}

sim::WantedParameter optionToSet(const std::string& step, tests::Dice& dice) {
    switch (dice.number(9)) {
        case 0:
            return {step + "timeout", someTime(dice, 100)};
        case 1:
            return {step + "retry", "{ attempts: " + std::to_string(dice.from(2, 4)) +
                                        ", backoff: " + someTime(dice, 20) + " }"};
        case 2:
            return {step + "circuit-breaker", "{ window: " + std::to_string(dice.from(5, 20)) +
                                                  ", open-for: " + someTime(dice, 500) + " }"};
        case 3:
            return {step + "bulkhead", "{ max-concurrent: " + std::to_string(dice.from(1, 6)) +
                                           ", max-wait: " + someTime(dice, 50) + " }"};
        case 4:
            return {step + "rate-limit", "{ rate: " + std::to_string(dice.from(20, 300)) +
                                             "/s, max-wait: " + someTime(dice, 50) + " }"};
        case 5:
            return {step + "fallback", "skip"};
        case 6:
            return {step + "probability", std::to_string(dice.from(1, 99)) + " %"};
        case 7:
            return {step + "hedge", "{ after: " + someTime(dice, 30) + " }"};
        default: {
            const char* const options[] = {"timeout",  "retry",      "circuit-breaker",
                                           "bulkhead", "rate-limit", "fallback"};
            return {step + options[dice.number(6)], std::nullopt};
        }
    }
}

// Of one of the first steps of a list; absent: that has nothing to be set.
std::optional<sim::WantedParameter> stepToSet(const std::string& path, const models::Steps& steps,
                                              tests::Dice& dice) {
    if (steps.empty()) {
        return std::nullopt;
    }
    const auto place = static_cast<std::size_t>(dice.number(static_cast<int>(steps.size())));
    const std::string step = path + std::to_string(place) + '.';
    const auto& action = steps[place].action;
    if (std::holds_alternative<models::Compute>(action)) {
        return sim::WantedParameter{step + "compute", "exp(" + someTime(dice, 10) + ")"};
    }
    if (std::holds_alternative<models::Call>(action)) {
        return optionToSet(step, dice);
    }
    return std::nullopt;
}

std::optional<sim::WantedParameter> anythingToSet(const models::Scenario& scenario,
                                                  tests::Dice& dice) {
    const auto among = [&](const auto& all) -> const auto& {
        return all[static_cast<std::size_t>(dice.number(static_cast<int>(all.size())))];
    };
    const models::Service& service = among(scenario.services);
    switch (dice.number(4)) {
        case 0: {
            const models::Journey& journey = among(scenario.journeys);
            return stepToSet("journeys." + journey.name + ".steps.", journey.steps, dice);
        }
        case 1:
            return limitToSet(service.name, dice);
        default: {
            if (service.endpoints.empty()) {
                return std::nullopt;
            }
            const models::Endpoint& endpoint = among(service.endpoints);
            return stepToSet("services." + service.name + ".endpoints." + endpoint.name + ".steps.",
                             endpoint.steps, dice);
        }
    }
}

}  // namespace

std::vector<sim::LoggedCommand> withRandomSets(const sim::RunSource& source,
                                               std::vector<sim::LoggedCommand> commands,
                                               std::uint64_t seed) {
    tests::Dice dice(seed, "parameters that are set");
    const auto span = static_cast<int>(source.scenario.run.duration.count() / 1000);
    std::vector<sim::Instant> instants;
    for (int n = dice.from(3, 12); n > 0; --n) {
        // Now and then together with another command.
        instants.push_back(!commands.empty() && dice.number(4) == 0
                               ? commands.front().at
                               : models::runStart + std::chrono::microseconds(dice.number(span)));
    }
    std::ranges::sort(instants);
    sim::Parameters parameters(source.scenario, source.text, source.folder);
    for (const sim::Instant at : instants) {
        const std::optional<sim::WantedParameter> wanted = anythingToSet(source.scenario, dice);
        sim::Parameters::Setting setting;
        if (wanted) {
            setting = parameters.set(*wanted);
        }
        if (setting.command) {
            parameters.take(*setting.command);
            commands.push_back({at, *std::move(setting.command)});
        }
    }
    std::ranges::stable_sort(commands, {}, &sim::LoggedCommand::at);
    return commands;
}

}  // namespace tests
