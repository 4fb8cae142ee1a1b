#include "sim/recorder.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "sim/record/command_text.h"
#include "sim/record/run_database.h"
#include "sim/record/run_folder.h"

namespace sim {

namespace {

// Frames that the disk has not taken yet: more are dropped. Of a hundred processes 7 MB.
constexpr std::size_t framesWaitingMax = 1000;

// Frames that are packed together: so many, or fewer where there are many processes.
constexpr std::size_t framesInBlockMax = 50;
constexpr std::size_t processesInBlockMax = 10'000;

// What a death of the program may lose, of the wall's time.
constexpr auto commitEvery = std::chrono::milliseconds(500);

// Makes a folder that opens. Who dies in here leaves one that is known as ours, and is no run yet.
// `fill`: puts more into the database.
FolderProblem begin(const std::filesystem::path& folder, const RunSource& source,
                    const std::function<void(RunDatabase&)>& fill) {
    FolderProblem problem = problemOfSource(source);
    if (problem.message.empty()) {
        problem = takeFolder(folder);
    }
    if (!problem.message.empty()) {
        return problem;
    }
    std::error_code failed;
    std::filesystem::remove(newDatabaseFile(folder), failed);
    std::filesystem::remove(newDatabaseFile(folder).string() + "-journal", failed);
    {
        RunDatabase database(newDatabaseFile(folder));
        database.create(source);
        if (fill) {
            fill(database);
        }
        if (!database.problem().empty()) {
            return {
                "cannot write '" + newDatabaseFile(folder).string() + "': " + database.problem(),
                false};
        }
    }
    problem = removeRun(folder);
    if (problem.message.empty()) {
        problem = writeScenario(folder, source);
    }
    if (problem.message.empty()) {
        std::filesystem::rename(newDatabaseFile(folder), databaseFile(folder), failed);
        if (failed) {
            problem.message =
                "cannot write '" + databaseFile(folder).string() + "': " + failed.message();
        }
    }
    return problem;
}

}  // namespace

struct Recorder::Impl {
    Impl(std::filesystem::path wanted, RunSource wantedSource)
        : folder(std::move(wanted)), source(std::move(wantedSource)) {
        const FolderProblem found = begin(folder, source, {});
        fault = found.message;
        isMisused = found.isMisused;
        hasFailed = !fault.empty();
        if (!hasFailed) {
            const std::size_t processes =
                std::max<std::size_t>(processNames(source.scenario).size(), 1);
            framesInBlock =
                std::clamp<std::size_t>(processesInBlockMax / processes, 1, framesInBlockMax);
            writer = std::thread([this] { write(); });
        }
    }

    ~Impl() { close(); }

    // ------------------------------------------------------------------------ the engine's side
    void look(const Simulation& simulation) {
        if (hasFailed) {
            return;
        }
        const std::vector<LoggedCommand>& log = simulation.commandLog();
        const Instant now = simulation.now();
        const bool isDue = models::sinceStart(now) % frameTick == Duration{} && now > lastFrame;
        if (log.size() == commandsTaken && !isDue) {
            return;
        }
        std::optional<Frame> frame;
        if (isDue) {
            frame = simulation.frame();
            lastFrame = now;
        }
        const std::lock_guard lock(mutex);
        for (; commandsTaken < log.size(); ++commandsTaken) {
            waiting.commands.push_back(log[commandsTaken]);
            isUrgent = true;
        }
        if (frame && waiting.frames.size() < framesWaitingMax) {
            waiting.frames.push_back(*std::move(frame));
        } else if (frame) {
            ++framesDropped;
        }
        if (isUrgent || waiting.frames.size() >= framesInBlock) {
            changed.notify_one();
        }
    }

    void finish(const Simulation& simulation, const std::vector<TimelineRow>& timeline) {
        look(simulation);
        if (!hasFailed) {
            const std::lock_guard lock(mutex);
            // Always there: it is what a replay compares last.
            if (simulation.now() != lastFrame) {
                waiting.frames.push_back(simulation.frame());
            }
            std::int64_t events = 0;
            for (const ProcessFrame& each : simulation.frame().processes) {
                events += each.events;
            }
            waiting.end = RecordedEnd{.at = simulation.now(),
                                      .fingerprint = simulation.fingerprint(),
                                      .events = events,
                                      .stopped = simulation.stopped(),
                                      .machineFault = simulation.machineFault()
                                                          ? simulation.machineFault()->message
                                                          : std::string(),
                                      .framesDropped = framesDropped};
            waiting.timeline = timeline;
        }
        close();
    }

