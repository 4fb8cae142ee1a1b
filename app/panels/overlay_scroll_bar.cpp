#include "app/panels/overlay_scroll_bar.h"

#include <QEvent>
#include <QScrollArea>
#include <QScrollBar>

namespace app {
namespace {

constexpr int barWidth = 8;

// Does what the area's own, which is hidden, would do.
class BarOverContent final : public QScrollBar {
  public:
    explicit BarOverContent(QScrollArea& area) : QScrollBar(Qt::Vertical, &area), m_area(area) {
        QScrollBar* hidden = area.verticalScrollBar();
        hide();
        area.installEventFilter(this);
        connect(hidden, &QScrollBar::rangeChanged, this, &BarOverContent::match);
        connect(hidden, &QScrollBar::valueChanged, this, &QScrollBar::setValue);
        connect(this, &QScrollBar::valueChanged, hidden, &QScrollBar::setValue);
    }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize)
            match();
        return QScrollBar::eventFilter(watched, event);
    }

  private:
    void match() {
        const QScrollBar* hidden = m_area.verticalScrollBar();
        setPageStep(hidden->pageStep());
        setRange(hidden->minimum(), hidden->maximum());
        setVisible(hidden->maximum() > hidden->minimum());
        setGeometry(m_area.width() - barWidth, 0, barWidth, m_area.height());
        raise();
    }

    QScrollArea& m_area;
};

}  // namespace

void overlayScrollBar(QScrollArea& area) {
    area.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    new BarOverContent(area);  // the area's child
}

}  // namespace app
