#include "models/io/scenario_reader.h"

#include <algorithm>

#include "models/io/data_file.h"
#include "models/io/plain_text.h"
#include "models/io/section_readers.h"
#include "models/name_index.h"
#include "models/validate.h"

namespace models {

namespace {

RunSettings readRun(ReadingContext& context, const yaml::Node& node) {
    RunSettings run;
    if (!node.exists()) {
        return run;
    }
    const Fields fields(context, node, {Section::Run}, "`run`");
    run.seed = fields.seed("seed");
    run.duration = fields.duration("duration");
    const yaml::Node warmUp = fields.value("warm-up");
    run.findsWarmUp = warmUp.exists() && warmUp.text() == "auto";
    if (!run.findsWarmUp) {
        run.warmUp = fields.duration("warm-up");
    }
    run.inFlightAtMost = fields.integer("in-flight-at-most");
    if (run.warmUp >= run.duration && run.duration > Duration::zero()) {
        context.error(DiagnosticKind::OutOfBounds, fields.value("warm-up"),
                      "`warm-up` is " + toText(run.warmUp) + ", but the run ends after " +
                          toText(run.duration) + ": nothing would be measured");
    }
    return run;
}

void readLint(ReadingContext& context, const yaml::Node& node) {
    if (!node.exists()) {
        return;
    }
    const Fields fields(context, node, {Section::Lint}, "`lint`");
    static constexpr std::string_view rules[] = {ruleNoTimeout, ruleRetryNotIdempotent,
                                                 ruleCallCycle, ruleUnusedTopic,
                                                 ruleContract,  ruleNeverBegins};
    for (const yaml::Entry& each : namedEntries(context, fields.value("ignore"), "a rule")) {
        if (std::ranges::find(rules, each.key.text()) == std::end(rules)) {
            context.error(
                DiagnosticKind::UnknownName, each.key,
                "there is no rule " + quote(each.key.text()) + ": expected " + alternatives(rules));
        } else if (!each.value.isScalar() || each.value.isEmpty()) {
            reportShape(context, each.value, "the reason why this warning does not count");
        } else {
            context.problems.silence(each.key.text());
        }
    }
}

// A role has as many members as what it is a role of.
void resolveRoles(std::vector<Population>& populations) {
    for (Population& each : populations) {
        const auto original = std::ranges::find(populations, each.of, &Population::name);
        if (!each.of.empty() && original != populations.end()) {
            each.size = original->size;
        }
    }
}

enum class Variants { Checked, Left };

ScenarioReading readOne(std::string text, const std::string& name,
                        const std::filesystem::path& folder, Variants variants);

Scenario readTop(ReadingContext& context, const yaml::Node& root, const std::string& file) {
    const Fields top(context, root, {Section::Top}, "the scenario");
    if (top.has("watertight")) {
        top.choice("watertight");
    }
    readLint(context, top.value("lint"));
    Scenario scenario;
    scenario.name =
        top.has("name") ? top.text("name") : std::filesystem::path(file).stem().string();
    scenario.about = top.text("about");
    scenario.run = readRun(context, top.value("run"));
    scenario.network = readNetwork(context, top.value("network"));
    const std::size_t before = context.problems.count();
    scenario.populations = readPopulations(context, top.value("populations"));
    context.populationsAreHalfRead = context.problems.count() > before;
    resolveRoles(scenario.populations);
    scenario.services = readServices(context, top.value("services"), scenario.populations);
    scenario.topics = readTopics(context, top.value("topics"));
    scenario.journeys = readJourneys(context, top.value("journeys"));
    scenario.faults = readFaults(context, top.value("faults"), scenario);
    scenario.rollouts = readRollouts(context, top.value("rollouts"), scenario);
    scenario.haltIf = readHaltIf(context, top.value("halt-if"));
    scenario.expectations = readExpectations(context, top.value("expect"), scenario);
    scenario.invariants = readInvariants(context, top.value("invariants"));
    scenario.variants = readVariants(context, top.value("variants"), scenario);
    scenario.lesson = readLesson(context, top.value("lesson"), scenario);
    scenario.layout = readLayout(context, top.value("layout"), scenario);
    if (const yaml::Node services = top.value("services");
        services.exists() &&
        (services.isEmpty() || (services.isMapping() && services.size() == 0))) {
        context.error(DiagnosticKind::MissingKey, services,
                      "there are no services: an architecture has at least one");
    }
    return scenario;
}

// What is wrong with each variant beside what is wrong already: told at the variant, since its text
// is in no file.
void checkVariants(const std::string& text, const std::string& name,
                   const std::filesystem::path& folder, const Scenario& scenario,
                   ReadingContext& context) {
    for (const Variant& variant : scenario.variants) {
        const TextEdit edited = withVariant(text, name, variant);
        context.problems.add(edited.diagnostics);
        if (!edited.diagnostics.empty()) {
            continue;
        }
        const ScenarioReading reading = readOne(edited.text, name, folder, Variants::Left);
        std::ranges::copy(reading.dataFiles, std::back_inserter(context.dataFiles));
        for (const Diagnostic& each : reading.diagnostics) {
            if (each.severity == Severity::Error) {
                context.problems.error(each.kind, variant.place,
                                       "variant " + quote(variant.name) + ": " + each.message);
            }
        }
    }
}

// What is left of a scenario with errors when all SQL is gone that could be wrong because of them.
Scenario draftOf(Scenario scenario, const ReadingContext& context) {
    const auto isHalfRead = [&](const Service& service) {
        return context.populationsAreHalfRead ||
               std::ranges::find(context.halfReadStores, service.name) !=
                   context.halfReadStores.end();
    };
    if (std::erase_if(scenario.services, isHalfRead) > 0) {
        scenario.invariants.clear();
    }
    if (context.populationsAreHalfRead) {
        scenario.journeys.clear();
    }
    return scenario;
}

ScenarioReading readOne(std::string text, const std::string& name,
                        const std::filesystem::path& folder, Variants variants) {
    ScenarioReading reading;
    Problems problems(name);
    yaml::Parsing parsing = yaml::parse(std::move(text), name);
    problems.add(parsing.diagnostics);
    if (parsing.isComplete) {
        ReadingContext context{problems, folder};
        Scenario scenario = readTop(context, parsing.document.root(), name);
        validate(scenario, problems);
        if (variants == Variants::Checked && !problems.hasErrors()) {
            checkVariants(parsing.document.source(), name, folder, scenario, context);
        }
        if (problems.hasErrors()) {
            reading.draft = draftOf(std::move(scenario), context);
        } else {
            reading.scenario = std::move(scenario);
        }
        std::ranges::sort(context.dataFiles);
        const auto again = std::ranges::unique(context.dataFiles);
        context.dataFiles.erase(again.begin(), again.end());
        reading.dataFiles = std::move(context.dataFiles);
    }
    reading.diagnostics = std::move(problems).take();
    reading.text = std::move(parsing.document).takeSource();
    return reading;
}

}  // namespace

ScenarioReading readScenario(std::string text, const std::string& name,
                             const std::filesystem::path& folder) {
    return readOne(std::move(text), name, folder, Variants::Checked);
}

void addProblems(ScenarioReading& reading, const Diagnostics& more) {
    const Diagnostics found = reading.diagnostics;
    for (const Diagnostic& each : more) {
        const bool isKnown = std::ranges::any_of(found, [&](const Diagnostic& known) {
            return known.severity == Severity::Error && known.place == each.place;
        });
        if (!isKnown) {
            reading.diagnostics.push_back(each);
        }
    }
    // "and 7 problems more" has no place, and stays the last.
    std::ranges::stable_sort(reading.diagnostics, {}, [](const Diagnostic& each) {
        return std::pair(each.place == Place{}, each.place);
    });
}

ScenarioReading readVariant(std::string text, const std::string& name,
                            const std::filesystem::path& folder, const Variant& variant) {
    return readWithoutVariants(withVariant(std::move(text), name, variant).text, name, folder);
}

ScenarioReading readWithoutVariants(std::string text, const std::string& name,
                                    const std::filesystem::path& folder) {
    return readOne(std::move(text), name, folder, Variants::Left);
}

ScenarioReading readScenarioFile(const std::filesystem::path& file) {
    Parsed<std::string> text = readWholeFile(file, yaml::sizeMax);
    if (!text) {
        ScenarioReading reading;
        reading.diagnostics.push_back(
            {Severity::Error, text.problem.kind, file.string(), {}, text.problem.message, {}});
        return reading;
    }
    return readScenario(*std::move(text.value), file.string(), file.parent_path());
}

}  // namespace models
