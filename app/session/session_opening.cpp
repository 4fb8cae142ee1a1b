// What a session opens: a file, a variant of it, or its run once more; at once or beside the run
// that is open.
#include "app/session/service_to_try.h"
#include "app/session/session.h"

namespace app {

bool Session::open(const std::filesystem::path& file) {
    return open(models::readScenarioFile(file), QString::fromStdString(file.string()));
}

bool Session::open(models::ScenarioReading reading, const QString& name) {
    cancelOpening();
    adopt(prepare(std::move(reading), name, m_factory));
    return hasRun();
}

void Session::openBeside(const std::filesystem::path& file) {
    await(new Opening(file, m_factory, this), [this](Opened ready) { adopt(std::move(ready)); });
}

void Session::openVariant(const std::string& name) {
    std::optional<models::Variant> wanted;
    for (const models::Variant& each : m_variants) {
        if (each.name == name)
            wanted = each;
    }
    if (hasRun() && (wanted || name.empty()))
        await(new Opening(m_text, m_fileName, std::move(wanted), m_factory, this),
              [this, asOpened = m_textAsOpened](Opened ready) {
                  adopt(std::move(ready), asOpened);  // edits stay edits
              });
}

void Session::await(Opening* opening, std::function<void(Opened)> then) {
    cancelOpening();
    m_opening = opening;
    connect(opening, &Opening::finished, this, [this, opening, then = std::move(then)] {
        opening->deleteLater();
        if (opening != m_opening)
            return;  // cancelled
        m_opening = nullptr;
        then(opening->take());
        Q_EMIT openingChanged();
    });
    Q_EMIT openingChanged();
}

std::optional<std::uint64_t> Session::seedToCome() const {
    return m_opening ? m_opening->seed() : std::nullopt;
}

void Session::cancelOpening() {
    if (!m_opening)
        return;
    m_opening->cancel();
    m_opening = nullptr;
    if (m_planStage == PlanStage::Executing)
        m_planStage = PlanStage::Waiting;
    Q_EMIT openingChanged();
}

void Session::adopt(Opened ready) {
    std::string text = ready.text;
    adopt(std::move(ready), std::move(text));
}

void Session::adopt(Opened ready, std::string textAsOpened) {
    close();
    m_textAsOpened = std::move(textAsOpened);
    m_fileName = ready.name;
    m_runFolder = ready.recording ? QString::fromStdString(ready.recording->source.folder.string())
                                  : QString();
    m_retraced.reset();
    m_playsFaultsFromStart = false;
    m_notice.clear();
    m_problems = std::move(ready.problems);
    m_text = std::move(ready.text);
    m_scenario = std::move(ready.scenario);
    m_variant = std::move(ready.variant);
    if (m_variant.empty())
        m_variants = m_scenario.variants;
    m_graph = std::move(ready.graph);
    m_serviceToTry = app::serviceToTry(m_scenario);
    m_run = std::move(ready.run);
    m_folder = std::move(ready.folder);  // the one before it was still the old run's until now
    m_speed = 1;
    if (hasRun())
        beginRun();
    Q_EMIT opened();
    if (hasRun() && ready.recording) {
        retrace(*std::move(ready.recording));
    } else if (hasRun()) {
        run();
    }
    poll();
}

void Session::savedAs(const QString& file, std::string text, const std::string& scenarioName) {
    m_fileName = file;
    m_runFolder.clear();
    m_text = m_textAsOpened = std::move(text);
    m_scenario.name = scenarioName;
}

}  // namespace app
