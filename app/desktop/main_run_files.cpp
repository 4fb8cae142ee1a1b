// The files of MainWindow that a run becomes: where they are to go, and what is said if they
// cannot.
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include "app/desktop/main_window.h"
#include "app/desktop/run_files.h"

namespace app {
namespace {

void sayUnless(const QString& problem, QWidget* parent) {
    if (!problem.isEmpty())
        QMessageBox(QMessageBox::NoIcon, MainWindow::tr("Not saved"), problem, QMessageBox::Ok,
                    parent)
            .exec();
}

}  // namespace

void MainWindow::chooseRun() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Open a recorded run"), QFileInfo(m_session.openedFrom()).absolutePath());
    if (!folder.isEmpty())
        openFile(folder);
}

void MainWindow::saveRunAs() {
    const QString name = QFileInfo(m_session.fileName()).completeBaseName();
    QString folder = QFileDialog::getSaveFileName(
        this, tr("Save the run, for watertight replay"),
        QDir::home().filePath((name.isEmpty() ? tr("untitled") : name) + QStringLiteral(".run")),
        tr("Recorded runs (*.run)"));
    if (folder.isEmpty())
        return;
    if (QFileInfo(folder).suffix().isEmpty())
        folder += QStringLiteral(".run");
    sayUnless(saveRun(m_session, folder), this);
}

void MainWindow::saveRunAsScenario() {
    const QString name = QFileInfo(m_session.fileName()).completeBaseName();
    QString file = QFileDialog::getSaveFileName(
        this, tr("Save what was done as a scenario"),
        QDir::home().filePath((name.isEmpty() ? tr("untitled") : name) +
                              QStringLiteral("-as-run.yaml")),
        tr("Scenarios (*.yaml *.yml *.json)"));
    if (file.isEmpty())
        return;
    if (QFileInfo(file).suffix().isEmpty())
        file += QStringLiteral(".yaml");
    sayUnless(saveAsScenario(m_session, file), this);
}

}  // namespace app
