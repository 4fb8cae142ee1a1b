#include "app/panels/parameter_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int editorHeight = 24;
constexpr double nameShare = 0.42;  // of the width, where the value needs the rest
constexpr double wrappedLine = 16;
constexpr double longValueIndent = 16;

}  // namespace

ParameterList::ParameterList(Session& session, QWidget* parent)
    : InspectorSection(session, parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_editor = new QLineEdit(this);
    m_editor->setObjectName("parameterEditor");
    m_editor->setFont(lookFont(12));
    m_editor->hide();
    m_editor->installEventFilter(this);
}

// What is being edited stays open while the run goes on.
void ParameterList::refresh() {
    const std::string edited = m_edited ? m_rows[*m_edited].path : std::string();
    m_rows = makeRows();
    if (m_edited) {
        const auto found = std::ranges::find(m_rows, edited, &ParameterRow::path);
        if (found == m_rows.end())
            leave();
        else
            m_edited = static_cast<std::size_t>(found - m_rows.begin());
    }
    m_current = m_rows.empty() ? 0 : std::min(m_current, m_rows.size() - 1);
    if (!m_rows.empty() && !m_rows[m_current].isEditable())
        moveTo(1);
    contentChanged();
}

QString ParameterList::spoken() const {
    if (m_rows.empty())
        return {};
    QStringList parts{title()};
    for (const ParameterRow& row : m_rows) {
        parts << (row.isHeading ? row.name : row.name + QLatin1Char(' ') + row.shown);
        if (row.isSet)
            parts.back() += tr(", set while it runs");
    }
    if (!m_problem.isEmpty())
        parts << m_problem;
    return parts.join(QStringLiteral(", "));
}

// ------------------------------------------------------------------------------------------- looks

double ParameterList::drawRow(PanelPen& pen, std::size_t place, double middle) const {
    const ParameterRow& row = m_rows[place];
    const double left = PanelPen::sidePadding;
    const double width = pen.right() - left;
    const double next = middle + PanelPen::rowHeight;
    if (row.isHeading) {
        pen.text(left, middle, row.name, lookFont(13), theme().ink, width);
        return next;
    }
    if (pen.painter() && hasFocus() && place == m_current) {
        pen.painter()->setPen(QPen(theme().you, 1.5));
        pen.painter()->setBrush(Qt::NoBrush);
        pen.painter()->drawRoundedRect(QRectF(left - 6, middle - 10.5, width + 12, 21), 3, 3);
    }
    const double nameEnd =
        pen.text(left, middle, row.name, lookFont(12), theme().ink2, width * nameShare);
    if (m_edited == place)
        return drawHint(pen, isWide(row) ? next + PanelPen::rowHeight : next);
    const QFont font = lookFont(12, row.isSet ? 600 : 400);
    const QColor ink = row.isEditable() ? theme().ink : theme().ink2;
    const QString value = row.isSet ? tr("%1, set").arg(row.shown) : row.shown;
    if (QFontMetricsF(font).horizontalAdvance(value) <= pen.right() - nameEnd - 12) {
        pen.textRight(pen.right(), middle, value, font, ink);
        return next;
    }
    // What is too long for its line stands below its name.
    return pen.wrapped(left + longValueIndent, middle + 9, width - longValueIndent, wrappedLine,
                       value, font, ink) +
           PanelPen::rowHeight / 2 + 2;
}

// What can be written there, or what is wrong with what was.
double ParameterList::drawHint(PanelPen& pen, double middle) const {
    const QString said =
        m_problem.isEmpty()
            ? tr("Such as %1. Enter sets it, Esc leaves it.").arg(m_rows[*m_edited].example)
            : m_problem;
    return pen.wrapped(PanelPen::sidePadding, middle - 7, pen.right() - PanelPen::sidePadding,
                       wrappedLine, said, lookFont(12),
                       m_problem.isEmpty() ? theme().ink3 : theme().failingText) +
           PanelPen::rowHeight / 2 + 2;
}

double ParameterList::draw(PanelPen& pen) const {
    if (m_rows.empty())
        return 0;
    heading(pen, title(), hasFocus() ? tr("Enter changes it") : tr("click to change"));
    m_middles.clear();
    double middle = PanelPen::firstRow;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_middles.push_back(middle);
        middle = drawRow(pen, i, middle);
    }
    return middle - 3;
}

void ParameterList::placeChildren() {
    if (!m_edited || *m_edited >= m_middles.size())
        return;
    const bool hasOwnLine = isWide(m_rows[*m_edited]);
    const double left = PanelPen::sidePadding +
                        (hasOwnLine ? -4 : (width() - 2 * PanelPen::sidePadding) * nameShare);
    const double middle = m_middles[*m_edited] + (hasOwnLine ? PanelPen::rowHeight : 0);
    m_editor->setGeometry(static_cast<int>(left), static_cast<int>(middle) - editorHeight / 2,
                          width() - static_cast<int>(left + PanelPen::sidePadding) + 4,
                          editorHeight);
}

