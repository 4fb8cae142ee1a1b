#include "app/traces/trace_difference_view.h"

#include <QPainter>
#include <algorithm>

#include "app/graph/paint_tools.h"
#include "app/look/difference.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

constexpr double nameIndent = 18, numberWidth = 78, differenceWidth = 112;

QString nameOf(const sim::Span& span) {
    QString name = QString::fromStdString(span.service);
    if (!span.endpoint.empty())
        name += QLatin1Char(' ') + QString::fromStdString(span.endpoint);
    if (span.attempts > 1)
        name += TraceDifferenceView::tr(", attempt %1").arg(span.attempt);
    if (span.copy > 0)
        name += TraceDifferenceView::tr(", copy");
    return span.isMessage ? TraceDifferenceView::tr("%1, by message").arg(name) : name;
}

QString endWord(models::Cause cause, bool isDegraded) {
    return cause != models::Cause::None ? text(models::nameOf(cause))
           : isDegraded                 ? TraceDifferenceView::tr("degraded")
                                        : TraceDifferenceView::tr("ok");
}

// "2 spans more, 1 span fewer"; empty: the same.
QString spansText(const std::vector<sim::SpanPair>& pairs) {
    const auto added = std::ranges::count(pairs, -1, &sim::SpanPair::first);
    const auto missing = std::ranges::count(pairs, -1, &sim::SpanPair::second);
    QStringList parts;
    if (added > 0)
        parts << (added == 1 ? TraceDifferenceView::tr("1 span more")
                             : TraceDifferenceView::tr("%1 spans more").arg(added));
    if (missing > 0)
        parts << (missing == 1 ? TraceDifferenceView::tr("1 span fewer")
                               : TraceDifferenceView::tr("%1 spans fewer").arg(missing));
    return parts.join(QStringLiteral(", "));
}

double endOf(const sim::Trace& trace) {
    sim::Instant last = trace.ended;
    for (const sim::Span& span : trace.spans)
        last = std::max(last, span.ended);
    return models::inSeconds(last - trace.begun);
}

}  // namespace

void TraceDifferenceView::show(TracePointer pinned, TracePointer chosen, Names names) {
    m_names = std::move(names);
    m_pinned = std::move(pinned);
    m_chosen = std::move(chosen);
    m_pairs.clear();
    if (m_pinned && m_chosen) {
        m_pairs = sim::matchedSpans(*m_pinned, *m_chosen);
        m_span = std::max({endOf(*m_pinned), endOf(*m_chosen), 1e-6});
    }
    rowsChanged();
}

const sim::Span* TraceDifferenceView::pinnedSpan(const sim::SpanPair& pair) const {
    return pair.first < 0 ? nullptr : &m_pinned->spans[static_cast<std::size_t>(pair.first)];
}

const sim::Span* TraceDifferenceView::chosenSpan(const sim::SpanPair& pair) const {
    return pair.second < 0 ? nullptr : &m_chosen->spans[static_cast<std::size_t>(pair.second)];
}

QString TraceDifferenceView::differenceOf(const sim::SpanPair& pair) const {
    const sim::Span* before = pinnedSpan(pair);
    const sim::Span* now = chosenSpan(pair);
    if (before == nullptr)
        return isOneRequest() ? tr("only %1").arg(chosenName()) : tr("only here");
    if (now == nullptr)
        return isOneRequest() ? tr("only %1").arg(pinnedName()) : tr("not here");
    const sim::Duration difference = now->took() - before->took();
    return difference == sim::Duration{}
               ? tr("the same")
               : signedText(difference > sim::Duration{} ? Direction::More : Direction::Less,
                            latencyText(std::chrono::abs(difference)));
}

QString TraceDifferenceView::pinnedName() const {
    return isOneRequest() ? m_names.pinned : QStringLiteral("#%1").arg(m_pinned->request);
}

QString TraceDifferenceView::chosenName() const {
    return isOneRequest() ? m_names.chosen : QStringLiteral("#%1").arg(m_chosen->request);
}

QString TraceDifferenceView::sentenceOfOne() const {
    QStringList parts;
    for (const auto& [name, trace] :
         {std::pair(pinnedName(), m_pinned), std::pair(chosenName(), m_chosen)})
        parts << QStringLiteral("%1 %2, %3")
                     .arg(name, endWord(trace->cause, trace->degraded), latencyText(trace->took()));
    const QString spans = spansText(m_pairs);
    parts << (spans.isEmpty() ? tr("the same calls") : spans);
    QString text = parts.join(QStringLiteral("; ")) + QLatin1Char('.');
    text[0] = text[0].toUpper();
    return text;
}