    void close() {
        {
            const std::lock_guard lock(mutex);
            isClosing = true;
            changed.notify_one();
        }
        if (writer.joinable()) {
            writer.join();
        }
    }

    // ------------------------------------------------------------------------ the writer's side
    struct Batch {
        std::vector<LoggedCommand> commands;
        std::vector<Frame> frames;
        std::optional<RecordedEnd> end;
        std::vector<TimelineRow> timeline;
        bool isEmpty() const { return commands.empty() && frames.empty() && !end; }
    };

    void write() {
        RunDatabase database(databaseFile(folder));
        for (bool goesOn = true; goesOn && database.problem().empty();) {
            Batch batch;
            {
                std::unique_lock lock(mutex);
                changed.wait_for(lock, commitEvery, [this] {
                    return isClosing || isUrgent || waiting.frames.size() >= framesInBlock;
                });
                batch = std::exchange(waiting, {});
                isUrgent = false;
                goesOn = !isClosing;
            }
            if (!batch.isEmpty()) {
                writeBatch(database, batch);
            }
        }
        if (!database.problem().empty()) {
            const std::lock_guard lock(mutex);
            fault = "cannot write '" + databaseFile(folder).string() + "': " + database.problem();
            hasFailed = true;
        }
    }

    void writeBatch(RunDatabase& database, const Batch& batch) {
        database.begin();
        for (const LoggedCommand& command : batch.commands) {
            database.addCommand(++commandsWritten, command.at, commandText(command));
        }
        for (auto from = batch.frames.begin(); from != batch.frames.end();) {
            const auto left = static_cast<std::size_t>(batch.frames.end() - from);
            const auto to = from + static_cast<std::ptrdiff_t>(std::min(left, framesInBlock));
            database.addFrames({from, to});
            from = to;
        }
        if (batch.end) {
            database.addEnd(*batch.end, batch.timeline);
        }
        database.commit();
    }

    const std::filesystem::path folder;
    const RunSource source;
    bool isMisused = false;
    std::size_t framesInBlock = framesInBlockMax;
    std::thread writer;

    // Of the engine's thread.
    std::size_t commandsTaken = 0;
    Instant lastFrame{};
    std::int64_t framesDropped = 0;

    // Of the writer's thread.
    std::size_t commandsWritten = 0;

    // Shared, under the mutex, which nobody holds while the disk works.
    mutable std::mutex mutex;
    std::condition_variable changed;
    Batch waiting;
    bool isUrgent = false;  // a command waits
    bool isClosing = false;
    std::string fault;
    std::atomic<bool> hasFailed = false;  // there is a fault; read without the mutex
};

Recorder::Recorder(std::filesystem::path folder, RunSource source)
    : m_impl(std::make_unique<Impl>(std::move(folder), std::move(source))) {}

Recorder::~Recorder() = default;

std::string Recorder::problem() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->fault;
}

bool Recorder::isMisused() const {
    return m_impl->isMisused;
}

std::filesystem::path Recorder::storeFolder() const {
    return storesFolder(m_impl->folder);
}

void Recorder::look(const Simulation& simulation) {
    m_impl->look(simulation);
}

void Recorder::finish(const Simulation& simulation, const std::vector<TimelineRow>& timeline) {
    m_impl->finish(simulation, timeline);
}

std::string writeRecording(const std::filesystem::path& folder, const RunSource& source,
                           const std::vector<LoggedCommand>& commands, const RecordedEnd& end,
                           const std::vector<TimelineRow>& timeline,
                           const std::vector<Bookmark>& bookmarks) {
    return begin(folder, source,
                 [&](RunDatabase& database) {
                     database.begin();
                     for (std::size_t i = 0; i < commands.size(); ++i) {
                         database.addCommand(i + 1, commands[i].at, commandText(commands[i]));
                     }
                     for (const Bookmark& bookmark : bookmarks) {
                         database.addBookmark(bookmark);
                     }
                     database.addEnd(end, timeline);
                     database.commit();
                 })
        .message;
}

}  // namespace sim
