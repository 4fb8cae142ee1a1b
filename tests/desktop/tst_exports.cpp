// What the window shows, in files: parsed again, and whole wherever the window looks.
#include <sys/resource.h>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>
#include <csignal>

#include "app/export/csv.h"
#include "app/look/theme.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

constexpr const char* exportedShop = R"(watertight: 1
name: Shop & "friends"
run: { duration: 60 s, warm-up: 1 s }
services:
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { call: payment.charge, fallback: skip } ] } }
  payment: { endpoints: { charge: [ { compute: exp(3 ms) } ] } }
journeys: { buyers: { arrivals: poisson(100/s), steps: [ { call: shop.buy } ] } }
)";

// No file may grow beyond so much while it lives: as on a disk that is full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_was);
        const rlimit now{bytes, m_was.rlim_max};
        setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &m_was);
        std::signal(SIGXFSZ, m_handler);
    }
    Q_DISABLE_COPY_MOVE(FullDisk)

  private:
    rlimit m_was{};
    void (*m_handler)(int) = nullptr;
};

}  // namespace

class TestExports : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<support::OpenedWindow> m_opened;

    QString path(const char* name) const { return m_folder.filePath(name); }
    app::MainWindow& window() { return m_opened->window; }

    QByteArray bytesOf(const QString& file) const {
        QFile there(file);
        return there.open(QIODevice::ReadOnly) ? there.readAll() : QByteArray();
    }

    // What an SVG says in words; fails on what is not well-formed, or refers to what is not there.
    QStringList wordsIn(const QString& file) const {
        const QByteArray bytes = bytesOf(file);
        QXmlStreamReader xml(bytes);
        QStringList words;
        QSet<QString> defined;
        QStringList wanted;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            const auto attributes = xml.attributes();
            if (attributes.hasAttribute("aria-label"))
                words << attributes.value("aria-label").toString();
            if (attributes.hasAttribute("id"))
                defined << attributes.value("id").toString();
            for (const QXmlStreamAttribute& each : attributes) {
                const QString value = each.value().toString();
                if (value.startsWith("url(#"))
                    wanted << value.mid(5).chopped(1);
                else if (each.name() == QLatin1String("href") && value.startsWith('#'))
                    wanted << value.mid(1);
            }
        }
        if (xml.hasError())
            return {xml.errorString()};
        for (const QString& id : wanted) {
            if (!defined.contains(id))
                return {"nothing is called " + id};
        }
        return words;
    }

  private Q_SLOTS:
    void init() {
        m_opened = std::make_unique<support::OpenedWindow>(exportedShop);
        QVERIFY(m_opened->stepTo(models::runStart + 12s));
    }
    void cleanup() { m_opened.reset(); }

    void theGraphIsAllInTheSvg() {
        // Far away, with one card selected: a file shows neither.
        window().graph().setZoom(0.2);
        m_opened->session.selectNamed("payment");

        QCOMPARE(window().exportGraph(path("graph.svg")), QString());

        const QStringList words = wordsIn(path("graph.svg"));
        for (const char* word : {"shop", "payment", "buyers", "slots", "inbox"})
            QVERIFY2(words.contains(word), qPrintable(words.join(" | ")));
        QCOMPARE(words.front(),
                 QString("Shop & \"friends\" at 00:12.0, seed %1").arg(m_opened->session.seed()));
        QVERIFY(!bytesOf(path("graph.svg")).contains("font-family"));
        QVERIFY(QSvgRenderer(path("graph.svg")).isValid());
    }

    void aSmallWindowExportsFullCards() {
        window().resize(1280, 800);
        QTRY_VERIFY(window().graph().scene().compact);

        QCOMPARE(window().exportGraph(path("graph.svg")), QString());

        QVERIFY(wordsIn(path("graph.svg")).contains("inbox"));
    }

    void aKilledServiceKeepsItsStripesInItsCard() {
        m_opened->session.kill("payment");
        QVERIFY(m_opened->goOn(2s));

        QCOMPARE(window().exportGraph(path("killed.svg")), QString());

        QVERIFY(bytesOf(path("killed.svg")).contains("<clipPath"));
        QVERIFY(wordsIn(path("killed.svg")).join(' ').contains("Down for 2.0\u00a0s"));
    }

    void aPngHasTwiceThePixels() {
        const app::Painting painting = window().graph().painting("A title");

        QCOMPARE(window().exportGraph(path("graph.png")), QString());

        const QImage image(path("graph.png"));
        QCOMPARE(image.size(), (painting.size * 2).toSize());
        QCOMPARE(image.pixelColor(3, 3), app::lightTheme().canvas);
        QVERIFY(image.text("Title").startsWith("Shop"));
    }

    void aPdfHasAPageOfItsSize() {
        const app::Painting painting = window().graph().painting("A title");

        QCOMPARE(window().exportGraph(path("graph.pdf")), QString());

        const QByteArray bytes = bytesOf(path("graph.pdf"));
        QVERIFY(bytes.startsWith("%PDF"));
        const QRegularExpression box(R"(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\])");
        const auto found = box.match(QString::fromLatin1(bytes));
        QVERIFY(found.hasMatch());
        QVERIFY(std::abs(found.captured(1).toDouble() - painting.size.width() * 0.75) < 1);
        QVERIFY(std::abs(found.captured(2).toDouble() - painting.size.height() * 0.75) < 1);
    }

    void theWindowKeepsItsTheme() {
        app::setDark(true);
        QCOMPARE(window().exportGraph(path("light.png")), QString());
        QCOMPARE(window().exportGraph(path("dark.png"), true), QString());

        QVERIFY(app::theme().dark);
        QCOMPARE(QImage(path("light.png")).pixelColor(3, 3), app::lightTheme().canvas);
        QCOMPARE(QImage(path("dark.png")).pixelColor(3, 3), app::darkTheme().canvas);
    }

    void chartsAreAllInTheSvg() {
        m_opened->session.selectNamed("shop");

        QCOMPARE(window().exportCharts(path("charts.svg")), QString());

        const QStringList words = wordsIn(path("charts.svg"));
        for (const char* word : {"Throughput of shop", "Errors by cause of shop", "Latency of shop",
                                 "Slots and inbox of shop", "ms, log scale", "p99", "0:10"})
            QVERIFY2(words.contains(word), qPrintable(words.join(" | ")));
        // A line that is longer than the range ends with the plot.
        QVERIFY(bytesOf(path("charts.svg")).contains("<clipPath"));
    }

    void chartNumbersAreThoseOfTheTicks() {
        QCOMPARE(window().exportCharts(path("charts.csv")), QString());

        const QList<QByteArray> rows = bytesOf(path("charts.csv")).trimmed().split('\n');
        const auto& ticks = m_opened->session.chartTicks();
        QCOMPARE(rows.size(), static_cast<qsizetype>(ticks.size()) + 1);
        QVERIFY(rows.front().startsWith(R"("time_s","started","completed","error","timeout")"));
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            const QList<QByteArray> cells =
                QByteArray(rows[static_cast<qsizetype>(i) + 1]).replace('"', "").split(',');
            QCOMPARE(cells[0].toDouble(), 0.5 * static_cast<double>(i + 1));
            QCOMPARE(cells[1].toLongLong(), ticks[i].allJourneys.started);
            QCOMPARE(cells[2].toLongLong(), ticks[i].allJourneys.completed);
            const auto& p99 = ticks[i].allJourneys.p99;
            QCOMPARE(cells.back().isEmpty(), !p99.has_value());
            if (p99)
                QCOMPARE(cells.back().toDouble(), models::inSeconds(*p99) * 1000);
        }
    }

    void theEventLogTellsInstantsExactly() {
        m_opened->session.kill("payment");
        QVERIFY(m_opened->goOn(1s));

        QCOMPARE(window().exportEventLog(path("log.csv")), QString());

        const QByteArray text = bytesOf(path("log.csv"));
        QVERIFY(text.startsWith("\"time_s\",\"what\",\"where\",\"detail\"\n"));
        QVERIFY2(text.contains("\"12.000000000\",\"killed\",\"payment\""), text.constData());
    }

    void cellsAreQuoted() {
        QCOMPARE(app::csvRow({"a,b", "say \"no\"", ""}), "\"a,b\",\"say \"\"no\"\"\",\"\"\n");
    }

    void whatCannotBeWrittenIsSaid() {
        QVERIFY(window().exportGraph(path("nowhere/graph.svg")).contains("cannot be written"));
        QVERIFY(window().exportGraph(path("graph.gif")).contains("must end in"));
        QVERIFY(window().exportEventLog(path("nowhere/log.csv")).contains("cannot be written"));
    }

    // What was there before is not lost for it.
    void aFullDiskLeavesTheOldFile() {
        QFile old(path("graph.svg"));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        QString said;
        {
            const FullDisk disk(1000);
            said = window().exportGraph(path("graph.svg"));
        }

        QVERIFY2(said.contains("cannot be written"), qPrintable(said));
        QVERIFY2(!said.contains("Unknown"), qPrintable(said));
        QCOMPARE(bytesOf(path("graph.svg")), "old");
    }

    // Well-formed but for the doctype, with nothing to load, and what the window says of the run.
    void theReportIsOneFile() {
        m_opened->session.kill("payment", 4s);
        QVERIFY(m_opened->goOn(6s));
        m_opened->session.setBookmark(models::runStart + 13s, "look <here>");
        std::optional<QString> problem;

        window().exportReport(path("report.html"), [&](const QString& said) { problem = said; });

        QVERIFY(m_opened->waitFor([&] { return problem.has_value(); }));
        QCOMPARE(*problem, QString());
        const QString page = QString::fromUtf8(bytesOf(path("report.html")));
        QVERIFY(page.startsWith("<!DOCTYPE html>"));
        for (const char* said :
             {"Shop &amp; &quot;friends&quot;", "look &lt;here&gt;", "Kill payment", "so far, of",
              "answers without payment.charge.", "00:12.0 to 00:16.0", "data:image/svg+xml",
              "watertight run run.yaml --seed", "kill: [ payment ]"})
            QVERIFY2(page.contains(said), said);
        QVERIFY(!page.contains("http://") && !page.contains("https://"));
        QVERIFY(!page.contains("<script"));
        // Each picture is whole.
        static const QRegularExpression picture("base64,([^\"]+)");
        int pictures = 0;
        for (const QRegularExpressionMatch& match : picture.globalMatch(page)) {
            ++pictures;
            QVERIFY(QSvgRenderer(QByteArray::fromBase64(match.captured(1).toLatin1())).isValid());
        }
        QCOMPARE(pictures, 2);
    }

    // Beyond its end the verdicts are those of the duration; the scenario in it does the same.
    void theReportOfAWholeRunJudgesIt() {
        m_opened = std::make_unique<support::OpenedWindow>(R"(watertight: 1
name: Judged
run: { duration: 20 s }
services: { shop: { endpoints: { buy: [ { compute: exp(2 ms) } ] } } }
journeys: { buyers: { arrivals: poisson(50/s), steps: [ { call: shop.buy } ] } }
expect:
  Buyers buy: { journey: buyers, availability: at least 99 % }
  Nobody waits: { journey: buyers, p99: below 1 us }
)");
        QVERIFY(m_opened->stepTo(models::runStart + 20s));
        QVERIFY(m_opened->waitFor([&] { return m_opened->session.state().report != nullptr; }));
        std::optional<QString> problem;

        window().exportReport(path("whole.html"), [&](const QString& said) { problem = said; });

        QVERIFY(m_opened->waitFor([&] { return problem.has_value(); }));
        const QString page = QString::fromUtf8(bytesOf(path("whole.html")));
        for (const char* said : {"1 of 2 hold, 1 failed.", "✕&nbsp;does not hold", "✓&nbsp;holds",
                                 "found 100.00\u00a0%", "p99 below 1\u00a0us"})
            QVERIFY2(page.contains(QString::fromUtf8(said)), said);
        QVERIFY(!page.contains("so far"));
    }

    void theMenuOffersAllFour() {
        for (const char* name : {"export-report", "export-graph", "export-charts", "export-events"})
            QVERIFY(window().findChild<QAction*>(name) != nullptr);
    }
};

TEST_OF_THIS_FILE(TestExports);
#include "tst_exports.moc"
