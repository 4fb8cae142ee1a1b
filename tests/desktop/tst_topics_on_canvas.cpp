// Topics in the window: pipes in the call graph, what they and the lines to them say, and how they
// are selected, inspected and killed.
#include <QAccessible>
#include <QSignalSpy>
#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/graph/topic_values.h"
#include "app/panels/topic_sentences.h"
#include "tests/support/fake_run.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::Health;
using app::MainWindow;
using app::Session;

namespace {

const char* const text = R"(
watertight: 1
name: photos
topics:
  photos: { kind: queue, capacity: 5000 }
services:
  upload:
    endpoints: { upload: [ { publish: photos, confirm: true }, { call: disk.write } ] }
  disk:
    endpoints: { write: [ { compute: 1 ms } ] }
  resizer:
    endpoints: { resize: [ { compute: 1 ms } ] }
    consumes: { photos: { endpoint: resize, attempts: 3, redeliver-after: 1 s } }
journeys:
  visit: { users: 1, think: 1 s, steps: [ { call: upload.upload } ] }
)";

// In ten seconds so many came and were done, and 4,812 are left.
sim::TopicSnapshot seen(std::int64_t published, std::int64_t ended) {
    sim::TopicSnapshot topic;
    topic.published = 10'000;
    topic.backlog = 4812;
    topic.oldestWaits = 30s;
    topic.recentSpan = 10s;
    topic.recentPublished = published;
    topic.recentEnded = ended;
    return topic;
}

app::CardValues pipe(const sim::TopicSnapshot& topic) {
    sim::Snapshot snapshot;
    snapshot.now = models::runStart + 60s;
    snapshot.topics = {topic};
    models::Scenario scenario = tests::scenarioFrom(text);
    scenario.topics[0].capacity = 10'000;
    return app::topicValues(scenario, 0, &snapshot);
}

}  // namespace

class TestTopicsOnCanvas : public QObject {
    Q_OBJECT

    std::shared_ptr<support::FakeRunLog> log;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;

    const app::GraphScene& scene() const { return window->graph().scene(); }
    bool offers(const QMenu& menu, const QString& name) const {
        return std::ranges::any_of(menu.actions(),
                                   [&](QAction* each) { return each->text() == name; });
    }

  private Q_SLOTS:
    void init() {
        log = std::make_shared<support::FakeRunLog>();
        session = std::make_unique<Session>(support::fakeRuns(log));
        window = std::make_unique<MainWindow>(*session, app::Remember::Nothing);
        window->show();
        QVERIFY(session->open({tests::scenarioFrom(text), {}, text}, "photos.yaml"));
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }

    void cleanup() {
        window.reset();
        session.reset();
    }

    void drawsAPipeBetweenWhoPublishesAndWhoConsumes() {
        const int topic = scene().find("photos");
        QVERIFY(scene().nodes[topic].isTopic());
        QCOMPARE(scene().calls, 2);
        QCOMPARE(scene().edges.size(), std::size_t(4));
        QVERIFY(!scene().edges[1].isMessages);
        QVERIFY(scene().edges[2].isMessages);
        QCOMPARE(scene().edges[2].caller, scene().find("upload"));
        QCOMPARE(scene().edges[2].callee, topic);
        QCOMPARE(scene().edges[3].caller, topic);
        QCOMPARE(scene().edges[3].callee, scene().find("resizer"));
        const QRectF pipe = scene().nodes[topic].rect;
        QVERIFY(scene().nodes[scene().find("upload")].rect.right() < pipe.left());
        QVERIFY(pipe.right() < scene().nodes[scene().find("resizer")].rect.left());
    }

    // Lines begin and end on its round ends, not in the air beside them.
    void linesMeetTheRoundEndsOfAPipe() {
        const app::SceneNode& pipe = scene().nodes[scene().find("photos")];
        QVERIFY(app::outline(pipe, 1).contains(scene().edges[2].tip));
        QVERIFY(app::outline(pipe, 1).contains(scene().edges[3].curve.pointAt(0)));
    }

    void isAmberWhileItFallsBehindAndNotWhileItCatchesUp() {
        const app::CardValues behind = pipe(seen(4000, 1600));
        QVERIFY(behind.health == Health::Degraded);
        QCOMPARE(behind.topic.backlog, "backlog 4,812");
        QCOMPARE(behind.topic.rates, "400/s in, 160/s out");
        QVERIFY(behind.topic.dead.isEmpty());
        QVERIFY(behind.sentence.contains("4,812 of 10,000 and growing"));

        const app::CardValues catchingUp = pipe(seen(800, 1600));
        QVERIFY(catchingUp.health == Health::Ok);
        QVERIFY(!catchingUp.sentence.contains("growing"));
    }

    void isAmberNearlyFullAndRedWhereItRefuses() {
        sim::TopicSnapshot topic = seen(800, 800);
        topic.backlog = 7999;
        QVERIFY(pipe(topic).health == Health::Ok);
        topic.backlog = 8000;
        QVERIFY(pipe(topic).health == Health::Degraded);
        topic.recentRefused = 199;
        QVERIFY(pipe(topic).health == Health::Degraded);
        topic.recentRefused = 200;
        QVERIFY(pipe(topic).health == Health::Failing);
    }

