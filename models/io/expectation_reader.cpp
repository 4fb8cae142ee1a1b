#include <algorithm>

#include "models/io/plain_text.h"
#include "models/io/section_readers.h"
#include "models/name_index.h"

namespace models {

namespace {

struct MeasureRow {
    std::string_view key;
    Measure measure;
    Quantity quantity;
    std::string_view ownSubject = {};  // the one kind of subject that has it; empty: several have
};

constexpr MeasureRow measures[] = {
    {"availability", Measure::Availability, Quantity::Ratio},
    {"degraded", Measure::Degraded, Quantity::Ratio},
    {"errors", Measure::Errors, Quantity::Ratio},
    {"throughput", Measure::Throughput, Quantity::Rate},
    {"mean", Measure::Mean, Quantity::Time},
    {"p50", Measure::P50, Quantity::Time},
    {"p90", Measure::P90, Quantity::Time},
    {"p95", Measure::P95, Quantity::Time},
    {"p99", Measure::P99, Quantity::Time},
    {"p99.9", Measure::P999, Quantity::Time},
    {"max", Measure::Max, Quantity::Time},
    {"utilization", Measure::Utilization, Quantity::Ratio, "service"},
    {"inbox", Measure::Inbox, Quantity::Count, "service"},
    {"attempts-per-call", Measure::AttemptsPerCall, Quantity::Count},
    {"recovery", Measure::Recovery, Quantity::Time},
    {"backlog", Measure::Backlog, Quantity::Count, "topic"},
    {"dead", Measure::Dead, Quantity::Count, "topic"},
};

// The measures that a topic has.
bool isOfTopics(Measure measure) {
    return measure == Measure::Backlog || measure == Measure::Dead ||
           measure == Measure::Throughput;
}

constexpr std::string_view subjects[] = {"journey", "service", "endpoint", "topic", "event"};

class ExpectationReader {
  public:
    ExpectationReader(ReadingContext& context, const Scenario& scenario)
        : m_context(context),
          m_scenario(scenario),
          m_services(indexByName("service", scenario.services)),
          m_topics(indexByName("topic", scenario.topics)),
          m_journeys(indexByName("journey", scenario.journeys)),
          m_faults("fault or rollout named") {
        for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
            if (!scenario.faults[i].name.empty()) {
                m_faults.add(scenario.faults[i].name, i);
            }
        }
        for (const Rollout& each : scenario.rollouts) {
            if (!each.name.empty()) {
                m_faults.add(each.name, 0);
            }
        }
    }

    Expectation expectation(const yaml::Entry& entry) {
        Expectation expectation;
        expectation.name = entry.key.text();
        expectation.place = entry.key.place();
        const std::string name = "the expectation " + quote(expectation.name);
        const Fields fields(m_context, entry.value, {Section::Expectation}, name);
        const std::string_view subject = subjectOf(fields, entry);
        if (subject == "event") {
            expectation.claim = eventClaim(fields);
        } else if (!subject.empty()) {
            expectation.claim = measureClaim(subject, fields);
        }
        return expectation;
    }

    // Of a lesson: about what is seen at the time, so not about a span of its own.
    std::optional<Claim> claim(const yaml::Node& node) {
        const Fields fields(m_context, node, {Section::Expectation}, "`until`");
        if (fields.has("during")) {
            m_context.error(DiagnosticKind::Conflict, fields.key("during"),
                            "`until` is about what is seen while the step is on: it has no "
                            "`during`");
        }
        const std::string_view subject = subjectOf(fields, {node, node});
        if (subject.empty()) {
            return std::nullopt;
        }
        return subject == "event" ? Claim(eventClaim(fields))
                                  : Claim(measureClaim(subject, fields));
    }

  private:
    std::string_view subjectOf(const Fields& fields, const yaml::Entry& entry) {
        std::string_view subject;
        for (const std::string_view each : subjects) {
            if (!fields.has(each)) {
                continue;
            }
            if (!subject.empty()) {
                m_context.error(DiagnosticKind::Conflict, fields.key(each),
                                fields.name() + " is about " + quote(subject) + " and " +
                                    quote(each) + ": it has one subject");
                return {};
            }
            subject = each;
        }
        if (entry.value.isWithoutColon()) {
            m_context.error(DiagnosticKind::Syntax, entry.key,
                            quote(entry.key.text()) +
                                " stands alone: a text that contains `, ` needs quotes, and this "
                                "looks like a forgotten one");
        } else if (subject.empty()) {
            m_context.error(
                DiagnosticKind::MissingKey, entry.value,
                fields.name() + " is about nothing: expected " + alternatives(subjects));
        }
        return subject;
    }

