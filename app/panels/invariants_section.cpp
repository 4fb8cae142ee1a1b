#include "app/panels/invariants_section.h"

#include <cmath>

#include "app/charts/chart_axis.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double firstTop = 39;

QString numberOf(double value) {
    return value == std::floor(value) ? countText(static_cast<std::int64_t>(value))
                                      : QString::number(value, 'f', 2);
}

}  // namespace

InvariantsSection::InvariantsSection(Session& session, QWidget* parent)
    : LinkedSection(parent), m_session(session) {}

void InvariantsSection::refresh() {
    setVisible(!m_session.scenario().invariants.empty());
    linksChanged();
}

InvariantsSection::Line InvariantsSection::lineOf(std::size_t place) const {
    const models::Invariant& invariant = m_session.scenario().invariants[place];
    const auto& seen = m_session.snapshot()->invariants;
    const QString wanted = QString::fromStdString(invariant.wanted.written);
    if (place >= seen.size() || !seen[place].isJudged)
        return {Glyph::NotJudged, invariant.isAlways ? tr("%1, each second").arg(wanted)
                                                     : tr("%1, judged at the end").arg(wanted)};
    const sim::InvariantSnapshot& judged = seen[place];
    if (!judged.found)
        return {Glyph::NotJudged, QString::fromStdString(judged.problem)};
    if (judged.holds)
        return {Glyph::Ok, !invariant.isAlways        ? tr("found %1").arg(numberOf(*judged.found))
                           : m_session.state().report ? tr("%1, each second").arg(wanted)
                                                      : tr("%1, each second so far").arg(wanted)};
    const QString found = tr("found %1, wanted %2").arg(numberOf(*judged.found), wanted);
    return {Glyph::Failing,
            judged.brokenAt
                ? tr("broke at %1: %2").arg(minutesText(secondsOf(*judged.brokenAt)), found)
                : found};
}

std::optional<FirstViolation> InvariantsSection::brokenAt(std::size_t place) const {
    const auto& seen = m_session.snapshot()->invariants;
    if (place >= seen.size() || !seen[place].brokenAt)
        return std::nullopt;
    const sim::Instant at = *seen[place].brokenAt;
    return FirstViolation{at, true, faultBehind(m_session.seenFaults(), at)};
}

double InvariantsSection::draw(PanelPen& pen) const {
    forgetLinks();
    heading(pen, tr("What must be true of the data"), {});
    const auto& invariants = m_session.scenario().invariants;
    const double width = pen.right() - PanelPen::textLeft;
    double top = firstTop;
    for (std::size_t i = 0; i < invariants.size(); ++i) {
        const Line line = lineOf(i);
        const double rowTop = top;
        pen.glyph(PanelPen::sidePadding, top + 10, line.glyph);
        top = pen.wrapped(PanelPen::textLeft, top, width, 20,
                          QString::fromStdString(invariants[i].name), lookFont(13), theme().ink);
        const QColor colour = line.glyph == Glyph::Failing ? theme().failingText : theme().ink3;
        double bottom =
            pen.wrapped(PanelPen::textLeft, top - 1, width, 16, line.text, lookFont(12), colour);
        if (const std::optional<FirstViolation> broke = brokenAt(i)) {
            bottom = pen.wrapped(PanelPen::textLeft, bottom, width, 16, violationText(*broke),
                                 lookFont(12), theme().you);
            addLink(pen, rowTop, bottom, [this, broke] { goTo(m_session, *broke); });
        }
        top = bottom + 9;
    }
    return top + 7;
}

QString InvariantsSection::spoken() const {
    QStringList parts{tr("What must be true of the data")};
    const auto& invariants = m_session.scenario().invariants;
    for (std::size_t i = 0; i < invariants.size(); ++i)
        parts << QString::fromStdString(invariants[i].name) + QStringLiteral(": ") + lineOf(i).text;
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
