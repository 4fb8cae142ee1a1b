// A scenario on its way to a run, on a thread of its own: reading, checking, building and the
// warm-up can take seconds, and nothing of that may stop the window or the run that is still open.
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

#include "app/session/run_port.h"
#include "models/call_graph.h"
#include "models/io/scenario_reader.h"
#include "sim/recording.h"

namespace app {

// All that a session needs to go on with: a run, or the problems because of which there is none. Of
// a run that begins again only the last two: the scenario is the one that is open.
struct Opened {
    QString name;
    std::string text;     // as written, whatever variant of it runs
    std::string variant;  // its name; empty: as written
    models::Diagnostics problems;
    models::Scenario scenario;
    models::CallGraph graph;
    // Where a recorded run was read: what is to be executed again.
    std::optional<sim::Recording> recording;
    std::unique_ptr<QTemporaryDir> folder;  // before the run, which has files open in it
    std::unique_ptr<RunPort> run;           // null: `problems` has errors, or it was cancelled
};

// Begins a run of a scenario in a folder of its own.
struct StartedRun {
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<RunPort> run;
};
StartedRun startRun(const RunFactory& factory, const models::Scenario& scenario,
                    std::optional<std::uint64_t> seed, const std::stop_token& stop = {},
                    sim::PastOfRun past = {});

// Of any thread. Returns early, without a run, once a stop was requested.
Opened prepare(models::ScenarioReading reading, const QString& name, const RunFactory& factory,
               const std::stop_token& stop = {});

// A recorded run. What runs stands at its beginning, and knows nothing yet of what was done to it.
Opened prepareRecorded(const std::filesystem::path& folder, const RunFactory& factory,
                       const std::stop_token& stop = {});

class Opening final : public QObject {
    Q_OBJECT

  public:
    Opening(const std::filesystem::path& file, RunFactory factory, QObject* parent = nullptr);
    struct RunFolder {
        std::filesystem::path path;
    };
    Opening(RunFolder folder, RunFactory factory, QObject* parent = nullptr);
    // Of an open scenario whose text is known: a variant of it, or, without one, as it is written.
    Opening(std::string text, QString name, std::optional<models::Variant> variant,
            RunFactory factory, QObject* parent = nullptr);
    // Begins the run of an open scenario again.
    Opening(const models::Scenario& scenario, const QString& name, std::uint64_t seed,
            RunFactory factory, QObject* parent = nullptr);
    // Executes it again with what it was told; its seed is not said, as it stays.
    Opening(const models::Scenario& scenario, QString name, std::uint64_t seed, sim::PastOfRun past,
            RunFactory factory, QObject* parent = nullptr);
    ~Opening() override;  // waits for the step that it is in

    const QString& name() const { return m_name; }
    std::optional<std::uint64_t> seed() const { return m_seed; }  // absent: it is the scenario's
    void cancel() { m_thread.request_stop(); }                    // finished() still comes
    Opened take() { return std::move(m_opened); }

  Q_SIGNALS:
    void finished();

  private:
    QString m_name;
    std::optional<std::uint64_t> m_seed;
    Opened m_opened;  // of the thread, until finished()
    std::jthread m_thread;
};

}  // namespace app
