// Traces of requests, put together from what the processes noted: to the nanosecond.
#include <QtTest>

#include "sim/simulation.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestTraces : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void followsACall();
    void tellsWaitingFromWorking();
    void tellsWhatHeldIt_data();
    void tellsWhatHeldIt();
    void whatHeldOneBranchHoldsTheSpan();
    void bracketsAttempts();
    void followsWhatTheRequestWaitedFor();
    void knowsWhatWasRefusedAndLost();
    void knowsMessages();
    void copiesOfAHedge();
    void changesNothing();
    void addsUpInRandomScenarios();
    void keepsTheNewest();
    void knowsStepsUponTheStore();
    void knowsTransactions();
    void tellsTheStoreFromComputing();
};

namespace {

// Each message takes 1 ms; a request each second, all of them traced.
std::string scenario(const std::string& services, const std::string& rest = {}) {
    return "watertight: 1\nname: traces\nrun: { duration: 20 s }\nnetwork: { latency: 1 ms }\n"
           "services:\n" +
           services +
           "journeys: { buy: { arrivals: constant(1/s), steps: [ { call: shop.buy } ] } }\n" + rest;
}

struct Traced {
    sim::Simulation run;
    sim::TraceBook book;

    explicit Traced(const std::string& text, models::Duration until = 1900ms)
        : run(tests::scenarioFrom(text), observing()) {
        run.advanceTo(models::runStart + until);
        book.add(run.takeTraceMarks(), run.traceNames());
    }
    static sim::RunOptions observing() {
        sim::RunOptions options;
        options.observe = true;
        return options;
    }
    const sim::Trace& trace(std::size_t place) const { return *book.traces().at(place); }
};

char letterOf(sim::TimeKind kind) {
    constexpr std::string_view letters = "qwbncpfthsr";  // as the kinds
    return letters[static_cast<std::size_t>(kind)];
}

QString textOf(const std::vector<sim::SpanPart>& parts, models::Instant begun) {
    QStringList texts;
    for (const sim::SpanPart& part : parts)
        texts << QString("%1%2-%3")
                     .arg(letterOf(part.kind))
                     .arg((part.from - begun) / 1ms)
                     .arg((part.to - begun) / 1ms);
    return texts.join(' ');
}

// "0 shop.buy 0-10 n0-1 w1-9 n9-10", in milliseconds since the request began.
QStringList textOf(const sim::Trace& trace) {
    QStringList spans;
    for (const sim::Span& span : trace.spans) {
        spans << QString("%1 %2%3%4 %5-%6 %7")
                     .arg(span.depth)
                     .arg(QString::fromStdString(span.service))
                     .arg(span.endpoint.empty() ? "" : ".")
                     .arg(QString::fromStdString(span.endpoint))
                     .arg((span.sent - trace.begun) / 1ms)
                     .arg((span.ended - trace.begun) / 1ms)
                     .arg(textOf(span.parts, trace.begun));
    }
    return spans;
}

}  // namespace

