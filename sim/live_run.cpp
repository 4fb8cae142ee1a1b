#include "sim/live_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "sim/pacer.h"
#include "sim/rewindable_run.h"

namespace sim {

namespace {

using WallClock = std::chrono::steady_clock;

// A click is heard after at most one step of the pacer (2 ms), a picture is made about as often as
// a screen shows it, and it is at most one slice old.
constexpr auto slice = std::chrono::milliseconds(16);
// Somebody who looks back is shown how far that is about so often.
constexpr auto seekSlice = std::chrono::milliseconds(100);
constexpr auto pictureEvery = std::chrono::milliseconds(33);

// Of the window's memory, for going back.
constexpr std::size_t bytesOfCheckpoints = std::size_t(384) << 20;

}  // namespace

struct LiveRun::Impl {
    Impl(models::Scenario source, RunOptions runOptions, std::stop_token stop)
        : scenario(std::move(source)), options(std::move(runOptions)) {
        options.observe = true;
        engine = std::thread([this, stop] { work(stop); });
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return state.snapshot != nullptr; });
    }

    ~Impl() {
        ask([this](RewindableRun&) { quits = true; });
        engine.join();
    }

    // ---------------------------------------------------------------------------- the window's
    // side
    using Request = std::function<void(RewindableRun&)>;

    void ask(Request request) {
        const std::lock_guard lock(mutex);
        requests.push_back(std::move(request));
        isAsked = true;
        changed.notify_all();
    }

    // ---------------------------------------------------------------------------- the engine's
    // side
    void work(const std::stop_token& stop) {
        // Built, run and destroyed here: a store's connection belongs to its thread.
        RewindableRun run(scenario, options, bytesOfCheckpoints);
        warmUp(run.live(), stop);
        executePast(run, stop);
        publish(run);
        pacer.restart(run.live().now(), WallClock::now());
        while (!quits) {
            const bool asked = hearRequests(run);
            if (quits) {
                break;
            }
            const bool wasSeeking = run.isSeeking();
            if (wasSeeking) {
                seek(run);
            } else if (isRunning) {
                advance(run.live());
                run.offerCheckpoint(true);
            }
            publishIfDue(run, asked || wasSeeking);
            if (!run.isSeeking()) {
                rest();
            }
        }
    }

    // For a slice, or until somebody asks for something.
    void seek(RewindableRun& run) {
        const auto sliceEnd = WallClock::now() + seekSlice;
        while (run.isSeeking() && !isAsked && WallClock::now() < sliceEnd) {
            run.seekOn(pacer.step());
        }
    }

    void warmUp(Simulation& simulation, const std::stop_token& stop) {
        const Instant until = models::runStart + simulation.scenario().run.warmUp;
        while (simulation.now() < until && !stop.stop_requested() &&
               failureOf(simulation).empty()) {
            advanceTimed(simulation, until);
        }
    }

    void executePast(RewindableRun& run, const std::stop_token& stop) {
        const auto advance = [&](Instant until) {
            while (run.live().now() < until && !stop.stop_requested() &&
                   failureOf(run.live()).empty()) {
                advanceTimed(run.live(), until);
                run.offerCheckpoint(true);
            }
        };
        for (const LoggedCommand& each : options.past.commands) {
            advance(each.at);
            run.act(each.command);
        }
        advance(options.past.until);
    }

    // One of the pacer's steps, at most until then.
    void advanceTimed(Simulation& simulation, Instant until) {
        const auto begun = WallClock::now();
        const Instant from = simulation.now();
        simulation.advanceTo(std::min(until, from + pacer.step()));
        pacer.tookFor(simulation.now() - from, WallClock::now() - begun);
    }

    bool hearRequests(RewindableRun& run) {
        std::deque<Request> heard;
        {
            const std::lock_guard lock(mutex);
            heard.swap(requests);
            isAsked = false;
        }
        for (const Request& request : heard) {
            request(run);
        }
        return !heard.empty();
    }

    void advance(Simulation& simulation) {
        const auto sliceEnd = WallClock::now() + slice;
        Instant target = pacer.target(WallClock::now());
        if (!goesBeyondEnd) {
            target = std::min(target, simulation.end());
        }
        while (simulation.now() < target && !isAsked && WallClock::now() < sliceEnd &&
               failureOf(simulation).empty()) {
            advanceTimed(simulation, target);
        }
        pacer.reached(simulation.now(), WallClock::now());
        isBehind = simulation.now() < target;
        if (!goesBeyondEnd && simulation.now() >= simulation.end()) {
            isRunning = false;
            finish(simulation);
        }
        if (!failureOf(simulation).empty()) {
            isRunning = false;
        }
    }

    // The verdicts are of the run's duration: going on beyond it changes none.
    void finish(const Simulation& simulation) {
        isFinished = true;
        if (!report) {
            report = std::make_shared<const Report>(simulation.report());
        }
    }

    void stepBy(Simulation& simulation, Duration by) {
        const Instant target = simulation.now() + by;
        if (!goesBeyondEnd && simulation.now() <= simulation.end() && target >= simulation.end()) {
            simulation.advanceTo(simulation.end());
            if (failureOf(simulation).empty()) {
                finish(simulation);
            }
        }
        simulation.advanceTo(target);
    }

    static std::string failureOf(const Simulation& simulation) {
        return simulation.machineFault() ? simulation.machineFault()->message
                                         : simulation.stopped();
    }

    void publishIfDue(RewindableRun& run, bool asked) {
        const auto now = WallClock::now();
        // Pictures of very many services take long to make: most of the time is the run's.
        const auto interval = std::max<WallClock::duration>(pictureEvery, 10 * pictureCost);
        if (asked || (isRunning && now - published >= interval) || wasRunning != isRunning) {
            publish(run);
        }
    }

    // On the way to an instant of the past the picture stays what it was.
    void publish(RewindableRun& run) {
        const auto begun = WallClock::now();
        std::shared_ptr<const Snapshot> snapshot;
        if (!run.isSeeking()) {
            snapshot = std::make_shared<const Snapshot>(run.shown().snapshot());
        }
        std::vector<ChartTick> ticks = run.live().takeChartTicks();
        const std::uint64_t fingerprint = run.live().fingerprint();
        const std::vector<LoggedCommand>& log = run.live().commandLog();
        if (roadOfCommands != road || log.size() != commands->size()) {
            commands = std::make_shared<const CommandLog>(log);
            roadOfCommands = road;
        }
        compareCost(run.live().now());
        published = WallClock::now();
        pictureCost = published - begun;
        wasRunning = isRunning;
        const std::lock_guard lock(mutex);
        if (snapshot) {
            state.snapshot = std::move(snapshot);
            ++state.sequence;
        }
        state.liveAt = run.isInReview() ? std::optional(run.live().now()) : std::nullopt;
        state.seeking = run.isSeeking() ? run.wanted() : std::nullopt;
        state.road = road;
        state.otherRoad = run.otherRoad();
        state.commandsHeard = commandsHeard;
        state.commands = commands;
        state.fingerprint = fingerprint;
        state.running = isRunning;
        state.finished = isFinished;
        state.speedAchieved = isRunning ? pacer.achieved() : 0;
        state.slowReason = isBehind && isRunning && pacer.isBounded()
                               ? "the machine handles no more events a second"
                               : "";
        state.failure = failureOf(run.live());
        state.report = report;
        state.rows = rows;
        chartTicks.insert(chartTicks.end(), std::make_move_iterator(ticks.begin()),
                          std::make_move_iterator(ticks.end()));
        changed.notify_all();
    }

    void watchCost(FaultId fault, Instant since) {
        costOf = fault;
        costSince = since;
        if (fault == noFault || std::thread::hardware_concurrency() < 2) {
            beside.reset();
        } else if (!beside) {
            beside = std::make_shared<SideBySide>(scenario, options);
        }
        const std::lock_guard lock(mutex);
        shownBeside = beside;
    }

    void compareCost(Instant now) {
        if (beside) {
            beside->compare({commands, commands, costOf, costSince, now});
        }
    }

    // Until something is asked, or the next picture is due.
    void rest() {
        std::unique_lock lock(mutex);
        const auto hears = [this] { return !requests.empty(); };
        if (!isRunning) {
            changed.wait(lock, hears);
        } else if (!isBehind) {
            changed.wait_for(lock, std::chrono::milliseconds(8), hears);
        }
    }

    void startRunning(RewindableRun& run) {
        run.backToLive();
        if (!isFinished || goesBeyondEnd) {
            isRunning = failureOf(run.live()).empty();
            pacer.restart(run.live().now(), WallClock::now());
        }
    }

    void pause(RewindableRun& run) {
        isRunning = false;
        run.offerCheckpoint(false);
    }

    // While paused a click takes effect at the present instant, at once; in review at that instant.
    void actOn(RewindableRun& run, const Command& command) {
        goOnFromHere(run);
        run.act(command);
        ++commandsHeard;
        if (!isRunning) {
            run.live().advanceTo(run.live().now() + Duration(1));
        }
    }

    void goOnFromHere(RewindableRun& run) {
        if (!run.isInReview()) {
            return;
        }
        run.goOnFromHere();
        takeAside(*run.otherRoad(), {});
        otherReport = std::exchange(report, nullptr);
        isFinished = false;
    }

    void takeOtherRoad(RewindableRun& run) {
        if (const std::optional<Instant> from = run.otherRoad()) {
            isRunning = false;
            run.takeOtherRoad();
            takeAside(*from, std::move(otherTicks));
            std::swap(report, otherReport);
            isFinished = report != nullptr && !goesBeyondEnd;
        }
    }

    // The charts of the other road from there on; those of this one come in their place.
    void takeAside(Instant from, std::vector<ChartTick> instead) {
        const std::lock_guard lock(mutex);
        const auto next = std::ranges::upper_bound(chartTicks, from, {}, &ChartTick::at);
        otherTicks.assign(std::make_move_iterator(next), std::make_move_iterator(chartTicks.end()));
        chartTicks.erase(next, chartTicks.end());
        std::ranges::move(instead, std::back_inserter(chartTicks));
        ++road;
    }

    const models::Scenario scenario;
    RunOptions options;
    std::thread engine;

    // Of the engine's thread.
    Pacer pacer;
    bool quits = false;
    bool isRunning = false;
    bool wasRunning = false;
    bool isFinished = false;
    bool isBehind = false;
    bool goesBeyondEnd = false;
    std::int64_t commandsHeard = 0;
    WallClock::time_point published{};
    WallClock::duration pictureCost{};
    int road = 0;
    std::shared_ptr<const Report> report;
    std::shared_ptr<const Report> otherReport;  // of the other road
    std::vector<ChartTick> otherTicks;          // likewise, from where it goes another way
    std::shared_ptr<const CommandLog> commands = std::make_shared<const CommandLog>();
    int roadOfCommands = 0;
    std::shared_ptr<SideBySide> beside;  // null: nobody wants to know what a fault costs
    FaultId costOf = noFault;
    Instant costSince{};
    std::vector<std::shared_ptr<const TableRows>> rows;

    // Shared, under the mutex.
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<Request> requests;
    std::atomic<bool> isAsked = false;  // there are requests; read without the mutex
    LiveState state;
    std::vector<ChartTick> chartTicks;
    std::shared_ptr<SideBySide> shownBeside;  // the engine's
};

