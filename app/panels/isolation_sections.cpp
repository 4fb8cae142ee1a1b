#include "app/panels/isolation_sections.h"

#include <QPainter>
#include <cmath>

#include "app/charts/chart_patterns.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/cost_sentences.h"
#include "app/panels/isolation_sentences.h"

namespace app {
namespace {

using sim::Effect;
using sim::SubjectIsolation;

constexpr double firstSentence = 46;
constexpr double serviceRow = 22;
constexpr double countRow = 20;
constexpr std::size_t servicesAtMost = 24;  // rows; the worst come first

double shareOf(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// A journey by what happened to it, a service by its health: the same bounds as on the canvas.
Glyph glyphOf(const SubjectIsolation& subject) {
    switch (subject.effect) {
        case Effect::Down:
            return Glyph::Down;
        case Effect::Failed:
            return subject.kind == models::NodeKind::Service &&
                           shareOf(subject.count, subject.of) < 0.2
                       ? Glyph::Degraded
                       : Glyph::Failing;
        case Effect::Degraded:
            return Glyph::Degraded;
        case Effect::DidNotFail:
        case Effect::DidNotNotice:
            return Glyph::Ok;
        case Effect::Unclear:
        case Effect::TooEarly:
            break;
    }
    return Glyph::NotJudged;
}

Glyph headlineGlyph(const sim::Isolation& isolation) {
    if (stuckJourney(isolation))
        return Glyph::Failing;
    if (isolation.recoveredAt)
        return Glyph::Ok;
    if (isolation.rollout)
        return isolation.failed > 0                                ? Glyph::Failing
               : isolation.degraded > 0                            ? Glyph::Degraded
               : isolation.unexplained > 0 || isolation.ended == 0 ? Glyph::NotJudged
                                                                   : Glyph::Ok;
    const bool isDown = models::kills(isolation.what.kind);
    return isDown ? Glyph::Down : Glyph::Degraded;
}

QString elapsedText(const sim::Isolation& isolation, sim::Instant now) {
    const sim::Instant until = isolation.recoveredAt.value_or(now);
    return QString::number(models::inSeconds(until - isolation.since), 'f', 1) +
           QChar(QChar::Nbsp) + QLatin1Char('s');
}

}  // namespace

void IsolationSection::show(const sim::Isolation& isolation, sim::Instant now) {
    m_isolation = isolation;
    m_now = now;
    linksChanged();
}

// --------------------------------------------------------------------------------------- headline

QString HeadlineSection::spoken() const {
    return headline(m_isolation) + QStringLiteral(". ") + summary(m_isolation, m_now);
}

void HeadlineSection::drawBar(PanelPen& pen, double top) const {
    QPainter* painter = pen.painter();
    if (!painter)
        return;
    const QRectF bar(PanelPen::sidePadding, top, pen.right() - PanelPen::sidePadding, 12);
    painter->fillRect(bar, m_isolation.ended == 0 ? theme().line : theme().edge);
    // A share that is there at all is at least 2 px wide.
    const auto widthOf = [&](std::int64_t count) {
        const double width = std::round(shareOf(count, m_isolation.ended) * bar.width());
        return count > 0 ? std::max(2.0, width) : 0;
    };
    const double failed = widthOf(m_isolation.failed);
    const double degraded = widthOf(m_isolation.degraded);
    const QRectF failedArea(bar.left(), top, failed, bar.height());
    painter->fillRect(failedArea, theme().panel);
    painter->fillRect(failedArea, hatchBrush(theme().failing, 4, 5, devicePixelRatioF()));
    painter->fillRect(QRectF(bar.left() + failed, top, degraded, bar.height()), theme().degraded);
}

double HeadlineSection::draw(PanelPen& pen) const {
    const double left = PanelPen::sidePadding;
    const QString elapsed = elapsedText(m_isolation, m_now);
    pen.glyph(left, 22, headlineGlyph(m_isolation), 16);
    pen.textRight(pen.right(), 22, elapsed, lookFont(12), theme().ink2);
    pen.text(PanelPen::textLeft, 22, headline(m_isolation), lookFont(16, 600), theme().ink,
             pen.right() - PanelPen::textLeft - 56);
    double y = pen.wrapped(left, 38, pen.right() - left, 20, summary(m_isolation, m_now),
                           lookFont(13), theme().ink);
    y += 12;
    drawBar(pen, y);
    y += 12 + 10 + 8;
    const bool isKill = !m_isolation.rollout && models::kills(m_isolation.what.kind);
    pen.text(left, y,
             tr(isKill ? "Of %1 requests since the kill" : "Of %1 requests since it began")
                 .arg(countText(m_isolation.ended)),
             lookFont(12), theme().ink);
    const bool makesLate = m_isolation.rollout || models::makesLate(m_isolation.what.kind);
    const std::int64_t unclear = m_isolation.unexplained;
    const std::int64_t spared =
        m_isolation.ended - m_isolation.failed - m_isolation.degraded - unclear;
    const struct {
        Glyph glyph;
        QString word;
        std::int64_t count;
    } rows[] = {{Glyph::Failing, tr("failed"), m_isolation.failed},
                {Glyph::Degraded, tr("degraded"), m_isolation.degraded},
                {Glyph::NotJudged, tr("unclear"), unclear},
                {Glyph::Ok, tr(makesLate ? "did not fail" : "did not notice"), spared}};
    for (const auto& row : rows) {
        if (row.glyph == Glyph::NotJudged && row.count == 0)
            continue;
        y += countRow;
        pen.glyph(left, y, row.glyph);
        pen.text(PanelPen::textLeft - 2, y, row.word, lookFont(12), theme().ink);
        pen.textRight(pen.right() - 64, y, countText(row.count), lookFont(12), theme().ink);
        pen.textRight(pen.right(), y, percentText(shareOf(row.count, m_isolation.ended), 1),
                      lookFont(12), theme().ink);
    }
    return y + 20;
}

// --------------------------------------------------------------------------------------- journeys

JourneysSection::JourneysSection(QWidget* parent) : IsolationSection(parent) {
    setToolTip(
        tr("What a fault cost is seen beside the same run without it, request by request: "
           "a click on a figure opens the requests behind it."));
}

void JourneysSection::showCost(std::shared_ptr<const sim::PairSeen> cost) {
    if (cost == m_cost)
        return;
    m_cost = std::move(cost);
    linksChanged();
}

const sim::JourneyDifference* JourneysSection::costOf(const SubjectIsolation& journey) const {
    if (!m_cost)
        return nullptr;
    const auto& all = m_cost->journeys;
    const auto found = std::ranges::find(all, journey.name, &sim::JourneyDifference::name);
    return found == all.end() || found->requests() == 0 ? nullptr : &*found;
}

QString JourneysSection::asOf() const {
    constexpr auto isLate = std::chrono::seconds(2);
    return m_now - m_cost->at < isLate ? QString() : tr("(by %1)").arg(clockText(m_cost->at));
}

QString JourneysSection::spokenCost(const SubjectIsolation& journey) const {
    const sim::JourneyDifference* cost = costOf(journey);
    return cost ? (costSentence(*cost) + QLatin1Char(' ') + asOf()).trimmed() + QLatin1Char('.')
                : QString();
}

double JourneysSection::draw(PanelPen& pen) const {
    constexpr double gap = 12;
    const double left = PanelPen::textLeft;
    double top = 10;
    forgetLinks();
    for (const SubjectIsolation& journey : m_isolation.journeys) {
        const double middle = top + 10;
        const QString count = countOfCount(journey);
        pen.glyph(PanelPen::sidePadding, middle, glyphOf(journey), 16);
        pen.textRight(pen.right(), middle, count, lookFont(13), theme().ink);
        const double x = pen.text(left, middle, QString::fromStdString(journey.name),
                                  lookFont(13, 600), theme().ink, pen.right() - left - 170);
        pen.text(x + 8, middle, effectWord(journey.effect), lookFont(13), theme().ink2);
        double y = top + 20;
        const QString reason = journeyReason(m_isolation, journey);
        if (!reason.isEmpty())
            y = pen.wrapped(left, y, pen.right() - left, 20, reason, lookFont(13), theme().ink2);
        if (journey.effect == Effect::Failed || journey.effect == Effect::Unclear)
            y = pen.wrapped(left, y, pen.right() - left, 16, causes(journey.failedByCause),
                            lookFont(12), theme().ink3);
        if (const sim::JourneyDifference* cost = costOf(journey))
            y = drawParts(pen, {left, y}, 16, tr("Cost:"), costParts(*cost), asOf(),
                          {.journey = journey.name});
        top = y + gap;
    }
    return top - gap + 11;
}

QString JourneysSection::spoken() const {
    QStringList sentences;
    for (const SubjectIsolation& journey : m_isolation.journeys) {
        sentences << sentence(m_isolation, journey);
        if (const QString cost = spokenCost(journey); !cost.isEmpty())
            sentences << cost;
    }
    return sentences.join(QLatin1Char(' '));
}

// --------------------------------------------------------------------------------------- services

double ServicesSection::draw(PanelPen& pen) const {
    const auto& services = m_isolation.services;
    const auto spared =
        std::count_if(services.begin(), services.end(),
                      [](const SubjectIsolation& s) { return s.effect == Effect::DidNotNotice; });
    heading(pen, tr("Services"), tr("%1 of %2 did not notice").arg(spared).arg(services.size()));
    const double reasonLeft = std::round(pen.width() * 0.47);
    double y = firstSentence - serviceRow;
    for (const SubjectIsolation& service : shown()) {
        y += serviceRow;
        pen.glyph(PanelPen::sidePadding, y, glyphOf(service));
        pen.text(PanelPen::textLeft - 2, y, QString::fromStdString(service.name), lookFont(13),
                 theme().ink, reasonLeft - PanelPen::textLeft - 6);
        const QString share = percentText(shareOf(service.count, service.of), 1);
        const double shareWidth = QFontMetricsF(lookFont(12)).horizontalAdvance(share);
        pen.text(reasonLeft, y, serviceReason(m_isolation, service), lookFont(12), theme().ink,
                 pen.right() - shareWidth - 6 - reasonLeft);
        pen.textRight(pen.right(), y, share, lookFont(12), theme().ink);
    }
    if (const QString rest = others(); !rest.isEmpty()) {
        y += serviceRow;
        pen.text(PanelPen::textLeft - 2, y, rest, lookFont(12), theme().ink3);
    }
    return y + 21;
}

std::span<const SubjectIsolation> ServicesSection::shown() const {
    const auto& services = m_isolation.services;
    return std::span(services).first(std::min(services.size(), servicesAtMost));
}

// Of those that have no row; empty: all have one.
QString ServicesSection::others() const {
    const auto rest = std::span(m_isolation.services).subspan(shown().size());
    const auto hurt = std::ranges::count_if(rest, [](const SubjectIsolation& service) {
        return service.effect == Effect::Failed || service.effect == Effect::Degraded;
    });
    if (rest.empty())
        return {};
    const QString count = countText(static_cast<std::int64_t>(rest.size()));
    const auto unclear = std::ranges::count(rest, Effect::Unclear, &SubjectIsolation::effect);
    if (hurt == 0 && unclear > 0)
        return tr("and %1 more, %2 of them unclear").arg(count, countText(unclear));
    return hurt == 0 ? tr("and %1 more, none of them hurt").arg(count)
                     : tr("and %1 more, %2 of them hurt").arg(count, countText(hurt));
}

QString ServicesSection::spoken() const {
    QStringList parts;
    for (const SubjectIsolation& service : shown())
        parts << QStringLiteral("%1 %2: %3")
                     .arg(QString::fromStdString(service.name), effectWord(service.effect),
                          serviceReason(m_isolation, service));
    if (const QString rest = others(); !rest.isEmpty())
        parts << rest;
    return parts.join(QStringLiteral(", "));
}

// ------------------------------------------------------------------------------------ protections

double ProtectionsSection::draw(PanelPen& pen) const {
    heading(pen, tr("What held it"), {});
    const double left = PanelPen::textLeft;
    const double width = pen.right() - left;
    double top = 39;
    for (const sim::Protection& protection : m_isolation.protections) {
        switch (protection.kind) {
            case sim::Protection::Kind::Breaker:
                pen.glyph(PanelPen::sidePadding, top + 10, Glyph::Breaker, 16);
                break;
            case sim::Protection::Kind::Fallback:
                pen.icon(PanelPen::sidePadding, top + 10, Icon::Fallback, theme().ink);
                break;
            case sim::Protection::Kind::SpareInstances:
                pen.glyph(PanelPen::sidePadding, top + 10, Glyph::Shield, 16);
                break;
        }
        top = pen.wrapped(left, top, width, 20, protectionTitle(protection), lookFont(13),
                          theme().ink);
        top = pen.wrapped(left, top, width, 20, protectionDetail(protection), lookFont(13),
                          theme().ink2) +
              8;
    }
    return top + 3;
}

QString ProtectionsSection::spoken() const {
    QStringList parts{tr("What held it")};
    for (const sim::Protection& protection : m_isolation.protections)
        parts << protectionTitle(protection) + QStringLiteral(": ") + protectionDetail(protection);
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
