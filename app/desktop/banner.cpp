#include "app/desktop/banner.h"

#include <QHBoxLayout>
#include <QPainter>

#include "app/look/theme.h"

namespace app {

Banner::Banner(QWidget* parent) : QWidget(parent) {
    m_label = new QLabel(this);
    m_label->setObjectName("bannerText");
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_button = new QPushButton(this);
    m_button->setObjectName("bannerAction");
    connect(m_button, &QPushButton::clicked, this, &Banner::actionWanted);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 8, 16, 9);
    row->setSpacing(16);
    row->addWidget(m_label, 1);
    row->addWidget(m_button);
    hide();
}

void Banner::show(const QString& text, const QString& action) {
    m_label->setText(text);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().raise);
    painter.fillRect(0, 0, 4, height(), theme().you);
    painter.fillRect(0, height() - 1, width(), 1, theme().line);
}

}  // namespace app
