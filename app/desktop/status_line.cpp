#include "app/desktop/status_line.h"

#include <QPainter>
#include <cmath>
#include <ranges>
#include <utility>

#include "app/graph/health.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/session/edge_words.h"

namespace app {
namespace {

constexpr int lineHeight = 24;
constexpr double left = 12, right = 12, statusGap = 16;

QString counted(std::size_t count, const char* noun) {
    const QString text = QString::number(count) + QLatin1Char(' ') + QLatin1String(noun);
    return count == 1 ? text : text + QLatin1Char('s');
}

struct HealthCounts {
    int ok = 0;  // those without traffic included
    int degraded = 0;
    int failing = 0;
    int down = 0;
    int all() const { return ok + degraded + failing + down; }
};

HealthCounts countHealth(const sim::Snapshot& snapshot) {
    HealthCounts counts;
    for (const sim::ServiceSnapshot& service : snapshot.services) {
        switch (healthOf(service)) {
            case Health::Down:
                ++counts.down;
                break;
            case Health::Failing:
                ++counts.failing;
                break;
            case Health::Degraded:
                ++counts.degraded;
                break;
            case Health::Ok:
            case Health::NotJudged:
                ++counts.ok;
                break;
        }
    }
    return counts;
}

Glyph worstGlyph(const HealthCounts& counts) {
    if (counts.failing > 0)
        return Glyph::Failing;
    return counts.down > 0 || counts.degraded > 0 ? Glyph::Degraded : Glyph::Ok;
}

}  // namespace

StatusLine::StatusLine(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setFixedHeight(lineHeight);
    m_awaited = new QPushButton(this);
    m_awaited->setObjectName("awaitedChip");
    m_awaited->setToolTip(tr("Let it run on without pausing"));
    connect(m_awaited, &QPushButton::clicked, &m_session, &Session::stopAwaiting);
    m_focus = new QPushButton(this);
    m_focus->setObjectName("focusChip");
    m_focus->setToolTip(
        tr("Charts, event log and traces show this range of time only; a click, "
           "or Esc on the time bar, takes it off"));
    connect(m_focus, &QPushButton::clicked, this, [this] { m_session.setFocus({}); });
    m_warnings = new QPushButton(this);
    m_warnings->setObjectName("warningsChip");
    m_warnings->setToolTip(tr("What the file is warned of; it runs all the same"));
    connect(m_warnings, &QPushButton::clicked, this, &StatusLine::warningsWanted);
    const auto redraw = [this] {
        setAccessibleName(healthText());
        placeChips();
        update();
    };
    placeChips();
    connect(&session, &Session::snapshotChanged, this, redraw);
    connect(&session, &Session::selectionChanged, this, redraw);
    connect(&session, &Session::stateChanged, this, redraw);
    connect(&session, &Session::focusChanged, this, redraw);
    connect(&session, &Session::opened, this, redraw);
}

void StatusLine::setZoom(double zoom) {
    m_zoom = zoom;
    placeChips();
    update();
}

void StatusLine::setCompact(bool compact) {
    m_isCompact = compact;
    placeChips();
    update();
}

void StatusLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeChips();
}

QStringList StatusLine::partsAtRight() const {
    QStringList parts{QString::fromStdString(m_session.scenario().name)};
    if (!m_isCompact)
        parts << contentsText();
    parts << QString::number(std::lround(m_zoom * 100)) + QChar(QChar::Nbsp) + QLatin1Char('%');
    return parts;
}

