#include "app/traces/waterfall.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <array>
#include <cmath>
#include <set>

#include "app/charts/chart_axis.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/traces/part_painter.h"

namespace app {
namespace {

constexpr double headHeight = 44, axisHeight = 28, rowHeight = 30, barHeight = 12;
constexpr double indent = 20, margin = 16, takesWidth = 72;

// The first four are always in the legend.
constexpr std::array kinds = {
    sim::TimeKind::Waits,  sim::TimeKind::Works,  sim::TimeKind::Network,    sim::TimeKind::Blocked,
    sim::TimeKind::Permit, sim::TimeKind::Fetch,  sim::TimeKind::Connection, sim::TimeKind::Topic,
    sim::TimeKind::Hangs,  sim::TimeKind::Sleeps, sim::TimeKind::BackOff};
static_assert(kinds.size() == sim::timeKindCount);
constexpr std::size_t alwaysInLegend = 4;

// "9.6 ms waiting for a slot".
QString sentenceWordOf(sim::TimeKind kind) {
    switch (kind) {
        case sim::TimeKind::Waits:
            return Waterfall::tr("waiting for a slot");
        case sim::TimeKind::Works:
            return Waterfall::tr("working");
        case sim::TimeKind::Connection:
            return Waterfall::tr("waiting for a connection to its store");
        case sim::TimeKind::Permit:
            return Waterfall::tr("waiting for a permit");
        case sim::TimeKind::Fetch:
            return Waterfall::tr("waiting for another\u2019s fetching");
        case sim::TimeKind::Topic:
            return Waterfall::tr("waiting for a topic");
        case sim::TimeKind::Hangs:
            return Waterfall::tr("hanging");
        case sim::TimeKind::Sleeps:
            return Waterfall::tr("sleeping");
        default:
            return partWord(kind);
    }
}

sim::Duration sumOf(const std::vector<sim::SpanPart>& parts, sim::TimeKind kind) {
    sim::Duration sum{};
    for (const sim::SpanPart& part : parts) {
        if (part.kind == kind)
            sum += part.to - part.from;
    }
    return sum;
}

// Where it began is said where that is neither the callee nor, as with a timeout, who called.
QString causeText(const sim::Trace& trace, const sim::Span& span) {
    const auto name = models::causeNames[static_cast<std::size_t>(span.cause)];
    QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    const bool isCallers =
        span.parent >= 0 &&
        trace.spans[static_cast<std::size_t>(span.parent)].service == span.failedAt;
    if (!span.failedAt.empty() && span.failedAt != span.service && !isCallers)
        text += Waterfall::tr(", began at %1").arg(QString::fromStdString(span.failedAt));
    return span.wasSent ? text : Waterfall::tr("%1, not sent").arg(text);
}

}  // namespace

Waterfall::Waterfall(QWidget* parent) : QAbstractScrollArea(parent) {
    setObjectName("waterfall");
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    verticalScrollBar()->setSingleStep(static_cast<int>(rowHeight));
}

void Waterfall::show(std::optional<sim::Trace> trace) {
    const bool isSame = trace && m_trace && trace->request == m_trace->request;
    m_trace = std::move(trace);
    if (m_trace && m_trace->spans.empty())
        m_trace.reset();
    if (!isSame)
        m_selected = m_trace ? m_trace->slowest : 0;
    chooseRows();
    setAccessibleDescription(m_trace ? spoken(m_selected) : QString());
    setScrollRange();
    viewport()->update();
}

void Waterfall::showOnly(SpanFilter filter) {
    m_filter = filter;
    chooseRows();
    setScrollRange();
    viewport()->update();
}

// A span below the bound is shown where one that it called is not, so that the tree stays whole.
void Waterfall::chooseRows() {
    m_rows.clear();
    if (!m_trace)
        return;
    const std::vector<sim::Span>& spans = m_trace->spans;
    const double least = m_filter.leastShare * models::inSeconds(m_trace->took());
    std::vector<bool> isShown(spans.size());
    for (std::size_t i = spans.size(); i-- > 0;) {
        const bool isWell = !spans[i].failed() && !spans[i].degraded;
        isShown[i] =
            isShown[i] || i == 0 ||
            (models::inSeconds(spans[i].took()) >= least && !(m_filter.hidesHealthy && isWell));
        if (isShown[i] && i > 0)
            isShown[static_cast<std::size_t>(spans[i].parent)] = true;
    }
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (isShown[i])
            m_rows.push_back(static_cast<int>(i));
    }
    if (std::ranges::find(m_rows, m_selected) == m_rows.end())
        m_selected = 0;
}

int Waterfall::rowOf(int span) const {
    return static_cast<int>(std::ranges::lower_bound(m_rows, span) - m_rows.begin());
}

int Waterfall::hiddenSpans() const {
    return m_trace ? static_cast<int>(m_trace->spans.size() - m_rows.size()) : 0;
}

