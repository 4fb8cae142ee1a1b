// How the window fares with a scenario, as a user would feel it. Prints, and judges nothing: wall
// times belong to the machine and to what else runs on it.
//   opening    from the start of the process to the first painted frame of a warm, live run
//   frames     a second while panning, zooming and selecting, each frame painted to the end
//   clicks     from a kill to the engine having handled and answered it, and to its painted sign,
//              at several speeds: goals 20 ms and 50 ms; and what of that the window's own thread
//              computed, which the machine's other work does not lengthen
//   processor  share of one core that the process takes at 1x
// Run: build/benchmarks/measure_window FILE [opening|frames|clicks|processor]...
#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTextStream>
#include <QThread>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <limits>
#include <vector>

#include "app/desktop/main_window.h"
#include "app/look/style.h"

namespace {

using app::MainWindow;
using app::Session;

QTextStream& out() {
    static QTextStream stream(stdout);
    return stream;
}

// Counts what the call graph paints.
class Paints final : public QObject {
  public:
    explicit Paints(QWidget& watched) { watched.installEventFilter(this); }
    int count() const { return m_count; }
    // Asked right before each painting.
    void ask(std::function<void()> asked) { m_asked = std::move(asked); }

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Paint)
            return false;
        ++m_count;
        if (m_asked)
            m_asked();
        return false;
    }

  private:
    int m_count = 0;
    std::function<void()> m_asked;
};

void loop(int ms) {
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < ms)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

template <typename Condition>
bool loopUntil(const Condition& holds, int msAtMost) {
    QElapsedTimer waited;
    waited.start();
    while (!holds() && waited.elapsed() < msAtMost)
        QApplication::processEvents(QEventLoop::AllEvents, 1);
    return holds();
}

void printSpread(const QString& what, std::vector<double> ms) {
    if (ms.empty()) {
        out() << what << ": nothing measured\n";
        return;
    }
    std::sort(ms.begin(), ms.end());
    const auto at = [&](double share) {
        return ms[std::min(ms.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(ms.size())))];
    };
    out() << what
          << QStringLiteral(": median %1 ms, p90 %2 ms, most %3 ms of %4\n")
                 .arg(at(0.5), 0, 'f', 1)
                 .arg(at(0.9), 0, 'f', 1)
                 .arg(ms.back(), 0, 'f', 1)
                 .arg(ms.size());
    out().flush();
}

