// What stands in the centre of MainWindow: the run, the problems of a file, or the gallery.
#include <QVBoxLayout>

#include "app/desktop/main_window.h"

namespace app {

void MainWindow::buildPages() {
    m_problems = new ProblemsPage(m_session, this);
    connect(m_problems, &ProblemsPage::reloadWanted, this,
            [this] { openFile(m_session.openedFrom()); });
    m_gallery = new GalleryPage(this);
    connect(m_gallery, &GalleryPage::wanted, this, &MainWindow::openFile);
    connect(m_gallery, &GalleryPage::lessonWanted, this, &MainWindow::startLesson);
    connect(m_gallery, &GalleryPage::sketchWanted, this, [this] { newFromSketch(); });
    connect(m_gallery, &GalleryPage::leaveWanted, this, &MainWindow::leaveGallery);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_centre);
    m_pages->addWidget(m_problems);
    m_pages->addWidget(m_gallery);
    m_openingBanner = new Banner(this);
    m_openingBanner->setObjectName("openingBanner");
    m_openingBanner->findChild<QLabel*>()->setObjectName("openingText");
    m_openingBanner->findChild<QPushButton*>()->setObjectName("openingCancel");
    connect(m_openingBanner, &Banner::actionWanted, &m_session, &Session::cancelOpening);
    auto* all = new QWidget(this);
    auto* rows = new QVBoxLayout(all);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_openingBanner);
    rows->addWidget(m_pages, 1);
    setCentralWidget(all);
}

// The run if there is one, else why there is none, else what could be opened.
void MainWindow::showPageOfSession() {
    if (!m_session.hasRun() && m_session.problems().empty()) {
        showGallery();
        return;
    }
    m_problems->refresh();
    m_pages->setCurrentWidget(m_session.hasRun() ? m_centre : m_problems);
    m_dock->setVisible(m_session.hasRun());
    if (!m_walk->isOn())
        m_lessonDock->hide();
}

void MainWindow::showGallery() {
    if (m_pages->currentWidget() == m_gallery)
        return;
    if (!m_gallery->isFilled())
        m_gallery->setEntries(galleryEntries());
    m_dockUnderGallery = m_dock->isVisible();
    m_lessonUnderGallery = m_lessonDock->isVisible();
    m_dock->hide();
    m_lessonDock->hide();
    m_pages->setCurrentWidget(m_gallery);
    m_gallery->focusFirst();
}

void MainWindow::leaveGallery() {
    if (!m_session.hasRun() || m_pages->currentWidget() != m_gallery)
        return;
    m_pages->setCurrentWidget(m_centre);
    m_dock->setVisible(m_dockUnderGallery);
    m_lessonDock->setVisible(m_lessonUnderGallery);
    m_graph->setFocus();
}

}  // namespace app
