#include <QtTest>

#include "app/graph/group_frames.h"
#include "tests/support/test_program.h"

namespace {

// Services of these groups, each card 100 x 50 at its place.
struct Cards {
    models::Scenario scenario;
    app::GraphScene scene;

    void add(const std::string& group, QPointF at, app::Shape shape = app::Shape::Card) {
        models::Service service;
        service.group = group;
        app::SceneNode node;
        node.shape = shape;
        node.index = static_cast<int>(scenario.services.size());
        node.rect = QRectF(at, QSizeF(100, 50));
        scenario.services.push_back(service);
        scene.nodes.push_back(node);
    }
    std::vector<app::GroupFrame> frames() const { return app::groupFrames(scene, scenario); }
};

}  // namespace

class TestGroupFrames : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void surroundsNeighboursOfOneGroup() {
        Cards cards;
        cards.add("money", {0, 100});
        cards.add("money", {0, 200});
        cards.add("other", {400, 100});

        const auto frames = cards.frames();
        QCOMPARE(frames.size(), std::size_t(1));
        QCOMPARE(frames.front().name, "money");
        QVERIFY(frames.front().rect.contains(QRectF(0, 100, 100, 150)));
        QVERIFY(!frames.front().rect.intersects(cards.scene.nodes[2].rect));
    }

    void leavesOutAGroupWithAStrangerAmongItsCards() {
        Cards cards;
        cards.add("money", {0, 100});
        cards.add("other", {0, 200});
        cards.add("money", {0, 300});
        QVERIFY(cards.frames().empty());
    }

    void leavesOutWhatWouldBeMostlyEmpty() {
        Cards cards;
        cards.add("money", {0, 0});
        cards.add("money", {600, 400});
        QVERIFY(cards.frames().empty());
    }

    void leavesOutSingleCardsAndThoseWithoutAGroup() {
        Cards cards;
        cards.add("money", {0, 0});
        cards.add("", {200, 0});
        cards.add("", {200, 80});
        QVERIFY(cards.frames().empty());
    }
};

TEST_OF_THIS_FILE(TestGroupFrames);
#include "tst_group_frames.moc"
