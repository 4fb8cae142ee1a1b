#include "app/desktop/status_line.h"

#include <QPainter>
#include <cmath>

#include "app/graph/health.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/session/edge_words.h"

namespace app {
namespace {

constexpr int lineHeight = 24;
constexpr double left = 12, right = 12, gap = 16;

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
    const auto redraw = [this] {
        setAccessibleName(healthText());
        update();
    };
    connect(&session, &Session::snapshotChanged, this, redraw);
    connect(&session, &Session::selectionChanged, this, redraw);
    connect(&session, &Session::stateChanged, this, redraw);
    connect(&session, &Session::opened, this, redraw);
}

void StatusLine::setZoom(double zoom) {
    m_zoom = zoom;
    update();
}

void StatusLine::setCompact(bool compact) {
    m_isCompact = compact;
    update();
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
    const auto write = [&](const QString& text, const QColor& colour) {
        painter.setPen(colour);
        painter.drawText(QPointF(x, baseline), text);
        x += metrics.horizontalAdvance(text) + gap;
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
    QStringList parts{QString::fromStdString(m_session.scenario().name)};
    if (!m_isCompact)
        parts << contentsText();
    parts << QString::number(std::lround(m_zoom * 100)) + QChar(QChar::Nbsp) + QLatin1Char('%');
    double end = width() - right;
    painter.setPen(look.ink2);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const double start = end - metrics.horizontalAdvance(*part);
        if (start < x)
            break;
        painter.drawText(QPointF(start, baseline), *part);
        end = start - gap;
    }
}

}  // namespace app
