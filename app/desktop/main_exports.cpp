// What MainWindow shows, in files for others: the whole as a report, the call graph, the charts and
// the event log.
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include "app/desktop/main_window.h"
#include "app/desktop/run_report.h"
#include "app/look/number_text.h"

namespace app {
namespace {

const QString pictureFilter = QStringLiteral("SVG (*.svg);;PNG (*.png);;PDF (*.pdf)");
const QString pageFilter = QStringLiteral("HTML (*.html)");
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

void MainWindow::exportReport(const QString& file,
                              std::function<void(const QString& problem)> then) {
    // Another run that is opened meanwhile is not what was asked for.
    auto* asked = new QObject(this);
    connect(&m_session, &Session::opened, asked, &QObject::deleteLater);
    const auto write = [this, asked, file,
                        then = std::move(then)](const std::shared_ptr<const sim::Report>& report) {
        asked->deleteLater();
        ReportPage page = reportPageOf(m_session, *report);
        const QString title = titleOfExport();
        page.pictures = {{tr("The call graph of %1").arg(title),
                          encoded(m_graph->painting(title), PictureFormat::Svg)},
                         {tr("Throughput, errors and latency of all journeys of %1").arg(title),
                          encoded(chartsOfRun(m_session, title), PictureFormat::Svg)}};
        then(writeFile(file, htmlOf(page)));
    };
    connect(&m_session, &Session::reportCounted, asked, write, Qt::SingleShotConnection);
    m_session.requestReport();
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
            const QString to = m_session.hasRun() ? askWhereTo(what, filter) : QString();
            if (!to.isEmpty())
                write(to);
        })->setObjectName(QStringLiteral("export-") + what);
    };
    add(tr("Report…"), QStringLiteral("report"), pageFilter, [this](const QString& to) {
        exportReport(to, [this](const QString& problem) { sayNotExported(problem); });
    });
    add(tr("Graph…"), QStringLiteral("graph"), pictureFilter,
        [this](const QString& to) { sayNotExported(exportGraph(to)); });
    add(tr("Charts…"), QStringLiteral("charts"),
        pictureFilter + QStringLiteral(";;") + numbersFilter,
        [this](const QString& to) { sayNotExported(exportCharts(to)); });
    add(tr("Log…"), QStringLiteral("events"), numbersFilter,
        [this](const QString& to) { sayNotExported(exportEventLog(to)); });
}

// Empty: nowhere.
QString MainWindow::askWhereTo(const QString& what, const QString& filters) {
    const QString name = QFileInfo(m_session.fileName()).completeBaseName();
    QString filter = filters.section(QStringLiteral(";;"), 0, 0);
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export"),
        QDir::home().filePath((name.isEmpty() ? tr("untitled") : name) + QLatin1Char('-') + what +
                              suffixOf(filter)),
        filters, &filter);
    return file.isEmpty() || !QFileInfo(file).suffix().isEmpty() ? file : file + suffixOf(filter);
}

void MainWindow::sayNotExported(const QString& problem) {
    if (!problem.isEmpty())
        QMessageBox(QMessageBox::NoIcon, tr("Not exported"), problem, QMessageBox::Ok, this).exec();
}

}  // namespace app
