#include "sim/request_matcher.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <compare>
#include <iterator>
#include <utility>

#include "sim/metrics/summary.h"

namespace sim {

namespace {

void addCauses(CauseCounts& sum, const CauseCounts& more) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += more[i];
    }
}

void addSums(JourneyDifference& sum, const JourneyDifference& more) {
    using D = JourneyDifference;
    for (const auto count : {&D::pairs, &D::lost, &D::spared, &D::degraded, &D::mended, &D::slower,
                             &D::faster, &D::moved, &D::firstOnly, &D::secondOnly,
                             &D::goodFirstOnly, &D::startedFirst, &D::startedSecond}) {
        sum.*count += more.*count;
    }
    addCauses(sum.lostBy, more.lostBy);
    addCauses(sum.sparedBy, more.sparedBy);
}

}  // namespace

bool JourneyDifference::touchesNothing() const {
    return lost + spared + degraded + mended + slower + faster + moved + firstOnly + secondOnly ==
           0;
}

std::int64_t JourneyDifference::count(PairKind kind) const {
    return std::array{
        lost, spared, degraded, mended, slower, faster}[static_cast<std::size_t>(kind)];
}

const std::vector<RequestPair>& JourneyDifference::examplesOf(PairKind kind) const {
    static const std::vector<RequestPair> none;
    return examples ? (*examples)[static_cast<std::size_t>(kind)] : none;
}

RequestMatcher::RequestMatcher(std::vector<std::string> journeys) : m_journeys(journeys.size()) {
    for (std::size_t i = 0; i < journeys.size(); ++i) {
        m_journeys[i].sums.name = std::move(journeys[i]);
    }
}

void RequestMatcher::add(Side side, RequestEnds ends) {
    assert(ends.size() == m_journeys.size());
    for (std::size_t i = 0; i < m_journeys.size(); ++i) {
        Journey& journey = m_journeys[i];
        Histogram& all = side == Side::First ? journey.firstOfAll : journey.secondOfAll;
        for (const RequestEnd& end : ends[i]) {
            if (!end.failed()) {
                all.add(end.took);
            }
        }
        std::ranges::sort(ends[i], {}, &RequestEnd::identity);
        std::vector<RequestEnd>& waiting = journey.unpaired[static_cast<std::size_t>(side)];
        const auto before = static_cast<std::ptrdiff_t>(waiting.size());
        std::ranges::move(ends[i], std::back_inserter(waiting));
        std::ranges::inplace_merge(waiting, waiting.begin() + before, {}, &RequestEnd::identity);
    }
}

void RequestMatcher::match() {
    for (Journey& journey : m_journeys) {
        journey.match();
    }
}

void RequestMatcher::endRuns(const std::vector<std::int64_t>& startedFirst,
                             const std::vector<std::int64_t>& startedSecond) {
    match();
    for (std::size_t i = 0; i < m_journeys.size(); ++i) {
        Journey& journey = m_journeys[i];
        auto& [first, second] = journey.unpaired;
        journey.sums.firstOnly += std::ssize(first);
        journey.sums.secondOnly += std::ssize(second);
        journey.sums.goodFirstOnly += std::ranges::count(first, false, &RequestEnd::failed);
        journey.sums.startedFirst += startedFirst[i];
        journey.sums.startedSecond += startedSecond[i];
        first.clear();
        second.clear();
    }
}

void RequestMatcher::merge(const RequestMatcher& other) {
    m_isOfSeveral = true;  // the same number is another request in each
    for (std::size_t i = 0; i < m_journeys.size(); ++i) {
        Journey& journey = m_journeys[i];
        const Journey& more = other.m_journeys[i];
        addSums(journey.sums, more.sums);
        for (const auto histogram :
             {&Journey::firstOfPairs, &Journey::secondOfPairs, &Journey::slowerBy,
              &Journey::firstOfAll, &Journey::secondOfAll}) {
            (journey.*histogram).merge(more.*histogram);
        }
    }
}

std::vector<JourneyDifference> RequestMatcher::differences() const {
    std::vector<JourneyDifference> differences;
    for (const Journey& journey : m_journeys) {
        differences.push_back(journey.difference());
        if (!m_isOfSeveral) {
            differences.back().examples = journey.sample.kept();
        }
    }
    return differences;
}

std::size_t RequestMatcher::unpaired() const {
    std::size_t count = 0;
    for (const Journey& journey : m_journeys) {
        count += journey.unpaired[0].size() + journey.unpaired[1].size();
    }
    return count;
}

// Both are sorted: what one of them lacks is kept for later.
void RequestMatcher::Journey::match() {
    auto& [first, second] = unpaired;
    std::size_t keptFirst = 0, keptSecond = 0, i = 0, j = 0;
    while (i < first.size() && j < second.size()) {
        const auto order = first[i].identity() <=> second[j].identity();
        if (std::is_lt(order)) {
            first[keptFirst++] = first[i++];
        } else if (std::is_gt(order)) {
            second[keptSecond++] = second[j++];
        } else {
            pair(first[i++], second[j++]);
        }
    }
    const auto drop = [](std::vector<RequestEnd>& ends, std::size_t from, std::size_t to) {
        ends.erase(ends.begin() + static_cast<std::ptrdiff_t>(from),
                   ends.begin() + static_cast<std::ptrdiff_t>(to));
    };
    drop(first, keptFirst, i);
    drop(second, keptSecond, j);
}

void RequestMatcher::Journey::pair(const RequestEnd& first, const RequestEnd& second) {
    const auto count = [&](PairKind kind, std::int64_t& counted) {
        ++counted;
        sample.offer(kind, {first, second});
    };
    ++sums.pairs;
    sums.moved += first.started != second.started ? 1 : 0;
    if (first.failed() || second.failed()) {
        if (!first.failed()) {
            count(PairKind::Lost, sums.lost);
            ++sums.lostBy[static_cast<std::size_t>(second.cause)];
        } else if (!second.failed()) {
            count(PairKind::Spared, sums.spared);
            ++sums.sparedBy[static_cast<std::size_t>(first.cause)];
        }
        return;
    }
    if (!first.degraded && second.degraded) {
        count(PairKind::Degraded, sums.degraded);
    } else if (first.degraded && !second.degraded) {
        count(PairKind::Mended, sums.mended);
    }
    firstOfPairs.add(first.took);
    secondOfPairs.add(second.took);
    if (second.took > first.took) {
        count(PairKind::Slower, sums.slower);
        slowerBy.add(second.took - first.took);
    } else if (second.took < first.took) {
        count(PairKind::Faster, sums.faster);
    }
}

JourneyDifference RequestMatcher::Journey::difference() const {
    JourneyDifference whole = sums;
    whole.firstOfPairs = summaryOf(firstOfPairs);
    whole.secondOfPairs = summaryOf(secondOfPairs);
    whole.slowerBy = summaryOf(slowerBy);
    whole.firstOfAll = summaryOf(firstOfAll);
    whole.secondOfAll = summaryOf(secondOfAll);
    return whole;
}

}  // namespace sim
