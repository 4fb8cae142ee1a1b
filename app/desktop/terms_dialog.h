// What the words on the screen mean, for the keyboard and for who would rather read than hover:
// those of each pane that is seen, and by typing any other.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QTextBrowser>
#include <vector>

#include "models/terms.h"

namespace app {

// The words of one pane, each once.
struct PaneTerms {
    QString pane;
    std::vector<const models::Term*> terms;
};

class TermsDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit TermsDialog(QWidget* parent);

    void setPanes(std::vector<PaneTerms> panes);
    QLineEdit& filter() { return *m_filter; }
    QString text() const { return m_text->toPlainText(); }

  private:
    void show(const QString& typed);

    std::vector<PaneTerms> m_panes;
    QLineEdit* m_filter;
    QTextBrowser* m_text;
};

}  // namespace app
