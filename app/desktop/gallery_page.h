// The shipped scenarios as cards: what each is about, and its first lesson. In the centre while
// nothing is open, else on request.
#pragma once

#include <QAbstractButton>
#include <QPushButton>
#include <QScrollArea>
#include <vector>

#include "app/panels/panel_section.h"

namespace app {

struct GalleryEntry {
    QString file;
    QString name;
    QString about;
    QStringList lesson;  // its sentences; empty: it has none
};

// Reads them whole, so only when the gallery is looked at. What cannot be read is left out.
std::vector<GalleryEntry> galleryEntries();

class GalleryCard final : public QAbstractButton {
    Q_OBJECT

  public:
    explicit GalleryCard(GalleryEntry entry, QWidget* parent = nullptr);

    const GalleryEntry& entry() const { return m_entry; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    double draw(PanelPen& pen) const;

    GalleryEntry m_entry;
};

class GalleryPage final : public QWidget {
    Q_OBJECT

  public:
    explicit GalleryPage(QWidget* parent = nullptr);

    void setEntries(const std::vector<GalleryEntry>& entries);
    bool isFilled() const { return !m_cards.empty(); }
    const std::vector<GalleryCard*>& cards() const { return m_cards; }
    void focusFirst();

  Q_SIGNALS:
    void wanted(const QString& file);
    void sketchWanted();
    void leaveWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void layOut();
    int columns() const;
    bool moveFocus(int key);

    QScrollArea* m_scroll;
    QWidget* m_content;
    std::vector<GalleryCard*> m_cards;
};

}  // namespace app
