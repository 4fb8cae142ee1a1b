#include <QtTest>

#include "models/io/list_writer.h"
#include "tests/support/test_program.h"

using models::withoutEntry;

class TestListWriter : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void takesOneEntryOutAndKeepsTheRest_data() {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<int>("place");
        QTest::addColumn<std::string>("left");

        QTest::newRow("first of a block")
            << std::string(
                   "faults:\n  # why\n  - { at: 1 s }  # one\n  - { at: 2 s }  # two\nrun: {}\n")
            << 0 << std::string("faults:\n  # why\n  - { at: 2 s }  # two\nrun: {}\n");
        QTest::newRow("last of a block without an end of line")
            << std::string("faults:\n- at: 1 s\n- at: 2 s\n  for: 3 s") << 1
            << std::string("faults:\n- at: 1 s\n");
        QTest::newRow("first in brackets") << std::string("faults: [ { at: 1 s }, { at: 2 s } ]\n")
                                           << 0 << std::string("faults: [ { at: 2 s } ]\n");
        QTest::newRow("last in brackets") << std::string("faults: [ { at: 1 s }, { at: 2 s } ]\n")
                                          << 1 << std::string("faults: [ { at: 1 s } ]\n");
        QTest::newRow("the only one") << std::string("faults:\n  - { at: 1 s }\nrun: {}\n") << 0
                                      << std::string("faults:\n  []\nrun: {}\n");
    }
    void takesOneEntryOutAndKeepsTheRest() {
        QFETCH(std::string, text);
        QFETCH(int, place);
        QFETCH(std::string, left);

        const models::TextEdit edit =
            withoutEntry(text, "a text", "faults", static_cast<std::size_t>(place));

        QVERIFY(!models::hasErrors(edit.diagnostics));
        QCOMPARE(edit.text, left);
    }

    void refusesWhatIsNotThere() {
        const std::string text = "faults: [ { at: 1 s } ]\n";

        const models::TextEdit edit = withoutEntry(text, "a text", "faults", 1);

        QVERIFY(models::hasErrors(edit.diagnostics));
        QCOMPARE(edit.text, text);
    }
};

TEST_OF_THIS_FILE(TestListWriter);
#include "tst_list_writer.moc"