    MeasureExpectation measureClaim(std::string_view subject, const Fields& fields) {
        MeasureExpectation claim;
        claim.subject = readSubject(subject, fields.value(subject));
        claim.during = readDuring(fields.value("during"));
        for (const std::string_view each : {"where", "count"}) {
            if (fields.has(each)) {
                m_context.error(DiagnosticKind::Conflict, fields.key(each),
                                quote(each) + " is for `event`, not for " + quote(subject));
            }
        }
        for (const MeasureRow& row : measures) {
            if (fields.has(row.key)) {
                readMeasure(row, subject, fields, claim);
            }
        }
        std::ranges::sort(claim.bounds, {}, &MeasureBound::place);
        const auto entries = fields.node().entries();
        const bool hasMeasure = std::ranges::any_of(entries, [](const yaml::Entry& each) {
            const Key* known = findKey(Section::Expectation, each.key.text());
            return known == nullptr || (known->type == ValueType::Bound && known->name != "count");
        });
        if (!hasMeasure) {
            m_context.error(DiagnosticKind::MissingKey, fields.node(),
                            fields.name() +
                                " measures nothing: expected a bound such as "
                                "`availability: at least 99.9 %`");
        }
        return claim;
    }

    void readMeasure(const MeasureRow& row, std::string_view subject, const Fields& fields,
                     MeasureExpectation& claim) {
        const yaml::Node value = fields.value(row.key);
        if (!row.ownSubject.empty() && subject != row.ownSubject) {
            m_context.error(DiagnosticKind::Conflict, fields.key(row.key),
                            quote(row.key) + " is of a " + quote(row.ownSubject) + ", not of " +
                                quote(subject));
            return;
        }
        if (subject == "topic" && !isOfTopics(row.measure)) {
            m_context.error(DiagnosticKind::Conflict, fields.key(row.key),
                            quote(row.key) +
                                " is not measured of a `topic`: expected `backlog`, `dead` or "
                                "`throughput`");
            return;
        }
        if (row.measure == Measure::Recovery && m_scenario.fault(claim.during.fault) == nullptr) {
            m_context.error(DiagnosticKind::Conflict, fields.key(row.key),
                            "`recovery` is from a fault's end: `during` must name the fault");
            return;
        }
        if (const std::optional<Bound> bound = readBound(value, row.quantity)) {
            claim.bounds.push_back({row.measure, *bound, fields.key(row.key).place()});
        }
    }

    std::optional<Bound> readBound(const yaml::Node& node, Quantity quantity) {
        const Parsed<Bound> bound = parseBound(node.text(), quantity);
        if (!node.isScalar()) {
            reportShape(m_context, node, "a bound such as `at least 99.9 %`");
            return std::nullopt;
        }
        if (!bound) {
            m_context.error(bound.problem, node);
            return std::nullopt;
        }
        return *bound;
    }

    Subject readSubject(std::string_view kind, const yaml::Node& node) {
        Subject subject;
        subject.kind = kind == "journey"   ? SubjectKind::Journey
                       : kind == "service" ? SubjectKind::Service
                       : kind == "topic"   ? SubjectKind::Topic
                                           : SubjectKind::Endpoint;
        const Parsed<Reference> reference = parseReference(node.text());
        const bool wantsEndpoint = subject.kind == SubjectKind::Endpoint;
        if (!node.isScalar() || !reference || reference->instance ||
            reference->endpoint.empty() == wantsEndpoint) {
            reportShape(m_context, node,
                        wantsEndpoint ? "an endpoint such as `user.sign-in`"
                                      : "the name of a " + std::string(kind));
            return subject;
        }
        subject.name = reference->service;
        subject.endpoint = reference->endpoint;
        const NameIndex& index = subject.kind == SubjectKind::Journey ? m_journeys
                                 : subject.kind == SubjectKind::Topic ? m_topics
                                                                      : m_services;
        if (!index.has(subject.name)) {
            m_context.error(DiagnosticKind::UnknownName, node, index.missing(subject.name));
        } else if (wantsEndpoint) {
            const Service& service = m_scenario.services[index.position(subject.name)];
            const NameIndex endpoints =
                indexByName("endpoint", service.endpoints, "service " + quote(service.name));
            if (!endpoints.has(subject.endpoint)) {
                m_context.error(DiagnosticKind::UnknownName, node,
                                endpoints.missing(subject.endpoint));
            }
        }
        return subject;
    }

