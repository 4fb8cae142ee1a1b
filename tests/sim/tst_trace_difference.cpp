// Two traces beside each other: which spans are the same, which only one has.
#include <QtTest>

#include "sim/trace_difference.h"
#include "sim/traced_run.h"
#include "tests/support/random_scenario.h"
#include "tests/support/test_program.h"

class TestTraceDifference : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void pairsWhatIsTheSame();
    void keepsWhatOnlyOneHasInItsPlace();
    void tellsAttemptsApart();
    void aTraceIsItself();
};

namespace {

// "0 shop.buy" is at depth 0: the request itself.
sim::Trace writtenTrace(const QStringList& lines) {
    sim::Trace trace;
    std::vector<int> above;
    for (const QString& line : lines) {
        const QStringList words = line.split(' ');
        sim::Span span;
        span.depth = words[0].toInt();
        span.service = words[1].toStdString();
        span.attempt = words.size() > 2 ? words[2].toInt() : 1;
        above.resize(static_cast<std::size_t>(span.depth));
        span.parent = above.empty() ? -1 : above.back();
        above.push_back(static_cast<int>(trace.spans.size()));
        trace.spans.push_back(span);
    }
    return trace;
}

QStringList rowsOf(const sim::Trace& first, const sim::Trace& second) {
    QStringList rows;
    for (const sim::SpanPair& pair : sim::matchedSpans(first, second)) {
        const sim::Span& span = pair.second >= 0
                                    ? second.spans[static_cast<std::size_t>(pair.second)]
                                    : first.spans[static_cast<std::size_t>(pair.first)];
        rows << QString("%1 %2%3")
                    .arg(pair.depth)
                    .arg(QString::fromStdString(span.service))
                    .arg(pair.first < 0    ? " +"
                         : pair.second < 0 ? " -"
                                           : "");
    }
    return rows;
}

}  // namespace

void TestTraceDifference::pairsWhatIsTheSame() {
    const sim::Trace first = writtenTrace({"0 buy", "1 shop", "2 user", "2 stock", "2 stock"});
    // Sent in another order, and once more.
    const sim::Trace second =
        writtenTrace({"0 buy", "1 shop", "2 stock", "2 user", "2 stock", "2 stock"});

    QCOMPARE(rowsOf(first, second),
             (QStringList{"0 buy", "1 shop", "2 stock", "2 user", "2 stock", "2 stock +"}));
    const std::vector<sim::SpanPair> pairs = sim::matchedSpans(first, second);
    QCOMPARE(pairs[2], (sim::SpanPair{3, 2, 2}));
    QCOMPARE(pairs[3], (sim::SpanPair{2, 3, 2}));
    QCOMPARE(pairs[4], (sim::SpanPair{4, 4, 2}));
}

void TestTraceDifference::keepsWhatOnlyOneHasInItsPlace() {
    const sim::Trace first =
        writtenTrace({"0 buy", "1 shop", "2 user", "2 cache", "3 disk", "2 stock", "2 mail"});
    const sim::Trace second = writtenTrace({"0 buy", "1 shop", "2 user", "2 stock", "3 shelf"});

    QCOMPARE(rowsOf(first, second), (QStringList{"0 buy", "1 shop", "2 user", "2 cache -",
                                                 "3 disk -", "2 stock", "3 shelf +", "2 mail -"}));
}

void TestTraceDifference::tellsAttemptsApart() {
    const sim::Trace first = writtenTrace({"0 buy", "1 shop 1"});
    const sim::Trace second = writtenTrace({"0 buy", "1 shop 1", "1 shop 2"});

    QCOMPARE(rowsOf(first, second), (QStringList{"0 buy", "1 shop", "1 shop +"}));
    QCOMPARE(rowsOf(second, first), (QStringList{"0 buy", "1 shop", "1 shop -"}));
    QVERIFY(sim::matchedSpans({}, second).empty());
}

// And beside another each span of both occurs once.
void TestTraceDifference::aTraceIsItself() {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::TracedRun run(scenario, {}, {});
        run.advanceTo(run.run().end());
        const auto& traces = run.book().traces();
        for (std::size_t i = 1; i < traces.size(); ++i) {
            for (const sim::SpanPair& pair : sim::matchedSpans(*traces[i], *traces[i]))
                QVERIFY(pair.first == pair.second && pair.first >= 0);
            std::size_t ofFirst = 0, ofSecond = 0;
            for (const sim::SpanPair& pair : sim::matchedSpans(*traces[i - 1], *traces[i])) {
                ofFirst += pair.first >= 0 ? 1 : 0;
                ofSecond += pair.second >= 0 ? 1 : 0;
            }
            QCOMPARE(ofFirst, traces[i - 1]->spans.size());
            QCOMPARE(ofSecond, traces[i]->spans.size());
        }
    }
}

TEST_OF_THIS_FILE(TestTraceDifference);
#include "tst_trace_difference.moc"
