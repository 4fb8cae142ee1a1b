// When journeys begin, and which members they are about: laws of arrivals to the nanosecond,
// `repeat` that draws anew, users who are somebody. The network takes no time.
#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestArrivals : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void renewalsAddUp();
    void renewalsOfTheSameLawArePoisson();
    void tracesArriveWhenTheySay();
    void tracesSayWhatIsWrongWithThem_data();
    void tracesSayWhatIsWrongWithThem();
    void phasesBeginAnew();
    void aRampOfOneRateIsPoisson();
    void aRampDownToNothingEnds();
    void usersAreMembersByNumber();
    void roundsDrawAnewAndCalleesSeeIt();
    void whatIsNotDrawnAnewStays();
};

namespace {

std::string arrivalsScenario(const std::string& rest, const std::string& duration = "10 s") {
    return "watertight: 1\nname: arrivals\nrun: { duration: " + duration +
           " }\nnetwork: { latency: 0 }\n" + rest;
}

// How many requests begin in [0, duration).
std::int64_t startedBefore(const std::string& arrivals, const std::string& duration) {
    const sim::Report report = tests::reportOf(
        arrivalsScenario("services: { server: { endpoints: { work: [ { compute: 0 } ] } } }\n"
                         "journeys: { users: { arrivals: " +
                             arrivals + ", steps: [ { call: server.work } ] } }\n",
                         duration));
    return tests::journeyOf(report, "users").counts.started;
}

// In a folder with this trace.
models::ScenarioReading withTrace(const QByteArray& trace, const std::string& duration) {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("times.csv")));
    if (!file.open(QIODevice::WriteOnly)) {
        return {};
    }
    file.write(trace);
    file.close();
    return models::readScenario(
        arrivalsScenario(
            "services: { server: { endpoints: { work: [ { compute: 0 } ] } } }\n"
            "journeys: { users: { arrivals: trace(times.csv), steps: [ { call: server.work "
            "} ] } }\n",
            duration),
        "test.yaml", folder.path().toStdString());
}

std::int64_t rowsWith(sim::Simulation& run, std::size_t service, const std::string& table,
                      const QString& column, const QString& value) {
    const sim::TableRows rows = run.storeRows({.service = service, .table = table, .limit = 1000});
    std::int64_t found = 0;
    const auto place = std::ranges::find(rows.columns, column.toStdString());
    for (const auto& row : rows.rows) {
        found += row[static_cast<std::size_t>(place - rows.columns.begin())] == value.toStdString();
    }
    return found;
}

}  // namespace

// At 7, 14, ... ms: before 70 ms nine, with the tenth at 70 ms itself.
void TestArrivals::renewalsAddUp() {
    QCOMPARE(startedBefore("renewal(7 ms)", "70 ms"), 9);
    QCOMPARE(startedBefore("renewal(7 ms)", "70000001 ns"), 10);
}

// 100 s at 200/s: 20000 arrivals, standard deviation 141; four of them.
void TestArrivals::renewalsOfTheSameLawArePoisson() {
    const std::int64_t started = startedBefore("renewal(exp(5 ms))", "100 s");
    QVERIFY2(started > 20'000 - 566 && started < 20'000 + 566, QByteArray::number(qint64(started)));
    // Less variation, fewer strays: with two stages of Erlang the deviation is 100.
    const std::int64_t even = startedBefore("renewal(erlang(mean 5 ms stages 2))", "100 s");
    QVERIFY2(even > 20'000 - 400 && even < 20'000 + 400, QByteArray::number(qint64(even)));
}

void TestArrivals::tracesArriveWhenTheySay() {
    const QByteArray trace = "# a comment\n0\n\n0.5\r\n0.000000001\n2\n0.5\n";
    const auto startedIn = [&](const std::string& duration) {
        const models::ScenarioReading reading = withTrace(trace, duration);
        return tests::journeyOf(tests::runOf(*reading.scenario).report(), "users").counts.started;
    };
    QCOMPARE(startedIn("1 ns"), 1);
    QCOMPARE(startedIn("2 ns"), 2);
    QCOMPARE(startedIn("500 ms"), 2);
    QCOMPARE(startedIn("500000001 ns"), 4);
    QCOMPARE(startedIn("2 s"), 4);
    QCOMPARE(startedIn("1 h"), 5);
}

void TestArrivals::tracesSayWhatIsWrongWithThem_data() {
    QTest::addColumn<QString>("trace");
    QTest::addColumn<QString>("problem");

    QTest::newRow("a word") << "1\nsoon\n"
                            << "times.csv, line 2: found `soon`, expected a number of seconds";
    QTest::newRow("before the start") << "-1\n"
                                      << "times.csv, line 1: found `-1`";
}

void TestArrivals::tracesSayWhatIsWrongWithThem() {
    QFETCH(QString, trace);
    QFETCH(QString, problem);

    const models::ScenarioReading reading = withTrace(trace.toUtf8(), "1 s");
    QVERIFY(!reading.scenario);
    QVERIFY(QString::fromStdString(reading.diagnostics.front().message).contains(problem));
}

// 10/s for 1 s from 0 on, then one every 300 ms from the second phase's beginning.
void TestArrivals::phasesBeginAnew() {
    const std::string phases =
        "[ { for: 1 s, arrivals: constant(10/s) }, { arrivals: renewal(300 ms) } ]";
    QCOMPARE(startedBefore(phases, "1300 ms"), 10);
    QCOMPARE(startedBefore(phases, "1300000001 ns"), 11);
    QCOMPARE(startedBefore(phases, "1601 ms"), 12);
}

