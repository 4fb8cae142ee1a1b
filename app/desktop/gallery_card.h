// One shipped scenario in the gallery: what it is about, how it looks, and its lessons.
#pragma once

#include <QAbstractButton>
#include <QPixmap>
#include <QPushButton>
#include <vector>

#include "app/panels/panel_section.h"

namespace app {

struct Theme;

enum class GalleryGroup { Lessons, Systems, Drills };

// "Drills: one way to fail each"; its words are searched, too.
QString headingOf(GalleryGroup group);

struct GalleryEntry {
    QString file;
    QString name;
    QString about;
    QStringList lessons;  // their titles; empty: it has none
    GalleryGroup group = GalleryGroup::Systems;
    QString size;        // "5 services · 2 faults · 4 min"
    QString result;      // of the last run to its end: "6 of 6 expectations hold."; empty: none yet
    QStringList tags{};  // what it uses: "saga", "retries"
};

class GalleryCard final : public QAbstractButton {
    Q_OBJECT

  public:
    static constexpr int widthMax = 480;

    explicit GalleryCard(GalleryEntry entry, QWidget* parent = nullptr);

    const GalleryEntry& entry() const { return m_entry; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    bool hasPicture() const;  // in the colours of now
    // Draws the scenario's call graph, small. Takes some milliseconds.
    void makePicture();
    bool speaksOf(const QString& words) const;  // all of them, in any order

  Q_SIGNALS:
    void lessonWanted(std::size_t lesson);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    double draw(PanelPen& pen) const;
    double drawTags(PanelPen& pen, double top) const;

    GalleryEntry m_entry;
    QPixmap m_picture;
    const Theme* m_pictureTheme = nullptr;
    std::vector<QPushButton*> m_starts;  // a lesson each
};

}  // namespace app
