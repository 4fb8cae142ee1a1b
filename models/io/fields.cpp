#include "models/io/fields.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/io/data_file.h"
#include "models/io/plain_text.h"

namespace models {

namespace {

constexpr const char* nameForm = "letters, digits, - and _";

template <typename Value>
double itself(const Value& value) {
    return static_cast<double>(value);
}

double seconds(const Duration& duration) {
    return inSeconds(duration);
}

double perSecond(const Rate& rate) {
    return rate.perSecond();
}

double share(const Ratio& ratio) {
    return ratio.value;
}

double times(const Factor& factor) {
    return factor.value;
}

// A bound as the key's type is written.
std::string boundText(ValueType type, double bound) {
    switch (type) {
        case ValueType::Time:
        case ValueType::Window:
            return toText(Duration(static_cast<std::int64_t>(std::llround(bound * 1e9))));
        case ValueType::Ratio:
            return toText(Ratio{bound});
        default:
            return toText(bound);
    }
}

std::optional<TextProblem> checkBounds(const Key& key, std::string_view text, double magnitude) {
    if (magnitude >= key.min && magnitude <= key.max) {
        return std::nullopt;
    }
    std::string wanted;
    if (std::isfinite(key.max) && key.type == ValueType::Integer) {
        wanted = "from " + boundText(key.type, key.min) + " to " + boundText(key.type, key.max);
    } else if (magnitude < key.min) {
        wanted = key.type == ValueType::Time ? std::string("above 0")
                                             : "at least " + boundText(key.type, key.min);
    } else {
        wanted = "at most " + boundText(key.type, key.max);
    }
    return TextProblem{DiagnosticKind::OutOfBounds,
                       quote(key.name) + " is " + quote(text) + ", expected " + wanted};
}

bool isWordOf(std::string_view word, std::string_view words) {
    return std::ranges::count(split(words, ' '), word) > 0;
}

}  // namespace

void reportShape(ReadingContext& context, const yaml::Node& node, std::string_view expected) {
    const std::string found = node.isMapping()    ? "a mapping"
                              : node.isSequence() ? "a list"
                              : node.isEmpty()    ? "nothing"
                                                  : quote(node.text());
    context.error(DiagnosticKind::WrongType, node,
                  "found " + found + ", expected " + std::string(expected));
}

Fields::Fields(ReadingContext& context, const yaml::Node& mapping,
               std::initializer_list<Section> sections, std::string name)
    : m_context(context), m_mapping(mapping), m_name(std::move(name)), m_sections(sections) {
    if (!mapping.isMapping()) {
        if (!mapping.isEmpty()) {
            reportShape(context, mapping, "the keys of " + m_name);
            return;
        }
    }
    for (const yaml::Entry& entry : mapping.entries()) {
        take(entry, sections);
    }
    for (const Section section : sections) {
        for (const Key& each : keysOf(section)) {
            if (each.isRequired && each.support == Support::Now && find(each.name) == nullptr) {
                context.error(
                    DiagnosticKind::MissingKey, mapping,
                    m_name + " has no " + quote(each.name) + ": " + std::string(each.help));
            }
        }
    }
}

void Fields::take(const yaml::Entry& entry, std::initializer_list<Section> sections) {
    const std::string_view name = entry.key.text();
    const bool isTop = *sections.begin() == Section::Top;
    if (isTop && name.starts_with("x-")) {
        return;  // holds anchors
    }
    const Key* known = nullptr;
    for (const Section section : sections) {
        known = known != nullptr ? known : findKey(section, name);
    }
    if (known == nullptr) {
        reportUnknown(entry, sections);
    } else if (known->support == Support::Later) {
        m_context.error(DiagnosticKind::NotSupported, entry.key,
                        quote(name) + " of " + m_name + " is not supported yet");
    } else if (entry.value.isWithoutColon() && known->type != ValueType::Flag) {
        m_context.error(DiagnosticKind::Syntax, entry.key,
                        quote(name) + " has no value: expected `" + std::string(name) +
                            ": ...`, or quotes around a text that contains `, `");
    } else {
        m_fields.push_back({known, entry.key, entry.value});
    }
}

void Fields::reportUnknown(const yaml::Entry& entry, std::initializer_list<Section> sections) {
    const std::string_view name = entry.key.text();
    if (entry.value.isWithoutColon()) {
        m_context.error(DiagnosticKind::Syntax, entry.key,
                        quote(name) + " stands alone in " + m_name +
                            ": a text that contains `, ` needs quotes, and this looks like a "
                            "forgotten one");
        return;
    }
    std::vector<std::string_view> known;
    for (const Section section : sections) {
        for (const Key& each : keysOf(section)) {
            known.push_back(each.name);
        }
    }
    const std::string near = didYouMean(name, known);
    m_context.error(DiagnosticKind::UnknownKey, entry.key,
                    m_name + " has no key " + quote(name) +
                        (near.empty() ? ": expected " + alternatives(known) : near));
}

const Fields::Field* Fields::find(std::string_view key) const {
    const auto found =
        std::ranges::find_if(m_fields, [&](const Field& each) { return each.key->name == key; });
    return found == m_fields.end() ? nullptr : &*found;
}

const Key& Fields::row(std::string_view key) const {
    for (const Section section : m_sections) {
        if (const Key* found = findKey(section, key)) {
            return *found;
        }
    }
    assert(false && "a key that the table does not have");
    static constexpr Key none;
    return none;
}

yaml::Node Fields::value(std::string_view key) const {
    const Field* field = find(key);
    return field == nullptr ? yaml::Node() : field->value;
}

yaml::Node Fields::key(std::string_view key) const {
    const Field* field = find(key);
    return field == nullptr ? yaml::Node() : field->keyNode;
}

void Fields::report(std::string_view key, const TextProblem& problem) const {
    const Field* field = find(key);
    m_context.error(problem.kind, field != nullptr ? field->value : m_mapping, problem.message);
}

std::optional<std::string_view> Fields::written(std::string_view key) const {
    const Field* field = find(key);
    if (field == nullptr) {
        return row(key).standard;
    }
    if (!field->value.isScalar()) {
        reportShape(m_context, field->value, "one value for " + quote(key));
        return std::nullopt;
    }
    return field->value.text();
}

bool Fields::says(std::string_view key, std::string_view word) const {
    const Field* field = find(key);
    const std::string_view text = field == nullptr          ? row(key).standard
                                  : field->value.isScalar() ? field->value.text()
                                                            : std::string_view();
    return trimmed(text) == word;
}

template <typename Value>
std::optional<Value> Fields::read(std::string_view key, Parsed<Value> (*parse)(std::string_view),
                                  double (*magnitude)(const Value&)) const {
    const std::optional<std::string_view> text = written(key);
    if (!text || (text->empty() && !has(key))) {
        return std::nullopt;
    }
    const Key& known = row(key);
    if (isWordOf(trimmed(*text), known.later)) {
        report(key, {DiagnosticKind::NotSupported,
                     quote(*text) + " for " + quote(key) + " is not supported yet"});
        return std::nullopt;
    }
    const Parsed<Value> parsed = parse(*text);
    if (!parsed) {
        report(key, {parsed.problem.kind, quote(key) + ": " + parsed.problem.message});
        return std::nullopt;
    }
    if (const auto problem = checkBounds(known, *text, magnitude(*parsed))) {
        report(key, *problem);
        return std::nullopt;
    }
    return *parsed;
}

std::string Fields::text(std::string_view key) const {
    return std::string(written(key).value_or(std::string_view()));
}

std::string Fields::nameText(std::string_view key) const {
    const std::optional<std::string_view> text = written(key);
    if (text && !isName(trimmed(*text)) && has(key)) {
        report(key, {DiagnosticKind::WrongType, "found " + quote(*text) + " for " + quote(key) +
                                                    ", expected a name: " + nameForm});
    }
    return std::string(trimmed(text.value_or(std::string_view())));
}

std::string Fields::versionText(std::string_view key) const {
    const std::string_view text = trimmed(written(key).value_or(std::string_view()));
    if (has(key) && !isVersionName(text)) {
        report(key, {DiagnosticKind::WrongType,
                     "found " + quote(text) + " for " + quote(key) +
                         ", expected a version such as `v2` or `1.10`: " + nameForm});
    }
    return std::string(text);
}

bool Fields::boolean(std::string_view key) const {
    return read<bool>(key, parseBoolean, [](const bool&) { return 0.0; }).value_or(false);
}

std::int64_t Fields::integer(std::string_view key) const {
    return read<std::int64_t>(key, parseInteger, itself<std::int64_t>).value_or(0);
}

std::uint64_t Fields::seed(std::string_view key) const {
    return read<std::uint64_t>(key, parseSeed, itself<std::uint64_t>).value_or(0);
}

int Fields::count(std::string_view key) const {
    return static_cast<int>(
        read<std::int64_t>(key, parseInteger, itself<std::int64_t>).value_or(1));
}

std::optional<int> Fields::countOrUnlimited(std::string_view key) const {
    if (says(key, "unlimited")) {
        return std::nullopt;
    }
    return count(key);
}

double Fields::number(std::string_view key) const {
    return read<double>(key, parseNumber, itself<double>).value_or(0);
}

Duration Fields::duration(std::string_view key) const {
    return read<Duration>(key, parseDuration, seconds).value_or(Duration::zero());
}

std::optional<Duration> Fields::durationOrNone(std::string_view key) const {
    if (says(key, "none")) {
        return std::nullopt;
    }
    return read<Duration>(key, parseDuration, seconds);
}

Rate Fields::rate(std::string_view key) const {
    return read<Rate>(key, parseRate, perSecond).value_or(Rate{1});
}

Ratio Fields::ratio(std::string_view key) const {
    return read<Ratio>(key, parseRatio, share).value_or(Ratio{1});
}

std::optional<Ratio> Fields::ratioOrNone(std::string_view key) const {
    if (says(key, "none")) {
        return std::nullopt;
    }
    return read<Ratio>(key, parseRatio, share);
}

Factor Fields::factor(std::string_view key) const {
    return read<Factor>(key, parseFactor, times).value_or(Factor{});
}

Distribution Fields::distribution(std::string_view key) const {
    if (const Field* field = find(key)) {
        return readDistribution(m_context, field->value).value_or(Distribution());
    }
    const Parsed<Distribution> standard = parseDistribution(row(key).standard);
    return standard ? *standard : Distribution();
}

std::size_t Fields::choice(std::string_view key) const {
    const std::optional<std::string_view> text = written(key);
    if (!text) {
        return 0;
    }
    const Key& known = row(key);
    const std::vector<std::string_view> words = split(known.words, ' ');
    const std::string_view word = trimmed(*text);
    const auto found = std::ranges::find(words, word);
    if (found != words.end()) {
        return static_cast<std::size_t>(found - words.begin());
    }
    if (isWordOf(word.substr(0, word.find('(')), known.later)) {
        report(key, {DiagnosticKind::NotSupported,
                     quote(word) + " for " + quote(key) + " is not supported yet"});
        return 0;
    }
    std::vector<std::string_view> all = words;
    const std::vector<std::string_view> laterWords = split(known.later, ' ');
    all.insert(all.end(), laterWords.begin(), laterWords.end());
    report(key, {DiagnosticKind::WrongType, "found " + quote(word) + " for " + quote(key) +
                                                ", expected " + alternatives(words) +
                                                didYouMean(word, all)});
    return 0;
}

std::optional<Expression> Fields::expression(std::string_view key) const {
    const Field* field = find(key);
    return field == nullptr ? std::nullopt : readExpression(m_context, field->value);
}

std::vector<ColumnValue> Fields::columnValues(std::string_view key) const {
    std::vector<ColumnValue> values;
    const Field* field = find(key);
    if (field == nullptr) {
        return values;
    }
    for (const yaml::Entry& each : namedEntries(m_context, field->value, "a column")) {
        if (std::optional<Expression> sql = readExpression(m_context, each.value)) {
            values.push_back({std::string(each.key.text()), *std::move(sql)});
        }
    }
    return values;
}

std::vector<yaml::Entry> namedEntries(ReadingContext& context, const yaml::Node& node,
                                      std::string_view what, bool (*isNamed)(std::string_view)) {
    if (!node.exists() || node.isEmpty()) {
        return {};
    }
    if (!node.isMapping()) {
        reportShape(context, node, "a mapping of names, each of " + std::string(what));
        return {};
    }
    std::vector<yaml::Entry> named;
    for (const yaml::Entry& each : node.entries()) {
        if (each.value.isWithoutColon()) {
            context.error(DiagnosticKind::Syntax, each.key,
                          quote(each.key.text()) +
                              " stands alone: a text that contains `, ` needs quotes, and this "
                              "looks like a forgotten one");
        } else if (!isNamed(each.key.text()) || each.key.text().size() > 200) {
            context.error(DiagnosticKind::WrongType, each.key,
                          "found " + quote(each.key.text()) + " as the name of " +
                              std::string(what) + ", expected " + nameForm);
        } else {
            named.push_back(each);
        }
    }
    return named;
}

std::optional<Expression> readExpression(ReadingContext& context, const yaml::Node& node) {
    if (!node.isScalar() || trimmed(node.text()).empty()) {
        reportShape(context, node, "an SQL expression");
        return std::nullopt;
    }
    const bool isBareWord = isName(node.text()) &&
                            node.text().find_first_not_of("0123456789") != std::string_view::npos;
    if (node.style() == yaml::Style::SingleQuoted && isBareWord) {
        const std::string word(node.text());
        context.error(DiagnosticKind::Syntax, node,
                      "the quotes of '" + word +
                          "' are YAML's and SQL never sees them: text is "
                          "written \"'" +
                          word + "'\", a column without quotes");
        return std::nullopt;
    }
    return Expression{std::string(node.text()), node.place()};
}

std::optional<Distribution> readDistribution(ReadingContext& context, const yaml::Node& node) {
    if (!node.isScalar()) {
        reportShape(context, node, "a duration or its distribution");
        return std::nullopt;
    }
    const EmpiricalLoader load = [&](std::string_view file) {
        context.dataFiles.emplace_back(file);
        return loadEmpirical(context.folder, file, context.dataBytes);
    };
    Parsed<Distribution> parsed = parseDistribution(node.text(), load);
    if (!parsed) {
        context.error(parsed.problem, node);
        return std::nullopt;
    }
    parsed.value->written = trimmed(node.text());
    return std::move(parsed.value);
}

}  // namespace models
