#include "models/io/data_file.h"
#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

std::optional<Arrivals> readLaw(ReadingContext& context, const yaml::Node& node) {
    if (!node.isScalar()) {
        reportShape(context, node, "arrivals such as `poisson(200/s)`");
        return std::nullopt;
    }
    const ArrivalFiles files{[&](std::string_view file) {
                                 context.dataFiles.emplace_back(file);
                                 return loadEmpirical(context.folder, file, context.dataBytes);
                             },
                             [&](std::string_view file) {
                                 context.dataFiles.emplace_back(file);
                                 return loadTrace(context.folder, file, context.dataBytes);
                             }};
    const Parsed<Arrivals> law = parseArrivals(node.text(), files);
    if (!law) {
        context.error(law.problem, node);
        return std::nullopt;
    }
    return *law;
}

// The last phase goes on, whatever its `for` says.
std::vector<ArrivalPhase> readPhases(ReadingContext& context, const yaml::Node& node) {
    std::vector<ArrivalPhase> phases;
    const std::vector<yaml::Node> items = node.items();
    if (items.empty()) {
        reportShape(context, node, "at least one phase: `{ for: 1 min, arrivals: poisson(9/s) }`");
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Fields fields(context, items[i], {Section::Phase}, "a phase of `arrivals`");
        const bool isLast = i + 1 == items.size();
        if (items[i].isMapping() && !isLast && !fields.has("for")) {
            context.error(DiagnosticKind::MissingKey, items[i],
                          "a phase that is not the last has no `for`");
        }
        ArrivalPhase phase;
        const std::optional<Duration> duration =
            fields.has("for") ? std::optional(fields.duration("for")) : std::nullopt;
        if (!isLast) {
            phase.duration = duration;
        }
        if (fields.has("arrivals")) {
            if (const auto law = readLaw(context, fields.value("arrivals"))) {
                phase.arrivals = *law;
            }
        }
        phases.push_back(phase);
    }
    return phases;
}

OpenWorkload readOpen(ReadingContext& context, const yaml::Node& node) {
    OpenWorkload workload;
    if (node.isSequence()) {
        workload.phases = readPhases(context, node);
    } else if (const auto law = readLaw(context, node)) {
        workload.phases = {{std::nullopt, *law}};
    }
    return workload;
}

Journey readJourney(ReadingContext& context, const yaml::Entry& entry) {
    Journey journey;
    journey.name = entry.key.text();
    journey.place = entry.key.place();
    const std::string name = "journey " + quote(journey.name);
    const Fields fields(context, entry.value, {Section::Journey}, name);
    journey.about = fields.text("about");
    if (fields.has("arrivals") && fields.has("users")) {
        context.error(DiagnosticKind::Conflict, fields.key("users"),
                      name + " has `arrivals` and `users`: it is open or closed, not both");
    } else if (!fields.has("arrivals") && !fields.has("users")) {
        context.error(DiagnosticKind::MissingKey, entry.key,
                      name + " has neither `arrivals` nor `users`: who begins it?");
    }
    if (fields.has("think") && !fields.has("users")) {
        context.error(DiagnosticKind::Conflict, fields.key("think"),
                      "`think` is for a closed journey: one with `users`");
    }
    if (fields.has("as") && !fields.has("users")) {
        context.error(DiagnosticKind::Conflict, fields.key("as"),
                      "`as` is for a closed journey: one with `users`");
    }
    journey.as = fields.nameText("as");
    if (fields.has("users")) {
        journey.workload = ClosedWorkload{fields.count("users"), fields.distribution("think")};
    } else if (fields.has("arrivals")) {
        journey.workload = readOpen(context, fields.value("arrivals"));
    }
    journey.steps = readSteps(context, fields.value("steps"), StepOwner::Journey);
    if (const yaml::Node steps = fields.value("steps");
        steps.exists() && (steps.isEmpty() || (steps.isSequence() && steps.size() == 0))) {
        context.error(DiagnosticKind::MissingKey, steps, name + " has no steps");
    }
    return journey;
}

}  // namespace

std::vector<Journey> readJourneys(ReadingContext& context, const yaml::Node& node) {
    std::vector<Journey> all;
    for (const yaml::Entry& each : namedEntries(context, node, "a journey")) {
        all.push_back(readJourney(context, each));
    }
    return all;
}

}  // namespace models
