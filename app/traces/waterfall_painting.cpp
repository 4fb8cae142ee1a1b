// How a Waterfall is drawn.
#include <QPainter>
#include <QScrollBar>
#include <cmath>
#include <ranges>
#include <set>

#include "app/charts/chart_axis.h"
#include "app/graph/paint_tools.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/traces/part_painter.h"
#include "app/traces/waterfall.h"

namespace app {
namespace {

constexpr std::size_t alwaysInLegend = 4;
constexpr double legendSign = 20, legendGap = 8, legendBetween = 20;

double legendWidth(const std::vector<sim::TimeKind>& kinds) {
    const QFontMetricsF metrics(lookFont(12));
    double width = 0;
    for (const sim::TimeKind kind : kinds)
        width += metrics.horizontalAdvance(partWord(kind)) + legendGap + legendSign + legendBetween;
    return width;
}

}  // namespace

void Waterfall::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), theme().panel);
    if (!m_trace)
        return;
    paintAxis(painter);
    painter.save();
    painter.setClipRect(
        QRectF(0, bars().top(), viewport()->width(), std::max(0.0, bars().height())));
    const double offset = bars().top() - verticalScrollBar()->value();
    const int first = std::max(0, static_cast<int>(verticalScrollBar()->value() / rowHeight));
    for (int row = first; row < static_cast<int>(m_rows.size()); ++row) {
        const double top = offset + row * rowHeight;
        if (top > viewport()->height())
            break;
        paintRow(painter, m_rows[static_cast<std::size_t>(row)], top);
    }
    painter.restore();
    paintHead(painter);
}

void Waterfall::paintHead(QPainter& painter) const {
    painter.fillRect(QRectF(0, 0, viewport()->width(), headHeight), theme().panel);
    painter.fillRect(QRectF(0, 0, viewport()->width(), 1), theme().line);
    paintGlyph(painter, QRectF(margin, headHeight / 2 - 8, 16, 16), glyphOf(*m_trace));
    painter.setFont(lookFont(16, 600));
    painter.setPen(theme().ink);
    const QString title =
        QString::fromStdString(m_trace->journey) + QStringLiteral(" #%1").arg(m_trace->request);
    painter.drawText(QPointF(margin + 24, headHeight / 2 + 6), title);
    const double after = margin + 24 + QFontMetricsF(painter.font()).horizontalAdvance(title) + 12;
    std::set<std::string> services;
    for (std::size_t i = 1; i < m_trace->spans.size(); ++i)
        services.insert(m_trace->spans[i].service);
    const QString about = tr("%1, %2 spans, %3 services, at %4")
                              .arg(latencyText(m_trace->took()))
                              .arg(m_trace->spans.size())
                              .arg(services.size())
                              .arg(clockText(m_trace->begun, 3));
    const double room = viewport()->width() - margin - legendWidth(kindsInLegend()) - after;
    if (room > 0)
        paintText(painter, {after, headHeight / 2 + 5}, about, {12, 400, theme().ink2}, room);
    paintLegend(painter);
}

std::vector<sim::TimeKind> Waterfall::kindsInLegend() const {
    std::vector<sim::TimeKind> shown(timeKindsInOrder.begin(),
                                     timeKindsInOrder.begin() + alwaysInLegend);
    for (std::size_t i = alwaysInLegend; i < timeKindsInOrder.size(); ++i) {
        const bool isThere = std::ranges::any_of(m_trace->spans, [&](const sim::Span& span) {
            return sumOf(span.parts, timeKindsInOrder[i]) > sim::Duration{};
        });
        if (isThere)
            shown.push_back(timeKindsInOrder[i]);
    }
    return shown;
}

void Waterfall::paintLegend(QPainter& painter) const {
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    double right = viewport()->width() - margin;
    const std::vector<sim::TimeKind> shown = kindsInLegend();
    for (const sim::TimeKind kind : std::views::reverse(shown)) {
        const QString word = partWord(kind);
        right -= metrics.horizontalAdvance(word);
        painter.setPen(theme().ink2);
        painter.drawText(QPointF(right, headHeight / 2 + 5), word);
        right -= legendGap + legendSign;
        paintPart(painter, QRectF(right, headHeight / 2 - 5, legendSign, 10), kind,
                  devicePixelRatioF());
        right -= legendBetween;
    }
}

void Waterfall::paintAxis(QPainter& painter) const {
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    const double middle = headHeight + axisHeight / 2 + 4;
    painter.setPen(theme().ink3);
    painter.drawText(QPointF(margin, middle),
                     hiddenSpans() == 0 ? tr("Span") : tr("Span; %1 hidden").arg(hiddenSpans()));
    const double span = models::inSeconds(end() - m_trace->begun) * 1000;
    double step = std::pow(10, std::floor(std::log10(span)));
    while (span / step > 8)
        step *= 2;
    while (span / step < 4)
        step /= 2;
    for (double at = 0; at <= span; at += step) {
        const double px = std::round(bars().left() + at / span * bars().width());
        painter.fillRect(QRectF(px, bars().top(), 1, bars().height()), theme().line);
        const QString label =
            QString::number(at, 'g', 4) + (at == 0 ? QStringLiteral(" ms") : QString());
        if (px + metrics.horizontalAdvance(label) / 2 < bars().right() + 10)
            painter.drawText(
                QPointF(px - (at == 0 ? 0 : metrics.horizontalAdvance(label) / 2), middle), label);
    }
    const QString unit = tr("ms");
    painter.drawText(
        QPointF(viewport()->width() - margin - metrics.horizontalAdvance(unit), middle), unit);
}