// Too long to be edited beside its name.
bool ParameterList::isWide(const ParameterRow& row) const {
    const double room = (width() - 2 * PanelPen::sidePadding) * (1 - nameShare) - 16;
    return QFontMetricsF(lookFont(12)).horizontalAdvance(row.words) > room;
}

// ------------------------------------------------------------------------------------------
// editing

void ParameterList::edit(std::size_t row) {
    if (row >= m_rows.size() || !m_rows[row].isEditable())
        return;
    m_current = row;
    m_edited = row;
    m_problem.clear();
    m_editor->setAccessibleName(m_rows[row].name);
    m_editor->setText(m_rows[row].words);
    m_editor->setPlaceholderText(m_rows[row].example);
    contentChanged();
    m_editor->show();
    m_editor->selectAll();
    m_editor->setFocus(Qt::OtherFocusReason);
}

void ParameterList::leave() {
    m_edited.reset();
    m_problem.clear();
    const bool hadFocus = m_editor->hasFocus();
    m_editor->hide();
    if (hadFocus)
        setFocus(Qt::OtherFocusReason);
    contentChanged();
}

void ParameterList::commit() {
    if (!m_edited)
        return;
    const ParameterRow row = m_rows[*m_edited];
    const QString words = m_editor->text().trimmed();
    m_problem = words == row.words ? QString() : set(row, words);
    if (m_problem.isEmpty()) {
        leave();
        refresh();
    } else {
        contentChanged();
    }
}

QString ParameterList::set(const ParameterRow& row, const QString& words) {
    if (row.isScale) {
        bool isNumber = false;
        const int instances = words.toInt(&isNumber);
        if (!isNumber || instances < 0)
            return tr("“%1” is no number of instances: a whole number, such as %2")
                .arg(words, row.example);
        m_session.scale(m_session.selectedService(), instances);
        return {};
    }
    sim::WantedParameter wanted{row.path, {}};
    if (!words.isEmpty())
        wanted.to = words.toStdString();
    const std::optional<std::string> before =
        row.words.isEmpty() ? std::nullopt : std::optional(row.words.toStdString());
    return m_session.setParameter(wanted, before);
}

// --------------------------------------------------------------------------------------------
// input

std::optional<std::size_t> ParameterList::rowAt(const QPoint& at) const {
    for (std::size_t i = 0; i < m_middles.size() && i < m_rows.size(); ++i) {
        if (std::abs(at.y() - m_middles[i]) <= PanelPen::rowHeight / 2 && m_rows[i].isEditable())
            return i;
    }
    return std::nullopt;
}

// To the next that can be edited, if there is one that way.
void ParameterList::moveTo(int step) {
    for (auto place = static_cast<int>(m_current) + step;
         place >= 0 && place < static_cast<int>(m_rows.size()); place += step) {
        if (m_rows[static_cast<std::size_t>(place)].isEditable()) {
            m_current = static_cast<std::size_t>(place);
            update();
            return;
        }
    }
}

void ParameterList::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Up:
            moveTo(-1);
            break;
        case Qt::Key_Down:
            moveTo(1);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_F2:
            edit(m_current);
            break;
        default:
            InspectorSection::keyPressEvent(event);
    }
}

// Those that move and edit are not to be taken by the window meanwhile.
bool ParameterList::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Return ||
            key == Qt::Key_Enter || key == Qt::Key_F2)
            event->accept();
    }
    return InspectorSection::event(event);
}

// A line editor hands Enter on to the list, which would open it again.
bool ParameterList::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey =
        event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    const int key = watched == m_editor && isKey ? static_cast<QKeyEvent*>(event)->key() : 0;
    if (key != Qt::Key_Escape && key != Qt::Key_Return && key != Qt::Key_Enter)
        return InspectorSection::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress && key == Qt::Key_Escape)
        leave();
    else if (event->type() == QEvent::KeyPress)
        commit();
    return true;
}

void ParameterList::mousePressEvent(QMouseEvent* event) {
    if (const auto row = rowAt(event->pos()))
        edit(*row);
}

void ParameterList::mouseMoveEvent(QMouseEvent* event) {
    setCursor(rowAt(event->pos()) ? Qt::IBeamCursor : Qt::ArrowCursor);
}

void ParameterList::focusInEvent(QFocusEvent* event) {
    InspectorSection::focusInEvent(event);
    update();
}

void ParameterList::focusOutEvent(QFocusEvent* event) {
    InspectorSection::focusOutEvent(event);
    update();
}

// --------------------------------------------------------------------------------------- the two

std::vector<ParameterRow> ParametersSection::makeRows() const {
    const auto service = m_session.selectedServiceIndex();
    if (!service || !seen())
        return {};
    return parameterRows(m_session.parameters(), m_session.scenario(), *service, seen()->wanted);
}

std::vector<ParameterRow> EdgeSettingsSection::makeRows() const {
    const int edge = m_session.selectedEdge();
    if (edge < 0 || edge >= static_cast<int>(m_session.graph().edges.size()))
        return {};
    return callRows(m_session.parameters(), m_session.graph(), static_cast<std::size_t>(edge));
}

}  // namespace app
