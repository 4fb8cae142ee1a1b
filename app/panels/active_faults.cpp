#include "app/panels/active_faults.h"

#include <QPainter>
#include <cmath>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/time_bar.h"
#include "app/session/fault_words.h"

namespace app {
namespace {

constexpr double firstMiddle = 56;
constexpr double faultHeight = 44;
constexpr double liftButtonHeight = 28;
constexpr double ringRadius = 12;

double secondsLeft(const sim::ActiveFault& active, sim::Instant now) {
    return active.until ? std::max(0.0, models::inSeconds(*active.until - now)) : 0;
}

}  // namespace

ActiveFaultsSection::ActiveFaultsSection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session) {}

void ActiveFaultsSection::refresh() {
    m_faults = m_session.snapshot()->faults;
    matchButtons();
    m_haltIf = m_session.snapshot()->haltIf;
    setVisible(!m_faults.empty() || m_haltIf);
    contentChanged();
}

void ActiveFaultsSection::matchButtons() {
    while (m_buttons.size() > m_faults.size()) {
        m_buttons.back()->deleteLater();
        m_buttons.back()->hide();
        m_buttons.pop_back();
    }
    while (m_buttons.size() < m_faults.size()) {
        auto* button = new KeyButton(QStringLiteral("restart"), this);
        const std::size_t row = m_buttons.size();
        connect(button, &QPushButton::clicked, this, [this, row] {
            if (row < m_faults.size())
                m_session.end(m_faults[row].id);
        });
        m_buttons.push_back(button);
        button->show();
    }
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        m_buttons[i]->setShowsKey(endsByKey(i));
        m_buttons[i]->setText(endVerb(m_faults[i].fault));
        m_buttons[i]->setAccessibleName(undoName(m_faults[i].fault));
    }
}

// R ends the kills and hangs of one service; the cap stands where it would do what the button does.
bool ActiveFaultsSection::endsByKey(std::size_t row) const {
    const models::Fault& fault = m_faults[row].fault;
    const bool holdsDown =
        models::kills(fault.kind) || std::holds_alternative<models::Hang>(fault.kind);
    const QString selected = m_session.selectedTarget();
    const bool isMeant =
        selected.isEmpty() ? row + 1 == m_faults.size() : selected == firstTarget(fault);
    return holdsDown && isMeant;
}

QString ActiveFaultsSection::remainingText(const sim::ActiveFault& active) const {
    QString since = tr("since %1").arg(TimeBar::clockText(active.since));
    if (!active.until)
        return since;
    const double left = secondsLeft(active, m_session.snapshot()->now);
    return tr("%1, %2 s left").arg(since).arg(static_cast<qlonglong>(std::ceil(left)));
}

// Full at the start, empties clockwise; without an end it stays full and holds no number.
void ActiveFaultsSection::drawRing(PanelPen& pen, const sim::ActiveFault& active,
                                   double middle) const {
    QPainter* painter = pen.painter();
    if (!painter)
        return;
    const QPointF centre(PanelPen::sidePadding + ringRadius + 2, middle);
    const QRectF circle(centre.x() - ringRadius, centre.y() - ringRadius, 2 * ringRadius,
                        2 * ringRadius);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(theme().line, 3));
    painter->drawEllipse(circle);
    const double left = secondsLeft(active, m_session.snapshot()->now);
    const double whole = active.until ? models::inSeconds(*active.until - active.since) : 1;
    const double share = active.until ? left / std::max(whole, 1e-9) : 1;
    constexpr int fullTurn = 360 * 16, twelve = 90 * 16;
    const int gone = static_cast<int>(std::lround((1 - share) * fullTurn));
    painter->setPen(QPen(theme().ink, 3, Qt::SolidLine, Qt::FlatCap));
    painter->drawArc(circle, twelve - gone, -(fullTurn - gone));
    if (!active.until)
        return;
    const QString number = QString::number(static_cast<qlonglong>(std::ceil(left)));
    const QFont font = lookFont(12, 600);
    const double width = QFontMetricsF(font).horizontalAdvance(number);
    if (width < 2 * ringRadius - 3)
        pen.text(centre.x() - width / 2, middle, number, font, theme().ink);
}

double ActiveFaultsSection::draw(PanelPen& pen) const {
    if (QPainter* painter = pen.painter())
        painter->fillRect(QRectF(0, 0, pen.width(), 1), theme().line);
    heading(pen, tr("Active faults"), countText(static_cast<std::int64_t>(m_faults.size())));
    double middle = firstMiddle;
    for (const sim::ActiveFault& active : m_faults) {
        drawRing(pen, active, middle);
        const double left = PanelPen::sidePadding + 44;
        pen.text(left, middle - 8, faultName(active.fault), lookFont(13), theme().ink,
                 pen.right() - 96 - left);
        pen.text(left, middle + 10, remainingText(active), lookFont(12), theme().ink3);
        middle += faultHeight;
    }
    const double bottom = middle - faultHeight + 32;
    return m_haltIf ? drawHaltIf(pen, m_faults.empty() ? firstMiddle - 12 : bottom - 4) : bottom;
}

// When it struck, and by what, or else what it waits for.
QString ActiveFaultsSection::haltIfText() const {
    const QString journey = QString::fromStdString(m_haltIf->wanted.journey);
    if (m_haltIf->struckAt)
        return tr("Halted all at %1: %2, %3")
            .arg(TimeBar::clockText(*m_haltIf->struckAt), journey,
                 QString::fromStdString(m_haltIf->found));
    return haltIfName(m_haltIf->wanted);
}

double ActiveFaultsSection::drawHaltIf(PanelPen& pen, double top) const {
    const bool struck = m_haltIf->struckAt.has_value();
    pen.icon(PanelPen::sidePadding, top + 8, Icon::Square, struck ? theme().failing : theme().ink3);
    return pen.wrapped(PanelPen::textLeft, top, pen.right() - PanelPen::textLeft, 16, haltIfText(),
                       lookFont(12), struck ? theme().ink : theme().ink2) +
           12;
}

void ActiveFaultsSection::placeChildren() {
    double middle = firstMiddle;
    for (KeyButton* button : m_buttons) {
        const int buttonWidth = button->sizeHint().width();
        button->setGeometry(width() - static_cast<int>(PanelPen::sidePadding) - buttonWidth,
                            static_cast<int>(middle - liftButtonHeight / 2), buttonWidth,
                            static_cast<int>(liftButtonHeight));
        middle += faultHeight;
    }
}

QString ActiveFaultsSection::spoken() const {
    QStringList parts{tr("Active faults")};
    for (const sim::ActiveFault& active : m_faults)
        parts << faultName(active.fault) + QLatin1Char(' ') + remainingText(active);
    if (m_haltIf)
        parts << haltIfText();
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