void Waterfall::paintRow(QPainter& painter, const SpanRow& row, double top) const {
    const sim::Span& span = m_trace->spans[static_cast<std::size_t>(row.span)];
    const double middle = top + rowHeight / 2;
    const bool isSelected = row == m_selected;
    if (isSelected)
        painter.fillRect(QRectF(0, top, viewport()->width(), rowHeight), theme().selbg);
    sim::Duration took = span.took();
    if (row.step >= 0) {
        const sim::StoreStepSeen& step = span.storeSteps[static_cast<std::size_t>(row.step)];
        took = step.to - step.from;
        paintStepName(painter, row, middle);
        paintStep(painter, span, step, middle);
    } else {
        paintName(painter, span, middle);
        paintParts(painter, span, middle, isSelected ? theme().selbg : theme().panel);
    }
    paintTextRight(painter, {viewport()->width() - margin, middle + 4}, millisecondsText(took),
                   {12, isSelected ? 600 : 400, theme().ink});
}

void Waterfall::paintStem(QPainter& painter, double left, double middle) const {
    painter.setPen(QPen(theme().edge, 1));
    const double stem = std::round(left - indent + 7) + 0.5;
    painter.drawLine(QPointF(stem, middle - rowHeight / 2), QPointF(stem, middle));
    painter.drawLine(QPointF(stem, middle), QPointF(left - 4, middle));
}

// Beside each other, as many as there is room for.
void Waterfall::paintWords(QPainter& painter, double x, double middle,
                           const std::vector<std::pair<QString, QColor>>& words) const {
    const double end = namesWidth() - 12;
    for (const auto& [text, colour] : words) {
        if (x < end)
            x += paintText(painter, {x, middle + 5}, text, {13, 400, colour}, end - x) + 6;
    }
}

void Waterfall::paintName(QPainter& painter, const sim::Span& span, double middle) const {
    const double left = margin + span.depth * indent;
    if (span.depth > 0)
        paintStem(painter, left, middle);
    paintGlyph(painter, QRectF(left, middle - 7, 14, 14), glyphOf(span));
    std::vector<std::pair<QString, QColor>> words = {
        {QString::fromStdString(span.service), theme().ink},
        {span.depth == 0 ? tr("journey") : QString::fromStdString(span.endpoint), theme().ink2}};
    if (span.attempts > 1)
        words.emplace_back(tr("attempt %1 of %2").arg(span.attempt).arg(span.attempts),
                           theme().ink3);
    if (span.copy > 0)
        words.emplace_back(tr("copy"), theme().ink3);
    if (span.isMessage)
        words.emplace_back(tr("by message"), theme().ink3);
    paintWords(painter, left + 20, middle, words);
}

void Waterfall::paintStepName(QPainter& painter, const SpanRow& row, double middle) const {
    const sim::Span& span = m_trace->spans[static_cast<std::size_t>(row.span)];
    const sim::StoreStepSeen& step = span.storeSteps[static_cast<std::size_t>(row.step)];
    const double left = margin + (span.depth + 1 + (step.isInTransaction ? 1 : 0)) * indent;
    paintStem(painter, left, middle);
    paintCylinder(painter, QRectF(left + 1, middle - 6, 11, 12), theme().ink3);
    paintWords(painter, left + 20, middle,
               {{tr("%1 store").arg(QString::fromStdString(span.service)), theme().ink},
                {QString::fromStdString(step.what), theme().ink2}});
}

void Waterfall::underline(QPainter& painter, sim::Instant from, sim::Instant to,
                          double middle) const {
    const double left = x(from);
    painter.fillRect(QRectF(left, middle + barHeight / 2 + 2, std::max(1.0, x(to) - left), 2),
                     theme().ink);
}

// As work of its store, which the span itself only waits for.
void Waterfall::paintStep(QPainter& painter, const sim::Span& span, const sim::StoreStepSeen& step,
                          double middle) const {
    const double from = x(step.from);
    paintPart(painter,
              QRectF(from, middle - barHeight / 2 - 1, std::max(1.0, x(step.to) - from), barHeight),
              sim::TimeKind::Works, devicePixelRatioF());
    for (const sim::SpanPart& part : span.critical) {
        const sim::Instant begin = std::max(part.from, step.from);
        if (const sim::Instant end = std::min(part.to, step.to); begin < end)
            underline(painter, begin, end, middle);
    }
}

void Waterfall::paintParts(QPainter& painter, const sim::Span& span, double middle,
                           const QColor& ground) const {
    const double top = middle - barHeight / 2 - 1;
    const auto barOf = [&](const sim::SpanPart& part) {
        const double from = x(part.from);
        return QRectF(from, top, std::max(1.0, x(part.to) - from), barHeight);
    };
    for (const sim::SpanPart& part : span.parts)
        paintPart(painter, barOf(part), part.kind, devicePixelRatioF());
    for (const sim::SpanPart& part : span.storing) {
        painter.fillRect(barOf(part), ground);
        paintPart(painter, barOf(part), sim::TimeKind::Blocked, devicePixelRatioF());
    }
    for (const sim::SpanPart& part : span.critical)
        underline(painter, part.from, part.to, middle);
    if (!span.failed())
        return;
    const QPointF at(x(span.ended) + 8, top + barHeight / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().failing);
    painter.drawPolygon(QPolygonF(
        {at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5), at + QPointF(-5, 0)}));
    const QString text = causeText(*m_trace, span);
    const TextStyle style{12, 400, theme().failingText};
    const double width = textWidth(text, style);
    const bool fits = at.x() + 12 + width < bars().right() + takesWidth - 40;
    const double left = fits ? at.x() + 12 : x(span.sent) - 8 - width;
    if (fits || left > namesWidth())
        paintText(painter, {left, at.y() + 4}, text, style);
}

}  // namespace app
