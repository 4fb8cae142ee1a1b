// The view "Matrix": kills every service in turn and shows whom each outage hurts.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "app/matrix/matrix_study.h"
#include "app/matrix/matrix_view.h"
#include "app/session/session.h"

namespace app {

class MatrixPage final : public QWidget {
    Q_OBJECT

  public:
    explicit MatrixPage(Session& session, QWidget* parent = nullptr);

    void runStudy();
    MatrixView& view() { return *m_view; }
    MatrixStudy& study() { return *m_study; }
    // Of the current cell, for the isolation panel; absent: no cell is current.
    std::optional<sim::Isolation> isolation() const;

  Q_SIGNALS:
    void isolationChanged();
    // The run of the current cell is to be seen live.
    void runWanted(const sim::BlastRadius& plan, const sim::OutageRun& outage);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QWidget* makeControls();
    QLineEdit* makeField(const QString& name, const QString& text);
    void refresh();
    void openCurrent();
    void showProblem(const QString& problem);
    std::optional<sim::BlastRadiusSettings> settings();

    Session& m_session;
    MatrixStudy* m_study;
    std::shared_ptr<const models::Scenario> m_scenario;  // what the study is of
    QLabel* m_headline;
    QLineEdit* m_lasts = nullptr;
    QLineEdit* m_at = nullptr;
    QLineEdit* m_seeds = nullptr;  // how many
    QPushButton* m_run = nullptr;
    QLabel* m_size = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_copy = nullptr;
    MatrixView* m_view;
    QLabel* m_legend;
};

}  // namespace app
