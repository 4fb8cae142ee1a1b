// "New from sketch": a few lines of text become a running scenario. Checked as one types: what is
// wrong stands below with its line and column, else how much will be there.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

#include "models/import/sketch.h"

namespace app {

// Whether a text from the clipboard is worth opening as a sketch: it has an arrow, and is no
// scenario.
bool looksLikeSketch(const QString& text);

class SketchDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit SketchDialog(QWidget* parent = nullptr);

    void setSketch(const QString& lines);

  Q_SIGNALS:
    // The dialog stays open: whoever opens the scenario accepts it.
    void created(const std::string& scenarioText);

  private:
    void build();
    void checkSoon();
    void check();
    void create();
    void showProblems(const models::Diagnostics& problems);
    void goTo(int problem);

    QPlainTextEdit* m_lines;
    QLabel* m_verdict;
    QListWidget* m_problems;
    QPushButton* m_example;
    QPushButton* m_create;
    QTimer m_checkTimer;
    models::Sketch m_sketch;
};

}  // namespace app