// To the left of what is open. A sign of something awaited matters more than any of it.
void StatusLine::placeChips() {
    const auto warnings =
        static_cast<std::size_t>(m_session.hasRun() ? m_session.problems().size() : 0);
    m_warnings->setText(counted(warnings, "warning"));
    m_awaited->setText(tr("pauses %1").arg(m_session.awaited()) + QStringLiteral("  \u2715"));
    double end = width() - right;
    if (m_session.hasRun())
        for (const QString& part : partsAtRight())
            end -= QFontMetricsF(lookFont(12)).horizontalAdvance(part) + statusGap;
    const auto place = [&](QPushButton* chip, bool isWanted) {
        chip->setVisible(isWanted);
        if (!isWanted)
            return;
        chip->adjustSize();
        end -= chip->width();
        chip->move(static_cast<int>(std::max(left, end)), (height() - chip->height()) / 2 + 1);
        end -= statusGap / 2;
    };
    place(m_warnings, warnings > 0);
    if (const auto& focus = m_session.focus())
        m_focus->setText(
            tr("only %1 \u2013 %2").arg(clockText(focus->from, 1), clockText(focus->to, 1)) +
            QStringLiteral("  \u2715"));
    place(m_focus, m_session.focus().has_value());
    place(m_awaited, !m_session.awaited().isEmpty());
}

QString StatusLine::healthText() const {
    if (!m_session.hasRun())
        return m_session.problems().empty() ? tr("Nothing is open") : tr("The file has problems");
    const HealthCounts counts = countHealth(*m_session.snapshot());
    if (counts.ok == counts.all())
        return counts.all() == 1 ? tr("The service is healthy")
                                 : tr("All %1 services healthy").arg(countText(counts.all()));
    QStringList parts;
    const auto add = [&](int count, const QString& word) {
        if (count > 0)
            parts << (parts.isEmpty() ? counted(static_cast<std::size_t>(count), "service")
                                      : countText(count)) +
                         QLatin1Char(' ') + word;
    };
    add(counts.down, tr("down"));
    add(counts.failing, tr("failing"));
    add(counts.degraded, tr("degraded"));
    add(counts.ok, m_session.snapshot()->faults.empty() ? tr("healthy") : tr("unaffected"));
    return parts.join(QStringLiteral(", "));
}

QString StatusLine::contentsText() const {
    const models::Scenario& scenario = m_session.scenario();
    QString contents = counted(scenario.services.size(), "service") + QStringLiteral(", ") +
                       counted(scenario.journeys.size(), "journey");
    if (!scenario.topics.empty())
        contents += QStringLiteral(", ") + counted(scenario.topics.size(), "topic");
    return contents;
}

void StatusLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look.win);
    painter.fillRect(0, 0, width(), 1, look.line);
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    const double baseline = std::round(height() / 2.0 + (metrics.ascent() - metrics.descent()) / 2);
    double x = left;
    double room = width() - right;
    for (const QPushButton* chip : {m_awaited, m_focus, m_warnings})
        if (chip->isVisible())
            room = std::min(room, chip->x() - statusGap / 2);
    const auto write = [&](QString text, const QColor& colour) {
        if (x >= room)
            return;
        text = metrics.elidedText(text, Qt::ElideRight, room - x);
        painter.setPen(colour);
        painter.drawText(QPointF(x, baseline), text);
        x += metrics.horizontalAdvance(text) + statusGap;
    };
    if (m_session.hasRun()) {
        paintGlyph(painter, QRectF(x, height() / 2.0 - 7, 14, 14),
                   worstGlyph(countHealth(*m_session.snapshot())));
        x += 20;
    }
    write(healthText(), look.ink);
    if (!m_session.selectedTarget().isEmpty())
        write(tr("Selected: %1").arg(m_session.selectedTarget()), look.ink2);
    else if (m_session.selectedEdge() >= 0)
        write(tr("Selected: %1")
                  .arg(edgeName(m_session.graph(),
                                static_cast<std::size_t>(m_session.selectedEdge()))),
              look.ink2);
    if (const QString stepped = m_session.steppedText(); !stepped.isEmpty())
        write(clockText(m_session.snapshot()->now, 9) + QStringLiteral("  ") + stepped, look.ink);
    if (!m_session.hasRun())
        return;
    const QStringList parts = partsAtRight();
    double end = width() - right;
    painter.setPen(look.ink2);
    for (const QString& part : std::views::reverse(std::as_const(parts))) {
        const double start = end - metrics.horizontalAdvance(part);
        if (start < x)
            break;
        painter.drawText(QPointF(start, baseline), part);
        end = start - statusGap;
    }
}

}  // namespace app
