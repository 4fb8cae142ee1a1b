// What a topic's messages look like to somebody who asks: where each stands, and what became of
// those that were given up.
#include <algorithm>
#include <cstdio>
#include <utility>

#include "sim/service/topic_process.h"

namespace sim {

namespace {

constexpr std::size_t deadLettersKept = 1000;

std::string secondsOf(Duration duration) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6f", models::inSeconds(duration));
    return text;
}

}  // namespace

std::string TopicProcess::nameOfConsumer(std::uint32_t consumer) const {
    const ConsumerProgram& program = m_topic.consumers[consumer];
    const ProcessProgram& service = m_program->processes[program.service];
    return service.name + "." + service.endpoints[program.endpoint].name;
}

std::string TopicProcess::nameOfGroup(std::uint32_t group) const {
    const std::vector<std::uint32_t>& consumers = m_topic.groups[group];
    return consumers.empty() ? std::string() : nameOfConsumer(consumers.front());
}

std::string TopicProcess::whereIs(const Copy& copy) const {
    if (copy.stands == Copy::InLine) {
        return copy.attempts == 0 ? "in line" : "in line again";
    }
    const Member& member = m_groups[copy.group].members()[copy.member];
    const std::string instance =
        m_program->processes[m_topic.consumers[member.consumer].service].name + "#" +
        std::to_string(member.instance + 1);
    return copy.stands == Copy::Handed ? "with " + instance : "comes again";
}

void TopicProcess::keepDeadLetter(const Copy& copy, std::uint32_t consumer, const Outcome& outcome,
                                  Instant now) {
    const Message& message = m_messages[copy.message];
    if (m_deadLetters.size() == deadLettersKept) {
        m_deadLetters.pop_back();
    }
    m_deadLetters.push_front({message.request.number, consumer, copy.attempts, now, outcome});
}

// Of whom a row is, is said only where there are several.
TableRows TopicProcess::messageRows(const RowsWanted& wanted, Instant now) const {
    TableRows rows;
    rows.wanted = wanted;
    rows.columns = {"request"};
    if (m_groups.size() > 1) {
        rows.columns.emplace_back("for");
    }
    const auto most = static_cast<std::size_t>(std::max(wanted.limit, 0));
    if (wanted.table == deadLettersTable) {
        addDeadLetters(most, rows);
    } else {
        addMessages(most, now, rows);
    }
    return rows;
}

void TopicProcess::addDeadLetters(std::size_t most, TableRows& rows) const {
    rows.columns.insert(rows.columns.end(), {"why", "tries", "died at (s)"});
    rows.hasMore = m_deadLetters.size() > most;
    for (std::size_t i = 0; i < std::min(most, m_deadLetters.size()); ++i) {
        const DeadLetter& each = m_deadLetters[i];
        auto& row = rows.rows.emplace_back();
        row.emplace_back(std::to_string(each.request));
        if (m_groups.size() > 1) {
            row.emplace_back(nameOfConsumer(each.consumer));
        }
        row.emplace_back(std::string(nameOf(each.outcome.cause)));
        row.emplace_back(std::to_string(each.attempts));
        row.emplace_back(secondsOf(models::sinceStart(each.died)));
    }
}

void TopicProcess::addMessages(std::size_t most, Instant now, TableRows& rows) const {
    rows.columns.insert(rows.columns.end(), {"where", "tries", "age (s)"});
    std::vector<std::pair<std::uint64_t, std::uint32_t>> oldest;  // by number: copies
    for (std::uint32_t copy = 0; m_copies.has(copy); ++copy) {
        if (m_copies.isTaken(copy)) {
            oldest.emplace_back(m_messages[m_copies[copy].message].number, copy);
        }
    }
    const std::size_t count = std::min(most, oldest.size());
    std::ranges::partial_sort(oldest, oldest.begin() + static_cast<std::ptrdiff_t>(count));
    rows.hasMore = oldest.size() > most;
    for (std::size_t i = 0; i < count; ++i) {
        const Copy& copy = m_copies[oldest[i].second];
        const Message& message = m_messages[copy.message];
        auto& row = rows.rows.emplace_back();
        row.emplace_back(std::to_string(message.request.number));
        if (m_groups.size() > 1) {
            row.emplace_back(nameOfGroup(copy.group));
        }
        row.emplace_back(whereIs(copy));
        row.emplace_back(std::to_string(copy.attempts));
        row.emplace_back(secondsOf(now - message.published));
    }
}

}  // namespace sim
