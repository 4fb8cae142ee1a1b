// Whom a fault strikes, in words.
#include <QtTest>

#include "models/struck_text.h"
#include "tests/support/test_program.h"

using models::Target;

class TestStruckText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void namesItsTargets();
    void namesAZoneAndNotWhatStandsInIt();
};

void TestStruckText::namesItsTargets() {
    models::Fault fault;
    fault.kind = models::Kill{};
    fault.targets = {Target{"payment", 1, {}}};
    QCOMPARE(models::struckText(fault), std::string("payment#1"));
    QVERIFY(!models::strikesSeveral(fault));
    fault.targets.push_back(Target{"user", std::nullopt, {}});
    QCOMPARE(models::struckText(fault), std::string("payment#1 and user"));
    QVERIFY(models::strikesSeveral(fault));
    fault.targets.push_back(Target{"catalog", std::nullopt, {}});
    QCOMPARE(models::struckText(fault), std::string("payment#1, user and catalog"));
}

void TestStruckText::namesAZoneAndNotWhatStandsInIt() {
    models::Fault fault;
    fault.kind = models::KillZone{{"a"}};
    fault.targets = {Target{"payment", 1, {}}, Target{"user", 1, {}}, Target{"user", 2, {}}};
    QCOMPARE(models::struckText(fault), std::string("zone a"));
    QVERIFY(!models::strikesSeveral(fault));
    fault.kind = models::KillZone{{"a", "b"}};
    QCOMPARE(models::struckText(fault), std::string("zones a and b"));
    QVERIFY(models::strikesSeveral(fault));
}

TEST_OF_THIS_FILE(TestStruckText);
#include "tst_struck_text.moc"
