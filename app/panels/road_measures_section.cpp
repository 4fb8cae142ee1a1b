#include "app/panels/road_measures_section.h"

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double differenceRoom = 106, figureRoom = 64, colourButtonHeight = 28;

}  // namespace

RoadMeasuresSection::RoadMeasuresSection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session), m_colour(new QPushButton(this)) {
    m_colour->setObjectName("colourByRoads");
    m_colour->setCheckable(true);
    m_colour->setText(tr("Colour the graph by the difference"));
    connect(m_colour, &QPushButton::clicked, this, &RoadMeasuresSection::colouringWanted);
    setToolTip(
        tr("The newest seconds of both roads. What differs by less than a point, or by less than a "
           "tenth, is taken for the same."));
    hide();
}

void RoadMeasuresSection::refresh() {
    const auto& roads = m_session.state().otherRoad ? m_session.state().roads : nullptr;
    if (roads == m_roads)
        return;
    m_roads = roads && roads->first ? roads : nullptr;
    m_measures =
        m_roads ? roadMeasures(m_session.scenario(), *m_roads) : std::vector<RoadMeasure>();
    setVisible(m_roads != nullptr);
    contentChanged();
}

void RoadMeasuresSection::setColouring(bool colours) {
    m_colour->setChecked(colours);
}

double RoadMeasuresSection::draw(PanelPen& pen) const {
    if (!m_roads)
        return 0;
    heading(pen, tr("Measures of both"), tr("at %1").arg(clockText(m_roads->at)));
    const double left = PanelPen::sidePadding, right = pen.right();
    const double here = right - differenceRoom, other = here - figureRoom;
    double middle = 46;
    if (m_measures.empty()) {
        pen.text(left, middle, tr("No measure differs."), lookFont(13), theme().ink2);
        return middle + 20 + colourButtonHeight + 12;
    }
    pen.textRight(other, middle, tr("other"), lookFont(12), theme().ink3);
    pen.textRight(here, middle, tr("this road"), lookFont(12), theme().ink3);
    pen.textRight(right, middle, tr("difference"), lookFont(12), theme().ink3);
    QString subject;
    for (const RoadMeasure& row : m_measures) {
        // The first of each stands on the line of its heads.
        if (row.subject != subject) {
            middle += subject.isEmpty() ? 0 : PanelPen::rowHeight + 2;
            const double room = subject.isEmpty() ? other - 40 - left : right - left;
            pen.text(left, middle, row.subject, lookFont(13), theme().ink, room);
            subject = row.subject;
        }
        middle += 20;
        pen.text(left + 8, middle, row.measure, lookFont(12), theme().ink3);
        pen.textRight(other, middle, row.other, lookFont(12), theme().ink2);
        pen.textRight(here, middle, row.here, lookFont(12), theme().ink);
        pen.textRight(right, middle, row.difference, lookFont(12, 600),
                      differenceTextColor(row.direction));
    }
    return middle + 20 + colourButtonHeight + 12;
}

void RoadMeasuresSection::placeChildren() {
    m_colour->setGeometry(static_cast<int>(PanelPen::sidePadding),
                          height() - static_cast<int>(colourButtonHeight) - 13,
                          m_colour->sizeHint().width(), static_cast<int>(colourButtonHeight));
}

QString RoadMeasuresSection::spoken() const {
    if (!m_roads)
        return {};
    QStringList parts{tr("Measures of both roads")};
    for (const RoadMeasure& row : m_measures)
        parts << tr("%1 %2: %3 on the other road, %4 here")
                     .arg(row.subject, row.measure, row.other, row.here);
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
