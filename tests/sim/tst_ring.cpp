// A line in one piece of memory: its order, and what it keeps where it is full.
#include "sim/engine/ring.h"

#include <QTest>

#include <algorithm>
#include <iterator>
#include <vector>

#include "tests/support/test_program.h"

using sim::Ring;

namespace {

std::vector<int> inOrder(const Ring<int>& ring) {
    std::vector<int> items;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        items.push_back(ring.at(i));
    }
    return items;
}

// Its first place is in the middle of its memory, so that the line goes around the end.
Ring<int> fullRing() {
    Ring<int> ring;
    ring.push(-1);
    ring.push(-2);
    ring.dropFront();
    ring.dropFront();
    for (int i = 0; !ring.isFull(); ++i) {
        ring.push(i);
    }
    return ring;
}

}  // namespace

class TestRing : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void firstInFirstOut();
    void keepsWhatIsMeantInItsOrder();
    void growsWhereNearlyAllIsKept();
};

void TestRing::firstInFirstOut() {
    Ring<int> ring;
    for (int i = 0; i < 100; ++i) {
        ring.push(i);
        ring.push(1000 + i);
        ring.dropFront();
    }
    QCOMPARE(ring.size(), std::size_t(100));
    QCOMPARE(ring.front(), 50);
    QCOMPARE(ring.back(), 1099);
}

void TestRing::keepsWhatIsMeantInItsOrder() {
    Ring<int> ring = fullRing();
    for (int i = 0; i < 60; ++i) {
        ring.push(100 + i);
    }
    while (!ring.isFull()) {
        ring.push(200);
    }
    const std::vector<int> before = inOrder(ring);

    ring.makeRoom([](int each) { return each % 3 == 0; });

    std::vector<int> meant;
    std::ranges::copy_if(before, std::back_inserter(meant), [](int each) { return each % 3 == 0; });
    QVERIFY(!meant.empty() && meant.size() < before.size());
    QCOMPARE(inOrder(ring), meant);
    QVERIFY(!ring.isFull());
    ring.push(7);
    QCOMPARE(ring.back(), 7);
    QCOMPARE(ring.front(), meant.front());
}

void TestRing::growsWhereNearlyAllIsKept() {
    Ring<int> ring = fullRing();
    const std::vector<int> before = inOrder(ring);

    ring.makeRoom([](int) { return true; });

    QCOMPARE(inOrder(ring), before);
    QVERIFY(!ring.isFull());
}

TEST_OF_THIS_FILE(TestRing);
#include "tst_ring.moc"
