// Parameters as a list whose values are set in place, in the language's own words: a click, or Up
// and Down and then Enter or F2; Enter sets it, Escape leaves it as it was.
#pragma once

#include <QLineEdit>

#include "app/panels/inspector_sections.h"
#include "app/panels/parameter_rows.h"

namespace app {

class ParameterList : public InspectorSection {
    Q_OBJECT

  public:
    ParameterList(Session& session, QWidget* parent);
    void refresh() override;
    QString spoken() const override;
    const std::vector<ParameterRow>& rows() const { return m_rows; }
    const QString& problem() const { return m_problem; }

  protected:
    virtual QString title() const = 0;
    virtual std::vector<ParameterRow> makeRows() const = 0;

    double draw(PanelPen& pen) const override;
    void placeChildren() override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    // Returns the middle of the next.
    double drawRow(PanelPen& pen, std::size_t place, double middle) const;
    double drawHint(PanelPen& pen, double middle) const;
    bool isWide(const ParameterRow& row) const;
    std::optional<std::size_t> rowAt(const QPoint& at) const;
    void moveTo(int step);
    void edit(std::size_t row);
    void commit();
    void leave();
    // What is wrong with it; empty: it is set.
    QString set(const ParameterRow& row, const QString& words);

    std::vector<ParameterRow> m_rows;
    std::size_t m_current = 0;
    std::optional<std::size_t> m_edited;
    QString m_problem;
    QLineEdit* m_editor;
    mutable std::vector<double> m_middles;  // of the rows, where they were drawn last
};

// Of the selected service.
class ParametersSection final : public ParameterList {
    Q_OBJECT

  public:
    using ParameterList::ParameterList;

  protected:
    QString title() const override { return tr("Parameters"); }
    std::vector<ParameterRow> makeRows() const override;
};

// Of the calls over the selected edge.
class EdgeSettingsSection final : public ParameterList {
    Q_OBJECT

  public:
    using ParameterList::ParameterList;

  protected:
    QString title() const override { return tr("Settings"); }
    std::vector<ParameterRow> makeRows() const override;
};

}  // namespace app
