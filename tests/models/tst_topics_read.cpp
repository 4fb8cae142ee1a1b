// Topics, consumers and the step that publishes, as they are read; and each slip named where it
// stands.
#include <QtTest>

#include "models/import/sketch.h"
#include "tests/models/read_text.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace models;

class TestTopicsRead : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsAllThatATopicCanSay();
    void takesTheDefaultsOfTheLanguage();
    void reportsWhatIsWrong_data();
    void reportsWhatIsWrong();
    void warnsOfTopicsThatNobodyUses();
    void aSketchSendsMessages();
};

namespace {

// One topic, `news`, from line 3; `worker` consumes it and `users` publish to it.
std::string around(const std::string& topic, const std::string& consumer = "{ endpoint: work }",
                   const std::string& step = "{ publish: news }", const std::string& rest = "") {
    return "watertight: 1\npopulations: { viewer: { size: 9 } }\ntopics: { news: " + topic +
           " }\nservices:\n  worker:\n    consumes: { news: " + consumer +
           " }\n    endpoints: { work: [] }\njourneys:\n  users: { users: 1, steps: [ " + step +
           " ] }\n" + rest;
}

}  // namespace

void TestTopicsRead::readsAllThatATopicCanSay() {
    const Scenario scenario = tests::scenarioFrom(around(
        "{ kind: queue, partitions: 4, key: viewer, capacity: 100 }",
        "{ endpoint: work, prefetch: 3, attempts: 5, redeliver-after: 30 s, dead-letter: false }",
        "{ publish: news, confirm: true, timeout: 2 s }"));

    Topic topic;
    topic.name = "news";
    topic.kind = TopicKind::Queue;
    topic.partitions = 4;
    topic.key = "viewer";
    topic.capacity = 100;
    QVERIFY(scenario.topics == std::vector<Topic>{topic});
    Consumer consumer;
    consumer.topic = "news";
    consumer.endpoint = "work";
    consumer.prefetch = 3;
    consumer.attempts = 5;
    consumer.redeliverAfter = std::chrono::seconds(30);
    consumer.deadLetter = false;
    QVERIFY(scenario.services.front().consumes == std::vector<Consumer>{consumer});
    const auto& publish = std::get<Publish>(scenario.journeys.front().steps.front().action);
    QCOMPARE(publish.topic, std::string("news"));
    QVERIFY(publish.confirm && publish.timeout == Duration(std::chrono::seconds(2)));
}

void TestTopicsRead::takesTheDefaultsOfTheLanguage() {
    const Scenario scenario = tests::scenarioFrom(around("{}"));

    const Topic& topic = scenario.topics.front();
    QVERIFY(topic.kind == TopicKind::Topic && !topic.partitions && !topic.capacity);
    const Consumer& consumer = scenario.services.front().consumes.front();
    QCOMPARE(consumer.prefetch, 10);
    QVERIFY(!consumer.attempts && consumer.deadLetter);
    QVERIFY(consumer.redeliverAfter == Duration{});
    const auto& publish = std::get<Publish>(scenario.journeys.front().steps.front().action);
    QVERIFY(!publish.confirm && !publish.timeout);
}

