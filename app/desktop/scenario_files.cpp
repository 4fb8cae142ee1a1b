#include "app/desktop/scenario_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTextStream>
#include <algorithm>

#include "models/io/shipped_folder.h"

namespace app {
namespace {

const QString firstFile = QStringLiteral("streaming-platform.yaml");
const QString drillFolder = QStringLiteral("drills");

QString scenarioFolder() {
    return QString::fromStdString(
        models::shippedFolder(QCoreApplication::applicationDirPath().toStdString(),
                              WATERTIGHT_SCENARIOS)
            .string());
}

// The menu needs the names of all files at once, so only the `name:` line is looked for.
QString nameIn(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return {};
    QTextStream lines(&file);
    for (QString line; lines.readLineInto(&line);) {
        if (line.startsWith(QLatin1String("name:")))
            return line.mid(5).trimmed().remove(QLatin1Char('"')).remove(QLatin1Char('\''));
    }
    return {};
}

std::vector<ShippedScenario> scenariosIn(const QDir& folder, bool areDrills) {
    std::vector<ShippedScenario> scenarios;
    for (const QString& entry : folder.entryList({"*.yaml"}, QDir::Files, QDir::Name)) {
        const QString path = folder.filePath(entry);
        const QString name = nameIn(path);
        scenarios.push_back({path, name.isEmpty() ? entry : name, areDrills});
    }
    std::stable_sort(scenarios.begin(), scenarios.end(),
                     [](const auto& a, const auto& b) { return a.name < b.name; });
    return scenarios;
}

}  // namespace

std::vector<ShippedScenario> shippedScenarios() {
    const QString folder = scenarioFolder();
    if (folder.isEmpty())
        return {};
    std::vector<ShippedScenario> scenarios = scenariosIn(QDir(folder), false);
    const std::vector<ShippedScenario> drills =
        scenariosIn(QDir(folder).filePath(drillFolder), true);
    scenarios.insert(scenarios.end(), drills.begin(), drills.end());
    return scenarios;
}

bool isShippedFile(const QString& file) {
    const QString shipped = scenarioFolder();
    if (file.isEmpty() || shipped.isEmpty())
        return false;
    const QString own = QFileInfo(QFileInfo(file).absolutePath()).canonicalFilePath();
    return !own.isEmpty() &&
           (own == QFileInfo(shipped).canonicalFilePath() ||
            own == QFileInfo(QDir(shipped).filePath(drillFolder)).canonicalFilePath());
}

QString firstScenario() {
    const std::vector<ShippedScenario> all = shippedScenarios();
    for (const ShippedScenario& scenario : all) {
        if (scenario.file.endsWith(firstFile))
            return scenario.file;
    }
    return all.empty() ? QString() : all.front().file;
}

}  // namespace app
