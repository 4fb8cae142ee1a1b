#include "app/cli/self_check_command.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/execution.h"
#include "app/cli/progress.h"
#include "app/cli/text_table.h"
#include "app/cli/wording.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;

std::string valueText(sim::Quantity quantity, double value) {
    switch (quantity) {
        case sim::Quantity::Seconds:
            return secondsText(value);
        case sim::Quantity::Share:
            return shareText(value);
        case sim::Quantity::PerSecond:
            return numberText(value) + "/s";
        case sim::Quantity::Number:
            break;
    }
    return numberText(value);
}

const char* unitOf(sim::Quantity quantity) {
    switch (quantity) {
        case sim::Quantity::Seconds:
            return "s";
        case sim::Quantity::Share:
            return "share";
        case sim::Quantity::PerSecond:
            return "1/s";
        case sim::Quantity::Number:
            break;
    }
    return "1";
}

const char* verdictOf(const sim::SelfCheckRow& row) {
    if (row.agrees) {
        return "agrees";
    }
    return row.interval.contains(row.exact) ? "TOO WIDE" : "DIFFERS";
}

std::string closingText(const sim::SelfCheck& check, double wallSeconds) {
    const auto agreeing = std::ranges::count_if(check.rows, &sim::SelfCheckRow::agrees);
    return countText(agreeing) + " of " + countText(static_cast<std::int64_t>(check.rows.size())) +
           " agree with theory; intervals of 99.9 %, " + countText(check.events) + " events in " +
           secondsText(wallSeconds) + '\n';
}

std::string selfCheckText(const sim::SelfCheck& check, double wallSeconds) {
    TextTable table({"Closed form", "figure", "exact", "simulated", "from", "to", "verdict"});
    table.alignLeft(1);
    table.alignLeft(6);
    for (const sim::SelfCheckRow& row : check.rows) {
        table.addRow({row.model, row.figure, valueText(row.quantity, row.exact),
                      valueText(row.quantity, row.simulated),
                      valueText(row.quantity, row.interval.low),
                      valueText(row.quantity, row.interval.high), verdictOf(row)});
    }
    return table.text() + '\n' + closingText(check, wallSeconds);
}

std::string selfCheckJson(const sim::SelfCheck& check, double wallSeconds) {
    Json json = {{"watertight", WATERTIGHT_VERSION},
                 {"events", check.events},
                 {"wall_s", wallSeconds},
                 {"confidence", sim::selfCheckConfidence},
                 {"agrees", check.allAgree()}};
    Json& cases = json["cases"] = Json::array();
    for (const sim::SelfCheckRow& row : check.rows) {
        cases.push_back({{"model", row.model},
                         {"figure", row.figure},
                         {"unit", unitOf(row.quantity)},
                         {"exact", row.exact},
                         {"simulated", row.simulated},
                         {"interval", {row.interval.low, row.interval.high}},
                         {"verdict", row.agrees ? "pass" : "fail"}});
    }
    return json.dump(2) + '\n';
}

}  // namespace

int selfCheckCommand(const SelfCheckArguments& arguments,
                     const std::vector<sim::ClosedFormCase>& cases, Console& console) {
    const int processors = static_cast<int>(std::thread::hardware_concurrency());
    sim::SelfCheckSettings settings;
    settings.threads = arguments.threads.value_or(std::max(1, processors));
    settings.cancelled = &interruptionOfExecution();
    const auto begun = std::chrono::steady_clock::now();
    sim::SelfCheck check;
    {
        Progress progress(console.errIsTerminal && !arguments.quiet ? &console.err : nullptr);
        check = sim::selfCheck(cases, settings, [&](const sim::SelfCheckRow&, int done, int all) {
            progress.show(done, all);
        });
    }
    const double wallSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (check.cancelled || !check.problem.empty()) {
        console.err << "watertight: " << (check.cancelled ? "interrupted" : check.problem) << '\n';
        return exitMachineFault;
    }
    console.out << (arguments.format == "json" ? selfCheckJson(check, wallSeconds)
                                               : selfCheckText(check, wallSeconds))
                << std::flush;
    if (!console.out) {
        console.err << "watertight: the report could not be printed\n";
        return exitMachineFault;
    }
    return check.allAgree() ? exitGood : exitNotMet;
}

}  // namespace app
