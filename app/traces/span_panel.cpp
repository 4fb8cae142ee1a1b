#include "app/traces/span_panel.h"

#include <QPainter>
#include <QVBoxLayout>

#include "app/graph/paint_tools.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/traces/part_painter.h"

namespace app {
namespace {

constexpr double spanLine = 22;

// "9.6 ms", "0.0 ms"
QString tookText(sim::Duration took) {
    return took == sim::Duration{} ? QStringLiteral("0") + QChar(QChar::Nbsp) + QStringLiteral("ms")
                                   : latencyText(took);
}

double shareOfTime(sim::Duration part, sim::Duration whole) {
    return whole == sim::Duration{} ? 0 : models::inSeconds(part) / models::inSeconds(whole);
}

// ------------------------------------------------------------------------------------------- head

class SpanHead final : public SpanSection {
  public:
    using SpanSection::SpanSection;
    QString spoken() const override {
        return isShown() ? QString::fromStdString(m_shown.span().service) + QLatin1Char(' ') +
                               QString::fromStdString(m_shown.span().endpoint) +
                               QStringLiteral(". ") + sentence()
                         : sentence();
    }

  protected:
    QString title() const override { return {}; }
    std::vector<Line> lines() const override { return {}; }
    double draw(PanelPen& pen) const override {
        if (!isShown())
            return pen.wrapped(PanelPen::sidePadding, 12, pen.right() - PanelPen::sidePadding, 20,
                               sentence(), lookFont(13), theme().ink2) +
                   12;
        const sim::Span& span = m_shown.span();
        const double left = PanelPen::sidePadding;
        const QString endpoint =
            span.depth == 0 ? tr("journey") : QString::fromStdString(span.endpoint);
        const double room = QFontMetricsF(lookFont(13)).horizontalAdvance(endpoint);
        pen.glyph(left, 24, glyphOf(span), 16);
        pen.text(left + 24, 24, QString::fromStdString(span.service), lookFont(16, 600),
                 theme().ink, pen.right() - left - 24 - room - 12);
        pen.textRight(pen.right(), 24, endpoint, lookFont(13), theme().ink2);
        return pen.wrapped(left, 40, pen.right() - left, 20, sentence(), lookFont(13),
                           theme().ink) +
               10;
    }

  private:
    // "The request waited for it for 36.7 ms of its 41.8 ms."
    QString sentence() const {
        if (!isShown())
            return tr("Select a span of the waterfall.");
        const sim::Span& span = m_shown.span();
        QString text;
        if (span.failed())
            text = tr("It failed: %1. ").arg(causeText(*m_shown.trace, span));
        const sim::Duration critical = sumOf(span.critical);
        if (span.depth == 0)
            return text + tr("The request took %1.").arg(latencyText(span.took()));
        if (span.isMessage)
            return text + tr("It was handled by message, for which the request did not wait.");
        if (critical == sim::Duration{})
            return text + tr("The request did not wait for it: to make it faster would gain "
                             "nothing.");
        return text + tr("The request waited for it for %1 of its %2.")
                          .arg(latencyText(critical), latencyText(m_shown.trace->took()));
    }
};

// ---------------------------------------------------------------------------- where the time went

class SpanTimes final : public SpanSection {
  public:
    using SpanSection::SpanSection;

  protected:
    bool isThere() const override { return m_shown.span().took() > sim::Duration{}; }
    QString title() const override { return tr("Where the time went"); }
    QString aside() const override { return latencyText(m_shown.span().took()); }
    std::vector<Line> lines() const override {
        const sim::Span& span = m_shown.span();
        std::vector<Line> all;
        const auto add = [&](const QString& name, sim::Duration took,
                             std::optional<sim::TimeKind> kind, bool isInStore) {
            if (took > sim::Duration{})
                all.push_back(
                    {name,
                     QStringLiteral("%1\t%2").arg(latencyText(took),
                                                  percentText(shareOfTime(took, span.took()), 0)),
                     kind, isInStore});
        };
        const sim::Duration storing = sumOf(span.storing);
        for (const sim::TimeKind kind : timeKindsInOrder) {
            const sim::Duration sum = sumOf(span.parts, kind);
            if (kind != sim::TimeKind::Works) {
                add(partWord(kind), sum, kind, false);
                continue;
            }
            add(partWord(kind), sum - storing, kind, false);
            add(tr("in its store"), storing, std::nullopt, true);
        }
        return all;
    }
    double draw(PanelPen& pen) const override {
        if (!isShown())
            return 0;
        heading(pen, title(), aside());
        drawBar(pen, 42);
        return drawLines(pen, 64);
    }

