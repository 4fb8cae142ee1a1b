// The files of MainWindow: new, open, save, and what would be lost.
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QSettings>

#include "app/desktop/main_window.h"
#include "app/desktop/sketch_dialog.h"

namespace app {
namespace {

constexpr int recentMax = 8;

QString scenarioFilter() {
    return MainWindow::tr("Scenarios (*.yaml *.yml *.json)");
}

}  // namespace

void MainWindow::newFromSketch(const QString& lines) {
    auto* dialog = new SketchDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!lines.isEmpty())
        dialog->setSketch(lines);
    connect(dialog, &SketchDialog::created, this, [this, dialog](const std::string& text) {
        if (!mayLeave())
            return;
        dialog->accept();
        m_file->openUntitled(text);
    });
    dialog->open();
}

void MainWindow::pasteSketch() {
    const QString text = QApplication::clipboard()->text();
    if (looksLikeSketch(text))
        newFromSketch(text);
}

void MainWindow::chooseFile() {
    const QString folder = QFileInfo(m_session.fileName()).absolutePath();
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open a scenario"), folder, scenarioFilter());
    if (!file.isEmpty())
        openFile(file);
}

bool MainWindow::save() {
    if (m_file->isUntitled() || m_file->isShipped() || m_session.isRecorded())
        return saveAs();
    return saveTo(m_session.fileName());
}

bool MainWindow::saveAs() {
    const QString name = m_file->isUntitled() ? QStringLiteral("untitled.yaml")
                                              : QFileInfo(m_session.fileName()).fileName();
    // Not beside the shipped ones, which nobody writes to.
    const bool isElsewhere = m_file->isUntitled() || m_file->isShipped() || m_session.isRecorded();
    const QString folder =
        isElsewhere ? QDir::homePath() : QFileInfo(m_session.fileName()).absolutePath();
    QString file = QFileDialog::getSaveFileName(this, tr("Save the scenario"),
                                                QDir(folder).filePath(name), scenarioFilter());
    if (file.isEmpty())
        return false;
    if (QFileInfo(file).suffix().isEmpty())
        file += QStringLiteral(".yaml");
    return saveTo(file);
}

bool MainWindow::saveTo(const QString& file) {
    const QString problem = m_file->save(file);
    if (!problem.isEmpty()) {
        QMessageBox(QMessageBox::NoIcon, tr("Not saved"), problem, QMessageBox::Ok, this).exec();
        return false;
    }
    rememberRecent(file);
    return true;
}

// Asks where something would be lost. False: the user wants to stay.
bool MainWindow::mayLeave() {
    if (!m_file->isModified())
        return true;
    QMessageBox box(QMessageBox::NoIcon, tr("Not saved"),
                    m_file->isUntitled() ? tr("This scenario is in no file yet. Save it?")
                    : m_file->isEdited() ? tr("The text of %1 was edited. Save it?")
                                               .arg(QFileInfo(m_session.fileName()).fileName())
                                         : tr("Cards were moved in %1. Save where they are?")
                                               .arg(QFileInfo(m_session.fileName()).fileName()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setObjectName("askToSave");
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
        case QMessageBox::Save:
            return save();
        case QMessageBox::Discard:
            m_file->giveUp();
            return true;
        default:
            return false;
    }
}

void MainWindow::showTitle() {
    const QString name = m_file->title();
    setWindowTitle(name.isEmpty() ? tr("Watertight") : tr("%1 — Watertight").arg(name));
}

void MainWindow::rememberRecent(const QString& file) {
    if (m_remember == Remember::Nothing)
        return;
    QSettings settings;
    const QString path = QFileInfo(file).absoluteFilePath();
    QStringList recent = settings.value("recent").toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    settings.setValue("recent", recent.mid(0, recentMax));
}

void MainWindow::fillRecent() {
    m_recentMenu->clear();
    for (const QString& file : QSettings().value("recent").toStringList()) {
        if (QFileInfo::exists(file))
            connect(m_recentMenu->addAction(QFileInfo(file).fileName()), &QAction::triggered, this,
                    [this, file] { openFile(file); });
    }
    m_recentMenu->menuAction()->setVisible(!m_recentMenu->isEmpty());
}

}  // namespace app
