#include "app/cli/check_command.h"

#include <algorithm>

#include "app/cli/execution.h"
#include "app/cli/report_text.h"
#include "app/cli/scenario_source.h"
#include "app/cli/wording.h"

namespace app {

namespace {

std::string summary(const sim::Report& report) {
    const auto holding = [](const auto& verdicts, const char* what) {
        const auto passed = std::ranges::count_if(
            verdicts, [](const auto& each) { return each.verdict == sim::Verdict::Pass; });
        return std::to_string(passed) + " of " + std::to_string(verdicts.size()) + what;
    };
    if (report.expectations.empty() && report.invariants.empty()) {
        return "expects nothing";
    }
    std::string text;
    if (!report.expectations.empty()) {
        text = holding(report.expectations, " expectations");
    }
    if (!report.invariants.empty()) {
        text += (text.empty() ? "" : " and ") + holding(report.invariants, " invariants");
    }
    return text + " hold";
}

int checkFile(const std::string& file, bool quiet, Console& console) {
    ScenarioSource source =
        readScenario(file, {}, quiet ? Warnings::Hidden : Warnings::Shown, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    Execution execution;
    {
        Progress progress(console.errIsTerminal && !quiet ? &console.err : nullptr);
        execution = execute(std::move(*source.scenario), {}, progress);
    }
    if (!execution.report) {
        console.err << "watertight: " << file << ": "
                    << (execution.interrupted ? "interrupted" : execution.machineFault) << '\n';
        return exitMachineFault;
    }
    const sim::Report& report = *execution.report;
    console.out << file << ": " << summary(report) << '\n'
                << verdictsText(report.expectations) << invariantsText(report.invariants);
    if (!report.stopped.empty()) {
        console.out << "  stopped early: " << printable(report.stopped) << '\n';
    }
    console.out << std::flush;
    // A run that was cut short has not shown that anything holds to its end.
    return report.allHold() && report.stopped.empty() ? exitGood : exitNotMet;
}

}  // namespace

int checkCommand(const CheckArguments& arguments, Console& console) {
    int worst = exitGood;
    for (const std::string& file : arguments.files) {
        worst = std::max(worst, checkFile(file, arguments.quiet, console));
    }
    if (!console.out) {
        console.err << "watertight: the verdicts could not be printed\n";
        return exitMachineFault;
    }
    return worst;
}

}  // namespace app