  private:
    void drawBar(PanelPen& pen, double top) const {
        QPainter* painter = pen.painter();
        if (!painter)
            return;
        const sim::Span& span = m_shown.span();
        const double left = PanelPen::sidePadding, width = pen.right() - left;
        const auto barOf = [&](const sim::SpanPart& part) {
            const double from = left + shareOfTime(part.from - span.sent, span.took()) * width;
            const double to = left + shareOfTime(part.to - span.sent, span.took()) * width;
            return QRectF(from, top, std::max(1.0, to - from), 12);
        };
        for (const sim::SpanPart& part : span.parts)
            paintPart(*painter, barOf(part), part.kind, devicePixelRatioF());
        for (const sim::SpanPart& part : span.storing) {
            painter->fillRect(barOf(part), theme().panel);
            paintPart(*painter, barOf(part), sim::TimeKind::Blocked, devicePixelRatioF());
        }
    }
};

// ---------------------------------------------------------------------------------------- details

class SpanDetails final : public SpanSection {
  public:
    using SpanSection::SpanSection;

  protected:
    QString title() const override { return tr("Details"); }
    std::vector<Line> lines() const override {
        const sim::Span& span = m_shown.span();
        const auto named = [](const sim::Span& of) {
            const QString name = QString::fromStdString(of.service);
            return of.instance > 0 ? QStringLiteral("%1#%2").arg(name).arg(of.instance) : name;
        };
        std::vector<Line> all;
        if (span.instance > 0)
            all.push_back({tr("instance"), named(span)});
        all.push_back({span.depth == 0 ? tr("began") : tr("sent"), clockText(span.sent, 4)});
        if (span.accepted && span.depth > 0)
            all.push_back({tr("accepted"), clockText(*span.accepted, 4)});
        if (span.served && span.served != span.ended)
            all.push_back({tr("done"), clockText(*span.served, 4)});
        all.push_back(
            {span.isMessage ? tr("acknowledged") : tr("answered"), clockText(span.ended, 4)});
        if (span.depth == 0)
            return all;
        all.push_back({span.isMessage ? tr("request of") : tr("caller"),
                       named(m_shown.trace->spans[static_cast<std::size_t>(span.parent)])});
        all.push_back({tr("attempt"), tr("%1 of %2").arg(span.attempt).arg(span.attempts)});
        if (span.copy > 0)
            all.push_back({tr("copy of a hedge"), QString::number(span.copy + 1)});
        return all;
    }
};

// ------------------------------------------------------------------------------------------ store

class SpanStore final : public SpanSection {
  public:
    using SpanSection::SpanSection;

  protected:
    bool isThere() const override { return !m_shown.span().storeSteps.empty(); }
    QString title() const override { return tr("In its store"); }
    std::vector<Line> lines() const override {
        std::vector<Line> all;
        for (const sim::StoreStepSeen& step : m_shown.span().storeSteps)
            all.push_back({QString::fromStdString(step.what), tookText(step.to - step.from)});
        return all;
    }
    double draw(PanelPen& pen) const override {
        double y = SpanSection::draw(pen);
        const sim::StoreStepSeen* step = isShown() ? m_shown.step() : nullptr;
        if (!step)
            return y;
        if (!step->sql.empty())
            y = drawSql(pen, y - 4, QString::fromStdString(step->sql));
        return pen.wrapped(PanelPen::sidePadding, y, pen.right() - PanelPen::sidePadding, 16,
                           about(*step), lookFont(12), theme().ink3) +
               10;
    }
    QString spoken() const override {
        QString text = SpanSection::spoken();
        if (const sim::StoreStepSeen* step = isShown() ? m_shown.step() : nullptr)
            text += QStringLiteral(". ") + QString::fromStdString(step->sql) +
                    QStringLiteral(". ") + about(*step);
        return text;
    }

