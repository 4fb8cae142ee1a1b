#include "sim/side_by_side.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "sim/advance_as_told.h"
#include "sim/thread_priority.h"
#include "sim/twin.h"

namespace sim {

namespace {

// Nobody reads new numbers more often.
constexpr auto publishEvery = std::chrono::milliseconds(100);

// Snapshots of large architectures are large: of so many seconds of simulated time they are kept.
constexpr std::size_t snapshotsKept = 60;

// What is left out grows with the run, and nobody compares it. What a window would have taken is
// dropped.
std::shared_ptr<const Snapshot> snapshotOf(Simulation& run) {
    auto seen = std::make_shared<Snapshot>(run.snapshot());
    seen->timeline.clear();
    seen->samples.clear();
    run.takeChartTicks();
    run.takeTraceMarks();
    return seen;
}

// Belongs to the thread that goes on with it.
class Pair {
  public:
    Pair(const models::Scenario& scenario, const RunOptions& options, const PairOfRuns& pair)
        : m_road(pair.road),
          m_without(pair.without),
          m_from(pair.from),
          m_second(scenario, options) {}

    // It is the same pair, and has not gone on past anything that is new in it.
    bool isSameAs(const PairOfRuns& pair) const {
        return pair.road == m_road && pair.without == m_without && pair.from == m_from &&
               pair.until >= now() && goesOnAs(m_second, *pair.second) &&
               (!m_twin || goesOnAs(m_twin->without(), *pair.first));
    }

    Instant now() const { return m_second.now(); }
    bool isApart() const { return m_twin.has_value(); }
    bool isStopped() const { return m_isStopped; }

    void goOn(const PairOfRuns& pair) {
        // What is planned for an instant begins when a run comes to it.
        const Instant parting = std::max(models::runStart, m_from - Duration(1));
        const Instant before = now();
        const auto slices = models::sinceStart(before) / matchingSlice;
        Instant next = std::min(pair.until, models::runStart + matchingSlice * (slices + 1));
        if (!m_twin && before < parting) {
            next = std::min(next, parting);
        } else if (!m_twin) {
            m_twin.emplace(m_second);
            m_twin->leaveOut(m_without);
        }
        advanceAsTold(m_second, *pair.second, m_second.commandLog().size(), next);
        if (m_twin) {
            advanceAsTold(*m_twin, *pair.first, m_twin->without().commandLog().size(), now());
            m_twin->add(m_second.takeRequestEnds());
        }
        // A run that was stopped stays where it is, and nothing behind that can be matched.
        m_isStopped = now() < next || (m_twin && m_twin->without().now() < now());
    }

    PairSeen seen(BesideKeeps keeps) {
        PairSeen seen{m_without, m_from, now(), m_twin->differences(), nullptr, nullptr};
        if (keeps == BesideKeeps::Snapshots) {
            seen.first = snapshotOf(m_twin->without());
            seen.second = snapshotOf(m_second);
        }
        return seen;
    }

  private:
    static bool goesOnAs(const Simulation& run, const CommandLog& log) {
        const CommandLog& given = run.commandLog();
        return given.size() <= log.size() && std::equal(given.begin(), given.end(), log.begin()) &&
               (given.size() == log.size() || log[given.size()].at >= run.now());
    }

    int m_road;
    FaultId m_without;
    Instant m_from;
    Simulation m_second;
    std::optional<Twin> m_twin;
    bool m_isStopped = false;
};

}  // namespace

struct SideBySide::Impl {
    Impl(models::Scenario source, RunOptions runOptions, BesideKeeps wantedKeeps)
        : scenario(std::move(source)), options(std::move(runOptions)), keeps(wantedKeeps) {
        scenario.expectations.clear();     // nobody asks, and they would be measured
        scenario.run.findsWarmUp = false;  // nothing that happens depends on it
        options.threads = 1;
        options.observe = keeps == BesideKeeps::Snapshots;
        options.stores = StoreKind::Memory;
        options.folder.clear();
        thread = std::thread([this] { work(); });
    }

    ~Impl() {
        {
            const std::lock_guard lock(mutex);
            quits = true;
            changed.notify_all();
        }
        thread.join();
    }