QString TraceDifferenceView::sentence() const {
    if (!m_pinned || !m_chosen)
        return {};
    if (isOneRequest())
        return sentenceOfOne();
    const sim::Duration difference = m_chosen->took() - m_pinned->took();
    QString text = tr("%1 #%2 took %3")
                       .arg(QString::fromStdString(m_chosen->journey))
                       .arg(m_chosen->request)
                       .arg(latencyText(m_chosen->took()));
    if (difference == sim::Duration{})
        text += tr(", as long as #%1").arg(m_pinned->request);
    else
        text += (difference > sim::Duration{} ? tr(", %1 more than #%2") : tr(", %1 less than #%2"))
                    .arg(latencyText(std::chrono::abs(difference)))
                    .arg(m_pinned->request);
    const QString spans = spansText(m_pairs);
    return text + (spans.isEmpty() ? tr("; the same calls.") : tr("; %1.").arg(spans));
}

QString TraceDifferenceView::spoken() const {
    QStringList lines{sentence()};
    for (const sim::SpanPair& pair : m_pairs) {
        const sim::Span* shown = chosenSpan(pair) ? chosenSpan(pair) : pinnedSpan(pair);
        QString line = nameOf(*shown) + QStringLiteral(": ") + differenceOf(pair);
        if (shown->failed())
            line += QStringLiteral(", ") + endWord(shown->cause, false);
        lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

QRectF TraceDifferenceView::bars() const {
    const double names = std::clamp(viewport()->width() * 0.26, 180.0, 320.0);
    const double numbers = 2 * numberWidth + differenceWidth;
    return {names, 0, std::max(40.0, viewport()->width() - names - numbers - sideMargin - 8), 0};
}

void TraceDifferenceView::paintHead(QPainter& painter) const {
    if (!m_pinned || !m_chosen)
        return;
    QString title = QStringLiteral("%1 #%2")
                        .arg(QString::fromStdString(m_chosen->journey))
                        .arg(m_chosen->request);
    if (!isOneRequest())
        title = tr("%1 beside %2").arg(title, pinnedName());
    paintTitle(painter, title, sentence());
    const TextStyle quiet{12, 400, theme().ink3};
    const double right = viewport()->width() - sideMargin;
    paintText(painter, {sideMargin, 58}, tr("Span"), quiet);
    paintText(painter, {bars().left(), 58},
              tr("above %1, below %2").arg(pinnedName(), chosenName()), quiet, bars().width());
    paintTextRight(painter, {right - differenceWidth - numberWidth, 58}, pinnedName(), quiet);
    paintTextRight(painter, {right - differenceWidth, 58}, chosenName(), quiet);
    paintTextRight(painter, {right, 58}, tr("difference"), quiet);
}

void TraceDifferenceView::paintBar(QPainter& painter, const sim::Trace& trace,
                                   const sim::Span& span, double top, bool isFaint) const {
    const auto x = [&](sim::Instant at) {
        return bars().left() + models::inSeconds(at - trace.begun) / m_span * bars().width();
    };
    const double from = x(span.sent);
    const QRectF bar(from, top, std::max(2.0, x(span.ended) - from), 7);
    if (isFaint) {
        painter.setPen(QPen(theme().work, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        painter.fillRect(bar, theme().work);
    }
    if (span.failed())
        paintFailure(painter, span, {bar.right() + 8, bar.center().y()});
}

void TraceDifferenceView::paintFailure(QPainter& painter, const sim::Span& span, QPointF at) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().failing);
    painter.drawPolygon(QPolygonF(
        {at + QPointF(0, -4), at + QPointF(4, 0), at + QPointF(0, 4), at + QPointF(-4, 0)}));
    const QString cause = endWord(span.cause, false);
    const TextStyle style{12, 400, theme().failingText};
    if (at.x() + 10 + textWidth(cause, style) < bars().right())
        paintText(painter, at + QPointF(10, 4), cause, style);
}

void TraceDifferenceView::paintRow(QPainter& painter, int row, double middle) const {
    const sim::SpanPair& pair = m_pairs[static_cast<std::size_t>(row)];
    const sim::Span* before = pinnedSpan(pair);
    const sim::Span* now = chosenSpan(pair);
    const sim::Span& shown = now ? *now : *before;
    const double left = sideMargin + pair.depth * nameIndent;
    paintText(painter, {left, middle + 5}, nameOf(shown), {13, 400, theme().ink},
              std::max(24.0, bars().left() - 12 - left));
    if (before)
        paintBar(painter, *m_pinned, *before, middle - 9, true);
    if (now)
        paintBar(painter, *m_chosen, *now, middle + 1, false);
    const double right = viewport()->width() - sideMargin;
    const TextStyle plain{12, 400, theme().ink};
    if (before)
        paintTextRight(painter, {right - differenceWidth - numberWidth, middle + 4},
                       latencyText(before->took()), plain);
    if (now)
        paintTextRight(painter, {right - differenceWidth, middle + 4}, latencyText(now->took()),
                       plain);
    const bool isMore = !before || (now && now->took() > before->took());
    const bool isSame = before && now && now->took() == before->took();
    paintTextRight(
        painter, {right, middle + 4}, differenceOf(pair),
        {12, 600,
         isSame ? theme().ink3 : differenceTextColor(isMore ? Direction::More : Direction::Less)});
}

}  // namespace app
