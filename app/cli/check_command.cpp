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

// Runs the scenario, or a variant of it; no report: the exit code says why.
struct Checked {
    std::optional<sim::Report> report;
    std::vector<models::Variant> variants;
    int exitCode = exitGood;
};

Checked run(const std::string& file, const std::string& variant, bool quiet, Console& console) {
    const Warnings warnings = quiet || !variant.empty() ? Warnings::Hidden : Warnings::Shown;
    ScenarioSource source = readScenario(file, variant, {}, warnings, console);
    if (!source.scenario) {
        return {{}, {}, source.exitCode};
    }
    Checked checked;
    checked.variants = source.scenario->variants;
    Execution execution;
    {
        Progress progress(console.errIsTerminal && !quiet ? &console.err : nullptr);
        execution = execute(std::move(*source.scenario), {}, progress);
    }
    if (!execution.report) {
        console.err << "watertight: " << file << ": "
                    << (execution.interrupted ? "interrupted" : execution.machineFault) << '\n';
        checked.exitCode = exitMachineFault;
    }
    checked.report = std::move(execution.report);
    return checked;
}

void printVerdicts(const sim::Report& report, Console& console) {
    console.out << verdictsText(report.expectations) << invariantsText(report.invariants);
    if (!report.stopped.empty()) {
        console.out << "  stopped early: " << printable(report.stopped) << '\n';
    }
    console.out << std::flush;
}

// A variant breaks what it says and nothing else: what is wrong with that, a line each.
std::vector<std::string> surprises(const models::Variant& variant, const sim::Report& report) {
    std::vector<std::string> found;
    const auto look = [&](const auto& verdicts) {
        for (const auto& each : verdicts) {
            const bool holds = each.verdict == sim::Verdict::Pass;
            const bool shouldHold =
                std::ranges::find(variant.breaks, each.name) == variant.breaks.end();
            if (holds && !shouldHold) {
                found.push_back("does not break: " + printable(each.name));
            } else if (!holds && shouldHold) {
                found.push_back("breaks, but does not say so: " + printable(each.name));
            }
        }
    };
    look(report.expectations);
    look(report.invariants);
    return found;
}

int checkVariant(const std::string& file, const models::Variant& variant, bool quiet,
                 Console& console) {
    const Checked checked = run(file, variant.name, quiet, console);
    if (!checked.report) {
        return checked.exitCode;
    }
    const std::vector<std::string> wrong = surprises(variant, *checked.report);
    console.out << file << ", variant " << printable(variant.name) << ": "
                << (!wrong.empty()           ? "not as it says"
                    : variant.breaks.empty() ? "breaks nothing, as it says"
                                             : "breaks what it says, and nothing else")
                << '\n';
    for (const std::string& each : wrong) {
        console.out << "  " << each << '\n';
    }
    printVerdicts(*checked.report, console);
    return wrong.empty() && checked.report->stopped.empty() ? exitGood : exitNotMet;
}

int checkFile(const std::string& file, bool quiet, Console& console) {
    const Checked checked = run(file, {}, quiet, console);
    if (!checked.report) {
        return checked.exitCode;
    }
    const sim::Report& report = *checked.report;
    console.out << file << ": " << summary(report) << '\n';
    printVerdicts(report, console);
    // A run that was cut short has not shown that anything holds to its end.
    int worst = report.allHold() && report.stopped.empty() ? exitGood : exitNotMet;
    for (const models::Variant& variant : checked.variants) {
        worst = std::max(worst, checkVariant(file, variant, quiet, console));
    }
    return worst;
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
