#include "sim/store/sql_names.h"

#include <algorithm>

namespace sim {

namespace {

constexpr std::size_t longestComparedName = 64;

char lowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return lowerCase(c); });
    return lower;
}

// Levenshtein's distance, one row of the table at a time.
std::size_t editDistance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t column = 0; column < row.size(); ++column) {
        row[column] = column;
    }
    for (std::size_t line = 1; line <= one.size(); ++line) {
        std::size_t diagonal = row[0];
        row[0] = line;
        for (std::size_t column = 1; column < row.size(); ++column) {
            const std::size_t replaced =
                diagonal + (one[line - 1] == other[column - 1] ? std::size_t{0} : std::size_t{1});
            diagonal = row[column];
            row[column] = std::min({replaced, row[column] + 1, row[column - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string sqlName(std::string_view name) {
    std::string sql(name);
    std::ranges::replace(sql, '-', '_');
    return sql;
}

std::string quotedName(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : sqlName(name)) {
        quoted += c;
        if (c == '"') {
            quoted += c;
        }
    }
    return quoted + '"';
}

bool isSameSqlName(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, [](char a, char b) {
        const auto asSql = [](char c) { return c == '-' ? '_' : lowerCase(c); };
        return asSql(a) == asSql(b);
    });
}

std::string nearestSqlName(std::string_view wanted, const std::vector<std::string>& names) {
    if (wanted.size() > longestComparedName) {
        return {};
    }
    const std::string lowerWanted = lowerCase(sqlName(wanted));
    std::string nearest;
    std::size_t smallest = wanted.size() / 3 + 2;
    for (const std::string& name : names) {
        if (name.size() > longestComparedName) {
            continue;
        }
        const std::size_t distance = editDistance(lowerWanted, lowerCase(sqlName(name)));
        if (distance < smallest && distance < wanted.size()) {
            smallest = distance;
            nearest = sqlName(name);
        }
    }
    return nearest;
}

std::string backticked(std::string_view text) {
    return '`' + std::string(text) + '`';
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t namesMax = 12;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < namesMax; ++i) {
        const bool isLast = i + 1 == names.size();
        text += i == 0 ? "" : isLast ? " and " : ", ";
        text += backticked(names[i]);
    }
    return names.size() > namesMax ? text + ", ..." : text;
}

BindNames::BindNames(const std::vector<std::string>& populations) {
    const auto add = [this](const std::string& name, BindSource source) {
        if (m_sources.emplace(name, source).second) {
            m_all.push_back(name);
        }
    };
    add("request", {BindSource::Kind::Request, 0});
    add("round", {BindSource::Kind::Round, 0});
    add("now", {BindSource::Kind::Now, 0});
    for (std::size_t i = 0; i < populations.size(); ++i) {
        add(sqlName(populations[i]), {BindSource::Kind::Member, i});
    }
}

std::optional<BindSource> BindNames::find(std::string_view name) const {
    const auto found = m_sources.find(std::string(name));
    return found == m_sources.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace sim
