// "Pause when…": a bound on what a journey, a service, a topic or a call is measured by, at which
// the run pauses by itself. Begins with what is selected, and with twice what is measured now.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <vector>

#include "app/session/session.h"

namespace app {

class PauseWhenDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit PauseWhenDialog(Session& session, QWidget* parent = nullptr);

  private:
    // What conditions can be of.
    struct Place {
        sim::Condition::Of of;
        std::size_t place;
        QString name;
    };
    void listPlaces();
    void chooseSelected();
    void build();
    void showPlace();
    void showMeasure();
    void check();
    void go();
    const Place* chosen() const;  // null: the name is of none
    models::Measure measure() const;
    std::optional<double> valueNow() const;  // absent: not known

    Session& m_session;
    std::vector<Place> m_places;
    QComboBox* m_place;
    QComboBox* m_measure;
    QLineEdit* m_bound;
    QComboBox* m_window;
    QLabel* m_said;  // what it is now and when it pauses, or what is wrong
    QPushButton* m_go;
    std::optional<models::Bound> m_wanted;
};

}  // namespace app
