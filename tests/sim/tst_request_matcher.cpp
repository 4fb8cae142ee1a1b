// Requests of two runs are paired by user and number, in whatever order and slices they end.
#include <QtTest>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/request_matcher.h"
#include "tests/support/difference_text.h"
#include "tests/support/test_program.h"

using models::Cause;
using sim::RequestEnd;
using sim::Side;
using namespace std::chrono_literals;

class TestRequestMatcher : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tellsWhatBecameOfEachRequest();
    void pairsWhatEndsLaterInOneOfThem();
    void usersAreNotMixedUp();
    void slicesAndOrderDoNotMatter();
    void keepsOnlyWhatTheOtherHasNotEnded();
    void sumsOfSeveralRunsAdd();
    void keepsSomeOfEachKind();
    void keepsTheFirstAndTheMost();
};

namespace {

RequestEnd good(std::int64_t number, models::Duration took, bool degraded = false) {
    return {number, 0, Cause::None, degraded, models::runStart + number * 1s, took};
}

RequestEnd failed(std::int64_t number, Cause cause) {
    return {number, 0, cause, false, models::runStart + number * 1s, 5ms};
}

sim::JourneyDifference differenceOf(const std::vector<RequestEnd>& first,
                                    const std::vector<RequestEnd>& second) {
    sim::RequestMatcher matcher({"buy"});
    matcher.add(Side::First, {first});
    matcher.add(Side::Second, {second});
    matcher.endRuns({std::ssize(first)}, {std::ssize(second)});
    return matcher.differences().front();
}

}  // namespace

void TestRequestMatcher::tellsWhatBecameOfEachRequest() {
    const auto found = differenceOf(
        {good(0, 10ms), good(1, 10ms), failed(2, Cause::Timeout), good(3, 10ms),
         good(4, 10ms, true), good(5, 10ms), good(6, 10ms), failed(7, Cause::Error), good(8, 1ms)},
        {good(0, 10ms), failed(1, Cause::BreakerOpen), good(2, 10ms), good(3, 10ms, true),
         good(4, 10ms), good(5, 14ms), good(6, 8ms), failed(7, Cause::Timeout), good(9, 1ms)});

    QCOMPARE(found.requests(), 9);
    QCOMPARE(found.pairs, 8);
    QCOMPARE(found.lost, 1);
    QCOMPARE(found.lostBy[static_cast<std::size_t>(Cause::BreakerOpen)], 1);
    QCOMPARE(found.spared, 1);
    QCOMPARE(found.sparedBy[static_cast<std::size_t>(Cause::Timeout)], 1);
    QCOMPARE(found.degraded, 1);
    QCOMPARE(found.mended, 1);
    QCOMPARE(found.slower, 1);
    QCOMPARE(found.faster, 1);
    QCOMPARE(found.slowerBy.max.value(), 0.004);
    QCOMPARE(found.firstOfPairs.count, 5);
    QCOMPARE(found.firstOfAll.count, 7);
    QCOMPARE(found.secondOfPairs.max.value(), 0.014);
    QCOMPARE(found.firstOnly, 1);
    QCOMPARE(found.goodFirstOnly, 1);
    QCOMPARE(found.secondOnly, 1);
    QCOMPARE(found.moved, 0);
    QVERIFY(!found.touchesNothing());
    QVERIFY(differenceOf({good(0, 10ms)}, {good(0, 10ms)}).touchesNothing());
    QVERIFY(!differenceOf({good(0, 10ms)}, {good(0, 10ms + 1ns)}).touchesNothing());
}

void TestRequestMatcher::pairsWhatEndsLaterInOneOfThem() {
    sim::RequestMatcher matcher({"buy"});
    matcher.add(Side::First, {{good(3, 1s), good(1, 1s)}});
    matcher.match();
    QCOMPARE(matcher.unpaired(), std::size_t(2));
    matcher.add(Side::Second, {{good(1, 2s)}});
    matcher.match();
    matcher.add(Side::First, {{good(2, 1s)}});
    matcher.add(Side::Second, {{good(2, 1s), good(3, 3s)}});
    matcher.endRuns({4}, {4});

    const auto found = matcher.differences().front();
    QCOMPARE(found.pairs, 3);
    QCOMPARE(found.slower, 2);
    QCOMPARE(found.firstOnly + found.secondOnly, 0);
}

void TestRequestMatcher::usersAreNotMixedUp() {
    RequestEnd ofOne = good(5, 10ms);
    RequestEnd ofTwo = failed(5, Cause::Error);
    ofTwo.user = 1;
    RequestEnd later = ofTwo;
    later.started += 1ms;

    const auto found = differenceOf({ofOne, ofTwo}, {later, ofOne});

    QCOMPARE(found.pairs, 2);
    QCOMPARE(found.moved, 1);
    QCOMPARE(found.lost + found.spared, 0);
}