    During readDuring(const yaml::Node& node) {
        During during;
        if (!node.exists()) {
            return during;
        }
        if (node.isScalar()) {
            during.fault = node.text();
            checkFault(during.fault, node);
            return during;
        }
        const std::vector<yaml::Node> ends = node.items();
        const Parsed<Duration> from = parseDuration(ends.size() == 2 ? ends[0].text() : "");
        const Parsed<Duration> to = parseDuration(ends.size() == 2 ? ends[1].text() : "");
        if (!from || !to) {
            reportShape(m_context, node, "a fault's name or a window such as `[60 s, 90 s]`");
        } else if (*to <= *from) {
            m_context.error(DiagnosticKind::OutOfBounds, node,
                            "the window is empty: it ends before it begins");
        } else {
            during.from = Instant(*from);
            during.to = Instant(*to);
        }
        return during;
    }

    void checkFault(const std::string& name, const yaml::Node& node) {
        if (!m_faults.has(name)) {
            m_context.error(DiagnosticKind::UnknownName, node, m_faults.missing(name));
            return;
        }
        const auto faults = std::ranges::count(m_scenario.faults, name, &Fault::name);
        const auto rollouts = std::ranges::count(m_scenario.rollouts, name, &Rollout::name);
        if (faults + rollouts > 1) {
            m_context.error(DiagnosticKind::Conflict, node,
                            "several " +
                                std::string(rollouts > 0 ? "faults or rollouts" : "faults") +
                                " are named " + quote(name) + ": it is not clear which is meant");
        }
    }

    EventExpectation eventClaim(const Fields& fields) {
        EventExpectation claim;
        fields.choice("event");
        claim.event = trimmed(fields.value("event").text());
        claim.during = readDuring(fields.value("during"));
        claim.count =
            *parseBound(findKey(Section::Expectation, "count")->standard, Quantity::Count);
        if (fields.has("count")) {
            claim.count = readBound(fields.value("count"), Quantity::Count).value_or(claim.count);
        }
        if (fields.has("where")) {
            claim.where = trimmed(fields.value("where").text());
            checkWhere(fields.value("where"));
        }
        for (const MeasureRow& row : measures) {
            if (fields.has(row.key)) {
                m_context.error(DiagnosticKind::Conflict, fields.key(row.key),
                                quote(row.key) +
                                    " cannot be measured of an `event`, it has a "
                                    "`count`");
            }
        }
        return claim;
    }

    // `payment`, `payment#1` or `gateway -> payment.charge`
    void checkWhere(const yaml::Node& node) {
        const Parsed<Edge> edge = parseEdge(node.text());
        if (edge) {
            checkPlace(edge->from, node, true);
            checkPlace(edge->to, node, false);
            return;
        }
        const Parsed<Reference> reference = parseReference(node.text());
        if (!node.isScalar() || !reference) {
            reportShape(m_context, node,
                        "a service `payment`, an instance `payment#1` or an edge "
                        "`gateway -> payment.charge`");
            return;
        }
        checkPlace(*reference, node, true);
    }

    void checkPlace(const Reference& reference, const yaml::Node& node, bool mayBeJourney) {
        if (!m_services.has(reference.service) && !m_topics.has(reference.service) &&
            !(mayBeJourney && m_journeys.has(reference.service))) {
            m_context.error(DiagnosticKind::UnknownName, node,
                            m_services.missing(reference.service));
        }
    }

    ReadingContext& m_context;
    const Scenario& m_scenario;
    NameIndex m_services, m_topics, m_journeys, m_faults;
};

}  // namespace

Quantity quantityOf(std::string_view measure) {
    const auto row = std::ranges::find(measures, measure, &MeasureRow::key);
    return row == std::end(measures) ? Quantity::Count : row->quantity;
}

std::optional<Claim> readClaim(ReadingContext& context, const yaml::Node& node,
                               const Scenario& scenario) {
    return ExpectationReader(context, scenario).claim(node);
}

std::vector<Expectation> readExpectations(ReadingContext& context, const yaml::Node& node,
                                          const Scenario& scenario) {
    std::vector<Expectation> all;
    if (!node.exists() || node.isEmpty()) {
        return all;
    }
    if (!node.isMapping()) {
        reportShape(context, node, "a mapping of sentences, each with what must hold");
        return all;
    }
    ExpectationReader reader(context, scenario);
    for (const yaml::Entry& each : node.entries()) {
        all.push_back(reader.expectation(each));
    }
    return all;
}

}  // namespace models
