#include "app/desktop/scenario_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTextStream>
#include <algorithm>

namespace app {
namespace {

const QString firstFile = QStringLiteral("streaming-platform.yaml");

QString scenarioFolder() {
    const QDir program(QCoreApplication::applicationDirPath());
    const QString candidates[] = {
        program.filePath("../share/watertight/scenarios"),
        program.filePath("scenarios"),
        QStringLiteral(WATERTIGHT_SCENARIOS),
    };
    for (const QString& folder : candidates) {
        if (QDir(folder).exists())
            return QDir::cleanPath(folder);
    }
    return {};
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

}  // namespace

std::vector<ShippedScenario> shippedScenarios() {
    std::vector<ShippedScenario> scenarios;
    const QString folder = scenarioFolder();
    if (folder.isEmpty())
        return scenarios;
    const QDir directory(folder);
    for (const QString& entry : directory.entryList({"*.yaml"}, QDir::Files, QDir::Name)) {
        const QString path = directory.filePath(entry);
        const QString name = nameIn(path);
        scenarios.push_back({path, name.isEmpty() ? entry : name});
    }
    std::stable_sort(scenarios.begin(), scenarios.end(),
                     [](const auto& a, const auto& b) { return a.name < b.name; });
    return scenarios;
}

bool isShippedFile(const QString& file) {
    const QString folder = QFileInfo(scenarioFolder()).canonicalFilePath();
    return !file.isEmpty() && !folder.isEmpty() &&
           QFileInfo(QFileInfo(file).absolutePath()).canonicalFilePath() == folder;
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
