// The words of reports and of the window, and where they stand in a text.
#include "models/terms.h"

#include <QtTest>
#include <set>

#include "models/io/plain_text.h"
#include "tests/support/test_program.h"

using namespace models;

namespace {

// "p99@0 inbox@8"
std::string foundIn(std::string_view text) {
    std::string found;
    for (const FoundTerm& each : termsIn(text)) {
        found += (found.empty() ? "" : " ") + std::string(each.term->name) + '@' +
                 std::to_string(each.from);
    }
    return found;
}

}  // namespace

class TestTerms : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void explainsEachInASentence() {
        for (const Term& each : allTerms()) {
            const std::string meaning = meaningOf(each);
            const std::string name(each.name);
            QVERIFY2(meaning.size() > 15 && meaning.ends_with('.'), name.c_str());
            QVERIFY2(each.line.empty() != (each.section == Section::None), name.c_str());
            QVERIFY2(findTerm(name) == &each, name.c_str());
        }
    }

    void hasNoWordTwice() {
        std::set<std::string_view> words;
        for (const Term& each : allTerms()) {
            QVERIFY2(words.insert(each.name).second, std::string(each.name).c_str());
            for (const std::string_view other : split(each.also, '|')) {
                QVERIFY2(words.insert(other).second, std::string(other).c_str());
            }
        }
    }

    void saysOfAMeasureWhatItsKeySays() {
        QCOMPARE(meaningOf(*findTerm("p99")), sentence(findKey(Section::Expectation, "p99")->help));
        QCOMPARE(findTerm("P99"), findTerm("p99"));
        QVERIFY(findTerm("p9") == nullptr);
        QVERIFY(meaningOf(*findTerm("breaker")).find("absent") == std::string::npos);
    }

    void findsWholeWordsOnly_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* text, const char* found) {
            QTest::newRow(text) << text << found;
        };
        row("p99", "p99@0");
        row("p99 of payment", "p99@0");
        row("p99.9 and p50.", "p99.9@0 p50@10");
        row("its p99\u00a0230 ms", "p99@4");
        row("Slots and inbox", "slots@0 inbox@10");
        row("slots held", "slots@0");
        row("INBOX", "inbox@0");
        row("payment.inbox", "");
        row("inbox-keeper", "");
        row("inbox.yaml", "");
        row("inboxes", "");
        row("since the breaker opened", "circuit breaker@10");
        row("p99, other", "p99@0");
    }
    void findsWholeWordsOnly() {
        QFETCH(QString, text);
        QFETCH(QString, found);
        QCOMPARE(QString::fromStdString(foundIn(text.toStdString())), found);
    }

    void takesACommonWordOnlyWhereItStandsAlone() {
        QCOMPARE(foundIn("open"), "open@0");
        QCOMPARE(foundIn(" Open "), "open@1");
        QCOMPARE(foundIn("open the file"), "");
    }
};

TEST_OF_THIS_FILE(TestTerms);
#include "tst_terms.moc"
