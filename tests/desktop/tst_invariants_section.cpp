// What the panel says of invariants, and a card of its caches, in a real run.
#include <QtTest>

#include <limits>

#include "app/graph/card_values.h"
#include "app/panels/invariants_section.h"
#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

class TestInvariantsSection : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void saysWhatIsTrueAndWhenItBroke();
    void aCardSaysHowManyLooksHit();
};

namespace {

using namespace std::chrono_literals;

constexpr const char* invariantShop = R"(
watertight: 1
name: shop
run: { duration: 10 s }
network: { latency: 1 ms }
populations: { viewer: { size: 4 } }
services:
  order:
    caches: { known: { key: viewer } }
    store: { tables: { orders: { key: request } } }
    endpoints:
      buy: [ { cache: known, miss: [] }, { insert: orders }, { call: payment.charge } ]
  payment:
    store: { tables: { payments: { key: request } } }
    endpoints: { charge: [ { insert: payments } ] }
journeys: { users: { arrivals: constant(10/s), steps: [ { call: order.buy } ] } }
invariants:
  Every order is paid:
    sql: SELECT (SELECT count(*) FROM "order".orders) - (SELECT count(*) FROM payment.payments)
    at-most: 1
    judged: always
  There are orders: { sql: SELECT count(*) FROM "order".orders, at-least: 50 }
)";

std::unique_ptr<app::Session> opened() {
    auto session = std::make_unique<app::Session>();
    session->open(models::readScenario(invariantShop, "shop.yaml", "."), "shop.yaml");
    return session;
}

}  // namespace

void TestInvariantsSection::saysWhatIsTrueAndWhenItBroke() {
    const auto session = opened();
    app::InvariantsSection section(*session, nullptr);
    QCOMPARE(section.spoken(),
             QString("What must be true of the data. Every order is paid: at most 1, each second. "
                     "There are orders: at least 50, judged at the end"));

    session->step(2500ms);
    QTRY_VERIFY(session->snapshot()->now >= models::runStart + 2500ms);
    QVERIFY(section.spoken().contains("Every order is paid: at most 1, each second so far"));

    session->kill("payment");
    session->setSpeed(std::numeric_limits<double>::infinity());
    session->run();
    QTRY_VERIFY(session->state().report != nullptr);

    const QString said = section.spoken();
    QVERIFY2(said.contains("Every order is paid: broke at 0:03: found 5, wanted at most 1"),
             qPrintable(said));
    QTRY_VERIFY2(section.spoken().contains("There are orders: found 100"),
                 qPrintable(section.spoken()));
}

void TestInvariantsSection::aCardSaysHowManyLooksHit() {
    const auto session = opened();
    session->step(5s);
    QTRY_VERIFY(session->snapshot()->now >= models::runStart + 5s);

    const app::CardValues values =
        app::serviceValues(session->scenario(), 0, session->snapshot().get(), false);
    // The first of each viewer is fetched.
    QCOMPARE(values.cache, QString("cache 92") + QChar(0xa0) + QString("%"));
    QVERIFY(values.sentence.endsWith(values.cache + " hits"));
    QVERIFY(app::serviceValues(session->scenario(), 1, session->snapshot().get(), false)
                .cache.isEmpty());
}

TEST_OF_THIS_FILE(TestInvariantsSection);
#include "tst_invariants_section.moc"