    void countsDeadLettersWhereThereAreAny() {
        sim::TopicSnapshot topic = seen(800, 800);
        topic.dead = 12;
        QCOMPARE(pipe(topic).topic.dead, "12 dead");
        QVERIFY(pipe(topic).sentence.contains("12 dead letters"));
    }

    void saysOfADeadTopicWhatItKeeps() {
        sim::TopicSnapshot topic = seen(0, 0);
        topic.downSince = models::runStart + 52s;
        topic.readyAt = models::runStart + 82s;
        const app::CardValues values = pipe(topic);
        QVERIFY(values.health == Health::Down);
        QCOMPARE(values.downFor, QString::fromUtf8("Down for 8.0\u00a0s"));
        QCOMPARE(values.returns, QString::fromUtf8("ready in 22\u00a0s"));
        QVERIFY(values.sentence.contains("4,812 messages are kept"));
        topic.readyAt.reset();
        QVERIFY(pipe(topic).returns.isEmpty());
    }

    void saysInWordsHowATopicFares() {
        const models::Topic topic = tests::scenarioFrom(text).topics[0];
        const sim::Instant now = models::runStart + 60s;
        QCOMPARE(app::topicKind(topic), "queue, room for 5,000");
        sim::TopicSnapshot calm = seen(800, 800);
        calm.backlog = 3;
        calm.oldestWaits.reset();
        QCOMPARE(app::topicState(topic, calm, now), "Healthy: 80/s come and 80/s are done.");
        QCOMPARE(app::topicState(topic, seen(4000, 1600), now),
                 "Falling behind: 400/s come and 160/s are done.");
        sim::TopicSnapshot level = seen(800, 801);
        level.backlog = 900;
        QCOMPARE(app::topicState(topic, level, now),
                 "Keeping up, but some wait long: 80/s come and 80/s are done.");
        sim::TopicSnapshot less = seen(800, 1600);
        less.backlog = 900;
        QCOMPARE(app::topicState(topic, less, now), "Catching up: 80/s come and 160/s are done.");
    }

    void aLineOfMessagesSelectsItsTopic() {
        for (const int edge : {2, 3}) {
            window->graph().select({});
            QSignalSpy selected(&window->graph(), &app::CallGraphView::edgeSelected);
            window->graph().selectEdge(edge);
            QCOMPARE(window->graph().selected(), "photos");
            QCOMPARE(session->selectedTopicIndex(), std::optional<std::size_t>(0));
            QCOMPARE(session->selectedEdge(), -1);
            QVERIFY(selected.isEmpty());
        }
    }

    void isSaidToAScreenReader() {
        QAccessibleInterface* graph = QAccessible::queryAccessibleInterface(&window->graph());
        const int topic = scene().find("photos");
        const int nodes = static_cast<int>(scene().nodes.size());
        QCOMPARE(graph->child(topic)->text(QAccessible::Name), "photos");
        QCOMPARE(graph->child(topic)->text(QAccessible::Description),
                 "photos: queue, backlog 12 of 5,000, 100/s in, 99/s out");
        QCOMPARE(graph->child(nodes + 2)->text(QAccessible::Name), "upload publishes to photos");
        QCOMPARE(graph->child(nodes + 3)->text(QAccessible::Name), "photos delivers to resizer");
        QCOMPARE(graph->child(nodes + 3)->text(QAccessible::Description),
                 "photos delivers to resizer: 100/s");
    }

    void isKilledRestartedAndUndoneByKey() {
        session->selectNamed("photos");
        QVERIFY(window->findChild<QPushButton*>("kill")->isEnabled());
        QTest::keyClick(&window->graph(), Qt::Key_K);

        QCOMPARE(log->commands.size(), std::size_t(1));
        const auto& fault = std::get<sim::BeginFault>(log->commands.front()).fault;
        QCOMPARE(fault.targets.front().service, std::string("photos"));
        QVERIFY(std::holds_alternative<models::Kill>(fault.kind));
        QCOMPARE(session->undoStack().undoText(), "Restart photos");
        QTRY_VERIFY(session->isHeldDown("photos"));
        QTRY_VERIFY(session->snapshot()->topics.at(0).downSince.has_value());

        QTest::keyClick(&window->graph(), Qt::Key_R);
        QTRY_VERIFY(!session->isHeldDown("photos"));
    }

    void offersWhatATopicCanSuffer() {
        const auto menu = window->serviceMenu(*session->graph().node("photos"));
        QVERIFY(menu);
        QVERIFY(offers(*menu, "Kill"));
        QVERIFY(offers(*menu, "Kill for 30 s"));
        QVERIFY(offers(*menu, "Restart"));
        QVERIFY(!offers(*menu, "Hang"));
        QVERIFY(!offers(*menu, "Slow"));
    }

    void isInspected() {
        session->selectNamed("photos");
        window->inspect();
        const QString said = window->findChild<app::InspectorPanel*>()->text();
        QVERIFY2(said.startsWith("photos, queue, room for 5,000. Healthy: 100/s come and 99/s "
                                 "are done."),
                 qPrintable(said));
        QVERIFY2(said.contains("backlog 12 of 5,000"), qPrintable(said));
        QVERIFY2(!said.contains("Partitions"), qPrintable(said));
    }
};

TEST_OF_THIS_FILE(TestTopicsOnCanvas);
#include "tst_topics_on_canvas.moc"
