#include "models/io/plain_text.h"
#include "models/io/section_readers.h"
#include "models/name_index.h"

namespace models {

namespace {

constexpr std::string_view positionForm = "a position such as `[120, 80]`";

std::optional<double> readCoordinate(ReadingContext& context, const yaml::Node& node) {
    const Parsed<double> number = parseNumber(node.text());
    const Key& row = *findKey(Section::Position, "x");
    if (!node.isScalar() || !number || *number < row.min || *number > row.max) {
        reportShape(context, node, "a number of canvas units");
        return std::nullopt;
    }
    return *number;
}

}  // namespace

std::vector<CanvasPosition> readLayout(ReadingContext& context, const yaml::Node& node,
                                       const Scenario& scenario) {
    std::vector<CanvasPosition> all;
    NameIndex names("service, topic or journey");
    for (const Service& each : scenario.services) {
        names.add(each.name, 0);
    }
    for (const Topic& each : scenario.topics) {
        names.add(each.name, 0);
    }
    for (const Journey& each : scenario.journeys) {
        names.add(each.name, 0);
    }
    for (const yaml::Entry& each : namedEntries(context, node, "a card")) {
        CanvasPosition position;
        position.name = each.key.text();
        if (!names.has(position.name)) {
            context.error(DiagnosticKind::UnknownName, each.key, names.missing(position.name));
        }
        if (each.value.isSequence() && each.value.size() == 2) {
            const std::vector<yaml::Node> items = each.value.items();
            position.x = readCoordinate(context, items[0]).value_or(0);
            position.y = readCoordinate(context, items[1]).value_or(0);
        } else if (each.value.isMapping()) {
            const Fields fields(context, each.value, {Section::Position}, "the position");
            position.x = fields.has("x") ? fields.number("x") : 0;
            position.y = fields.has("y") ? fields.number("y") : 0;
        } else {
            reportShape(context, each.value, positionForm);
        }
        all.push_back(std::move(position));
    }
    return all;
}

}  // namespace models
