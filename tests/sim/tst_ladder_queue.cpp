#include <QtTest>

#include <set>
#include <vector>

#include "sim/engine/ladder_queue.h"
#include "tests/support/test_program.h"

using namespace sim;

namespace {

struct Waiting {
    models::Instant at{};
    std::uint64_t number = 0;

    models::Instant time() const { return at; }
    bool operator<(const Waiting& other) const {
        return at < other.at || (at == other.at && number < other.number);
    }
    bool operator==(const Waiting&) const = default;
};

models::Instant instant(std::uint64_t nanoseconds) {
    return models::runStart + models::Duration(static_cast<std::int64_t>(nanoseconds));
}

class Chance {
  public:
    std::uint64_t below(std::uint64_t limit) {
        m_state = m_state * 6364136223846793005 + 1442695040888963407;
        return (m_state >> 24) % limit;
    }

  private:
    std::uint64_t m_state = 7;
};

}  // namespace

class TestLadderQueue : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void givesWhatAnOrderedSetGives_data();
    void givesWhatAnOrderedSetGives();
    void aCopyGivesTheSame();
    void theNextFewCanBeTold();
};

// How far ahead of the present an entry is pushed: usually so far, and one in twenty otherwise.
void TestLadderQueue::givesWhatAnOrderedSetGives_data() {
    QTest::addColumn<std::uint64_t>("usual");
    QTest::addColumn<std::uint64_t>("other");
    const std::uint64_t far = std::uint64_t(1) << 52, near = 50, some = 1'000'000, none = 1;
    QTest::newRow("spread evenly") << some << some;
    QTest::newRow("all at one instant") << none << none;
    QTest::newRow("a crowd, and some far off") << near << far;
    QTest::newRow("far off, and a crowd") << far << near;
}

// It grows to twenty thousand, shrinks to nothing, and both again; sometimes something comes that
// is never due.
void TestLadderQueue::givesWhatAnOrderedSetGives() {
    QFETCH(std::uint64_t, usual);
    QFETCH(std::uint64_t, other);
    LadderQueue<Waiting> queue;
    std::set<Waiting> expected;
    Chance chance;
    models::Instant now = models::runStart;
    for (std::uint64_t number = 0; number < 160'000; ++number) {
        const bool grows = number / 40'000 % 2 == 0;
        if (chance.below(4) < (grows ? 3U : 1U)) {
            const std::uint64_t ahead = chance.below(chance.below(20) == 0 ? other : usual);
            const Waiting next{chance.below(5000) == 0
                                   ? models::never
                                   : now + models::Duration(static_cast<std::int64_t>(ahead)),
                               number};
            queue.push(next);
            expected.insert(next);
        } else if (!expected.empty() && expected.begin()->at != models::never) {
            QVERIFY(queue.least() == *expected.begin());
            now = queue.least().at;
            queue.dropLeast();
            expected.erase(expected.begin());
        }
        QCOMPARE(queue.size(), expected.size());
        QCOMPARE(queue.isEmpty(), expected.empty());
    }
    while (!expected.empty()) {
        QVERIFY(queue.least() == *expected.begin());
        queue.dropLeast();
        expected.erase(expected.begin());
    }
    QVERIFY(queue.isEmpty());
}

void TestLadderQueue::aCopyGivesTheSame() {
    LadderQueue<Waiting> queue;
    Chance chance;
    for (std::uint64_t number = 0; number < 5000; ++number) {
        queue.push({instant(chance.below(1'000'000)), number});
    }
    LadderQueue<Waiting> copy = queue;
    std::size_t seen = 0;
    queue.forEach([&](const Waiting&) { ++seen; });
    QCOMPARE(seen, std::size_t(5000));
    while (!queue.isEmpty()) {
        QVERIFY(queue.least() == copy.least());
        queue.dropLeast();
        copy.dropLeast();
    }
    QVERIFY(copy.isEmpty());
}

void TestLadderQueue::theNextFewCanBeTold() {
    LadderQueue<Waiting> queue;
    std::set<Waiting> expected;
    Chance chance;
    for (std::uint64_t number = 0; number < 5000; ++number) {
        const Waiting next{instant(chance.below(1'000'000)), number};
        queue.push(next);
        expected.insert(next);
    }
    for (int dropped = 0; dropped < 4000; ++dropped) {
        queue.dropLeast();
        expected.erase(expected.begin());
        QVERIFY(queue.frontSize() >= 16);
        auto each = expected.begin();
        for (std::size_t n = 0; n < 16; ++n, ++each) {
            QVERIFY(queue.at(n) == *each);
        }
    }
}

TEST_OF_THIS_FILE(TestLadderQueue);
#include "tst_ladder_queue.moc"