void TestTraces::followsACall() {
    const Traced traced(scenario(R"(
  shop: { endpoints: { buy: [ { compute: 3 ms }, { call: stock.take }, { compute: 2 ms } ] } }
  stock: { instances: 2, endpoints: { take: [ { sleep: 4 ms }, { compute: 5 ms } ] } }
)"));

    QCOMPARE(traced.book.traces().size(), 2u);
    const sim::Trace& first = traced.trace(0);
    QCOMPARE(textOf(first),
             (QStringList{"0 buy 0-18 b0-18", "1 shop.buy 0-18 n0-1 w1-4 b4-15 w15-17 n17-18",
                          "2 stock.take 4-15 n4-5 s5-9 w9-14 n14-15"}));
    QVERIFY(first.isOver && first.cause == models::Cause::None && !first.degraded);
    QVERIFY(first.begun == models::runStart);
    QCOMPARE(first.spans[2].instance, 1);
    QCOMPARE(traced.trace(1).spans[2].instance, 2);
    QVERIFY(traced.trace(1).begun == models::runStart + 1s);
}

// Two at once for one slot.
void TestTraces::tellsWaitingFromWorking() {
    const Traced traced(scenario(R"(
  shop:
    endpoints:
      buy: [ { parallel: [ [ { call: stock.take } ], [ { call: stock.take } ] ] } ]
  stock: { concurrency: 1, endpoints: { take: [ { compute: 5 ms } ] } }
)"));

    QCOMPARE(textOf(traced.trace(0)).mid(1),
             (QStringList{"1 shop.buy 0-14 n0-1 b1-13 n13-14", "2 stock.take 1-8 n1-2 w2-7 n7-8",
                          "2 stock.take 1-13 n1-2 q2-7 w7-12 n12-13"}));
}

// The second of two that come at once; in milliseconds, a message takes one.
void TestTraces::tellsWhatHeldIt_data() {
    QTest::addColumn<QString>("services");
    QTest::addColumn<int>("span");
    QTest::addColumn<QString>("parts");
    const QString twice =
        "  shop: { endpoints: { buy: [ { parallel: [ [ { call: stock.take } ], [ { "
        "call: stock.take } ] ] } ] } }\n";
    QTest::newRow("connection") << twice + R"(
  stock:
    store: { connections: 1, read: 5 ms, tables: { items: { key: request } } }
    endpoints: { take: [ { read: items } ] }
)" << 3 << "n1-2 c2-7 w7-12 n12-13";
    QTest::newRow("transaction") << twice + R"(
  stock:
    store: { connections: 1, read: 5 ms, tables: { items: { key: request } } }
    endpoints: { take: [ { transaction: [ { read: items } ] } ] }
)" << 3 << "n1-2 c2-7 w7-12 n12-13";
    QTest::newRow("permit") << twice + R"(
  stock:
    endpoints:
      take: [ { call: shelf.look, bulkhead: { max-concurrent: 1, max-wait: 1 s } } ]
  shelf: { endpoints: { look: [ { compute: 4 ms } ] } }
)" << 4 << "n1-2 p2-8 b8-14 n14-15";
    QTest::newRow("token") << twice + R"(
  stock:
    endpoints:
      take: [ { call: shelf.look, rate-limit: { rate: 100/s, burst: 1, max-wait: 1 s } } ]
  shelf: { endpoints: { look: [ { compute: 4 ms } ] } }
)" << 4 << "n1-2 p2-12 b12-18 n18-19";
    QTest::newRow("fetch") << twice + R"(
  stock:
    caches: { pages: { key: request, capacity: 10, single-flight: true } }
    endpoints: { take: [ { cache: pages, miss: [ { compute: 4 ms } ] } ] }
)" << 3 << "n1-2 f2-6 n6-7";
    QTest::newRow("topic") << R"(
  shop: { endpoints: { buy: [ { publish: bought, confirm: true }, { sleep: 2 ms } ] } }
  clerk: { consumes: { bought: { endpoint: note } }, endpoints: { note: [ { compute: 1 ms } ] } }
)" << 1 << "n0-1 t1-3 s3-5 n5-6";
}

void TestTraces::tellsWhatHeldIt() {
    QFETCH(QString, services);
    QFETCH(int, span);
    QFETCH(QString, parts);
    const QString topics = services.contains("bought") ? "topics: { bought: {} }\n" : "";

    const Traced traced(scenario(services.toStdString(), topics.toStdString()));

    const sim::Trace& trace = traced.trace(0);
    QVERIFY(trace.isOver);
    QCOMPARE(textOf(trace.spans.at(static_cast<std::size_t>(span)).parts, trace.begun), parts);
}

