#include "app/desktop/launch.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QSettings>
#include <QTextStream>

#include "app/desktop/main_window.h"
#include "app/desktop/scenario_files.h"
#include "app/look/style.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int pictureTimeoutMs = 60'000;
constexpr int settleMs = 600;  // the slowest pane redraws five times a second

// A picture of the window at an exact simulated time, for the manual and for those who compare.
struct Picture {
    QString file;
    double after = 48.2;   // seconds
    bool isOfAll = false;  // in place of that: at the run's end
    QString variant;       // empty: as written
    bool plays = false;    // the scenario's own faults
    QString kill;
    double killAt = 0;
    double killFor = 30;
    QString select;
    bool inspects = false;
    bool showsLog = false;
    bool showsMatrix = false;
    bool showsTraces = false;
    double review = -1;  // seconds; -1: it looks at the run itself
    int lesson = 0;      // of the file's, from 1; 0: none
    // What is written beside the picture or instead of it; empty: nothing.
    QString reportFile, graphFile, chartsFile, eventsFile;
    bool isDark = false;  // these files; else they can be printed
    double span = 60;     // of the charts; 0: all of the run
    bool showsHeat = false;
    std::optional<Arrangement> layout;
};

void setOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        QStringLiteral("Runs a microservice architecture and shows what breaks."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("file", "A scenario; the streaming platform if none is given.",
                                 "[FILE]");
    parser.addOptions({
        {"theme", "dark or light.", "name"},
        {"palette", "colours or greys.", "name"},
        {"layout", "Of the picture: layers, forces, grid-errors, grid-p99, grid-rate or lanes.",
         "name"},
        {"size", "Size of the window, as 1600x1000.", "WxH"},
        {"screenshot", "Writes a picture of the window and ends.", "file"},
        {"after", "Simulated seconds at which the picture is taken.", "seconds", "48.2"},
        {"variant", "Shows this variant of the scenario in the picture.", "name"},
        {"play", "Plays the scenario's own faults before the picture."},
        {"kill", "Kills a service before the picture.", "service"},
        {"at", "Simulated seconds at which it is killed.", "seconds", "40"},
        {"for", "Seconds until it is restarted; 0: it stays down.", "seconds", "30"},
        {"select", "Selects a service or journey before the picture.", "name"},
        {"inspect", "Shows the inspector in the picture."},
        {"events", "Shows the event log in the picture."},
        {"matrix", "Shows the matrix in the picture, at the outage of what is selected."},
        {"traces", "Shows the traces in the picture."},
        {"review", "Looks back at these simulated seconds in the picture.", "seconds"},
        {"export-report",
         "Writes the report (.html), in one file, of the whole run with the scenario's own faults, "
         "or to --after, and ends.",
         "file"},
        {"export-graph", "Writes the call graph, as its name says (.svg, .png, .pdf), and ends.",
         "file"},
        {"export-charts", "Writes the charts (.svg, .png, .pdf) or their numbers (.csv), and ends.",
         "file"},
        {"export-events", "Writes the event log (.csv), and ends.", "file"},
        {"span", "Seconds that the charts show, or all.", "seconds", "60"},
        {"heat", "Shows latency as a heat map."},
        {"lesson", "Starts this lesson of the file, from 1, before the picture.", "number"},
    });
}

sim::Duration seconds(double value) {
    return sim::Duration(static_cast<std::int64_t>(value * 1e9));
}

