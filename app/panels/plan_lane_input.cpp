// What the mouse and the keys do on the lane of the plan.
#include <QContextMenuEvent>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QSpinBox>
#include <QToolTip>
#include <algorithm>

#include "app/look/number_text.h"
#include "app/panels/plan_lane.h"
#include "app/session/fault_words.h"
#include "models/io/value_text.h"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr double endGrip = 6;   // so far from its end a bar is stretched
constexpr double markGrab = 3;  // a mark may be missed by so much
constexpr double byKeys = -1;   // Draft::grabbedAt of one that no mouse holds
constexpr int timesMost = 50;

// Of the scenario's text: nobody wants 61.3719 s.
sim::Instant snapped(sim::Instant at, bool isFine) {
    const sim::Duration step = isFine ? sim::Duration(100ms) : sim::Duration(1s);
    const auto steps = (models::sinceStart(at) + step / 2) / step;
    return models::runStart + step * steps;
}

}  // namespace

std::optional<std::size_t> PlanLane::barAt(const QPointF& at) const {
    for (std::size_t i = m_bars.size(); i-- > 0;) {
        const double grab = m_bars[i].isMark ? markGrab : 1;
        if (barRect(i).adjusted(-grab, -2, grab, 2).contains(at))
            return i;
    }
    return std::nullopt;
}

PlanLane::Grip PlanLane::gripAt(std::size_t bar, const QPointF& at) const {
    const QRectF box = barRect(bar);
    const bool canStretch =
        !m_bars[bar].isMark && !m_bars[bar].isDeployment() && box.width() > 2 * endGrip;
    return canStretch && at.x() > box.right() - endGrip ? Grip::End : Grip::Whole;
}

void PlanLane::beginDraft(std::size_t bar, Grip grip, double grabbedAt) {
    m_draft = Draft{bar, grip, grabbedAt, m_bars[bar].from, m_bars[bar].until};
    if (grip == Grip::End && !m_draft->until)
        m_draft->until = m_session.liveSnapshot()->end;
}

// Not into the warm-up, not past the run's end, and nothing that lasts no time at all.
void PlanLane::shiftDraft(sim::Duration by) {
    const PlanBar& bar = m_bars[m_draft->bar];
    const sim::Snapshot& seen = *m_session.liveSnapshot();
    if (m_draft->grip == Grip::End) {
        m_draft->until = std::max(*m_draft->until + by, bar.from + sim::Duration(100ms));
        return;
    }
    const sim::Instant last = std::max(seen.warmUpEnd, seen.end - sim::Duration(1s));
    const sim::Instant from = std::clamp(m_draft->from + by, seen.warmUpEnd, last);
    if (m_draft->until)
        *m_draft->until += from - m_draft->from;
    m_draft->from = from;
}

void PlanLane::takeDraft() {
    if (!m_draft)
        return;
    const Draft draft = *m_draft;
    const PlanBar bar = m_bars[draft.bar];
    m_draft.reset();
    if (!bar.own)
        return;
    const std::string& text = m_session.text();
    const QString name = bar.label();
    if (draft.grip == Grip::End && draft.until != bar.until)
        edit(tr("Let %1 last %2").arg(name, durationText(*draft.until - bar.from)),
             lastingFor(text, bar.own->index, *draft.until - bar.from));
    else if (draft.grip == Grip::Whole && draft.from != bar.from)
        edit(tr("Move %1 to %2").arg(name, clockText(draft.from, 1)),
             beginningAt(text, *bar.own, draft.from));
    refresh();
}

void PlanLane::dropDraft() {
    m_draft.reset();
    refresh();
}

void PlanLane::edit(const QString& name, const models::TextEdit& edit) {
    const QString problem = m_session.editPlan(name, edit);
    if (!problem.isEmpty()) {
        QToolTip::showText(mapToGlobal(QPoint(static_cast<int>(m_axis.track().left()), 0)), problem,
                           this);
        Q_EMIT said(problem);
    }
}

