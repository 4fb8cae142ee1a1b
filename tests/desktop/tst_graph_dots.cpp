// The moving requests, advanced by hand; and the thresholds of health.
#include <QImage>
#include <QtTest>
#include <cmath>

#include "app/graph/dot_painter.h"
#include "app/graph/dots.h"
#include "app/graph/health.h"
#include "app/look/theme.h"
#include "tests/support/test_program.h"

using namespace app;
using std::chrono::milliseconds;

namespace {

sim::Snapshot oneLine(double rate, int samples, int oneIn, bool failed = false) {
    sim::Snapshot snapshot;
    snapshot.now = sim::Instant(std::chrono::seconds(1));
    snapshot.sampleOneIn = oneIn;
    sim::EdgeSnapshot edge;
    edge.recent.span = std::chrono::seconds(1);
    edge.recent.counts.started = static_cast<std::int64_t>(rate);
    snapshot.edges.push_back(edge);
    for (int i = 0; i < samples; ++i) {
        const sim::Instant at(milliseconds(1000 * i / samples));
        snapshot.samples.push_back({0, at - milliseconds(20), at, failed});
    }
    return snapshot;
}

void pass(Dots& dots, double seconds) {
    for (double t = 0; t < seconds; t += 0.02)
        dots.advance(0.02);
}

// One line of calls, which stands still, and one of messages.
sim::Snapshot oneMessage(sim::MessageSample::Fate fate) {
    sim::Snapshot snapshot;
    snapshot.now = sim::Instant(std::chrono::seconds(1));
    snapshot.edges.resize(1);
    snapshot.messages.resize(1);
    snapshot.messageSamples.push_back({0, sim::Instant(milliseconds(0)), milliseconds(20), fate});
    return snapshot;
}

}  // namespace

class GraphDotsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void speedFollowsTheLogOfTheLatencyWithinBounds() {
        QCOMPARE(displaySpeed(milliseconds(0)), 300.0);
        QVERIFY(std::abs(displaySpeed(milliseconds(9)) - 150 / 0.7) < 0.01);
        QVERIFY(displaySpeed(milliseconds(20)) > displaySpeed(milliseconds(200)));
        QVERIFY(displaySpeed(std::chrono::hours(1000)) >= 40);
    }

    void countsAreNice() {
        QCOMPARE(niceCount(0), 1);
        QCOMPARE(niceCount(3), 5);
        QCOMPARE(niceCount(20), 20);
        QCOMPARE(niceCount(21), 50);
        QCOMPARE(niceCount(51), 100);
    }

    void aRequestGoesThereAndItsReplyComesBack() {
        Dots dots;
        dots.setLengths({200});
        dots.offer(oneLine(1, 1, 1), 1);
        dots.advance(0.02);
        QCOMPARE(dots.dots().size(), std::size_t{1});
        QCOMPARE(dots.dots()[0].kind, DotKind::Request);
        const double speed = displaySpeed(milliseconds(20));
        pass(dots, 0.5);
        QVERIFY(std::abs(dots.dots()[0].at - speed * 0.5) < speed * 0.05);
        pass(dots, 200 / speed - 0.4);
        QCOMPARE(dots.dots()[0].kind, DotKind::Reply);
        const double then = dots.dots()[0].at;
        pass(dots, 0.2);
        QVERIFY(dots.dots()[0].at < then);
        pass(dots, 2);
        QVERIFY(dots.empty());
    }

    void aFailureComesBackAsOne() {
        Dots dots;
        dots.setLengths({100});
        dots.offer(oneLine(1, 1, 1, true), 1);
        pass(dots, 0.7);
        QCOMPARE(dots.dots()[0].kind, DotKind::FailedReply);
    }

    void aMessageGoesOneWayAsASquare() {
        Dots dots;
        dots.setLengths({100, 200});
        dots.offer(oneMessage(sim::MessageSample::Fate::Taken), 1);
        pass(dots, 0.5);
        QCOMPARE(dots.dots().size(), std::size_t{1});
        QCOMPARE(dots.dots()[0].edge, 1);
        QCOMPARE(dots.dots()[0].kind, DotKind::Message);
        const double speed = displaySpeed(milliseconds(20));
        QVERIFY(std::abs(dots.dots()[0].at - speed * 0.5) < speed * 0.05);
        pass(dots, 200 / speed);
        QVERIFY(dots.empty());
    }

    void aRefusedMessageComesBackAsAFailure() {
        Dots dots;
        dots.setLengths({100, 200});
        dots.offer(oneMessage(sim::MessageSample::Fate::Refused), 1);
        pass(dots, 0.5);
        QCOMPARE(dots.dots()[0].kind, DotKind::Message);
        pass(dots, 200 / displaySpeed(milliseconds(20)) - 0.3);
        QCOMPARE(dots.dots()[0].kind, DotKind::FailedReply);
    }

    // That it was handed over another square has shown.
    void aMessageThatWasNotHandledOnlyComesBack() {
        Dots dots;
        dots.setLengths({100, 200});
        dots.offer(oneMessage(sim::MessageSample::Fate::NotHandled), 1);
        pass(dots, 0.1);
        QCOMPARE(dots.dots().size(), std::size_t{1});
        QCOMPARE(dots.dots()[0].kind, DotKind::FailedReply);
        const double then = dots.dots()[0].at;
        pass(dots, 0.2);
        QVERIFY(dots.dots()[0].at < then);
    }

    void dotsOfOneLineNeverTouch() {
        Dots dots;
        dots.setLengths({400});
        for (int second = 0; second < 5; ++second) {
            sim::Snapshot snapshot = oneLine(400, 100, 4);
            snapshot.now += std::chrono::seconds(second);
            for (sim::CallSample& sample : snapshot.samples)
                *sample.answered += std::chrono::seconds(second);
            dots.offer(snapshot, 1);
            for (int frame = 0; frame < 50; ++frame) {
                dots.advance(0.02);
                std::vector<double> there;
                for (const Dot& dot : dots.dots())
                    if (dot.kind == DotKind::Request)
                        there.push_back(dot.at);
                std::sort(there.begin(), there.end());
                for (std::size_t i = 1; i < there.size(); ++i)
                    QVERIFY(there[i] - there[i - 1] >= 8);
            }
        }
        QVERIFY(dots.requestsPerDot() >= 20);
        QVERIFY(!dots.empty());
    }

    void aFrozenLineStandsStill() {
        Dots dots;
        dots.setLengths({200});
        dots.offer(oneLine(1, 1, 1), 1);
        pass(dots, 0.1);
        const double at = dots.dots()[0].at;
        dots.freeze(0);
        pass(dots, 1);
        QCOMPARE(dots.dots()[0].at, at);
        dots.freeze(-1);
        pass(dots, 0.1);
        QVERIFY(dots.dots()[0].at > at);
    }

    void neverMoreThanTheMost() {
        Dots dots;
        dots.setLengths(std::vector<double>(500, 5000));
        sim::Snapshot snapshot = oneLine(1, 0, 1);
        snapshot.edges.assign(500, snapshot.edges[0]);
        for (int e = 0; e < 500; ++e)
            for (int i = 0; i < 20; ++i)
                snapshot.samples.push_back({e, sim::Instant{}, snapshot.now, false});
        dots.offer(snapshot, 1);
        pass(dots, 3);
        QVERIFY(dots.dots().size() <= Dots::most);
    }

    void aNewRunStartsEmpty() {
        Dots dots;
        dots.setLengths({200});
        dots.offer(oneLine(1, 1, 1), 1);
        pass(dots, 0.1);
        sim::Snapshot earlier = oneLine(1, 0, 1);
        earlier.now = sim::Instant(milliseconds(10));
        dots.offer(earlier, 0.1);
        QVERIFY(dots.empty());
    }

    void healthHasTheSameThresholdsForAll_data() {
        QTest::addColumn<int>("ok");
        QTest::addColumn<int>("degraded");
        QTest::addColumn<int>("failed");
        QTest::addColumn<Health>("health");
        QTest::newRow("nothing") << 0 << 0 << 0 << Health::NotJudged;
        QTest::newRow("ok") << 1000 << 0 << 9 << Health::Ok;
        QTest::newRow("one in a hundred") << 990 << 0 << 10 << Health::Degraded;
        QTest::newRow("lacking") << 990 << 10 << 0 << Health::Degraded;
        QTest::newRow("one in five") << 800 << 0 << 200 << Health::Failing;
        QTest::newRow("just below") << 801 << 0 << 199 << Health::Degraded;
    }
    void healthHasTheSameThresholdsForAll() {
        QFETCH(int, ok);
        QFETCH(int, degraded);
        QFETCH(int, failed);
        QFETCH(Health, health);
        sim::ServiceSnapshot service;
        service.recent.span = std::chrono::seconds(1);
        service.recent.counts.ok = ok;
        service.recent.counts.degraded = degraded;
        service.recent.counts.failed = failed;
        service.recent.counts.started = ok + degraded + failed;
        service.counts = service.recent.counts;
        sim::JourneySnapshot journey{service.counts, service.recent};
        sim::EdgeSnapshot edge;
        edge.counts = service.counts;
        edge.recent = service.recent;
        QCOMPARE(healthOf(service), health);
        QCOMPARE(healthOf(journey), health);
        QCOMPARE(healthOf(edge), health);
        service.downSince = sim::Instant{};
        QCOMPARE(healthOf(service), Health::Down);
    }

    void aStampLooksLikeItsDot_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("request") << static_cast<int>(DotKind::Request);
        QTest::newRow("reply") << static_cast<int>(DotKind::Reply);
        QTest::newRow("failed reply") << static_cast<int>(DotKind::FailedReply);
        QTest::newRow("message") << static_cast<int>(DotKind::Message);
    }

    void aStampLooksLikeItsDot() {
        QFETCH(int, kind);
        const QPointF at(20.25, 19.5);  // between two pixels
        QImage painted(40, 40, QImage::Format_ARGB32_Premultiplied);
        painted.fill(theme().canvas);
        QImage stamped = painted;
        QPainter painter(&painted);
        painter.setRenderHint(QPainter::Antialiasing);
        paintDot(painter, at, static_cast<DotKind>(kind));
        painter.end();
        QPainter stamper(&stamped);
        DotStamps stamps;
        stamps.prepare(1, 1);
        stamps.paint(stamper, at, static_cast<DotKind>(kind));
        stamper.end();
        QVERIFY(painted.pixelColor(20, 19) != theme().canvas || kind == 1);
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) {
                const QColor a = painted.pixelColor(x, y), b = stamped.pixelColor(x, y);
                // Twice rounded to 8 bits instead of once.
                QVERIFY(std::abs(a.red() - b.red()) <= 3 && std::abs(a.green() - b.green()) <= 3 &&
                        std::abs(a.blue() - b.blue()) <= 3);
            }
    }
};

TEST_OF_THIS_FILE(GraphDotsTest);
#include "tst_graph_dots.moc"
