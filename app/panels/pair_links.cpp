#include "app/panels/pair_links.h"

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {

double PairLinks::drawParts(PanelPen& pen, QPointF at, double lineHeight, const QString& lead,
                            const std::vector<CostPart>& parts, const QString& tail,
                            PairsWanted wanted) const {
    const QFont font = lookFont(12);
    const QFontMetricsF metrics(font);
    const double space = metrics.horizontalAdvance(QLatin1Char(' '));
    double x = at.x(), top = at.y();
    const auto write = [&](const QString& text, const QColor& colour) {
        const double width = metrics.horizontalAdvance(text);
        if (x > at.x() && x + width > pen.right()) {
            x = at.x();
            top += lineHeight;
        }
        const double left = x;
        x = pen.text(x, top + lineHeight / 2, text, font, colour, pen.right() - x);
        return QRectF(left, top, x - left, lineHeight);
    };
    if (!lead.isEmpty()) {
        write(lead, theme().ink3);
        x += space;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const QRectF area = write(parts[i].text, parts[i].pairs ? theme().you : theme().ink3);
        if (parts[i].pairs) {
            wanted.kind = *parts[i].pairs;
            // What is followed changes nothing here, but the section is const while it draws.
            addLink(pen, area,
                    [this, wanted] { Q_EMIT const_cast<PairLinks*>(this)->pairsWanted(wanted); });
        }
        if (i + 1 < parts.size()) {
            x = pen.text(x, top + lineHeight / 2, QStringLiteral(";"), font, theme().ink3);
            x += space;
        }
    }
    if (!tail.isEmpty()) {
        x += space;
        write(tail, theme().ink3);
    }
    return top + lineHeight;
}

}  // namespace app
