// In place of the call graph when a scenario file cannot be run: every problem with its place and
// the line where it stands.
#pragma once

#include <QAction>
#include <QListWidget>
#include <QPushButton>

#include "app/session/session.h"
#include "models/io/quick_fix.h"

namespace app {

// With its place, and the line of the text where it stands.
QString placedText(const models::Diagnostic& problem, const std::string& text);

class ProblemsPage final : public QWidget {
    Q_OBJECT

  public:
    explicit ProblemsPage(Session& session, QWidget* parent = nullptr);

    void refresh();
    QString text() const;  // all problems, one after the other, as the command line prints them
    // The edit that the chosen problem proposes; disabled where it proposes none.
    QAction* fixAction() const { return m_fix; }

  Q_SIGNALS:
    void reloadWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::optional<models::QuickFix> fixOf(int row) const;
    int firstWithFix() const;
    void proposeFix();
    void fix();

    Session& m_session;
    QListWidget* m_list;
    QAction* m_fix;
    QPushButton* m_fixButton;
    std::optional<models::QuickFix> m_proposed;
    QPushButton* m_reload;
    QPushButton* m_copy;
};

}  // namespace app
