// The order of a call's policies, a test for each neighbouring pair: probability, fallback,
// deadline, retry, circuit breaker, rate limit, bulkhead, timeout (and hedge: tst_call_guards.cpp).
// Each would end otherwise were the two the other way round. The network takes exactly 1 ms a
// message.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestPolicyOrder : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aCallThatIsNotMadeHasNoFallback();
    void aFallbackIsNotBoundByTheDeadline();
    void aDeadlineCutsTheAttemptOfARetry();
    void aRetryMeetsTheBreakerAgain();
    void aBreakerCountsWhatTheRateLimitRefuses();
    void whatTheBulkheadRefusesHasUsedItsToken();
    void aTimeoutBeginsBehindTheBulkhead();
};

namespace {

using models::Cause;

// A journey's one step, at a constant rate for a while, then what `a` and `b` do.
sim::Report reportOf(const std::string& call, const std::string& arrivals,
                     const std::string& duration, const std::string& a,
                     const std::string& b = "{ compute: 18 ms }") {
    return tests::reportOf("watertight: 1\nname: order\nrun: { duration: " + duration +
                           " }\nnetwork: { latency: 1 ms }\nservices:\n"
                           "  a: { endpoints: { work: [ " +
                           a + " ] } }\n  b: { endpoints: { work: [ " + b +
                           " ] } }\njourneys:\n  users: { arrivals: " + arrivals + ", steps: [ { " +
                           call + " } ] }\n");
}

constexpr auto oneRequest = "constant(1/min)";

std::int64_t failedBy(const sim::Report& report, Cause cause) {
    return tests::usersOf(report).counts.byCause[static_cast<std::size_t>(cause)];
}

}  // namespace

void TestPolicyOrder::aCallThatIsNotMadeHasNoFallback() {
    const sim::Report report =
        reportOf("call: a.work, probability: 0 %, fallback: [ { call: b.work } ]", oneRequest,
                 "1 s", "{ fail: always }");

    QCOMPARE(tests::usersOf(report).counts.ok, 1);
    QCOMPARE(tests::usersOf(report).counts.degraded, 0);
    QCOMPARE(tests::serviceOf(report, "b").counts.started, 0);
}

// Given up at 10 ms, and `b` takes 20 more.
void TestPolicyOrder::aFallbackIsNotBoundByTheDeadline() {
    const sim::Report report =
        reportOf("call: a.work, deadline: 10 ms, fallback: [ { call: b.work } ]", oneRequest, "1 s",
                 "{ compute: 30 ms }");

    QCOMPARE(tests::usersOf(report).counts.degraded, 1);
    QCOMPARE(*tests::usersOf(report).latency.max, 0.03);
}

// Attempts at 0, 20 and 40 ms; the third has 10 ms of its 20, and no fourth follows.
void TestPolicyOrder::aDeadlineCutsTheAttemptOfARetry() {
    const sim::Report report =
        reportOf("call: a.work, deadline: 50 ms, timeout: 20 ms, retry: { attempts: 9 }",
                 oneRequest, "1 s", "{ compute: 30 ms }");

    QCOMPARE(failedBy(report, Cause::Deadline), 1);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.05);
    QCOMPARE(report.calls.front().attempts, 3);
}

// Each attempt fails 2 ms after it is sent: at 2 and 14 ms, when the breaker opens until after 44.
// The attempts of 24, 34 and 44 ms are refused by it and retried.
void TestPolicyOrder::aRetryMeetsTheBreakerAgain() {
    const sim::Report report = reportOf(
        "call: a.work, retry: { attempts: 5, backoff: 10 ms, multiplier: 1 }, "
        "circuit-breaker: { window: 2, minimum: 2, open-for: 30 ms }",
        oneRequest, "1 s", "{ fail: always }");

    QCOMPARE(failedBy(report, Cause::BreakerOpen), 1);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.044);
    QCOMPARE(report.calls.front().attempts, 2);
}

// One token: the first call is ok, the second refused for want of one; half of two is enough.
void TestPolicyOrder::aBreakerCountsWhatTheRateLimitRefuses() {
    const sim::Report report = reportOf(
        "call: a.work, rate-limit: { rate: 1/min, burst: 1 }, "
        "circuit-breaker: { window: 2, minimum: 2 }",
        "constant(10/s)", "290 ms", "{ compute: 1 ms }");

    QCOMPARE(tests::usersOf(report).counts.ok, 1);
    QCOMPARE(failedBy(report, Cause::Rejected), 1);
    QCOMPARE(failedBy(report, Cause::BreakerOpen), 1);
}

// Two tokens, one permit, held until 152 ms. The call of 100 ms is refused by the bulkhead and has
// used the second token: that of 200 ms finds a permit and no token.
void TestPolicyOrder::whatTheBulkheadRefusesHasUsedItsToken() {
    const sim::Report report = reportOf(
        "call: a.work, rate-limit: { rate: 1/min, burst: 2 }, bulkhead: { max-concurrent: 1 }",
        "constant(10/s)", "290 ms", "{ compute: 150 ms }");

    QCOMPARE(tests::usersOf(report).counts.ok, 1);
    QCOMPARE(failedBy(report, Cause::Rejected), 2);
}

// The second waits 40 ms for its permit and 50 for its answer: more than 60, but not from the
// permit.
void TestPolicyOrder::aTimeoutBeginsBehindTheBulkhead() {
    const sim::Report report = reportOf(
        "call: a.work, timeout: 60 ms, bulkhead: { max-concurrent: 1, max-wait: 1 s }",
        "[ { for: 15 ms, arrivals: constant(100/s) }, { for: 1 s, arrivals: constant(0/s) } ]",
        "1 s", "{ compute: 48 ms }");

    QCOMPARE(tests::usersOf(report).counts.ok, 2);
    QCOMPARE(*tests::usersOf(report).latency.max, 0.09);
}

TEST_OF_THIS_FILE(TestPolicyOrder);
#include "tst_policy_order.moc"
