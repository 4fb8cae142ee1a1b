#include "app/traces/waterfall.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>

#include "app/look/number_text.h"
#include "app/traces/part_painter.h"

namespace app {

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
        m_selected = {m_trace ? m_trace->slowest : 0};
    chooseRows();
    setAccessibleDescription(m_trace ? spokenRow(m_selected) : QString());
    setScrollRange();
    viewport()->update();
    Q_EMIT shown();
}

void Waterfall::showOnly(SpanFilter filter) {
    m_filter = filter;
    chooseRows();
    setScrollRange();
    viewport()->update();
    Q_EMIT shown();
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
        if (!isShown[i])
            continue;
        m_rows.push_back({static_cast<int>(i)});
        for (std::size_t step = 0; step < spans[i].storeSteps.size(); ++step) {
            const sim::StoreStepSeen& each = spans[i].storeSteps[step];
            if (models::inSeconds(each.to - each.from) >= least && !m_filter.hidesHealthy)
                m_rows.push_back({static_cast<int>(i), static_cast<int>(step)});
        }
    }
    if (std::ranges::find(m_rows, m_selected) == m_rows.end())
        m_selected = {};
}

int Waterfall::rowOf(const SpanRow& row) const {
    return static_cast<int>(std::ranges::find(m_rows, row) - m_rows.begin());
}

int Waterfall::hiddenSpans() const {
    const auto spans = std::ranges::count(m_rows, -1, &SpanRow::step);
    return m_trace ? static_cast<int>(m_trace->spans.size()) - static_cast<int>(spans) : 0;
}

// Of a span that is hidden the one after it.
void Waterfall::selectSpan(int span) {
    const auto row = std::ranges::find_if(
        m_rows, [span](const SpanRow& each) { return each.step < 0 && each.span >= span; });
    if (!m_rows.empty())
        selectRow(row == m_rows.end() ? m_rows.back() : *row);
}

void Waterfall::selectRow(const SpanRow& selected) {
    if (!m_trace || std::ranges::find(m_rows, selected) == m_rows.end())
        return;
    m_selected = selected;
    const int top = static_cast<int>(rowOf(selected) * rowHeight);
    const int visible = static_cast<int>(viewport()->height() - headHeight - axisHeight);
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (top + rowHeight > bar->value() + visible)
        bar->setValue(static_cast<int>(top + rowHeight) - visible);
    setAccessibleDescription(spokenRow(m_selected));
    viewport()->update();
    Q_EMIT shown();
    Q_EMIT spanSelected(m_selected.span);
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
        selectRow(m_rows[static_cast<std::size_t>(row)]);
}

void Waterfall::keyPressEvent(QKeyEvent* event) {
    const auto selectNumber = [this](int row) {
        if (row >= 0 && row < static_cast<int>(m_rows.size()))
            selectRow(m_rows[static_cast<std::size_t>(row)]);
    };
    switch (event->key()) {
        case Qt::Key_Up:
            selectNumber(rowOf(m_selected) - 1);
            break;
        case Qt::Key_Down:
            selectNumber(rowOf(m_selected) + 1);
            break;
        case Qt::Key_Home:
            selectSpan(0);
            break;
        case Qt::Key_Left:
            if (m_trace && m_selected.step >= 0)
                selectRow({m_selected.span});
            else if (m_trace && m_selected.span > 0)
                selectSpan(m_trace->spans[static_cast<std::size_t>(m_selected.span)].parent);
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
    for (const sim::TimeKind kind : timeKindsInOrder) {
        const sim::Duration sum = sumOf(span.critical, kind);
        all += sum;
        const sim::Duration inStore =
            kind == sim::TimeKind::Works ? overlapOf(span.critical, span.storing) : sim::Duration{};
        if (sum > inStore)
            parts << QStringLiteral("%1 %2").arg(latencyText(sum - inStore), sentenceWordOf(kind));
        if (inStore > sim::Duration{})
            parts << tr("%1 in its store").arg(latencyText(inStore));
    }
    return tr("%1 %2 of %3: %4.")
        .arg(QString::fromStdString(span.service), latencyText(all), latencyText(m_trace->took()),
             parts.join(QStringLiteral(", ")));
}

QString Waterfall::spokenRow(const SpanRow& row) const {
    if (row.step < 0)
        return spoken(row.span);
    const sim::Span& span = m_trace->spans[static_cast<std::size_t>(row.span)];
    const sim::StoreStepSeen& step = span.storeSteps[static_cast<std::size_t>(row.step)];
    QStringList parts{
        tr("%1 store, %2")
            .arg(QString::fromStdString(span.service), QString::fromStdString(step.what)),
        latencyText(step.to - step.from)};
    if (const QString rows = rowsText(step); !rows.isEmpty())
        parts << rows;
    return parts.join(QStringLiteral(", "));
}

QString Waterfall::spoken(int span) const {
    const sim::Span& row = m_trace->spans[static_cast<std::size_t>(span)];
    QStringList parts{QString::fromStdString(row.service) + QLatin1Char(' ') +
                      QString::fromStdString(row.endpoint)};
    parts << latencyText(row.took());
    for (const sim::TimeKind kind : timeKindsInOrder) {
        if (const sim::Duration sum = sumOf(row.parts, kind); sum > sim::Duration{})
            parts << partWord(kind) + QLatin1Char(' ') + latencyText(sum);
    }
    if (row.failed())
        parts << causeText(*m_trace, row);
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