void TestTopicsRead::reportsWhatIsWrong_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const std::string& text, const char* problem) {
        QTest::newRow(name) << QString::fromStdString(text) << problem;
    };
    const std::string consumer = "{ endpoint: work }";
    const std::string step = "{ publish: news }";
    row("kind", around("{ kind: quue }"), "3:25: error: found `quue` for `kind`");
    row("no partitions", around("{ partitions: 0 }"), "3:31: error: `partitions` is `0`");
    row("no capacity", around("{ capacity: 0 }"), "3:29: error: `capacity` is `0`");
    row("key", around("{ partitions: 2, key: viewr }"),
        "3:39: error: there is no population `viewr`: did you mean `viewer`?");
    row("no endpoint", around("{}", "{}"), "has no `endpoint`");
    row("endpoint", around("{}", "{ endpoint: wrk }"),
        "6:35: error: service `worker` has no endpoint `wrk`: did you mean `work`?");
    row("prefetch", around("{}", "{ endpoint: work, prefetch: 0 }"), "`prefetch` is `0`");
    row("attempts", around("{}", "{ endpoint: work, attempts: none }"), "`attempts`: found `none`");
    row("topic", around("{}", consumer, "{ publish: nws }"),
        "9:42: error: there is no topic `nws`: did you mean `news`?");
    row("a service", around("{}", consumer, "{ publish: worker }"),
        "it is a service, which is called");
    row("timeout", around("{}", consumer, "{ publish: news, timeout: 1 s }"),
        "9:48: error: `timeout` is of the confirmation: it wants `confirm: true`");
    row("outbox", around("{}", consumer, "{ publish: news, outbox: true }"),
        "9:42: error: `outbox` stores the message with a commit: it wants a `transaction` around");
    row("hang", around("{}", consumer, step, "faults: [ { at: 1 s, hang: news } ]"),
        "10:28: error: `news` is a topic: of these faults it takes `kill` and `restart`");
    row("instance", around("{}", consumer, step, "faults: [ { at: 1 s, kill: news#1 } ]"),
        "10:28: error: `news` is a topic: it has no instances");
    row("target", around("{}", consumer, step, "faults: [ { at: 1 s, kill: nws } ]"),
        "10:28: error: there is no service or topic `nws`: did you mean `news`?");
    row("subject", around("{}", consumer, step, "expect: { A: { topic: nws, dead: exactly 0 } }"),
        "10:23: error: there is no topic `nws`: did you mean `news`?");
    row("measure", around("{}", consumer, step, "expect: { A: { topic: news, p99: below 1 s } }"),
        "`p99` is not measured of a `topic`: expected `backlog`, `dead` or `throughput`");
    row("backlog",
        around("{}", consumer, step, "expect: { A: { journey: users, dead: exactly 0 } }"),
        "`dead` is of a `topic`, not of `journey`");
    row("a service's name",
        "watertight: 1\ntopics: { a: {} }\nservices: { a: { endpoints: { e: [] } } }",
        "2:11: error: `a` is a service already");
    row("a journey's name",
        "watertight: 1\ntopics: { b: {} }\nservices: { a: { endpoints: { e: [] } } }\n"
        "journeys: { b: { users: 1, steps: [ { publish: b } ] } }",
        "2:11: error: `b` is a journey already");
}

void TestTopicsRead::reportsWhatIsWrong() {
    QFETCH(QString, text);
    QFETCH(QString, problem);

    const ScenarioReading reading = tests::read(text.toStdString());

    QVERIFY(!reading.scenario);
    const QByteArray printed = tests::printed(reading.diagnostics);
    QVERIFY2(printed.contains(problem.toUtf8()), printed.constData());
}

void TestTopicsRead::warnsOfTopicsThatNobodyUses() {
    const std::string services = "services: { a: { endpoints: { e: [] }";
    const std::string unheard = "watertight: 1\ntopics: { t: {} }\n" + services +
                                " } }\njourneys: { b: { users: 1, steps: [ { publish: t } ] } }\n";
    const std::string unsaid = "watertight: 1\ntopics: { t: {} }\n" + services +
                               ", consumes: { t: { endpoint: e } } } }\n";

    const auto warnings = [](const std::string& text) {
        const ScenarioReading reading = tests::read(text);
        return reading.scenario ? tests::printed(reading.diagnostics) : QByteArray("refused");
    };
    QCOMPARE(warnings(unheard),
             QByteArray("shop.yaml:2:11: warning: no service consumes topic `t` [unused-topic]\n"));
    QCOMPARE(warnings(unsaid),
             QByteArray("shop.yaml:2:11: warning: nobody publishes to topic `t` [unused-topic]\n"));
    QCOMPARE(warnings(unsaid + "lint: { ignore: { unused-topic: to come } }\n"), QByteArray());
}

// Two who send to one share its queue; a call beside it is a call.
void TestTopicsRead::aSketchSendsMessages() {
    const Sketch sketch =
        scenarioFromSketch("web 200/s -> shop ~> mailer -> archive\nweb ~> mailer\n", "shop.txt");
    const Scenario scenario = tests::scenarioFrom(sketch.text);

    QVERIFY2(sketch.diagnostics.empty(), tests::printed(sketch.diagnostics).constData());
    QCOMPARE(scenario.topics.size(), std::size_t(1));
    QCOMPARE(scenario.topics.front().name, std::string("mailer-messages"));
    QVERIFY(scenario.topics.front().kind == TopicKind::Queue);
    const Service& mailer = *scenario.service("mailer");
    QCOMPARE(mailer.consumes.front().topic, std::string("mailer-messages"));
    QVERIFY(std::holds_alternative<Call>(mailer.endpoints.front().steps.back().action));
    const Steps& shop = scenario.service("shop")->endpoints.front().steps;
    QVERIFY(std::holds_alternative<Publish>(shop.back().action));
    const sim::Report report = tests::reportOf(sketch.text);
    QVERIFY(report.topics.front().published > 2 * tests::serviceOf(report, "shop").counts.ok - 9);
}

TEST_OF_THIS_FILE(TestTopicsRead);
#include "tst_topics_read.moc"