void TestRequestMatcher::slicesAndOrderDoNotMatter() {
    std::vector<RequestEnd> first, second;
    for (std::int64_t number = 0; number < 500; ++number) {
        first.push_back(number % 7 == 0 ? failed(number, Cause::Timeout)
                                        : good(number, 1ms * (number % 13 + 1)));
        if (number % 11 != 0) {
            second.push_back(number % 5 == 0 ? failed(number, Cause::Error)
                                             : good(number, 1ms * (number % 17 + 1)));
        }
    }
    const std::string wanted = tests::textOf(differenceOf(first, second));
    std::ranges::reverse(first);

    sim::RequestMatcher matcher({"buy"});
    for (std::size_t at = 0; at < 500; at += 50) {
        const auto slice = [&](const std::vector<RequestEnd>& ends) {
            const auto from = static_cast<std::ptrdiff_t>(std::min(at, ends.size()));
            const auto to = static_cast<std::ptrdiff_t>(std::min(at + 50, ends.size()));
            return sim::RequestEnds{{ends.begin() + from, ends.begin() + to}};
        };
        matcher.add(Side::First, slice(first));
        matcher.add(Side::Second, slice(second));
        matcher.match();
    }
    matcher.endRuns({std::ssize(first)}, {std::ssize(second)});

    QCOMPARE(tests::textOf(matcher.differences().front()), wanted);
}

void TestRequestMatcher::keepsOnlyWhatTheOtherHasNotEnded() {
    sim::RequestMatcher matcher({"buy"});
    for (std::int64_t number = 0; number < 10'000; ++number) {
        matcher.add(Side::First, {{good(number, 1ms)}});
        if (number >= 3) {
            matcher.add(Side::Second, {{good(number - 3, 1ms)}});
        }
        matcher.match();
        QVERIFY(matcher.unpaired() <= 3);
    }
    QCOMPARE(matcher.differences().front().pairs, 9'997);
}

void TestRequestMatcher::sumsOfSeveralRunsAdd() {
    sim::RequestMatcher one({"buy"}), other({"buy"});
    for (sim::RequestMatcher* each : {&one, &other}) {
        each->add(Side::First, {{good(0, 10ms), good(1, 10ms)}});
        each->add(Side::Second, {{good(0, 20ms), failed(1, Cause::Error)}});
        each->endRuns({2}, {3});
    }

    one.merge(other);

    const auto sum = one.differences().front();
    QCOMPARE(sum.pairs, 4);
    QCOMPARE(sum.lost, 2);
    QCOMPARE(sum.lostBy[static_cast<std::size_t>(Cause::Error)], 2);
    QCOMPARE(sum.slowerBy.count, 2);
    QCOMPARE(sum.startedSecond, 6);
}

void TestRequestMatcher::keepsSomeOfEachKind() {
    const auto found =
        differenceOf({good(1, 10ms), failed(2, Cause::Timeout), good(3, 10ms), good(4, 10ms, true),
                      good(5, 10ms), good(6, 10ms), good(7, 10ms)},
                     {failed(1, Cause::BreakerOpen), good(2, 10ms), good(3, 10ms, true),
                      good(4, 10ms), good(5, 14ms), good(6, 8ms), good(7, 10ms)});

    std::int64_t number = 1;
    for (const sim::PairKind kind :
         {sim::PairKind::Lost, sim::PairKind::Spared, sim::PairKind::Degraded,
          sim::PairKind::Mended, sim::PairKind::Slower, sim::PairKind::Faster}) {
        QCOMPARE(found.count(kind), 1);
        const std::vector<sim::RequestPair>& pairs = found.examplesOf(kind);
        QCOMPARE(pairs.size(), std::size_t(1));
        QCOMPARE(pairs[0].first.number, number);
        QCOMPARE(pairs[0].second.number, number);
        ++number;
    }
    QVERIFY(found.examplesOf(sim::PairKind::Lost)[0].second.cause == Cause::BreakerOpen);
    QVERIFY(found.examplesOf(sim::PairKind::Slower)[0].slowerBy() == 4ms);
    // Of several runs one number is several requests.
    sim::RequestMatcher sum({"buy"}), one({"buy"});
    one.add(Side::First, {{good(0, 10ms)}});
    one.add(Side::Second, {{failed(0, Cause::Error)}});
    one.endRuns({1}, {1});
    QCOMPARE(one.differences().front().examplesOf(sim::PairKind::Lost).size(), std::size_t(1));
    sum.merge(one);
    QCOMPARE(sum.differences().front().lost, 1);
    QVERIFY(sum.differences().front().examplesOf(sim::PairKind::Lost).empty());
}

void TestRequestMatcher::keepsTheFirstAndTheMost() {
    std::vector<RequestEnd> first, second;
    for (std::int64_t number = 0; number < 200; ++number) {
        first.push_back(good(number, 10ms));
        // Longer and longer, and the later half of them lost; in another order than they began.
        const std::int64_t other = (number * 37) % 200;
        second.push_back(other < 100 ? good(other, 11ms + other * 1us)
                                     : failed(other, Cause::Error));
    }

    const auto found = differenceOf(first, second);

    const auto& lost = found.examplesOf(sim::PairKind::Lost);
    const auto& slower = found.examplesOf(sim::PairKind::Slower);
    QCOMPARE(found.lost, 100);
    QCOMPARE(found.slower, 100);
    QCOMPARE(lost.size(), sim::PairSample::pairsAtMost);
    QCOMPARE(slower.size(), sim::PairSample::pairsAtMost);
    for (std::size_t i = 0; i < sim::PairSample::pairsAtMost; ++i) {
        QCOMPARE(lost[i].second.number, std::int64_t(100 + i));
        QCOMPARE(slower[i].second.number, std::int64_t(99 - i));
    }
}

TEST_OF_THIS_FILE(TestRequestMatcher);
#include "tst_request_matcher.moc"