void PlanLane::repeat(std::size_t bar, int times, sim::Duration every) {
    const PlanBar& shown = m_bars[bar];
    if (!shown.own || shown.own->isRollout || times < 2 || every <= sim::Duration{})
        return;
    edit(tr("Repeat %1").arg(shown.label()),
         repeated(m_session.text(), m_session.scenario(), shown.own->index, times, every));
}

void PlanLane::remove(std::size_t bar) {
    const PlanBar shown = m_bars[bar];
    if (shown.own)
        edit(tr("Delete %1").arg(shown.label()), without(m_session.text(), *shown.own));
}

void PlanLane::askHowToRepeat(std::size_t bar) {
    QDialog ask(this);
    ask.setObjectName("repeatDialog");
    ask.setWindowTitle(tr("Repeat"));
    auto* form = new QFormLayout(&ask);
    form->setContentsMargins(16, 16, 16, 16);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    auto* times = new QSpinBox(&ask);
    times->setObjectName("repeatTimes");
    times->setRange(2, timesMost);
    times->setValue(3);
    auto* every = new QLineEdit(QStringLiteral("1 min"), &ask);
    every->setObjectName("repeatEvery");
    form->addRow(tr("Times in all"), times);
    form->addRow(tr("One each"), every);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, &ask);
    QPushButton* take = buttons->addButton(tr("Repeat"), QDialogButtonBox::AcceptRole);
    take->setProperty("primary", true);
    take->setDefault(true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, &ask, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, &ask, &QDialog::reject);
    const auto wanted = [every] { return models::parseDuration(every->text().toStdString()); };
    connect(every, &QLineEdit::textChanged, take,
            [take, wanted] { take->setEnabled(wanted() && *wanted() > sim::Duration{}); });
    if (ask.exec() == QDialog::Accepted && bar < m_bars.size())
        repeat(bar, times->value(), *wanted());
}

// ------------------------------------------------------------------------------------------- mouse

void PlanLane::mousePressEvent(QMouseEvent* event) {
    m_chosen = barAt(event->position());
    m_draft.reset();
    if (event->button() == Qt::LeftButton && m_chosen && isMovable(*m_chosen))
        beginDraft(*m_chosen, gripAt(*m_chosen, event->position()), event->position().x());
    announce();
    redraw();
}

void PlanLane::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || !m_draft || m_draft->grabbedAt < 0) {
        const auto bar = barAt(event->position());
        setCursor(!bar || !isMovable(*bar)                       ? Qt::ArrowCursor
                  : gripAt(*bar, event->position()) == Grip::End ? Qt::SizeHorCursor
                                                                 : Qt::OpenHandCursor);
        return;
    }
    const PlanBar& bar = m_bars[m_draft->bar];
    const bool isFine = event->modifiers() & Qt::ShiftModifier;
    const bool isEnd = m_draft->grip == Grip::End;
    const sim::Instant held = isEnd ? bar.until.value_or(m_session.liveSnapshot()->end) : bar.from;
    const sim::Instant wanted =
        m_axis.instantAt(m_axis.x(held) + event->position().x() - m_draft->grabbedAt);
    // A click that trembles moves nothing.
    const bool isSame = std::abs(event->position().x() - m_draft->grabbedAt) < 2;
    const sim::Instant now = isEnd ? *m_draft->until : m_draft->from;
    shiftDraft((isSame ? held : snapped(wanted, isFine)) - now);
    QToolTip::showText(event->globalPosition().toPoint(), spanText(m_draft->bar), this);
    redraw();
}

void PlanLane::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        takeDraft();
}