// Goes on to exactly `until`, however fast the machine is.
bool advance(Session& session, double until) {
    const sim::Instant target = models::runStart + seconds(until);
    session.pause();
    QElapsedTimer waited;
    waited.start();
    while (session.state().running && waited.elapsed() < pictureTimeoutMs) {
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
    if (session.snapshot()->now < target)
        session.step(target - session.snapshot()->now);
    while (session.snapshot()->now < target && session.state().failure.empty()) {
        if (waited.elapsed() > pictureTimeoutMs)
            return false;
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
    return true;
}

// To its end, and until it is counted and judged.
bool finish(Session& session) {
    if (!advance(session, models::inSeconds(models::sinceStart(session.liveSnapshot()->end))))
        return false;
    QElapsedTimer waited;
    waited.start();
    while (!session.state().report && session.state().failure.empty()) {
        if (waited.elapsed() > pictureTimeoutMs)
            return false;
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
    return true;
}

void settle(Session& session) {
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < settleMs) {
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
}

void awaitOpening(Session& session) {
    while (!session.openingName().isEmpty())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

// Of the outage of `service`, where there is such a service.
bool showMatrix(MainWindow& window, const Session& session, const QString& service) {
    window.showMatrix(true);
    window.matrix().runStudy();
    QElapsedTimer waited;
    waited.start();
    while (window.matrix().study().isRunning()) {
        if (waited.elapsed() > pictureTimeoutMs)
            return false;
        QApplication::processEvents(QEventLoop::AllEvents, 10);
    }
    const auto& services = session.scenario().services;
    const auto found = std::ranges::find(services, service.toStdString(), &models::Service::name);
    if (found != services.end())
        window.matrix().view().setCurrent(0, static_cast<int>(found - services.begin()));
    return window.matrix().study().result() != nullptr;
}

void layOutForPicture(CallGraphView& graph, const Arrangement& wanted) {
    graph.layOutBy(wanted.kind, wanted.measure);
    QElapsedTimer waited;
    waited.start();
    while (graph.awaitsForces() && waited.elapsed() < pictureTimeoutMs)
        QApplication::processEvents(QEventLoop::AllEvents, 10);
}

// From where the run was stopped.
bool lookBack(Session& session, double to) {
    const sim::Instant wanted = models::runStart + seconds(to);
    session.review(wanted);
    QElapsedTimer waited;
    waited.start();
    while (session.snapshot()->now != wanted) {
        if (waited.elapsed() > pictureTimeoutMs)
            return false;
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
    return true;
}

// Of a scenario that does not run there is nothing to show.
int sayProblems(const Session& session) {
    for (const models::Diagnostic& problem : session.problems())
        QTextStream(stderr) << QString::fromStdString(models::toText(problem)) << '\n';
    return 2;
}

// Until the same run without the fault has come as far, where there is one.
void awaitCost(Session& session) {
    QElapsedTimer waited;
    waited.start();
    const auto isBehind = [&session] {
        const auto cost = session.costOfFault();
        return cost && cost->at < session.liveSnapshot()->now;
    };
    while (isBehind() && waited.elapsed() < pictureTimeoutMs) {
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
}

// Once the engine has counted; returns why it could not be, or nothing.
QString writeReport(MainWindow& window, Session& session, const QString& file) {
    awaitCost(session);
    std::optional<QString> problem;
    window.exportReport(file, [&problem](const QString& said) { problem = said; });
    QElapsedTimer waited;
    waited.start();
    while (!problem && waited.elapsed() < pictureTimeoutMs) {
        QApplication::processEvents(QEventLoop::AllEvents, 10);
        session.poll();
    }
    return problem.value_or(MainWindow::tr("%1 is not written: the run gave no report.").arg(file));
}

// Says what cannot be written; 3 then.
int writeFiles(MainWindow& window, Session& session, const Picture& picture) {
    QStringList problems;
    if (!picture.file.isEmpty() && !window.grab().save(picture.file))
        problems << MainWindow::tr("%1 cannot be written.").arg(picture.file);
    if (!picture.reportFile.isEmpty())
        problems << writeReport(window, session, picture.reportFile);
    if (!picture.graphFile.isEmpty())
        problems << window.exportGraph(picture.graphFile, picture.isDark);
    if (!picture.chartsFile.isEmpty())
        problems << window.exportCharts(picture.chartsFile, picture.isDark);
    if (!picture.eventsFile.isEmpty())
        problems << window.exportEventLog(picture.eventsFile);
    problems.removeAll(QString());
    for (const QString& problem : problems)
        QTextStream(stderr) << problem << '\n';
    return problems.isEmpty() ? 0 : 3;
}

// The file's variant that the picture is of, and whether its own faults are played.
int beginRun(Session& session, const Picture& picture) {
    awaitOpening(session);
    if (!session.hasRun())
        return sayProblems(session);
    const std::string variant = picture.variant.toStdString();
    if (!variant.empty()) {
        const auto& all = session.variants();
        if (std::ranges::find(all, variant, &models::Variant::name) == all.end()) {
            QTextStream(stderr) << MainWindow::tr("There is no variant “%1”.").arg(picture.variant)
                                << '\n';
            return 2;
        }
        session.openVariant(variant);
        awaitOpening(session);
    }
    if (picture.plays) {
        session.playFaults();
        awaitOpening(session);
    }
    return 0;
}

int takePicture(MainWindow& window, Session& session, const Picture& picture) {
    if (const int problem = beginRun(session, picture); problem != 0)
        return problem;
    window.charts().setSpan(picture.span);
    window.charts().setShowsHeat(picture.showsHeat);
    if (picture.lesson > 0) {
        window.startLesson(session.fileName(), static_cast<std::size_t>(picture.lesson - 1));
        awaitOpening(session);
    }
    window.showEventLog(picture.showsLog);
    if (!picture.kill.isEmpty()) {
        if (!advance(session, picture.killAt))
            return 3;
        if (const auto node = session.graph().node(picture.kill.toStdString()))
            session.selectNode(*node);
        session.kill(picture.kill, picture.killFor > 0
                                       ? std::optional<sim::Duration>(seconds(picture.killFor))
                                       : std::nullopt);
    }
    if (!(picture.isOfAll ? finish(session) : advance(session, picture.after)))
        return 3;
    if (picture.review >= 0 && !lookBack(session, picture.review))
        return 3;
    if (picture.layout)
        layOutForPicture(window.graph(), *picture.layout);
    session.selectNamed(picture.select);
    if (picture.inspects)
        window.inspect();
    if (picture.showsMatrix && !showMatrix(window, session, picture.select))
        return 3;
    if (picture.showsTraces)
        window.showView(MainWindow::View::Traces);
    settle(session);
    return writeFiles(window, session, picture);
}

Picture pictureFrom(const QCommandLineParser& parser) {
    Picture picture;
    picture.file = parser.value("screenshot");
    picture.after = parser.value("after").toDouble();
    picture.variant = parser.value("variant");
    picture.plays = parser.isSet("play");
    picture.kill = parser.value("kill");
    picture.killAt = parser.value("at").toDouble();
    picture.killFor = parser.value("for").toDouble();
    picture.select = parser.value("select");
    picture.inspects = parser.isSet("inspect");
    picture.showsLog = parser.isSet("events");
    picture.showsMatrix = parser.isSet("matrix");
    picture.showsTraces = parser.isSet("traces");
    if (parser.isSet("review"))
        picture.review = parser.value("review").toDouble();
    picture.lesson = parser.value("lesson").toInt();
    picture.reportFile = parser.value("export-report");
    picture.isOfAll = parser.isSet("export-report") && !parser.isSet("after");
    picture.plays = picture.plays || (picture.isOfAll && !parser.isSet("kill"));
    picture.graphFile = parser.value("export-graph");
    picture.chartsFile = parser.value("export-charts");
    picture.eventsFile = parser.value("export-events");
    picture.isDark = parser.value("theme") == QLatin1String("dark");
    picture.span = parser.value("span").toDouble();  // "all" is no number: 0
    picture.showsHeat = parser.isSet("heat");
    picture.layout = layoutNamed(parser.value("layout"));
    return picture;
}

QSize sizeFrom(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

void nameApplication() {
    QCoreApplication::setOrganizationName("watertight");
    QCoreApplication::setApplicationName("watertight");
    QCoreApplication::setApplicationVersion(WATERTIGHT_VERSION);
}

bool writesFiles(const QCommandLineParser& parser) {
    return std::ranges::any_of(
        std::initializer_list<const char*>{"screenshot", "export-report", "export-graph",
                                           "export-charts", "export-events"},
        [&](const char* option) { return parser.isSet(option); });
}

// Who only wants files needs no display either.
void doWithoutDisplay(const QCommandLineParser& parser) {
    const bool hasDisplay =
        qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (writesFiles(parser) && !hasDisplay && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
}

// As chosen in View > Size; it must be known before there is an application.
void takeSize(const QCommandLineParser& parser) {
    if (writesFiles(parser) || qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        return;
    const double percent = QSettings().value("size", 100).toDouble();
    if (percent != 100 && percent >= 50 && percent <= 300)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(percent / 100));
}

// --help and --version need no window, so they must not need a display either: a QApplication ends
// the program where there is none.
std::optional<int> answerWithoutDisplay(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    QCommandLineParser parser;
    setOptions(parser);
    // What is wrong is said later, when Qt has taken its own options out.
    parser.parse(arguments);
    if (parser.isSet("version")) {
        QTextStream(stdout) << "watertight " << WATERTIGHT_VERSION << '\n';
        return 0;
    }
    if (parser.isSet("help")) {
        // Without an application Qt does not know what the program is called.
        QTextStream(stdout) << parser.helpText().replace("<executable_name>", arguments.first());
        return 0;
    }
    doWithoutDisplay(parser);
    takeSize(parser);
    return std::nullopt;
}

}  // namespace

int launch(int argc, char** argv) {
    nameApplication();
    QSettings::setDefaultFormat(QSettings::IniFormat);
    if (const std::optional<int> answered = answerWithoutDisplay(argc, argv))
        return *answered;
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName("Watertight");
    QCommandLineParser parser;
    setOptions(parser);
    parser.process(application);
    const bool isPicture = writesFiles(parser);
    const QString kept = isPicture ? QString() : QSettings().value("theme").toString();
    const QString wanted = parser.isSet("theme") ? parser.value("theme") : kept;
    const bool isGrey = parser.isSet("palette")
                            ? parser.value("palette") == QLatin1String("greys")
                            : !isPicture && QSettings().value("hues") == QStringLiteral("none");
    setHues(isGrey ? Hues::None : Hues::Safe);
    applyLook(application, wanted != QLatin1String("light"));

    Session session;
    MainWindow window(session, isPicture ? Remember::Nothing : Remember::Layout);
    if (const QSize size = sizeFrom(parser.value("size")); size.isValid())
        window.resize(size);
    const QStringList files = parser.positionalArguments();
    const QString file = files.isEmpty() ? firstScenario() : files.front();
    isPicture ? window.show() : window.showFitting();
    if (!file.isEmpty())
        window.openFile(file);
    if (!isPicture)
        return QApplication::exec();
    return takePicture(window, session, pictureFrom(parser));
}

}  // namespace app
