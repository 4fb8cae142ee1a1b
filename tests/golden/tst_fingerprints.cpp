// Every shipped scenario gives the fingerprint that fingerprints.csv has for it: on any machine,
// with any compiler and build, on any number of threads, with its stores in memory or in files. A
// change that moves one is a change of results: run this test with WATERTIGHT_UPDATE_GOLDEN=1 and
// say so in the changelog under "Results changed". With WATERTIGHT_THOROUGH set (./dev check-all)
// it tries more threads, and all scenarios in all ways.
#include <QtTest>

#include <QFile>
#include <QSaveFile>
#include <QTemporaryDir>
#include <map>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestFingerprints : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void everyScenarioIsListed();
    void runsAsListed_data();
    void runsAsListed();
    void runsTheSameHoweverItIsRun_data();
    void runsTheSameHoweverItIsRun();
    void expectationsHold_data();
    void expectationsHold();

  private:
    QString summaryOf(const QString& file);

    std::map<QString, QString> m_listed;  // by file: the rest of its line
    std::map<QString, sim::Report> m_reports;
    QStringList m_files;
};

namespace {

const QString listPath = QStringLiteral(SOURCE_DIR "/tests/golden/fingerprints.csv");
const QString header =
    QStringLiteral("scenario,fingerprint,events,journeys started,journeys failed");

enum class Tried { Always, NotForDrills, ForSome, OnlyThorough };

// A way to run a scenario that must not be seen in its results.
struct Way {
    const char* name;
    sim::SchedulerKind scheduler;
    int threads;
    sim::StoreKind stores;
    sim::ThreadRule rule = sim::ThreadRule::Measured;
    Tried tried = Tried::ForSome;
};

// The first way's fingerprint is the listed one (runsAsListed); each of these runs anew.
const Way ways[] = {
    {"in global order, again", sim::SchedulerKind::Sequential, 1, sim::StoreKind::Memory},
    {"in global order, stores in files", sim::SchedulerKind::Sequential, 1, sim::StoreKind::File},
    {"1 thread", sim::SchedulerKind::Windowed, 1, sim::StoreKind::Memory, sim::ThreadRule::Measured,
     Tried::Always},
    {"2 threads", sim::SchedulerKind::Windowed, 2, sim::StoreKind::Memory},
    {"2 threads, stores in files", sim::SchedulerKind::Windowed, 2, sim::StoreKind::File,
     sim::ThreadRule::Measured, Tried::NotForDrills},
    {"1 and 2 threads in turn", sim::SchedulerKind::Automatic, 2, sim::StoreKind::Memory,
     sim::ThreadRule::InTurn},
    {"3 threads", sim::SchedulerKind::Windowed, 3, sim::StoreKind::Memory,
     sim::ThreadRule::Measured, Tried::OnlyThorough},
    {"8 threads", sim::SchedulerKind::Windowed, 8, sim::StoreKind::Memory,
     sim::ThreadRule::Measured, Tried::OnlyThorough},
};

// Three small scenarios, with most kinds of step between them, are run in all ways; for the others,
// which are many or long, the ways that differ most stand for all.
bool isTried(const Way& way, const QString& file) {
    static const QStringList some = {"order-saga.yaml", "outbox-against-dual-write.yaml",
                                     "broken-stores.yaml"};
    return way.tried == Tried::Always ||
           (way.tried == Tried::NotForDrills && !file.startsWith("drills/")) ||
           (way.tried == Tried::ForSome && some.contains(file));
}

QString hexadecimal(std::uint64_t fingerprint) {
    return QStringLiteral("%1").arg(static_cast<qulonglong>(fingerprint), 16, 16, QLatin1Char('0'));
}

}  // namespace

QString TestFingerprints::summaryOf(const QString& file) {
    if (!m_reports.contains(file)) {
        m_reports[file] = tests::runOf(tests::shippedScenario(file.toStdString())).report();
    }
    const sim::Report& report = m_reports[file];
    qint64 started = 0;
    qint64 failed = 0;
    for (const sim::JourneyReport& journey : report.journeys) {
        started += journey.counts.started;
        failed += journey.counts.failed;
    }
    return QStringLiteral("%1,%2,%3,%4")
        .arg(hexadecimal(report.fingerprint))
        .arg(report.events)
        .arg(started)
        .arg(failed);
}

void TestFingerprints::initTestCase() {
    for (const std::string& file : tests::shippedFiles()) {
        m_files << QString::fromStdString(file);
    }
    if (qEnvironmentVariableIsSet("WATERTIGHT_UPDATE_GOLDEN")) {
        QSaveFile list(listPath);
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write(header.toUtf8() + '\n');
        for (const QString& file : std::as_const(m_files)) {
            list.write((file + ',' + summaryOf(file)).toUtf8() + '\n');
        }
        QVERIFY(list.commit());
    }
    QFile list(listPath);
    QVERIFY(list.open(QIODevice::ReadOnly));
    for (const QString& line : QString::fromUtf8(list.readAll()).split('\n', Qt::SkipEmptyParts)) {
        if (line != header) {
            m_listed[line.section(',', 0, 0)] = line.section(',', 1);
        }
    }
}

void TestFingerprints::everyScenarioIsListed() {
    QStringList listed;
    for (const auto& [file, summary] : m_listed) {
        listed << file;
    }
    QCOMPARE(listed, m_files);
}

void TestFingerprints::runsAsListed_data() {
    QTest::addColumn<QString>("file");
    for (const QString& file : std::as_const(m_files)) {
        QTest::newRow(file.toUtf8().constData()) << file;
    }
}

void TestFingerprints::runsAsListed() {
    QFETCH(QString, file);
    QCOMPARE(summaryOf(file), m_listed[file]);
}

void TestFingerprints::runsTheSameHoweverItIsRun_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("way");
    const bool isThorough = qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH");
    for (const QString& file : std::as_const(m_files)) {
        for (int way = 0; way < static_cast<int>(std::size(ways)); ++way) {
            if (isThorough || isTried(ways[way], file)) {
                QTest::addRow("%s, %s", qPrintable(file), ways[way].name) << file << way;
            }
        }
    }
}

void TestFingerprints::runsTheSameHoweverItIsRun() {
    QFETCH(QString, file);
    QFETCH(int, way);
    QTemporaryDir folder;
    sim::RunOptions options;
    options.scheduler = ways[way].scheduler;
    options.threads = ways[way].threads;
    options.threadRule = ways[way].rule;
    options.stores = ways[way].stores;
    options.folder = folder.path().toStdString();

    const sim::Report report =
        tests::runOf(tests::shippedScenario(file.toStdString()), options).report();

    QCOMPARE(hexadecimal(report.fingerprint), m_listed[file].section(',', 0, 0));
    QCOMPARE(report.events, m_listed[file].section(',', 1, 1).toULongLong());
}

void TestFingerprints::expectationsHold_data() {
    runsAsListed_data();
}

void TestFingerprints::expectationsHold() {
    QFETCH(QString, file);
    summaryOf(file);
    for (const sim::ExpectationReport& each : m_reports[file].expectations) {
        QVERIFY2(each.verdict == sim::Verdict::Pass, each.name.c_str());
    }
}

TEST_OF_THIS_FILE(TestFingerprints);
#include "tst_fingerprints.moc"