std::unique_ptr<QMenu> PlanLane::menuOf(std::size_t bar) {
    auto menu = std::make_unique<QMenu>(this);
    menu->setObjectName("planMenu");
    const PlanBar shown = m_bars[bar];
    menu->addAction(tr("Show this instant"), this, [this, shown] { m_session.review(shown.from); })
        ->setEnabled(shown.from < m_session.liveSnapshot()->now);
    const bool isActive = shown.stage == PlanBar::Stage::Active;
    if (isActive && shown.isDeployment())
        menu->addAction(tr("Roll back"), this,
                        [this, shown] { m_session.rollBack(shown.service); });
    else if (isActive)
        menu->addAction(tr("End it now"), this, [this, shown] { m_session.end(shown.id); });
    if (!shown.own)
        return menu;
    menu->addSeparator();
    if (!shown.own->isRollout)
        menu->addAction(tr("Repeat…"), this, [this, bar] { askHowToRepeat(bar); });
    QAction* gone = menu->addAction(tr("Delete"), this, [this, bar] { remove(bar); });
    gone->setShortcut(Qt::Key_Delete);
    gone->setShortcutContext(Qt::WidgetShortcut);
    return menu;
}

void PlanLane::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto bar = isByKey ? m_chosen : barAt(event->pos());
    if (!bar)
        return;
    m_chosen = bar;
    redraw();
    const QPoint at =
        isByKey ? mapToGlobal(barRect(*bar).bottomLeft().toPoint()) : event->globalPos();
    auto menu = menuOf(*bar);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu.release()->popup(at);
}

// -------------------------------------------------------------------------------------------- keys

bool PlanLane::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && m_chosen) {
        constexpr int ours[] = {Qt::Key_Left,  Qt::Key_Right,  Qt::Key_Return,
                                Qt::Key_Enter, Qt::Key_Delete, Qt::Key_Escape};
        if (std::ranges::find(ours, static_cast<QKeyEvent*>(event)->key()) != std::end(ours))
            event->accept();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto bar = barAt(help->pos()))
            QToolTip::showText(help->globalPos(), toolTipOf(*bar), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void PlanLane::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
            choose(event->key() == Qt::Key_Down ? 1 : -1);
            return;
        case Qt::Key_Left:
        case Qt::Key_Right:
            moveByKey(*event);
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            takeDraft();
            return;
        case Qt::Key_Escape:
            dropDraft();
            return;
        case Qt::Key_Delete:
            if (m_chosen)
                remove(*m_chosen);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

// By a second, with Ctrl by ten; with Shift its end. Nothing is edited before Enter.
void PlanLane::moveByKey(const QKeyEvent& event) {
    if (!m_chosen || !isMovable(*m_chosen))
        return;
    const PlanBar& bar = m_bars[*m_chosen];
    const bool isEnd = event.modifiers() & Qt::ShiftModifier && !bar.isMark && !bar.isDeployment();
    const Grip grip = isEnd ? Grip::End : Grip::Whole;
    if (!m_draft || m_draft->bar != *m_chosen || m_draft->grip != grip)
        beginDraft(*m_chosen, grip, byKeys);
    const sim::Duration by = event.modifiers() & Qt::ControlModifier ? 10s : 1s;
    shiftDraft(event.key() == Qt::Key_Left ? -by : by);
    announce();
    redraw();
}

void PlanLane::choose(int step) {
    if (m_bars.empty())
        return;
    const auto count = static_cast<int>(m_bars.size());
    const int now = m_chosen ? static_cast<int>(*m_chosen) + step : step > 0 ? 0 : count - 1;
    m_chosen = static_cast<std::size_t>(std::clamp(now, 0, count - 1));
    m_draft.reset();
    announce();
    redraw();
}

// What is chosen, for screen readers, and beside it for everybody while it is moved by keys.
void PlanLane::announce() {
    if (!m_chosen) {
        setAccessibleDescription({});
        return;
    }
    setAccessibleDescription(m_bars[*m_chosen].what + QStringLiteral(", ") + spanText(*m_chosen));
    if (m_draft && m_draft->grabbedAt < 0)
        QToolTip::showText(mapToGlobal(barRect(*m_chosen).topRight().toPoint()),
                           spanText(*m_chosen) + tr("\nEnter takes it over, Esc does not"), this);
}

void PlanLane::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    const bool isByTab =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (!m_chosen && isByTab)
        choose(1);
    redraw();
}

void PlanLane::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    if (m_draft && m_draft->grabbedAt < 0)
        dropDraft();
    redraw();
}

}  // namespace app
