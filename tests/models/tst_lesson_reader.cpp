#include <QtTest>

#include "models/io/scenario_reader.h"

namespace {

models::ScenarioReading read(const std::string& lesson) {
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
        const auto reading = read("lesson: [ { text: Press K. }, { text: Press R. } ]");

        QVERIFY2(reading.scenario, printed(reading));
        QCOMPARE(reading.scenario->lesson.size(), std::size_t(2));
        QCOMPARE(reading.scenario->lesson[1].text, std::string("Press R."));
    }

    void takesNoLessonAndAnEmptyOne() {
        QVERIFY(read("").scenario->lesson.empty());
        QVERIFY(read("lesson: []").scenario->lesson.empty());
    }

    void refusesOtherShapes_data() {
        QTest::addColumn<QString>("lesson");
        QTest::addColumn<QString>("said");
        QTest::newRow("text") << "lesson: Press K."
                              << "4:9: error: found `Press K.`";
        QTest::newRow("no text") << "lesson: [ {} ]"
                                 << "4:11: error: ";
        QTest::newRow("later") << "lesson: [ { text: a, explain: b } ]"
                               << "not supported";
        QTest::newRow("unknown") << "lesson: [ { txt: a } ]"
                                 << "did you mean `text`?";
    }

    void refusesOtherShapes() {
        QFETCH(QString, lesson);
        QFETCH(QString, said);
        const auto reading = read(lesson.toStdString());
        QVERIFY(!reading.scenario);
        QVERIFY2(printed(reading).contains(said.toUtf8()), printed(reading));
    }
};

QTEST_GUILESS_MAIN(TestLessonReader)
#include "tst_lesson_reader.moc"
