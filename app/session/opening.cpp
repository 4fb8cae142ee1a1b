#include "app/session/opening.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "sim/simulation.h"

namespace app {

StartedRun startRun(const RunFactory& factory, const models::Scenario& scenario,
                    std::optional<std::uint64_t> seed, const std::stop_token& stop,
                    sim::PastOfRun past) {
    sim::RunOptions options;
    options.playFaults = past.playsFaults;
    options.past = std::move(past);
    options.seed = seed;
    options.observe = true;
    // The run's folder: each service's store is a file in it, and all of it goes with the run.
    StartedRun started;
    started.folder = std::make_unique<QTemporaryDir>();
    if (started.folder->isValid()) {
        options.stores = sim::StoreKind::File;
        options.folder = started.folder->path().toStdString();
    }
    started.run = factory(scenario, options, stop);
    return started;
}

Opened prepare(models::ScenarioReading reading, const QString& name, const RunFactory& factory,
               const std::stop_token& stop) {
    Opened opened;
    opened.name = name;
    const auto& read = reading.scenario ? reading.scenario : reading.draft;
    if (read && !stop.stop_requested())
        models::addProblems(reading, sim::problemsOfExpressions(*read, name.toStdString()));
    opened.problems = std::move(reading.diagnostics);
    opened.text = std::move(reading.text);
    if (!reading.scenario || models::hasErrors(opened.problems) || stop.stop_requested())
        return opened;
    opened.scenario = std::move(*reading.scenario);
    opened.graph = models::callGraph(opened.scenario);
    StartedRun started = startRun(factory, opened.scenario, std::nullopt, stop);
    opened.folder = std::move(started.folder);
    opened.run = std::move(started.run);
    return opened;
}

Opened prepareRecorded(const std::filesystem::path& folder, const RunFactory& factory,
                       const std::stop_token& stop) {
    Opened opened;
    opened.name = QString::fromStdString((folder / "scenario.yaml").string());
    sim::RecordingReading reading = sim::readRecording(folder);
    if (!reading.recording) {
        opened.problems.push_back({.kind = models::DiagnosticKind::UnreadableFile,
                                   .file = folder.string(),
                                   .message = reading.problem});
        return opened;
    }
    opened.recording = std::move(reading.recording);
    opened.text = opened.recording->source.text;
    opened.scenario = opened.recording->source.scenario;
    opened.graph = models::callGraph(opened.scenario);
    if (stop.stop_requested())
        return opened;
    StartedRun started = startRun(factory, opened.scenario, std::nullopt, stop,
                                  {.playsFaults = opened.recording->source.playsFaults});
    opened.folder = std::move(started.folder);
    opened.run = std::move(started.run);
    return opened;
}

Opening::Opening(RunFolder folder, RunFactory factory, QObject* parent)
    : QObject(parent), m_name(QString::fromStdString(folder.path.string())) {
    m_thread = std::jthread([this, folder = std::move(folder),
                             factory = std::move(factory)](const std::stop_token& stop) {
        m_opened = prepareRecorded(folder.path, factory, stop);
        QMetaObject::invokeMethod(this, &Opening::finished, Qt::QueuedConnection);
    });
}

Opening::Opening(const std::filesystem::path& file, RunFactory factory, QObject* parent)
    : QObject(parent), m_name(QString::fromStdString(file.string())) {
    m_thread =
        std::jthread([this, file, factory = std::move(factory)](const std::stop_token& stop) {
            m_opened = prepare(models::readScenarioFile(file), m_name, factory, stop);
            QMetaObject::invokeMethod(this, &Opening::finished, Qt::QueuedConnection);
        });
}

Opening::Opening(std::string text, QString name, std::optional<models::Variant> variant,
                 RunFactory factory, QObject* parent)
    : QObject(parent), m_name(std::move(name)) {
    m_thread = std::jthread([this, text = std::move(text), variant = std::move(variant),
                             factory = std::move(factory)](const std::stop_token& stop) {
        const std::filesystem::path file(m_name.toStdString());
        models::ScenarioReading reading =
            variant ? models::readVariant(text, file.string(), file.parent_path(), *variant)
                    : models::readScenario(text, file.string(), file.parent_path());
        m_opened = prepare(std::move(reading), m_name, factory, stop);
        m_opened.text = text;
        m_opened.variant = variant ? variant->name : std::string();
        QMetaObject::invokeMethod(this, &Opening::finished, Qt::QueuedConnection);
    });
}

Opening::Opening(const models::Scenario& scenario, const QString& name, std::uint64_t seed,
                 RunFactory factory, QObject* parent)
    : Opening(scenario, name, seed, sim::PastOfRun{}, std::move(factory), parent) {
    m_seed = seed;
}

Opening::Opening(const models::Scenario& scenario, QString name, std::uint64_t seed,
                 sim::PastOfRun past, RunFactory factory, QObject* parent)
    : QObject(parent), m_name(std::move(name)) {
    m_thread = std::jthread([this, scenario, seed, past = std::move(past),
                             factory = std::move(factory)](const std::stop_token& stop) {
        StartedRun started = startRun(factory, scenario, seed, stop, past);
        m_opened.folder = std::move(started.folder);
        m_opened.run = std::move(started.run);
        QMetaObject::invokeMethod(this, &Opening::finished, Qt::QueuedConnection);
    });
}

// The thread must end before what it writes to.
Opening::~Opening() {
    m_thread.request_stop();
    m_thread.join();
}

}  // namespace app
