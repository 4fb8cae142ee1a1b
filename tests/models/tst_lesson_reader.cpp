#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

namespace {

models::ScenarioReading readWithLesson(const std::string& lesson) {
    return models::readScenario(
        "watertight: 1\nservices:\n  a: { endpoints: { go: [ { compute: 1 ms } ] } }\n" + lesson +
            "\n",
        "test.yaml", {});
}

QByteArray printed(const models::ScenarioReading& reading) {
    QByteArray text;
    for (const models::Diagnostic& each : reading.diagnostics)
        text += QByteArray::fromStdString(models::toText(each)) + '\n';
    return text;
}

}  // namespace

class TestLessonReader : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsTheSentencesInTheirOrder() {
        const auto reading = readWithLesson("lesson: [ { text: Press K. }, { text: Press R. } ]");

        QVERIFY2(reading.scenario, printed(reading));
        QCOMPARE(reading.scenario->lesson.size(), std::size_t(2));
        QCOMPARE(reading.scenario->lesson[1].text, std::string("Press R."));
    }

    void readsQuestionsAndWhatEndsThem() {
        const auto reading = readWithLesson(
            "lesson:\n"
            "  - text: Press K.\n"
            "    ask: Who fails?\n"
            "    answers: [ nobody, everybody ]\n"
            "    until: { event: killed, where: a, count: at least 1 }\n"
            "    explain: Nobody calls it.\n"
            "  - { text: Wait., until: { service: a, utilization: above 80 % } }");
        QVERIFY2(reading.scenario, printed(reading));
        const models::LessonStep& first = reading.scenario->lesson[0];
        QCOMPARE(first.ask, std::string("Who fails?"));
        QCOMPARE(first.answers, (std::vector<std::string>{"nobody", "everybody"}));
        QCOMPARE(std::get<models::EventExpectation>(*first.until).event, std::string("killed"));
        QCOMPARE(first.explain, std::string("Nobody calls it."));
        const auto& bound =
            std::get<models::MeasureExpectation>(*reading.scenario->lesson[1].until).bounds.front();
        QCOMPARE(bound.measure, models::Measure::Utilization);
    }

    void takesNoLessonAndAnEmptyOne() {
        QVERIFY(readWithLesson("").scenario->lesson.empty());
        QVERIFY(readWithLesson("lesson: []").scenario->lesson.empty());
    }

    void refusesOtherShapes_data() {
        QTest::addColumn<QString>("lesson");
        QTest::addColumn<QString>("said");
        QTest::newRow("text") << "lesson: Press K."
                              << "4:9: error: found `Press K.`";
        QTest::newRow("no text") << "lesson: [ {} ]"
                                 << "4:11: error: ";
        QTest::newRow("answers to nothing") << "lesson: [ { text: a, answers: [ x, y ] } ]"
                                            << "`answers` without `ask`";
        QTest::newRow("one answer") << "lesson: [ { text: a, ask: b, answers: [ x ] } ]"
                                    << "a list of two answers at least";
        QTest::newRow("until nothing") << "lesson: [ { text: a, until: { p99: below 1 s } } ]"
                                       << "`until` is about nothing";
        QTest::newRow("until somebody else")
            << "lesson: [ { text: a, until: { service: b, p99: below 1 s } } ]"
            << "there is no service `b`: expected `a`";
        QTest::newRow("until no such event") << "lesson: [ { text: a, until: { event: kiled } } ]"
                                             << "did you mean `killed`?";
        QTest::newRow("until during")
            << "lesson: [ { text: a, until: { service: a, during: [1 s, 2 s], p99: below 1 s } } ]"
            << "it has no `during`";
        QTest::newRow("unknown") << "lesson: [ { txt: a } ]"
                                 << "did you mean `text`?";
    }

    void refusesOtherShapes() {
        QFETCH(QString, lesson);
        QFETCH(QString, said);
        const auto reading = readWithLesson(lesson.toStdString());
        QVERIFY(!reading.scenario);
        QVERIFY2(printed(reading).contains(said.toUtf8()), printed(reading));
    }
};

TEST_OF_THIS_FILE(TestLessonReader);
#include "tst_lesson_reader.moc"
