// A mapping whose keys have been checked against the key table, and its values by key. Each getter
// reads the value as the table says, checks its bounds, and falls back to the table's default; what
// is wrong is reported and reading goes on, so that all problems come in one go.
#pragma once

#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "models/io/key_table.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"
#include "models/io/yaml.h"
#include "models/problems.h"

namespace models {

// What every reader of a section needs.
struct ReadingContext {
    Problems& problems;
    const std::filesystem::path& folder;
    std::uint64_t dataBytes = 0;           // read so far from other files; bounded
    std::vector<std::string> dataFiles{};  // their names as written; one may come several times
    // Of whose rows nothing can be said, since what is written of them has errors: services, by
    // their store, or all.
    std::vector<std::string> halfReadStores{};
    bool populationsAreHalfRead = false;

    void error(DiagnosticKind kind, const yaml::Node& at, std::string message) {
        problems.error(kind, at.place(), std::move(message));
    }
    void error(const TextProblem& problem, const yaml::Node& at) {
        problems.error(problem.kind, at.place(), problem.message);
    }
};

class Fields {
  public:
    // `name` is how messages call the mapping: "service `user`". The keys of all sections count.
    Fields(ReadingContext& context, const yaml::Node& mapping,
           std::initializer_list<Section> sections, std::string name);

    ReadingContext& context() const { return m_context; }
    const yaml::Node& node() const { return m_mapping; }
    const std::string& name() const { return m_name; }

    bool has(std::string_view key) const { return find(key) != nullptr; }
    // The value's node and the key's; nodes that do not exist where the key is absent.
    yaml::Node value(std::string_view key) const;
    yaml::Node key(std::string_view key) const;

    std::string text(std::string_view key) const;
    std::string nameText(std::string_view key) const;  // a name; reported when it is none
    std::string versionText(std::string_view key) const;
    bool boolean(std::string_view key) const;
    std::int64_t integer(std::string_view key) const;
    std::uint64_t seed(std::string_view key) const;
    int count(std::string_view key) const;
    std::optional<int> countOrUnlimited(std::string_view key) const;
    double number(std::string_view key) const;
    Duration duration(std::string_view key) const;
    std::optional<Duration> durationOrNone(std::string_view key) const;  // `none`, or absent
    Rate rate(std::string_view key) const;
    Ratio ratio(std::string_view key) const;
    std::optional<Ratio> ratioOrNone(std::string_view key) const;
    Factor factor(std::string_view key) const;
    Distribution distribution(std::string_view key) const;
    std::size_t choice(std::string_view key) const;  // the place among the table's words
    std::optional<Expression> expression(std::string_view key) const;
    std::vector<ColumnValue> columnValues(std::string_view key) const;

  private:
    struct Field {
        const Key* key = nullptr;
        yaml::Node keyNode, value;
    };

    void take(const yaml::Entry& entry, std::initializer_list<Section> sections);
    void reportUnknown(const yaml::Entry& entry, std::initializer_list<Section> sections);
    const Field* find(std::string_view key) const;
    const Key& row(std::string_view key) const;
    // What is written, or the default; reports what is no scalar.
    std::optional<std::string_view> written(std::string_view key) const;
    bool says(std::string_view key, std::string_view word) const;
    void report(std::string_view key, const TextProblem& problem) const;
    template <typename Value>
    std::optional<Value> read(std::string_view key, Parsed<Value> (*parse)(std::string_view),
                              double (*magnitude)(const Value&)) const;

    ReadingContext& m_context;
    yaml::Node m_mapping;
    std::string m_name;
    std::vector<Section> m_sections;
    std::vector<Field> m_fields;
};

// The mapping's entries whose keys are names of the file's own choosing; reports those that are
// none. Those of versions have a form of their own.
std::vector<yaml::Entry> namedEntries(ReadingContext& context, const yaml::Node& node,
                                      std::string_view what,
                                      bool (*isNamed)(std::string_view) = isName);

// SQL as a scalar; reports collections, emptiness and what looks like a forgotten quote.
std::optional<Expression> readExpression(ReadingContext& context, const yaml::Node& node);

std::optional<Distribution> readDistribution(ReadingContext& context, const yaml::Node& node);

// "found a list, expected a duration"
void reportShape(ReadingContext& context, const yaml::Node& node, std::string_view expected);

}  // namespace models
