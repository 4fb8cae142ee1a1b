// The shipped scenarios as cards: what each is about, how it looks, and its lessons. In the centre
// while nothing is open, else on request.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <vector>

#include "app/desktop/gallery_card.h"

namespace app {

// By group. Reads them whole, so only when the gallery is looked at. What cannot be read is left
// out.
std::vector<GalleryEntry> galleryEntries();

// Keeps what a run to its end found, for the cards; where files are remembered.
void rememberResult(const QString& file, const QString& result);

class GalleryPage final : public QWidget {
    Q_OBJECT

  public:
    explicit GalleryPage(QWidget* parent = nullptr);

    void setEntries(const std::vector<GalleryEntry>& entries);
    bool isFilled() const { return !m_cards.empty(); }
    const std::vector<GalleryCard*>& cards() const { return m_cards; }
    QLineEdit& search() { return *m_search; }
    void focusFirst();

  Q_SIGNALS:
    void wanted(const QString& file);
    void lessonWanted(const QString& file, std::size_t lesson);
    void sketchWanted();
    void leaveWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QWidget* makeHead();
    void layOut();
    int layOutGroup(GalleryGroup group, int top);
    void makeNextPicture();
    int columns() const;
    bool moveFocus(int key);

    QScrollArea* m_scroll;
    QWidget* m_content;
    QLineEdit* m_search = nullptr;
    QLabel* m_nothing = nullptr;      // no card speaks of what is searched
    std::vector<QLabel*> m_headings;  // by group
    std::vector<GalleryCard*> m_cards;
    QTimer m_pictures;
};

}  // namespace app
