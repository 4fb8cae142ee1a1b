// What MainWindow shows, in files for others: the call graph, the charts and the event log.
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include "app/desktop/main_window.h"
#include "app/look/number_text.h"

namespace app {
namespace {

const QString pictureFilter = QStringLiteral("SVG (*.svg);;PNG (*.png);;PDF (*.pdf)");
const QString numbersFilter = QStringLiteral("CSV (*.csv)");

// "PNG (*.png)": .png
QString suffixOf(const QString& filter) {
    return filter.section(QStringLiteral("(*"), 1).section(QLatin1Char(')'), 0, 0);
}

}  // namespace

// What is shown, of which run: whoever finds the file in a year has nothing else to go by.
QString MainWindow::titleOfExport() const {
    QString name = QString::fromStdString(m_session.scenario().name);
    if (!m_session.variant().empty())
        name += QStringLiteral(", ") + QString::fromStdString(m_session.variant());
    return tr("%1 at %2, seed %3")
        .arg(name, clockText(m_session.snapshot()->now))
        .arg(m_session.seed());
}

QString MainWindow::exportGraph(const QString& file, bool dark) {
    return writePainting(m_graph->painting(titleOfExport()), file, dark);
}

QString MainWindow::exportCharts(const QString& file, bool dark) {
    if (QFileInfo(file).suffix().toLower() == QLatin1String("csv"))
        return writeFile(file, m_charts->numbers().toUtf8());
    return writePainting(m_charts->painting(titleOfExport()), file, dark);
}

QString MainWindow::exportEventLog(const QString& file) {
    return writeFile(file, eventLogCsv(m_session.liveSnapshot()->timeline, m_session.userActs(),
                                       m_session.bookmarks())
                               .toUtf8());
}

void MainWindow::addExportsTo(QMenu& file) {
    QMenu* exports = file.addMenu(tr("Export"));
    exports->setObjectName("exportMenu");
    connect(&file, &QMenu::aboutToShow, exports,
            [this, exports] { exports->setEnabled(m_session.hasRun()); });
    // None has all words of a view: what is typed for that must find it first.
    const auto add = [&](const QString& name, const QString& what, const QString& filter,
                         auto&& write) {
        act(*exports, name, {}, [this, what, filter, write] {
            if (m_session.hasRun())
                askWhereTo(what, filter, write);
        })->setObjectName(QStringLiteral("export-") + what);
    };
    add(tr("Graph…"), QStringLiteral("graph"), pictureFilter,
        [this](const QString& to) { return exportGraph(to); });
    add(tr("Charts…"), QStringLiteral("charts"),
        pictureFilter + QStringLiteral(";;") + numbersFilter,
        [this](const QString& to) { return exportCharts(to); });
    add(tr("Log…"), QStringLiteral("events"), numbersFilter,
        [this](const QString& to) { return exportEventLog(to); });
}

// `write` says why it could not; empty: done.
void MainWindow::askWhereTo(const QString& what, const QString& filters,
                            const std::function<QString(const QString&)>& write) {
    const QString name = QFileInfo(m_session.fileName()).completeBaseName();
    QString filter = filters.section(QStringLiteral(";;"), 0, 0);
    QString file = QFileDialog::getSaveFileName(
        this, tr("Export"),
        QDir::home().filePath((name.isEmpty() ? tr("untitled") : name) + QLatin1Char('-') + what +
                              suffixOf(filter)),
        filters, &filter);
    if (file.isEmpty())
        return;
    if (QFileInfo(file).suffix().isEmpty())
        file += suffixOf(filter);
    const QString problem = write(file);
    if (!problem.isEmpty())
        QMessageBox(QMessageBox::NoIcon, tr("Not exported"), problem, QMessageBox::Ok, this).exec();
}

}  // namespace app