// Of a span that is hidden the one after it.
void Waterfall::selectSpan(int span) {
    if (!m_trace)
        return;
    const int row = std::min(rowOf(span), static_cast<int>(m_rows.size()) - 1);
    m_selected = m_rows[static_cast<std::size_t>(row)];
    const int top = static_cast<int>(row * rowHeight);
    const int visible = static_cast<int>(viewport()->height() - headHeight - axisHeight);
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (top + rowHeight > bar->value() + visible)
        bar->setValue(static_cast<int>(top + rowHeight) - visible);
    setAccessibleDescription(spoken(m_selected));
    viewport()->update();
    Q_EMIT spanSelected(m_selected);
}

// What is handled by message may end after the request.
sim::Instant Waterfall::end() const {
    sim::Instant last = m_trace->begun + sim::Duration(1000);
    for (const sim::Span& span : m_trace->spans)
        last = std::max(last, span.ended);
    return last;
}

double Waterfall::namesWidth() const {
    return std::clamp(viewport()->width() * 0.26, 180.0, 340.0);
}

QRectF Waterfall::bars() const {
    return {namesWidth(), headHeight + axisHeight,
            std::max(40.0, viewport()->width() - namesWidth() - takesWidth - margin),
            std::max(0.0, viewport()->height() - headHeight - axisHeight)};
}

double Waterfall::x(sim::Instant at) const {
    const double share =
        models::inSeconds(at - m_trace->begun) / models::inSeconds(end() - m_trace->begun);
    return bars().left() + share * bars().width();
}

void Waterfall::setScrollRange() {
    const auto rows = static_cast<double>(m_rows.size());
    const double visible = viewport()->height() - headHeight - axisHeight;
    verticalScrollBar()->setPageStep(static_cast<int>(visible));
    verticalScrollBar()->setRange(0,
                                  static_cast<int>(std::max(0.0, rows * rowHeight - visible + 8)));
}

void Waterfall::resizeEvent(QResizeEvent*) {
    setScrollRange();
}

void Waterfall::mousePressEvent(QMouseEvent* event) {
    const double y = event->position().y() - headHeight - axisHeight;
    const int row = static_cast<int>((y + verticalScrollBar()->value()) / rowHeight);
    if (m_trace && y >= 0 && row < static_cast<int>(m_rows.size()))
        selectSpan(m_rows[static_cast<std::size_t>(row)]);
}

