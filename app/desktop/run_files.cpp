#include "app/desktop/run_files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

#include "app/desktop/scenario_files.h"
#include "models/io/scenario_reader.h"
#include "sim/command_plan.h"
#include "sim/recorder.h"

namespace app {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("app::RunFiles", text);
}

// Absent: the files that the scenario names are others by now.
std::optional<sim::RunSource> sourceOf(const Session& session) {
    models::ScenarioReading reading = readingAsRun(session);
    if (!reading.scenario)
        return std::nullopt;
    models::Scenario running = session.scenario();
    // What may have been saved since.
    running.layout = reading.scenario->layout;
    reading.scenario->name = running.name;
    if (*reading.scenario != running)
        return std::nullopt;
    running.run.seed = session.seed();
    return sim::RunSource{
        .scenario = std::move(running),
        .text = std::move(reading.text),
        .folder = std::filesystem::path(session.fileName().toStdString()).parent_path(),
        .dataFiles = std::move(reading.dataFiles),
        .playsFaults = session.playsFaultsFromStart(),
        .program = WATERTIGHT_VERSION};
}

std::vector<sim::LoggedCommand> commandsOf(const Session& session) {
    return session.state().commands ? *session.state().commands : std::vector<sim::LoggedCommand>();
}

QString othersByNow() {
    return tr("The files that the scenario names are others by now, so it would be another run.");
}

}  // namespace

models::ScenarioReading readingAsRun(const Session& session) {
    const std::filesystem::path file(session.fileName().toStdString());
    for (const models::Variant& each : session.variants()) {
        if (each.name == session.variant())
            return models::readVariant(session.text(), file.string(), file.parent_path(), each);
    }
    return models::readWithoutVariants(session.text(), file.string(), file.parent_path());
}

QString saveRun(const Session& session, const QString& folder) {
    const std::optional<sim::RunSource> source = sourceOf(session);
    if (!source)
        return othersByNow();
    const sim::Snapshot& seen = *session.liveSnapshot();
    const sim::RecordedEnd end{.at = seen.now,
                               .fingerprint = session.state().fingerprint,
                               .events = seen.events,
                               .stopped = session.state().failure};
    return QString::fromStdString(sim::writeRecording(folder.toStdString(), *source,
                                                      commandsOf(session), end, seen.timeline,
                                                      session.bookmarks()));
}

sim::PlannedScenario scenarioAsRun(const Session& session) {
    const std::optional<sim::RunSource> source = sourceOf(session);
    if (!source)
        return {{}, othersByNow().toStdString()};
    return sim::asScenario(*source, commandsOf(session));
}

QString saveAsScenario(const Session& session, const QString& file) {
    if (isShippedFile(file))
        return tr("%1 comes with the program and stays as it is.").arg(QFileInfo(file).fileName());
    const std::optional<sim::RunSource> source = sourceOf(session);
    if (!source)
        return othersByNow();
    if (!source->dataFiles.empty() &&
        QFileInfo(file).absolutePath() != QFileInfo(session.fileName()).absolutePath())
        return tr("The scenario names files that lie beside it: save this one there, too.");
    const sim::PlannedScenario planned = sim::asScenario(*source, commandsOf(session));
    if (!planned.problem.empty())
        return QString::fromStdString(planned.problem);
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) ||
        target.write(planned.text.data(), static_cast<qint64>(planned.text.size())) < 0 ||
        !target.commit())
        return tr("%1 cannot be written: %2").arg(file, target.errorString());
    return {};
}

}  // namespace app
