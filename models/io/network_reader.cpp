// The network, what may be wrong with it, and when faults are to end.
#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

// Services, with or without the number of an instance.
std::vector<Target> readMembers(ReadingContext& context, const yaml::Node& node,
                                std::string_view expected) {
    std::vector<Target> members;
    const auto read = [&](const yaml::Node& each) {
        const Parsed<Reference> reference =
            parseReference(each.isScalar() ? each.text() : std::string_view());
        if (!reference || !reference->endpoint.empty()) {
            reportShape(context, each, expected);
        } else {
            members.push_back({reference->service, reference->instance, each.place()});
        }
    };
    if (!node.isSequence()) {
        read(node);
        return members;
    }
    for (const yaml::Node& each : node.items()) {
        read(each);
    }
    return members;
}

std::vector<Zone> readZones(ReadingContext& context, const yaml::Node& node) {
    std::vector<Zone> zones;
    for (const yaml::Entry& each : namedEntries(context, node, "a zone")) {
        if (zones.size() == zonesMax) {
            context.error(DiagnosticKind::TooLarge, each.key,
                          "more than " + std::to_string(zonesMax) + " zones");
            break;
        }
        Zone zone{std::string(each.key.text()), each.key.place(), {}};
        if (!each.value.isEmpty()) {
            zone.members = readMembers(context, each.value,
                                       "a service such as `user` or an instance `user#1`");
        }
        zones.push_back(std::move(zone));
    }
    return zones;
}

// The network chooses no instance, and looks into no message.
bool isWholeService(ReadingContext& context, const Reference& reference, const yaml::Node& node) {
    if (!reference.instance && reference.endpoint.empty()) {
        return true;
    }
    context.error(DiagnosticKind::Conflict, node,
                  quote(toText(reference)) +
                      ": links are between services, which instance is chosen at the door: "
                      "expected " +
                      quote(reference.service));
    return false;
}

}  // namespace

std::vector<Link> readLinks(ReadingContext& context, const yaml::Node& node) {
    std::vector<Link> links;
    const auto read = [&](const yaml::Node& each) {
        const Parsed<Edge> edge = parseEdge(each.isScalar() ? each.text() : std::string_view());
        if (!edge) {
            reportShape(context, each, "an edge such as `user -> payment`");
        } else if (isWholeService(context, edge->from, each) &&
                   isWholeService(context, edge->to, each)) {
            links.push_back({edge->from.service, edge->to.service, each.place()});
        }
    };
    if (!node.isSequence()) {
        read(node);
        return links;
    }
    if (node.size() == 0) {
        reportShape(context, node, "at least one edge");
    }
    for (const yaml::Node& each : node.items()) {
        read(each);
    }
    return links;
}

Partition readPartition(const Fields& fields) {
    Partition partition;
    partition.oneWay = fields.boolean("one-way");
    ReadingContext& context = fields.context();
    const yaml::Node node = fields.value("partition");
    if (!node.isSequence() || node.size() != 2) {
        reportShape(context, node, "two sides such as `[ [user, gateway], [payment] ]`");
        return partition;
    }
    std::vector<Target>* sides[] = {&partition.one, &partition.other};
    std::size_t side = 0;
    for (const yaml::Node& each : node.items()) {
        if (each.isSequence() && each.size() == 0) {
            reportShape(context, each, "at least one service");
        }
        *sides[side] = readMembers(context, each, "a service such as `user`");
        for (const Target& member : *sides[side]) {
            if (member.instance) {
                context.problems.error(
                    DiagnosticKind::Conflict, member.place,
                    "a partition is between services, which instance is chosen at the door: "
                    "expected " +
                        quote(member.service));
            }
        }
        ++side;
    }
    return partition;
}

Network readNetwork(ReadingContext& context, const yaml::Node& node) {
    Network network;
    if (node.exists()) {
        const Fields fields(context, node, {Section::Network}, "`network`");
        network.latency = fields.distribution("latency");
        network.loss = fields.ratio("loss");
        network.zones = readZones(context, fields.value("zones"));
        if (fields.has("between-zones")) {
            network.betweenZones = fields.distribution("between-zones");
        }
    }
    return network;
}

std::optional<HaltIf> readHaltIf(ReadingContext& context, const yaml::Node& node) {
    if (!node.exists() || node.isEmpty() || (node.isMapping() && node.size() == 0)) {
        return std::nullopt;
    }
    const Fields fields(context, node, {Section::HaltIf}, "`halt-if`");
    HaltIf halt;
    halt.journey = fields.nameText("journey");
    halt.place = fields.value("journey").exists() ? fields.value("journey").place() : node.place();
    if (fields.has("availability")) {
        const yaml::Node value = fields.value("availability");
        const Parsed<Bound> bound =
            parseBound(value.isScalar() ? value.text() : std::string_view(), Quantity::Ratio);
        if (!bound) {
            context.error(bound.problem, value);
        } else {
            halt.availability = *bound;
        }
    }
    return halt;
}

}  // namespace models
