#include "models/io/plain_text.h"

#include <algorithm>
#include <cstdint>

namespace models {

namespace {

// Bytes of the UTF-8 sequence at the front of `rest`, which is not empty; 0 where there is none.
std::size_t sequenceLength(std::string_view rest) {
    const auto lead = static_cast<unsigned char>(rest[0]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || rest.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((rest[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    const auto second = static_cast<unsigned char>(length > 1 ? rest[1] : '\0');
    const bool isOverlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool isBeyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    return isOverlong || isBeyond ? 0 : length;
}

bool isControl(unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
}

// Optimal string alignment distance, given up beyond `most`.
std::size_t editDistance(std::string_view a, std::string_view b, std::size_t most) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
            least = std::min(least, row[j]);
        }
        if (least > most) {
            return most + 1;
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::size_t> findNonText(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < 0x80) {
            if (isControl(c)) {
                return at;
            }
            ++at;
            continue;
        }
        const std::size_t length = sequenceLength(text.substr(at));
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::string tooLargeMessage(std::size_t bytes, std::size_t bytesMax) {
    return "the file has " + std::to_string(bytes) + " bytes; at most " + std::to_string(bytesMax) +
           " are read";
}

std::string_view nearestName(std::string_view wanted,
                             std::span<const std::string_view> candidates) {
    if (wanted.size() > 60) {
        return {};
    }
    std::size_t most = wanted.size() < 3 ? 1 : wanted.size() < 6 ? 2 : wanted.size() / 3;
    std::string_view nearest;
    for (const std::string_view each : candidates) {
        const std::size_t longer = std::max(each.size(), wanted.size());
        if (longer - std::min(each.size(), wanted.size()) > most || each.empty()) {
            continue;
        }
        const std::size_t distance = editDistance(wanted, each, most);
        if (distance <= most && distance < longer) {
            nearest = each;
            if (distance <= 1) {
                break;
            }
            most = distance - 1;
        }
    }
    return nearest;
}

std::string didYouMean(std::string_view wanted, std::span<const std::string_view> candidates) {
    const std::string_view nearest = nearestName(wanted, candidates);
    return nearest.empty() ? std::string() : ": did you mean " + quote(nearest) + "?";
}

std::string quote(std::string_view text) {
    constexpr std::size_t shown = 60;
    std::string short_(text.substr(0, shown));
    if (text.size() > shown) {
        while (!short_.empty() && (short_.back() & 0xC0) == 0x80) {
            short_.pop_back();
        }
        short_ += "...";
    }
    std::ranges::replace(short_, '\n', ' ');
    return '`' + short_ + '`';
}

std::string alternatives(std::span<const std::string_view> words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
        text += quote(words[i]);
    }
    return text;
}

std::string sentence(std::string_view line) {
    std::string text(line);
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text.empty() || text.back() == '.' ? text : text + '.';
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blank);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            break;
        }
        text.remove_prefix(at + 1);
    }
    return parts;
}

bool isName(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool isVersionName(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '.');
    return !parts.empty() && std::ranges::all_of(parts, isName);
}

std::string sqlName(std::string_view name) {
    std::string sql(name);
    for (char& c : sql) {
        c = c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return sql;
}

std::string doubleQuoted(std::string_view text) {
    std::string all = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            all += '\\';
        }
        all += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return all + '"';
}

}  // namespace models
