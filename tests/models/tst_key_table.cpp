#include "models/io/key_table.h"

#include <QtTest>

#include "models/io/plain_text.h"
#include "models/io/value_forms.h"
#include "models/io/value_text.h"
#include "tests/support/test_program.h"

using namespace models;

class TestKeyTable : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void hasEverySectionOnceInTheOrderOfTheManual() {
        QCOMPARE(allSections().size(), std::size_t(Section::Position));
        for (int i = int(Section::Top); i <= int(Section::Position); ++i) {
            QCOMPARE(std::ranges::count(allSections(), Section(i)), 1);
            QVERIFY(!titleOf(Section(i)).empty());
            QVERIFY(nameOf(Section(i)) != nameOf(Section::None));
        }
    }

    void readsEveryFormThatTheManualShows() {
        const EmpiricalLoader load = [](std::string_view) { return Empirical{}; };
        const auto trace = [](std::string_view) { return TraceArrivals{}; };
        for (const ValueKind& kind : valueKinds()) {
            for (const ValueForm& form : kind.forms) {
                const std::string_view text = form.written;
                const bool reads =
                    (kind.type == ValueType::Time && parseDuration(text)) ||
                    (kind.type == ValueType::Rate && parseRate(text)) ||
                    (kind.type == ValueType::Ratio && parseRatio(text)) ||
                    (kind.type == ValueType::Factor && parseFactor(text)) ||
                    (kind.type == ValueType::Reference && parseReference(text)) ||
                    (kind.type == ValueType::Links && parseEdge(text)) ||
                    (kind.type == ValueType::Distribution && parseDistribution(text, load)) ||
                    (kind.type == ValueType::ArrivalLaw && parseArrivals(text, {load, trace})) ||
                    (kind.type == ValueType::Bound &&
                     (parseBound(text, Quantity::Count) || parseBound(text, Quantity::Time) ||
                      parseBound(text, Quantity::Ratio)));
                QVERIFY2(reads, std::string(text).c_str());
            }
        }
    }

    void saysTheUnitOfWhatABoundBounds() {
        const auto unit = [](std::string_view key) {
            return unitOf(*findKey(Section::Expectation, key));
        };
        QVERIFY(unit("p99").starts_with("ns, us, ms"));
        QVERIFY(unit("availability").starts_with("%"));
        QVERIFY(unit("throughput").starts_with("so many in a time"));
        QVERIFY(unit("inbox").empty());
    }

    void saysSomethingAboutEveryKey() {
        for (const Section section : allSections()) {
            QVERIFY2(!keysOf(section).empty(), qPrintable(QString::number(int(section))));
            for (const Key& each : keysOf(section)) {
                QVERIFY2(!each.help.empty(), std::string(each.name).c_str());
                QVERIFY2(!each.help.ends_with('.'), std::string(each.name).c_str());
                const bool isWhole = each.more.empty() || each.more.ends_with('.');
                QVERIFY2(isWhole, std::string(each.name).c_str());
                QVERIFY(findKey(section, each.name) == &each);  // no name twice
            }
        }
    }

    void hasDefaultsThatRead() {
        for (const Section section : allSections()) {
            for (const Key& each : keysOf(section)) {
                const std::vector<std::string_view> words = split(each.words, ' ');
                if (each.standard.empty() ||
                    std::ranges::find(words, each.standard) != words.end()) {
                    continue;
                }
                const bool reads =
                    (each.type == ValueType::Integer && parseInteger(each.standard)) ||
                    (each.type == ValueType::Number && parseNumber(each.standard)) ||
                    (each.type == ValueType::Boolean && parseBoolean(each.standard)) ||
                    (each.type == ValueType::Time && parseDuration(each.standard)) ||
                    (each.type == ValueType::Rate && parseRate(each.standard)) ||
                    (each.type == ValueType::Ratio && parseRatio(each.standard)) ||
                    (each.type == ValueType::Factor && parseFactor(each.standard)) ||
                    (each.type == ValueType::Distribution && parseDistribution(each.standard)) ||
                    (each.type == ValueType::Popularity && parsePopularity(each.standard)) ||
                    (each.type == ValueType::Bound && parseBound(each.standard, Quantity::Count)) ||
                    each.type == ValueType::Window || each.type == ValueType::Name;
                QVERIFY2(reads, std::string(each.name).c_str());
            }
        }
    }

    void leadsFromEverySectionToItsParts() {
        std::vector<Section> reached = {Section::Top, Section::Step};
        for (const Section section : allSections()) {
            for (const Key& each : keysOf(section)) {
                reached.push_back(each.child);
            }
        }
        for (const Section section : allSections()) {
            QVERIFY2(std::ranges::find(reached, section) != reached.end(),
                     qPrintable(QString::number(int(section))));
        }
    }

    void suggestsTheNearestName_data() {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("a letter missing") << "instnces"
                                          << "instances";
        QTest::newRow("letters swapped") << "isntances"
                                         << "instances";
        QTest::newRow("a letter too many") << "inboxx"
                                           << "inbox";
        QTest::newRow("an underscore") << "start_up"
                                       << "start-up";
        QTest::newRow("the singular") << "endpoint"
                                      << "endpoints";
        QTest::newRow("nothing alike") << "colour"
                                       << "";
    }
    void suggestsTheNearestName() {
        QFETCH(QString, wanted);
        QFETCH(QString, nearest);
        const std::vector<std::string_view> names = keyNames(Section::Service);
        const std::string_view found = nearestName(wanted.toStdString(), names);
        QCOMPARE(QString::fromUtf8(found.data(), qsizetype(found.size())), nearest);
    }
};

TEST_OF_THIS_FILE(TestKeyTable);
#include "tst_key_table.moc"
