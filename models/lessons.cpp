#include "models/lessons.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace models {

namespace {

constexpr std::string_view headingMark = "# ";
constexpr std::string_view blanks = " \t\n";

std::string withoutBlanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

// FNV-1a, 64 bits.
std::uint64_t numberOf(std::string_view words, std::uint64_t number) {
    for (const char each : words) {
        number = (number ^ static_cast<unsigned char>(each)) * 0x100000001b3U;
    }
    return number;
}

}  // namespace

std::vector<Lesson> lessonsOf(const Scenario& scenario) {
    std::vector<Lesson> all;
    for (const LessonStep& step : scenario.lesson) {
        const std::string_view text = step.text;
        if (text.starts_with(headingMark)) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            all.push_back({withoutBlanks(text.substr(headingMark.size(), end - headingMark.size())),
                           withoutBlanks(text.substr(end)),
                           {}});
            continue;
        }
        if (all.empty()) {
            all.push_back({scenario.name, scenario.about, {}});
        }
        all.back().steps.push_back(step);
    }
    return all;
}

std::vector<std::size_t> offeredAnswers(const LessonStep& step) {
    const std::uint64_t ofQuestion = numberOf(step.ask, 0xcbf29ce484222325U);
    std::vector<std::size_t> places(step.answers.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::stable_sort(
        places, {}, [&](std::size_t each) { return numberOf(step.answers[each], ofQuestion); });
    return places;
}

}  // namespace models
