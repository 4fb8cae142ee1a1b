// In place of the call graph when a scenario file cannot be run: every problem with its place and
// the line where it stands.
#pragma once

#include <QListWidget>
#include <QPushButton>

#include "app/session/session.h"

namespace app {

class ProblemsPage final : public QWidget {
    Q_OBJECT

  public:
    explicit ProblemsPage(Session& session, QWidget* parent = nullptr);

    void refresh();
    QString text() const;  // all problems, one after the other, as the command line prints them

  Q_SIGNALS:
    void reloadWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Session& m_session;
    QListWidget* m_list;
    QPushButton* m_reload;
    QPushButton* m_copy;
};

}  // namespace app
