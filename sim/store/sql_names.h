// The names of a scenario as SQL has them: `-` is written `_`, identifiers are quoted, and each
// name that an expression may bind knows where its value comes from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sim {

// `user-id` is `user_id` in SQL.
std::string sqlName(std::string_view name);

// The SQL name in double quotes, so that a table may be called `order`.
std::string quotedName(std::string_view name);

// SQL compares names without regard to case.
bool isSameSqlName(std::string_view one, std::string_view other);

// The name that a slip of the pen most probably meant; empty where none is close.
std::string nearestSqlName(std::string_view wanted, const std::vector<std::string>& names);

// For messages.
std::string backticked(std::string_view text);

// `a`, `b` and `c`; the first dozen of many.
std::string listed(const std::vector<std::string>& names);

// Where the value of one `?` comes from at each execution.
struct BindSource {
    enum class Kind : std::uint8_t { Member, Request, Round, Now };
    Kind kind = Kind::Member;
    std::size_t population = 0;  // of Member: its place in Binds::members
    bool operator==(const BindSource&) const = default;
};

// `:viewer` and the others, of one scenario.
class BindNames {
  public:
    explicit BindNames(const std::vector<std::string>& populations);

    // Without the colon.
    std::optional<BindSource> find(std::string_view sqlName) const;
    const std::vector<std::string>& all() const { return m_all; }

  private:
    std::vector<std::string> m_all;
    std::unordered_map<std::string, BindSource> m_sources;
};

}  // namespace sim
