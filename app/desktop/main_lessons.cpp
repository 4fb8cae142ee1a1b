// The lessons of MainWindow: their dock at the right, above isolation, and their menu.
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QSaveFile>
#include <algorithm>

#include "app/desktop/main_window.h"

namespace app {
namespace {

constexpr int lessonHeight = 480;

}  // namespace

void MainWindow::buildLessonDock() {
    m_walk = new LessonWalk(m_session, this);
    m_lesson = new LessonPanel(m_session, *m_walk);
    m_restartLessonAction = new QAction(tr("Restart lesson"), this);
    connect(m_restartLessonAction, &QAction::triggered, m_walk, &LessonWalk::restart);
    m_exportAnswersAction = new QAction(tr("Export answers…"), this);
    connect(m_exportAnswersAction, &QAction::triggered, this, &MainWindow::exportAnswers);
    const auto enable = [this] {
        m_restartLessonAction->setEnabled(m_walk->isOn());
        m_exportAnswersAction->setEnabled(m_walk->isOn());
    };
    enable();
    connect(m_walk, &LessonWalk::changed, this, enable);
    // After the window has shown what was opened.
    connect(m_walk, &LessonWalk::started, this, &MainWindow::showLesson, Qt::QueuedConnection);
    connect(m_lesson, &LessonPanel::galleryWanted, this, &MainWindow::showGallery);

    m_lessonDock = new QDockWidget(tr("Lesson"), this);
    m_lessonDock->setObjectName("lessonDock");
    m_lessonDock->setFeatures(QDockWidget::DockWidgetClosable);
    m_lessonDock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
    m_lessonDock->setWidget(m_lesson);
    auto* menu = new QMenu(m_lessonDock);
    menu->addAction(m_restartLessonAction);
    menu->addAction(m_exportAnswersAction);
    menu->addAction(tr("Leave lesson"), this, [this] {
        m_walk->leave();
        m_lessonDock->hide();
    });
    m_lessonDock->setTitleBarWidget(new DockTitle({tr("Lesson")}, menu));
    addDockWidget(Qt::RightDockWidgetArea, m_lessonDock);
    m_lessonDock->hide();
    QAction* toggle = m_lessonDock->toggleViewAction();
    toggle->setShortcut(Qt::ALT | Qt::Key_5);
    addAction(toggle);
}

void MainWindow::startLesson(const QString& file, std::size_t lesson) {
    if (!mayLeave())
        return;
    // Each lesson begins with a run of its own.
    m_walk->startOnceOpen(file, lesson);
    openFile(file);
}

void MainWindow::showLesson() {
    if (!m_walk->isOn())
        return;
    // Docks are given shares: of what both have together now.
    const bool wasShown = m_lessonDock->isVisible();
    const int both = m_dock->height() + (wasShown ? m_lessonDock->height() : 0);
    const int wanted = std::min(lessonHeight, both * 2 / 3);
    m_lessonDock->show();
    if (!wasShown)
        resizeDocks({m_lessonDock, m_dock}, {wanted, both - wanted}, Qt::Vertical);
    m_lesson->focusStep();
}

void MainWindow::addLessonsTo(QMenu& scenarios) {
    m_lessonsMenu = scenarios.addMenu(tr("Lessons"));
    m_lessonsMenu->setObjectName("lessonsMenu");
    m_lessonsMenu->setProperty("withoutKeys", true);
    connect(m_lessonsMenu, &QMenu::aboutToShow, this, &MainWindow::fillLessons);
    scenarios.addAction(m_restartLessonAction);
}

// Reads all files, so once and only when it is looked at.
void MainWindow::fillLessons() {
    if (!m_lessonsMenu->isEmpty())
        return;
    for (const GalleryEntry& entry : galleryEntries()) {
        if (entry.lessons.isEmpty())
            continue;
        QMenu* of = m_lessonsMenu->addMenu(entry.name);
        for (qsizetype i = 0; i < entry.lessons.size(); ++i)
            of->addAction(entry.lessons[i], this, [this, file = entry.file, i] {
                startLesson(file, static_cast<std::size_t>(i));
            });
    }
}

void MainWindow::exportAnswers() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export answers"), QDir::home().filePath(QStringLiteral("answers.csv")),
        tr("Comma-separated values (*.csv)"));
    if (file.isEmpty())
        return;
    QSaveFile sheet(file);
    const QByteArray rows = answerSheet(*m_walk).toUtf8();
    if (!sheet.open(QIODevice::WriteOnly) || sheet.write(rows) != rows.size() || !sheet.commit())
        QMessageBox::warning(this, tr("Not exported"),
                             tr("%1: %2").arg(QFileInfo(file).fileName(), sheet.errorString()));
}

}  // namespace app
