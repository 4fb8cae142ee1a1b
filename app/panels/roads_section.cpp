#include "app/panels/roads_section.h"

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/cost_sentences.h"

namespace app {

RoadsSection::RoadsSection(Session& session, QWidget* parent)
    : PairLinks(parent), m_session(session) {
    setToolTip(
        tr("Both roads have the same requests; matched one by one since they parted. "
           "Simulate > Take the other road goes over."));
    hide();
}

void RoadsSection::refresh() {
    const auto& roads = m_session.state().otherRoad ? m_session.state().roads : nullptr;
    if (roads == m_roads)
        return;
    m_roads = roads;
    setVisible(m_roads != nullptr);
    linksChanged();
}

double RoadsSection::draw(PanelPen& pen) const {
    if (!m_roads)
        return 0;
    forgetLinks();
    heading(pen, tr("Beside the other road"), tr("since %1").arg(clockText(m_roads->from)));
    const double left = PanelPen::sidePadding;
    double middle = 46;
    for (const sim::JourneyDifference& journey : m_roads->journeys) {
        const QString words = roadSentence(journey);
        const double width = QFontMetricsF(lookFont(12)).horizontalAdvance(words);
        const double right = pen.text(left, middle, QString::fromStdString(journey.name),
                                      lookFont(13), theme().ink, (pen.right() - left) / 2);
        const PairsWanted wanted{.journey = journey.name,
                                 .beside = sim::TracingWanted::Beside::OtherRoad};
        // The last letter of a text that just fits may need a part of a pixel more.
        const bool fits = right + 12 + width + 1 <= pen.right();
        const QPointF at =
            fits ? QPointF(pen.right() - width - 1, middle - 8) : QPointF(left, middle + 10);
        const double bottom = drawParts(pen, at, 16, {}, roadParts(journey), {}, wanted);
        middle = fits ? middle : bottom - 10;
        middle += 22;
    }
    return middle - 1;
}

QString RoadsSection::spoken() const {
    if (!m_roads)
        return {};
    QStringList parts{tr("Beside the other road")};
    for (const sim::JourneyDifference& journey : m_roads->journeys)
        parts << QString::fromStdString(journey.name) + QStringLiteral(": ") +
                     roadSentence(journey);
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
