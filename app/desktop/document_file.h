// The open scenario as a file: where it lives on disk, whether the disk has all of it, and saving.
// What is open and runs is the session's; this knows its text and where the cards were put.
#pragma once

#include <QMap>
#include <QObject>
#include <QPointF>

#include "app/graph/arrangement.h"
#include "app/session/session.h"

namespace app {

enum class Remember { Nothing, Layout };

class DocumentFile final : public QObject {
    Q_OBJECT

  public:
    // `remember`: whether positions in shipped scenarios are kept in the user's settings.
    DocumentFile(Session& session, Remember remember, QObject* parent = nullptr);

    // Opens and runs a scenario that no file has.
    bool openUntitled(const std::string& scenarioText);

    // Runs, and no file has it.
    bool isUntitled() const;
    // One of those that come with the program, which nobody writes to.
    bool isShipped() const;
    // Closing would lose something.
    bool isModified() const;
    bool isEdited() const;  // its text, not only where its cards are
    // "Untitled*", "Online streaming platform"
    QString title() const;

    // Where cards were put by hand; empty: the layout decides.
    const QMap<QString, QPointF>& positions() const { return m_arrangement.byHand; }
    void setPositions(const QMap<QString, QPointF>& positions);
    // The same and the layout. Which one that is, is kept in the settings, of every file.
    const Arrangement& arrangement() const { return m_arrangement; }
    void setArrangement(const Arrangement& arrangement);

    // The groups whose services are one card; absent: as the canvas would have it. Kept in the
    // settings, of every file: it is a look, and no part of the architecture.
    const std::optional<QSet<QString>>& collapsed() const { return m_collapsed; }
    void setCollapsed(const QSet<QString>& groups);

    // Writes the text, with the positions as its `layout`. Returns why it could not; empty: done.
    QString save(const QString& file);
    // What is not saved may be lost from now on.
    void giveUp();

  Q_SIGNALS:
    void changed();

  private:
    void takeOver();
    QString settingsKey() const;
    QString collapsedKey() const;
    QString layoutKey() const;
    QString keyOfLook(const QString& what) const;

    Session& m_session;
    Remember m_remember;
    Arrangement m_arrangement;
    std::optional<QSet<QString>> m_collapsed;
    bool m_isMoved = false;
    bool m_isGivenUp = false;
    // What was taken over last: a run that only begins again keeps its positions.
    QString m_file;
    std::string m_text;
    bool m_hadRun = false;
};

}  // namespace app
