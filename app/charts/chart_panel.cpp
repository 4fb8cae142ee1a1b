#include "app/charts/chart_panel.h"

#include <QStringList>

#include "app/charts/chart_view.h"

namespace app {

ChartPanel::ChartPanel(QWidget* parent) : QWidget(parent), m_view(new ChartView(this)) {
    connect(m_view, &ChartView::rangeWanted, this, &ChartPanel::rangeWanted);
    connect(m_view, &ChartView::cursorWanted, this, &ChartPanel::cursorWanted);
    connect(m_view, &ChartView::backToLiveWanted, this, &ChartPanel::backToLiveWanted);
    connect(m_view, &ChartView::instantWanted, this, &ChartPanel::instantWanted);
}

ChartPanel::~ChartPanel() = default;

void ChartPanel::show(ChartContent content, TimeRange range) {
    setAccessibleName(content.title);
    m_view->show(std::move(content), range);
    QStringList said = valuesAtCursor();
    if (!this->content().note.isEmpty())
        said << this->content().note;
    setAccessibleDescription(said.join(QStringLiteral(", ")));
}

void ChartPanel::setCursorTime(std::optional<double> seconds) {
    m_view->setCursorTime(seconds);
}

void ChartPanel::setCompact(bool compact) {
    m_view->setCompact(compact);
}

void ChartPanel::restyle() {
    m_view->restyle();
}

const ChartContent& ChartPanel::content() const {
    return m_view->content();
}

QRectF ChartPanel::plotRect() const {
    return m_view->geometryNow().plot;
}

QStringList ChartPanel::valuesAtCursor() const {
    auto values = m_view->cursorNow().values;
    std::stable_sort(values.begin(), values.end(),
                     [](const CursorValue& a, const CursorValue& b) { return a.y < b.y; });
    QStringList texts;
    for (const CursorValue& value : values)
        texts << value.name + QLatin1Char(' ') + value.value;
    return texts;
}

void ChartPanel::resizeEvent(QResizeEvent*) {
    m_view->setGeometry(rect());
}

}  // namespace app