double milliseconds(const QElapsedTimer& timer) {
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

// Of the calling thread.
double computedMilliseconds() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

template <typename Move>
void countFrames(const QString& what, QWidget& graph, const Move& move) {
    std::vector<double> frames;
    QElapsedTimer all;
    all.start();
    for (int i = 0; all.elapsed() < 3000; ++i) {
        QElapsedTimer one;
        one.start();
        move(i);
        graph.repaint();
        QApplication::processEvents();
        frames.push_back(milliseconds(one));
    }
    out() << QStringLiteral("  %1: %2 frames a second; a frame")
                 .arg(what)
                 .arg(1000.0 * static_cast<double>(frames.size()) /
                          static_cast<double>(all.elapsed()),
                      0, 'f', 0);
    printSpread({}, frames);
}

void drag(QWidget& graph, QEvent::Type type, QPointF at) {
    const bool moves = type == QEvent::MouseMove;
    QMouseEvent event(type, at, graph.mapToGlobal(at), moves ? Qt::NoButton : Qt::MiddleButton,
                      Qt::MiddleButton, Qt::NoModifier);
    QApplication::sendEvent(&graph, &event);
}

void measureFrames(MainWindow& window, Session& session) {
    app::CallGraphView& graph = window.graph();
    for (const double zoom : {0.0, 0.5, 1.0}) {
        if (zoom > 0)
            graph.setZoom(zoom);
        else
            graph.fitAll();
        loop(300);
        out() << QStringLiteral("frames at %1 %\n").arg(graph.zoomPercent());
        const QPointF middle(graph.width() / 2.0, graph.height() / 2.0);
        drag(graph, QEvent::MouseButtonPress, middle);
        countFrames("panning", graph, [&](int i) {
            drag(graph, QEvent::MouseMove,
                 middle + QPointF(150 * std::sin(i / 20.0), 90 * std::cos(i / 20.0)));
        });
        drag(graph, QEvent::MouseButtonRelease, middle);
        countFrames("zooming", graph, [&](int i) {
            QWheelEvent event(middle, graph.mapToGlobal(middle), {}, {0, i % 20 < 10 ? 30 : -30},
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&graph, &event);
        });
        const int nodes = static_cast<int>(session.graph().nodes.size());
        countFrames("selecting", graph, [&](int i) { session.selectNode(i * 7 % nodes); });
        session.selectNode(-1);
    }
}

void measureClicks(MainWindow& window, Session& session) {
    const QString service = session.serviceToTry();
    const double fastest = std::numeric_limits<double>::infinity();
    Paints paints(window.graph());
    for (const double speed : {0.1, 1.0, 100.0, fastest}) {
        session.setSpeed(speed);
        loop(500);
        std::vector<double> heard, painted, computed;
        for (int i = 0; i < 40; ++i) {
            if (session.state().finished)
                session.goOnBeyondEnd();
            const bool kills = !session.isHeldDown(service);
            const double computedBefore = computedMilliseconds();
            QElapsedTimer clicked;
            clicked.start();
            double heardAfter = -1;  // when the first painting that shows it begins
            paints.ask([&] {
                if (heardAfter < 0 && session.isHeldDown(service) == kills)
                    heardAfter = milliseconds(clicked);
            });
            kills ? session.kill(service) : session.restart(service);
            if (loopUntil([&] { return heardAfter >= 0; }, 2000)) {
                heard.push_back(heardAfter);
                painted.push_back(milliseconds(clicked));
            }
            paints.ask({});
            computed.push_back(computedMilliseconds() - computedBefore);
            loop(53 + i % 7 * 10);
        }
        const QString name = QStringLiteral("clicks at %1x, ").arg(speed);
        printSpread(name + "to the engine and back", heard);
        printSpread(name + "to the screen", painted);
        printSpread(name + "computed by the window for it", computed);
    }
    session.setSpeed(1);
    session.haltAll();
}

void measureProcessor(Session& session) {
    session.setSpeed(1);
    loop(1000);
    const std::clock_t from = std::clock();
    QElapsedTimer wall;
    wall.start();
    const auto simulatedFrom = session.snapshot()->now;
    loop(10'000);
    const double seconds = static_cast<double>(wall.elapsed()) / 1000;
    const double used = static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
    out() << QStringLiteral("processor: %1 % of a core over %2 s, simulated %3 s\n")
                 .arg(100 * used / seconds, 0, 'f', 1)
                 .arg(seconds, 0, 'f', 1)
                 .arg(models::inSeconds(session.snapshot()->now - simulatedFrom), 0, 'f', 1);
}

}  // namespace

int main(int argc, char** argv) {
    QElapsedTimer sinceStart;
    sinceStart.start();
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        out() << "measure_window FILE [opening|frames|clicks|processor]...\n";
        return 2;
    }
    const auto wants = [&](const char* what) {
        return arguments.size() == 2 || arguments.contains(QLatin1String(what));
    };
    app::applyLook(application, true);
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    Paints paints(window.graph());
    window.openFile(arguments[1]);
    if (!loopUntil([&] { return session.hasRun(); }, 60'000)) {
        out() << "it does not open\n";
        return 1;
    }
    const int before = paints.count();
    loopUntil([&] { return paints.count() > before && session.state().running; }, 60'000);
    out() << QStringLiteral("opening: %1 ms, %2 services\n")
                 .arg(milliseconds(sinceStart), 0, 'f', 0)
                 .arg(session.scenario().services.size());
    out().flush();
    loop(3000);  // for Graphviz
    if (wants("processor"))
        measureProcessor(session);
    if (wants("frames"))
        measureFrames(window, session);
    if (wants("clicks"))
        measureClicks(window, session);
    return 0;
}