// From 100/s to 300/s in 50 s, then 300/s: 10000 and 15000 arrivals expected in 50 s each; standard
// deviations 100 and 122, four of them.
void TestArrivals::aRampOfOneRateIsPoisson() {
    const std::int64_t rising = startedBefore("ramp(100/s to 300/s in 50 s)", "50 s");
    QVERIFY2(rising > 9'600 && rising < 10'400, QByteArray::number(qint64(rising)));
    // 100 t + 2 t^2 at 25 s is 3750.
    const std::int64_t half = startedBefore("ramp(100/s to 300/s in 50 s)", "25 s");
    QVERIFY2(half > 3'750 - 245 && half < 3'750 + 245, QByteArray::number(qint64(half)));
    const std::int64_t all = startedBefore("ramp(100/s to 300/s in 50 s)", "100 s");
    QVERIFY2(all - rising > 15'000 - 490 && all - rising < 15'000 + 490,
             QByteArray::number(qint64(all - rising)));
    const std::int64_t level = startedBefore("ramp(200/s to 200/s in 1 s)", "50 s");
    QVERIFY2(level > 9'600 && level < 10'400, QByteArray::number(qint64(level)));
}

// 200/s down to 0 in 10 s: 1000 expected, and none after.
void TestArrivals::aRampDownToNothingEnds() {
    const std::int64_t ten = startedBefore("ramp(200/s to 0/s in 10 s)", "10 s");
    QVERIFY2(ten > 870 && ten < 1'130, QByteArray::number(qint64(ten)));
    QCOMPARE(startedBefore("ramp(200/s to 0/s in 10 s)", "1 h"), ten);
}

// Four users, thirty visits each: rows of members 1 to 4 count thirty, those of others none.
void TestArrivals::usersAreMembersByNumber() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(arrivalsScenario(
        "populations: { viewer: { size: 9 } }\n"
        "services:\n  server:\n    store: { tables: { visits: { key: viewer, rows: 9, columns: { "
        "n: integer default 0 } } } }\n"
        "    endpoints: { work: [ { update: visits, set: { n: n + 1 } } ] }\n"
        "journeys:\n"
        "  other: { users: 1, think: 1 h, steps: [ { call: server.work } ] }\n"
        "  users: { users: 4, as: viewer, think: 330 ms, steps: [ { call: server.work } ] }\n")));

    QCOMPARE(rowsWith(run, 0, "visits", QStringLiteral("n"), QStringLiteral("30")), 4);
    QCOMPARE(rowsWith(run, 0, "visits", QStringLiteral("n"), QStringLiteral("0")), 5);
}

// Each round draws a follower; two services on the way see the same one, and the inner round's
// video beside the outer round's follower.
void TestArrivals::roundsDrawAnewAndCalleesSeeIt() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(arrivalsScenario(
        "populations: { viewer: { size: 1000 }, follower: { of: viewer }, video: { size: 500 } }\n"
        "services:\n"
        "  front: { endpoints: { work: [ { repeat: { times: 20, draw: follower, steps: [ "
        "{ call: middle.work } ] } } ] } }\n"
        "  middle: { endpoints: { work: [ { repeat: { times: 3, draw: video, steps: [ "
        "{ call: server.work } ] } } ] } }\n"
        "  server:\n    store: { tables: { followers: { key: follower, columns: { n: integer "
        "default 0 } }, pairs: { key: [follower, video] } } }\n"
        "    endpoints: { work: [ { insert: followers, else: [ { update: followers, set: { n: n + "
        "1 } } ] }, { insert: pairs } ] }\n"
        "journeys:\n  users: { arrivals: constant(1/min), steps: [ { call: front.work } ] }\n")));

    // 20 draws of 1000 followers: hardly any twice; 60 pairs, three with each follower.
    const std::size_t followers =
        run.storeRows({.service = 2, .table = "followers", .limit = 1000}).rows.size();
    QVERIFY2(followers >= 18 && followers <= 20, QByteArray::number(qulonglong(followers)));
    const std::size_t pairs =
        run.storeRows({.service = 2, .table = "pairs", .limit = 1000}).rows.size();
    QVERIFY2(pairs >= 58 && pairs <= 60, QByteArray::number(qulonglong(pairs)));
    QVERIFY(rowsWith(run, 2, "followers", QStringLiteral("n"), QStringLiteral("2")) >= 16);
}

void TestArrivals::whatIsNotDrawnAnewStays() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(arrivalsScenario(
        "populations: { viewer: { size: 1000 }, follower: { of: viewer } }\n"
        "services:\n"
        "  server:\n    store: { tables: { pairs: { key: [viewer, follower] }, viewers: { key: "
        "viewer } } }\n"
        "    endpoints: { work: [ { insert: pairs }, { insert: viewers } ] }\n"
        "journeys:\n  users: { arrivals: constant(1/min), steps: [ { repeat: { times: 20, draw: "
        "follower, steps: [ { call: server.work } ] } }, { call: server.work } ] }\n")));

    QCOMPARE(run.storeRows({.service = 0, .table = "viewers", .limit = 1000}).rows.size(),
             std::size_t(1));
    // The call behind the rounds is about the request's own follower again.
    const std::size_t pairs =
        run.storeRows({.service = 0, .table = "pairs", .limit = 1000}).rows.size();
    QVERIFY2(pairs >= 19 && pairs <= 21, QByteArray::number(qulonglong(pairs)));
}

TEST_OF_THIS_FILE(TestArrivals);
#include "tst_arrivals.moc"
