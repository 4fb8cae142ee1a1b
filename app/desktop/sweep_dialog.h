// "Sweep a parameter": runs the open scenario with one value after the other, each with the same
// seeds, beside the live run; a table and a curve of what comes of it.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

#include "app/desktop/sweep_chart.h"
#include "app/desktop/sweep_study.h"
#include "app/session/session.h"

namespace app {

class SweepDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit SweepDialog(Session& session, QWidget* parent = nullptr);

    SweepStudy& study() { return *m_study; }
    const SweepChart& chart() const { return *m_chart; }
    void start();
    // The lines that run each value with each seed on the command line.
    QString commands() const;

  protected:
    void hideEvent(QHideEvent* event) override;

  private:
    void build();
    QLayout* makeQuestion();
    QLayout* makeFoot();
    void fillParameters();
    void proposeValues();
    void showStudy();
    void fillTable();
    void showCurve();
    void say(const QString& words, bool isProblem);
    std::vector<models::Scenario> scenarios(QString& problem) const;

    Session& m_session;
    SweepStudy* m_study;
    QComboBox* m_parameter;
    QLineEdit* m_values;
    QSpinBox* m_seeds;
    QComboBox* m_journey;
    QPushButton* m_run;
    QTableWidget* m_table;
    SweepChart* m_chart;
    QLabel* m_words;
    QPushButton* m_copy;
    // Of the study that is shown.
    QString m_swept;
    QStringList m_sweptValues;
    std::uint64_t m_firstSeed = 0;
};

}  // namespace app