LiveRun::LiveRun(models::Scenario scenario, RunOptions options, std::stop_token stop)
    : m_impl(std::make_unique<Impl>(std::move(scenario), std::move(options), std::move(stop))) {}

LiveRun::~LiveRun() = default;

const models::Scenario& LiveRun::scenario() const {
    return m_impl->scenario;
}

void LiveRun::run() {
    m_impl->ask([this](RewindableRun& run) { m_impl->startRunning(run); });
}

void LiveRun::pause() {
    m_impl->ask([this](RewindableRun& run) { m_impl->pause(run); });
}

void LiveRun::step(Duration by) {
    m_impl->ask([this, by](RewindableRun& run) {
        if (run.isInReview()) {
            run.review(*run.wanted() + by);
        } else if (!m_impl->isRunning) {
            m_impl->stepBy(run.live(), by);
        }
    });
}

void LiveRun::setSpeed(double simulatedPerWall) {
    m_impl->ask([this, simulatedPerWall](RewindableRun& run) {
        m_impl->pacer.setSpeed(simulatedPerWall);
        m_impl->pacer.restart(run.live().now(), WallClock::now());
    });
}

void LiveRun::act(Command command) {
    m_impl->ask(
        [this, command = std::move(command)](RewindableRun& run) { m_impl->actOn(run, command); });
}

