// The right dock while a trace is read: what the selected span took its time for, what it did in
// its store, and whether that is usual.
#pragma once

#include <QScrollArea>
#include <functional>

#include "app/panels/panel_section.h"
#include "app/session/session.h"
#include "app/traces/span_comparison.h"

namespace app {

// The row of a trace that is looked at.
struct SpanShown {
    std::optional<sim::Trace> trace;
    SpanRow row;
    SpanComparison compared;

    const sim::Span& span() const { return trace->spans[static_cast<std::size_t>(row.span)]; }
    // That was selected, or the only one; null: neither.
    const sim::StoreStepSeen* step() const;
};

// A part of the panel: says what `lines` are, of which each is a name and its value.
class SpanSection : public PanelSection {
    Q_OBJECT

  public:
    SpanSection(const SpanShown& shown, QWidget* parent) : PanelSection(parent), m_shown(shown) {}
    void refresh();
    QString spoken() const override;

  protected:
    struct Line {
        QString name, value;
        std::optional<sim::TimeKind> kind = {};  // with its sign before the name
        bool isInStore = false;                  // with that of a store
    };
    virtual bool isThere() const { return true; }
    virtual QString title() const = 0;
    virtual QString aside() const { return {}; }
    virtual std::vector<Line> lines() const = 0;
    double draw(PanelPen& pen) const override;
    double drawLines(PanelPen& pen, double top) const;
    bool isShown() const { return m_shown.trace.has_value(); }

    const SpanShown& m_shown;
};

class SpanPanel final : public QScrollArea {
    Q_OBJECT

  public:
    explicit SpanPanel(Session& session, QWidget* parent = nullptr);

    void show(const std::optional<sim::Trace>& trace, const SpanRow& row);
    // All that the panel says, as text.
    QString text() const;
    const SpanShown& shown() const { return m_shown; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();

    Session& m_session;
    SpanShown m_shown;
    std::vector<SpanSection*> m_sections;
};

}  // namespace app