    // The runs are made, advanced and destroyed here: a store's connection belongs to its thread.
    void work() {
        workBesideOthers();
        std::unique_ptr<Pair> pair;
        std::uint64_t doneWith = 0;
        while (const std::optional<PairOfRuns> next = nextAfter(doneWith)) {
            if (!pair || !pair->isSameAs(*next)) {
                pair.reset();  // before the next takes as much again
                pair = std::make_unique<Pair>(scenario, options, *next);
                published = {};
            }
            pair->goOn(*next);
            const bool isDone = pair->now() >= next->until || pair->isStopped();
            publish(*pair, *next, isDone);
            if (isDone) {
                doneWith = heard;
            }
        }
    }

    // What is wanted; waits while nothing but the one of this number is. Absent: the end.
    std::optional<PairOfRuns> nextAfter(std::uint64_t number) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return quits || (wanted && wantedNumber != number); });
        heard = wantedNumber;
        return quits ? std::nullopt : wanted;
    }

    void publish(Pair& pair, const PairOfRuns& of, bool isDone) {
        const auto wall = std::chrono::steady_clock::now();
        const bool isWholeSecond =
            models::sinceStart(pair.now()) % std::chrono::seconds(1) == Duration{};
        if (!pair.isApart() || (!isWholeSecond && !isDone && wall - published < publishEvery)) {
            return;
        }
        published = wall;
        auto now = std::make_shared<const PairSeen>(pair.seen(keeps));
        const std::lock_guard lock(mutex);
        if (wanted->road != of.road || wanted->without != of.without || wanted->from != of.from ||
            wanted->until < now->at) {
            return;  // another is wanted by now
        }
        if (!history.empty() && !lastIsWhole) {
            history.pop_back();
        }
        lastIsWhole = isWholeSecond;
        history.push_back(std::move(now));
        dropOldSnapshots();
    }

    void dropOldSnapshots() {
        if (history.size() <= snapshotsKept) {
            return;
        }
        std::shared_ptr<const PairSeen>& old = history[history.size() - 1 - snapshotsKept];
        if (old->first) {
            old = std::make_shared<const PairSeen>(
                PairSeen{old->without, old->from, old->at, old->journeys, nullptr, nullptr});
        }
    }

    models::Scenario scenario;
    RunOptions options;
    BesideKeeps keeps;
    std::chrono::steady_clock::time_point published{};

    mutable std::mutex mutex;
    std::condition_variable changed;
    bool quits = false;
    std::optional<PairOfRuns> wanted;
    std::uint64_t wantedNumber = 0;
    std::vector<std::shared_ptr<const PairSeen>> history;  // by time, of `wanted`
    bool lastIsWhole = false;                              // stays when the next comes

    std::uint64_t heard = 0;  // of the thread, as all that it does
    std::thread thread;
};

SideBySide::SideBySide(models::Scenario scenario, RunOptions options, BesideKeeps keeps)
    : m_impl(std::make_unique<Impl>(std::move(scenario), std::move(options), keeps)) {}

SideBySide::~SideBySide() = default;

void SideBySide::compare(PairOfRuns pair) {
    const std::lock_guard lock(m_impl->mutex);
    const std::optional<PairOfRuns>& before = m_impl->wanted;
    const bool isAnother = !before || pair.road != before->road ||
                           pair.without != before->without || pair.from != before->from;
    if (isAnother) {
        m_impl->history.clear();
    } else if (pair.until < before->until) {
        std::erase_if(m_impl->history, [&](const auto& each) { return each->at > pair.until; });
    } else if (pair.until == before->until && pair.first == before->first &&
               pair.second == before->second) {
        return;
    }
    m_impl->wanted = std::move(pair);
    ++m_impl->wantedNumber;
    m_impl->changed.notify_all();
}

std::shared_ptr<const PairSeen> SideBySide::seen(Instant at) const {
    const std::lock_guard lock(m_impl->mutex);
    const auto next = std::ranges::upper_bound(m_impl->history, at, {},
                                               [](const auto& each) { return each->at; });
    return next == m_impl->history.begin() ? nullptr : *std::prev(next);
}

}  // namespace sim