  private:
    static QString about(const sim::StoreStepSeen& step) {
        const QString waited = tr("it waited %1 for a connection").arg(tookText(step.waited));
        const QString rows = rowsText(step);
        QString text = rows.isEmpty() ? waited : rows + QStringLiteral("; ") + waited;
        text[0] = text[0].toUpper();
        return text + QLatin1Char('.');
    }
    static double drawSql(PanelPen& pen, double top, const QString& sql) {
        const double left = PanelPen::sidePadding, width = pen.right() - left;
        PanelPen measure(nullptr, pen.width());
        const double bottom =
            measure.wrapped(left + 10, top + 8, width - 20, 18, sql, monoFont(), theme().ink) + 8;
        if (QPainter* painter = pen.painter()) {
            painter->setPen(QPen(theme().line, 1));
            painter->setBrush(theme().field);
            painter->drawRoundedRect(
                QRectF(left, top, width, bottom - top).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
        pen.wrapped(left + 10, top + 8, width - 20, 18, sql, monoFont(), theme().ink);
        return bottom + 6;
    }
};

// ------------------------------------------------------------------------------------- the others

class SpanOthers final : public SpanSection {
  public:
    using SpanSection::SpanSection;

  protected:
    bool isThere() const override { return m_shown.compared.others > 0; }
    QString title() const override {
        return tr("Compared with %1 others").arg(countText(m_shown.compared.others));
    }
    std::vector<Line> lines() const override {
        std::vector<Line> all{{QString(), tr("this\tp50\tp99")}};
        for (const SpanComparison::Row& row : m_shown.compared.rows)
            all.push_back({row.isInStore ? tr("in its store") : partWord(row.kind),
                           QStringLiteral("%1\t%2\t%3")
                               .arg(tookText(row.here), tookText(row.p50),
                                    row.p99 ? tookText(*row.p99) : QStringLiteral("\u2013"))});
        return all;
    }
};

}  // namespace

const sim::StoreStepSeen* SpanShown::step() const {
    const std::vector<sim::StoreStepSeen>& steps = span().storeSteps;
    const int place = row.step < 0 && steps.size() == 1 ? 0 : row.step;
    return place < 0 ? nullptr : &steps[static_cast<std::size_t>(place)];
}

// --------------------------------------------------------------------------------------- sections

void SpanSection::refresh() {
    const bool isHead = title().isEmpty();
    setVisible(isHead || (isShown() && isThere()));
    if (isVisibleTo(parentWidget()))
        contentChanged();
}

QString SpanSection::spoken() const {
    QStringList parts{title()};
    for (const Line& line : lines())
        parts << (line.name + QLatin1Char(' ') + QString(line.value).replace('\t', ", ")).trimmed();
    return parts.join(QStringLiteral("; "));
}

double SpanSection::draw(PanelPen& pen) const {
    if (!isShown())
        return 0;
    heading(pen, title(), aside());
    return drawLines(pen, 36);
}

// Columns stand right, parted by tabs.
double SpanSection::drawLines(PanelPen& pen, double top) const {
    constexpr double column = 68;
    double middle = top + 12;
    for (const Line& line : lines()) {
        double left = PanelPen::sidePadding;
        const QRectF sign(left, middle - 5, 20, 10);
        if (line.kind || line.isInStore)
            left += 28;
        if (pen.painter() && (line.kind || line.isInStore))
            paintPart(*pen.painter(), sign, line.kind.value_or(sim::TimeKind::Blocked),
                      devicePixelRatioF());
        const QStringList values = line.value.split(QLatin1Char('\t'));
        double right = pen.right();
        for (auto value = values.rbegin(); value != values.rend(); ++value) {
            pen.textRight(right, middle, *value, lookFont(12),
                          line.name.isEmpty() ? theme().ink3 : theme().ink);
            right -=
                values.size() == 1 ? QFontMetricsF(lookFont(12)).horizontalAdvance(*value) : column;
        }
        pen.text(left, middle, line.name, lookFont(12), theme().ink2, right + 8 - left);
        middle += spanLine;
    }
    return middle + 2;
}

// ------------------------------------------------------------------------------------------ panel

SpanPanel::SpanPanel(Session& session, QWidget* parent) : QScrollArea(parent), m_session(session) {
    setObjectName("spanPanel");
    setAccessibleName(tr("Span"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setObjectName("spanContent");
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_sections = {new SpanHead(m_shown, content), new SpanTimes(m_shown, content),
                  new SpanDetails(m_shown, content), new SpanStore(m_shown, content),
                  new SpanOthers(m_shown, content)};
    for (SpanSection* each : m_sections)
        column->addWidget(each);
    column->addStretch(1);
    setWidget(content);
    refresh();
}

void SpanPanel::show(const std::optional<sim::Trace>& trace, const SpanRow& row) {
    m_shown.trace = trace;
    m_shown.row = row;
    if (isVisible())
        refresh();
}

void SpanPanel::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    refresh();
}

void SpanPanel::refresh() {
    m_shown.compared =
        m_shown.trace ? comparedSpan(m_shown.span(), m_session.traces()) : SpanComparison{};
    for (SpanSection* each : m_sections)
        each->refresh();
}

QString SpanPanel::text() const {
    QStringList parts;
    for (const SpanSection* each : m_sections) {
        if (each->isVisibleTo(widget()))
            parts << each->spoken();
    }
    return parts.join(QLatin1Char('\n'));
}

}  // namespace app