void Waterfall::keyPressEvent(QKeyEvent* event) {
    const auto selectRow = [this](int row) {
        if (row >= 0 && row < static_cast<int>(m_rows.size()))
            selectSpan(m_rows[static_cast<std::size_t>(row)]);
    };
    switch (event->key()) {
        case Qt::Key_Up:
            selectRow(rowOf(m_selected) - 1);
            break;
        case Qt::Key_Down:
            selectRow(rowOf(m_selected) + 1);
            break;
        case Qt::Key_Home:
            selectSpan(0);
            break;
        case Qt::Key_Left:
            if (m_trace && m_selected > 0)
                selectSpan(m_trace->spans[static_cast<std::size_t>(m_selected)].parent);
            break;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

QString Waterfall::criticalSentence() const {
    if (!m_trace || m_trace->slowest == 0)
        return {};
    const sim::Span& span = m_trace->spans[static_cast<std::size_t>(m_trace->slowest)];
    sim::Duration all{};
    QStringList parts;
    for (const sim::TimeKind kind : kinds) {
        const sim::Duration sum = sumOf(span.critical, kind);
        all += sum;
        if (sum > sim::Duration{})
            parts << QStringLiteral("%1 %2").arg(latencyText(sum), sentenceWordOf(kind));
    }
    return tr("%1 %2 of %3: %4.")
        .arg(QString::fromStdString(span.service), latencyText(all), latencyText(m_trace->took()),
             parts.join(QStringLiteral(", ")));
}

QString Waterfall::spoken(int span) const {
    const sim::Span& row = m_trace->spans[static_cast<std::size_t>(span)];
    QStringList parts{QString::fromStdString(row.service) + QLatin1Char(' ') +
                      QString::fromStdString(row.endpoint)};
    parts << latencyText(row.took());
    for (const sim::TimeKind kind : kinds) {
        if (const sim::Duration sum = sumOf(row.parts, kind); sum > sim::Duration{})
            parts << partWord(kind) + QLatin1Char(' ') + latencyText(sum);
    }
    if (row.failed())
        parts << causeText(*m_trace, row);
    return parts.join(QStringLiteral(", "));
}

// --------------------------------------------------------------------------------------- painting

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
    painter.setFont(lookFont(12));
    painter.setPen(theme().ink2);
    painter.drawText(QPointF(after, headHeight / 2 + 5), tr("%1, %2 spans, %3 services, at %4")
                                                             .arg(latencyText(m_trace->took()))
                                                             .arg(m_trace->spans.size())
                                                             .arg(services.size())
                                                             .arg(clockText(m_trace->begun, 3)));
    paintLegend(painter);
}

std::vector<sim::TimeKind> Waterfall::kindsInLegend() const {
    std::vector<sim::TimeKind> shown(kinds.begin(), kinds.begin() + alwaysInLegend);
    for (std::size_t i = alwaysInLegend; i < kinds.size(); ++i) {
        const bool isThere = std::ranges::any_of(m_trace->spans, [&](const sim::Span& span) {
            return sumOf(span.parts, kinds[i]) > sim::Duration{};
        });
        if (isThere)
            shown.push_back(kinds[i]);
    }
    return shown;
}

void Waterfall::paintLegend(QPainter& painter) const {
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    double right = viewport()->width() - margin;
    const std::vector<sim::TimeKind> shown = kindsInLegend();
    for (auto kind = shown.rbegin(); kind != shown.rend(); ++kind) {
        const QString word = partWord(*kind);
        right -= metrics.horizontalAdvance(word);
        painter.setPen(theme().ink2);
        painter.drawText(QPointF(right, headHeight / 2 + 5), word);
        right -= 8 + 20;
        paintPart(painter, QRectF(right, headHeight / 2 - 5, 20, 10), *kind, devicePixelRatioF());
        right -= 20;
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

void Waterfall::paintRow(QPainter& painter, int place, double top) const {
    const sim::Span& span = m_trace->spans[static_cast<std::size_t>(place)];
    const double middle = top + rowHeight / 2;
    const bool isSelected = place == m_selected;
    if (isSelected)
        painter.fillRect(QRectF(0, top, viewport()->width(), rowHeight), theme().selbg);
    paintName(painter, span, middle);
    paintParts(painter, span, middle);
    painter.setFont(lookFont(12, isSelected ? 600 : 400));
    painter.setPen(theme().ink);
    const QString took = millisecondsText(span.took());
    const QFontMetricsF metrics(painter.font());
    painter.drawText(
        QPointF(viewport()->width() - margin - metrics.horizontalAdvance(took), middle + 4), took);
}

void Waterfall::paintName(QPainter& painter, const sim::Span& span, double middle) const {
    const double left = margin + span.depth * indent;
    if (span.depth > 0) {
        painter.setPen(QPen(theme().edge, 1));
        const double stem = std::round(left - indent + 7) + 0.5;
        painter.drawLine(QPointF(stem, middle - rowHeight / 2), QPointF(stem, middle));
        painter.drawLine(QPointF(stem, middle), QPointF(left - 4, middle));
    }
    paintGlyph(painter, QRectF(left, middle - 7, 14, 14), glyphOf(span));
    double x = left + 20;
    const double end = namesWidth() - 12;
    const auto write = [&](const QString& text, const QColor& colour, int weight) {
        painter.setFont(lookFont(13, weight));
        painter.setPen(colour);
        const QFontMetricsF metrics(painter.font());
        const QString shown = metrics.elidedText(text, Qt::ElideRight, std::max(0.0, end - x));
        painter.drawText(QPointF(x, middle + 5), shown);
        x += metrics.horizontalAdvance(shown) + 6;
    };
    write(QString::fromStdString(span.service), theme().ink, 400);
    write(span.depth == 0 ? tr("journey") : QString::fromStdString(span.endpoint), theme().ink2,
          400);
    if (span.attempts > 1)
        write(tr("attempt %1 of %2").arg(span.attempt).arg(span.attempts), theme().ink3, 400);
    if (span.copy > 0)
        write(tr("copy"), theme().ink3, 400);
    if (span.isMessage)
        write(tr("by message"), theme().ink3, 400);
}

void Waterfall::paintParts(QPainter& painter, const sim::Span& span, double middle) const {
    const double top = middle - barHeight / 2 - 1;
    for (const sim::SpanPart& part : span.parts) {
        const double from = x(part.from);
        const QRectF bar(from, top, std::max(1.0, x(part.to) - from), barHeight);
        paintPart(painter, bar, part.kind, devicePixelRatioF());
    }
    for (const sim::SpanPart& part : span.critical) {
        const double from = x(part.from);
        painter.fillRect(QRectF(from, top + barHeight + 3, std::max(1.0, x(part.to) - from), 2),
                         theme().ink);
    }
    if (!span.failed())
        return;
    const QPointF at(x(span.ended) + 8, top + barHeight / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().failing);
    painter.drawPolygon(QPolygonF(
        {at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5), at + QPointF(-5, 0)}));
    painter.setFont(lookFont(12));
    painter.setPen(theme().failingText);
    const QString text = causeText(*m_trace, span);
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(text);
    const bool fits = at.x() + 12 + width < bars().right() + takesWidth - 40;
    const double left = fits ? at.x() + 12 : x(span.sent) - 8 - width;
    if (fits || left > namesWidth())
        painter.drawText(QPointF(left, at.y() + 4), text);
}

}  // namespace app
