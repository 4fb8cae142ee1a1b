// Every act of the window as one QAction, shared by menus, toolbar, keys and the context menu; they
// enable themselves from the session.
#pragma once

#include <QActionGroup>
#include <QMenu>
#include <functional>

#include "app/session/session.h"

namespace app {

class Commands final : public QObject {
    Q_OBJECT

  public:
    // The shortcuts work in `window`; Space and the like only in `centre`, where nothing is typed.
    Commands(Session& session, QWidget* window, QWidget* centre);

    QAction* runPause;
    QAction* step;
    QAction* stepEvent;
    QAction* stepEventOfSelected;
    QAction* pauseWhen;  // a measure passes a bound, in a dialog
    QAction* back;       // a second, into the past
    QAction* forward;    // a second, in review
    QAction* goOnFromHere;
    QAction* otherRoad;
    QAction* bookmark;  // a note for the instant that is shown
    QAction* playFaults;
    QAction* kill;
    QAction* killFor;
    QAction* restart;
    QAction* hang;
    QAction* haltAll;
    QAction* haltIf;
    QAction* beginFault;  // any kind, in a dialog
    QAction* rollBack;
    QAction* undo;
    QAction* redo;
    QActionGroup* slowBy;
    QActionGroup* failShare;
    QActionGroup* speeds;

    // The note of the bookmark there; an empty one removes it.
    void askForNote(sim::Instant at);

    // Run until a breaker opens, a request fails, ..., or a time.
    void addRunUntilTo(QMenu& menu);

    // Slow and Fail as submenus with their strengths.
    void addFaultsTo(QMenu& menu) const;
    // Of the selected topic, and of the selected service.
    void addTopicTo(QMenu& menu) const;
    void addServiceTo(QMenu& menu) const;
    // Delay, Lose and Cut off of the selected call; Surge of the selected journey.
    void addEdgeTo(QMenu& menu);
    void addJourneyTo(QMenu& menu);
    // Scale and Deploy of the selected service, as it is now.
    void addRolloutsTo(QMenu& menu);

    struct Speed {
        const char* name;
        double value;
    };
    static const std::vector<Speed>& speedChoices();

    void refresh();

  private:
    QAction* act(const QString& name, const QKeySequence& key, std::function<void()> what);
    void makeTimeActions(QWidget* centre);
    void askUntil();
    void makeReviewActions();
    void proposeFault();
    void openFaultDialog(const QString& kind, const QString& target);
    void makeFaultActions();
    void makeUndoActions();
    QString restartable() const;
    void refreshReview();

    Session& m_session;
    QWidget* m_window;
};

}  // namespace app