// One branch waits for an answer all the time, the other sleeps and works between.
void TestTraces::whatHeldOneBranchHoldsTheSpan() {
    const Traced traced(scenario(R"(
  shop:
    endpoints:
      buy: [ { parallel: [ [ { call: stock.take } ], [ { sleep: 3 ms }, { compute: 2 ms } ] ] } ]
  stock: { endpoints: { take: [ { compute: 8 ms } ] } }
)"));

    QCOMPARE(textOf(traced.trace(0)).at(1), "1 shop.buy 0-12 n0-1 s1-4 w4-6 b6-11 n11-12");
}

// "read items 2-7 1 row after 5": in milliseconds since the request began, and what it waited.
QStringList stepsOf(const sim::Trace& trace, std::size_t span) {
    QStringList texts;
    for (const sim::StoreStepSeen& step : trace.spans.at(span).storeSteps) {
        texts << QString("%1%2 %3-%4 %5 after %6")
                     .arg(step.isInTransaction ? "in it: " : "")
                     .arg(QString::fromStdString(step.what))
                     .arg((step.from - trace.begun) / 1ms)
                     .arg((step.to - trace.begun) / 1ms)
                     .arg(step.rows ? QString::number(*step.rows) : "?")
                     .arg(step.waited / 1ms);
    }
    return texts;
}

// Two at once for one connection.
void TestTraces::knowsStepsUponTheStore() {
    const Traced traced(scenario(R"(
  shop: { endpoints: { buy: [ { parallel: [ [ { call: stock.take } ], [ { call: stock.take } ] ] } ] } }
  stock:
    store: { connections: 1, read: 5 ms, write: 2 ms, tables: { items: { key: request, rows: 0 } } }
    endpoints: { take: [ { compute: 1 ms }, { insert: items }, { read: items } ] }
)"));

    const sim::Trace& trace = traced.trace(0);
    QCOMPARE(stepsOf(trace, 2),
             (QStringList{"insert items 3-5 1 after 0", "read items 7-12 1 after 2"}));
    QCOMPARE(stepsOf(trace, 3),
             (QStringList{"insert items 5-7 0 after 2", "read items 12-17 1 after 5"}));
    QCOMPARE(trace.spans[2].storeSteps[1].sql,
             "SELECT count(*) FROM \"items\" WHERE \"request\" = :request");
    QVERIFY(trace.spans[1].storeSteps.empty());
}

void TestTraces::knowsTransactions() {
    const Traced traced(scenario(R"(
  shop:
    store: { read: 5 ms, write: 2 ms, tables: { items: { key: request, rows: 0 } } }
    endpoints:
      buy: [ { transaction: [ { insert: items }, { compute: 4 ms }, { read: items } ] } ]
)"));

    const sim::Trace& trace = traced.trace(0);
    QCOMPARE(stepsOf(trace, 1),
             (QStringList{"transaction 1-12 ? after 0", "in it: insert items 1-3 ? after 0",
                          "in it: read items 7-12 ? after 0"}));
    // While it computes the store is not alone at work.
    QCOMPARE(textOf(trace.spans[1].parts, trace.begun), "n0-1 w1-12 n12-13");
    QCOMPARE(textOf(trace.spans[1].storing, trace.begun), "w1-3 w7-12");
}

// One branch reads, the other computes for a part of that time.
void TestTraces::tellsTheStoreFromComputing() {
    const Traced traced(scenario(R"(
  shop:
    store: { read: 6 ms, tables: { items: { key: request } } }
    endpoints:
      buy: [ { compute: 1 ms }, { parallel: [ [ { read: items } ], [ { sleep: 2 ms }, { compute: 1 ms } ] ] } ]
)"));

    const sim::Trace& trace = traced.trace(0);
    QCOMPARE(textOf(trace.spans[1].parts, trace.begun), "n0-1 w1-8 n8-9");
    QCOMPARE(textOf(trace.spans[1].storing, trace.begun), "w2-4 w5-8");
}

void TestTraces::bracketsAttempts() {
    const Traced traced(scenario(R"(
  shop:
    endpoints:
      buy: [ { call: stock.take, timeout: 10 ms, retry: { attempts: 3, backoff: 5 ms, multiplier: 1 }, fallback: skip } ]
  stock: { endpoints: { take: [ { compute: 30 ms } ] } }
)"));

    const sim::Trace& trace = traced.trace(0);
    QCOMPARE(textOf(trace).mid(1),
             (QStringList{"1 shop.buy 0-42 n0-1 b1-11 r11-16 b16-26 r26-31 b31-41 n41-42",
                          "2 stock.take 1-11 n1-2 w2-11", "2 stock.take 16-26 n16-17 w17-26",
                          "2 stock.take 31-41 n31-32 w32-41"}));
    for (int attempt = 1; attempt <= 3; ++attempt) {
        const sim::Span& span = trace.spans[static_cast<std::size_t>(attempt) + 1];
        QCOMPARE(span.attempt, attempt);
        QCOMPARE(span.attempts, 3);
        QVERIFY(span.cause == models::Cause::Timeout);
    }
    QVERIFY(trace.degraded && trace.cause == models::Cause::None);
}

// What the slower branch did, and what shop did itself; nothing of the faster one.
void TestTraces::followsWhatTheRequestWaitedFor() {
    const Traced traced(scenario(R"(
  shop:
    endpoints:
      buy:
        - parallel: [ [ { call: fast.go } ], [ { call: slow.go } ] ]
        - { compute: 2 ms }
  fast: { endpoints: { go: [ { compute: 3 ms } ] } }
  slow: { endpoints: { go: [ { compute: 8 ms } ] } }
)"));

    const sim::Trace& trace = traced.trace(0);
    const auto critical = [&](std::size_t span) {
        return textOf(trace.spans[span].critical, trace.begun);
    };
    QCOMPARE(textOf(trace)[1], "1 shop.buy 0-14 n0-1 b1-11 w11-13 n13-14");
    QCOMPARE(critical(0), "");
    QCOMPARE(critical(1), "n0-1 w11-13 n13-14");
    QCOMPARE(trace.spans[2].service, "fast");
    QCOMPARE(critical(2), "");
    QCOMPARE(critical(3), "n1-2 w2-10 n10-11");
    QCOMPARE(trace.slowest, 3);
}

void TestTraces::knowsWhatWasRefusedAndLost() {
    const Traced traced(scenario(R"(
  shop:
    endpoints:
      buy:
        - { call: stock.take, fallback: skip,
            circuit-breaker: { window: 3, failures: 60 %, minimum: 3, open-for: 60 s, probes: 1 } }
  stock: { endpoints: { take: [ { compute: 10 ms } ] } }
)",
                                 "faults: [ { at: 1005 ms, kill: stock } ]\n"),
                        4900ms);

    // In service when it was killed at 1,005 ms; not there; then refused by the breaker.
    QCOMPARE(textOf(traced.trace(1)).last(), "2 stock.take 1-6 n1-2 w2-5 n5-6");
    QVERIFY(traced.trace(1).spans[2].cause == models::Cause::Unavailable);
    QCOMPARE(textOf(traced.trace(2)).last(), "2 stock.take 1-3 n1-3");
    QCOMPARE(traced.trace(2).spans[2].instance, 0);
    QCOMPARE(traced.trace(2).spans[2].failedAt, "stock");
    const sim::Span& refused = traced.trace(3).spans[2];
    QVERIFY(!refused.wasSent && refused.cause == models::Cause::BreakerOpen);
    QVERIFY(refused.parts.empty());
}

void TestTraces::knowsMessages() {
    const Traced traced(scenario(R"(
  shop: { endpoints: { buy: [ { compute: 1 ms }, { publish: bought } ] } }
  mail:
    consumes: { bought: { endpoint: send } }
    endpoints: { send: [ { compute: 7 ms } ] }
topics: { bought: { kind: topic } }
)"));

    const std::optional<sim::Trace> trace =
        traced.book.trace(traced.trace(0).request, traced.run.traceNames());
    QVERIFY(trace);
    QCOMPARE(textOf(*trace), (QStringList{"0 buy 0-3 b0-3", "1 shop.buy 0-3 n0-1 w1-2 n2-3",
                                          "1 mail.send 4-11 w4-11"}));
    QVERIFY(trace->spans[2].isMessage);
    QVERIFY(trace->took() == 3ms);
}

void TestTraces::copiesOfAHedge() {
    const Traced traced(scenario(R"(
  shop: { endpoints: { buy: [ { call: stock.take, hedge: { after: 4 ms, copies: 1 } } ] } }
  stock: { instances: 2, endpoints: { take: { idempotent: true, steps: [ { compute: 10 ms } ] } } }
)"));

    const sim::Trace& trace = traced.trace(0);
    QCOMPARE(textOf(trace).mid(2),
             (QStringList{"2 stock.take 1-13 n1-2 w2-12 n12-13", "2 stock.take 5-16 n5-6 w6-16"}));
    QCOMPARE(trace.spans[2].copy, 0);
    QCOMPARE(trace.spans[3].copy, 1);
}

void TestTraces::changesNothing() {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::Simulation plain(scenario, {}), observed(scenario, Traced::observing());
        for (sim::Simulation* each : {&plain, &observed})
            each->advanceTo(each->end());
        QCOMPARE(observed.fingerprint(), plain.fingerprint());
    }
}

// The parts of a span follow each other without gaps; the critical path is as long as the request.
void TestTraces::addsUpInRandomScenarios() {
    std::size_t seen = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        sim::Simulation run(tests::randomScenario(seed), Traced::observing());
        run.advanceTo(run.end());
        sim::TraceBook book;
        book.add(run.takeTraceMarks(), run.traceNames());
        for (const auto& trace : book.traces()) {
            models::Duration critical{};
            for (const sim::Span& span : trace->spans) {
                models::Instant at = span.sent;
                for (const sim::SpanPart& part : span.parts) {
                    QVERIFY2(part.from == at && part.to > part.from,
                             qPrintable(QString("seed %1").arg(seed)));
                    at = part.to;
                }
                QVERIFY2(at == span.ended || span.parts.empty(),
                         qPrintable(QString("seed %1").arg(seed)));
                for (const sim::SpanPart& part : span.critical)
                    critical += part.to - part.from;
            }
            QVERIFY2(critical == trace->took(), qPrintable(QString("seed %1").arg(seed)));
            ++seen;
        }
    }
    QVERIFY(seen > 300);
}

void TestTraces::keepsTheNewest() {
    Traced traced(scenario("  shop: { endpoints: { buy: [ { compute: 3 ms } ] } }\n"), 9900ms);
    QCOMPARE(traced.book.traces().size(), 10u);

    traced.book.forgetAfter(models::runStart + 4s);

    QCOMPARE(traced.book.traces().size(), 4u);
    QVERIFY(!traced.book.trace(5, traced.run.traceNames()));
    QVERIFY(traced.book.trace(4, traced.run.traceNames()));
}

TEST_OF_THIS_FILE(TestTraces);
#include "tst_traces.moc"
