#include "models/io/plain_text.h"
#include "models/io/scan_values.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

struct BoundKey {
    std::string_view key;
    Comparison comparison;
};
constexpr BoundKey boundKeys[] = {
    {"exactly", Comparison::Exactly}, {"at-least", Comparison::AtLeast},
    {"at-most", Comparison::AtMost},  {"at least", Comparison::AtLeast},
    {"at most", Comparison::AtMost},  {"above", Comparison::Above},
    {"below", Comparison::Below},     {"between", Comparison::Between},
};

// `1 and 5`
Parsed<Bound> parseRange(std::string_view text) {
    constexpr std::string_view joint = " and ";
    const std::size_t at = text.find(joint);
    const Parsed<double> low = parseNumber(text.substr(0, at));
    const Parsed<double> high =
        parseNumber(at == std::string_view::npos ? "" : text.substr(at + joint.size()));
    if (!low || !high) {
        return notA(text, "two numbers such as `1 and 5`");
    }
    if (*high < *low) {
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(text) + " is empty: its end is before its beginning"};
    }
    return Bound{Comparison::Between, Quantity::Count, *low, *high, {}};
}

Bound readBound(const Fields& fields, const BoundKey& key) {
    if (key.comparison != Comparison::Between) {
        const double value = fields.number(key.key);
        return {key.comparison, Quantity::Count, value, value, {}};
    }
    const yaml::Node node = fields.value(key.key);
    const Parsed<Bound> range = parseRange(node.isScalar() ? trimmed(node.text()) : "");
    if (!range) {
        fields.context().error(range.problem, node);
        return {};
    }
    return *range;
}

// One of the keys that say what the SELECT must give.
Bound readWanted(const Fields& fields, const yaml::Node& name) {
    Bound wanted;
    bool isGiven = false;
    for (const BoundKey& each : boundKeys) {
        if (!fields.has(each.key)) {
            continue;
        }
        if (isGiven) {
            fields.context().error(DiagnosticKind::Conflict, fields.key(each.key),
                                   fields.name() + " has two bounds: it wants one");
        }
        isGiven = true;
        wanted = readBound(fields, each);
        for (const char c : each.key) {
            wanted.written += c == '-' ? ' ' : c;
        }
        wanted.written += ' ' + std::string(trimmed(fields.value(each.key).text()));
    }
    if (!isGiven) {
        fields.context().error(DiagnosticKind::MissingKey, name,
                               fields.name() +
                                   " does not say what its SELECT must give: expected `exactly`, "
                                   "`at least`, `at most`, `above`, `below` or `between`");
    }
    return wanted;
}

}  // namespace

std::vector<Invariant> readInvariants(ReadingContext& context, const yaml::Node& node) {
    std::vector<Invariant> all;
    if (!node.exists() || node.isEmpty()) {
        return all;
    }
    if (!node.isMapping()) {
        reportShape(context, node, "a mapping of sentences, each with `sql` and what it must give");
        return all;
    }
    for (const yaml::Entry& entry : node.entries()) {
        Invariant invariant;
        invariant.name = entry.key.text();
        invariant.place = entry.key.place();
        const Fields fields(context, entry.value, {Section::Invariant},
                            "invariant " + quote(invariant.name));
        if (std::optional<Expression> sql = fields.expression("sql")) {
            invariant.sql = *std::move(sql);
        }
        invariant.wanted = readWanted(fields, entry.key);
        constexpr std::size_t always = 1;  // of the words at-end, always
        invariant.isAlways = fields.choice("judged") == always;
        all.push_back(std::move(invariant));
    }
    return all;
}

}  // namespace models
