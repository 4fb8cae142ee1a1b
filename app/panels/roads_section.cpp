#include "app/panels/roads_section.h"

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/cost_sentences.h"

namespace app {

RoadsSection::RoadsSection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session) {
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
    contentChanged();
}

double RoadsSection::draw(PanelPen& pen) const {
    if (!m_roads)
        return 0;
    heading(pen, tr("Beside the other road"), tr("since %1").arg(clockText(m_roads->from)));
    const double left = PanelPen::sidePadding;
    double middle = 46;
    for (const sim::JourneyDifference& journey : m_roads->journeys) {
        const QString words = roadSentence(journey);
        const double width = QFontMetricsF(lookFont(12)).horizontalAdvance(words);
        const double right = pen.text(left, middle, QString::fromStdString(journey.name),
                                      lookFont(13), theme().ink, (pen.right() - left) / 2);
        if (right + 12 + width <= pen.right()) {
            pen.textRight(pen.right(), middle, words, lookFont(12), theme().ink2);
        } else {
            middle = pen.wrapped(left, middle + 10, pen.right() - left, 16, words, lookFont(12),
                                 theme().ink2) -
                     10;
        }
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