void LiveRun::playFaults() {
    m_impl->ask([this](RewindableRun& run) {
        m_impl->goOnFromHere(run);
        run.act(PlayFaults{});
    });
}

void LiveRun::goOnBeyondEnd() {
    m_impl->ask([this](RewindableRun& run) {
        m_impl->goesBeyondEnd = true;
        m_impl->isFinished = false;
        m_impl->startRunning(run);
    });
}

void LiveRun::review(Instant at) {
    m_impl->ask([this, at](RewindableRun& run) {
        m_impl->pause(run);
        run.review(at);
    });
}

void LiveRun::backToLive() {
    m_impl->ask([](RewindableRun& run) { run.backToLive(); });
}

void LiveRun::goOnFromHere() {
    m_impl->ask([this](RewindableRun& run) { m_impl->goOnFromHere(run); });
}

void LiveRun::takeOtherRoad() {
    m_impl->ask([this](RewindableRun& run) { m_impl->takeOtherRoad(run); });
}

void LiveRun::watchCost(FaultId fault, Instant since) {
    m_impl->ask([this, fault, since](RewindableRun&) { m_impl->watchCost(fault, since); });
}

void LiveRun::requestRows(RowsWanted wanted) {
    m_impl->ask([this, wanted = std::move(wanted)](RewindableRun& run) {
        auto& rows = m_impl->rows;
        rows.resize(std::max(rows.size(), wanted.asker + 1));
        const WallClock::time_point begun = WallClock::now();
        TableRows answer = run.shown().storeRows(wanted);
        answer.took = WallClock::now() - begun;
        rows[wanted.asker] = std::make_shared<const TableRows>(std::move(answer));
    });
}

LiveState LiveRun::state() const {
    const std::lock_guard lock(m_impl->mutex);
    LiveState state = m_impl->state;
    if (m_impl->shownBeside) {
        state.cost = m_impl->shownBeside->seen(state.snapshot->now);
    }
    return state;
}

std::vector<ChartTick> LiveRun::chartTicks(std::size_t from) const {
    const std::lock_guard lock(m_impl->mutex);
    const auto& ticks = m_impl->chartTicks;
    return {ticks.begin() + static_cast<std::ptrdiff_t>(std::min(from, ticks.size())), ticks.end()};
}

}  // namespace sim
