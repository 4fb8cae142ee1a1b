#include "app/panels/steady_sections.h"
#include "app/graph/paint_tools.h"

#include <QPainter>
#include <cmath>

#include "app/charts/chart_axis.h"
#include "app/graph/health.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/expectation_text.h"
#include "app/panels/isolation_sentences.h"
#include "app/panels/key_button.h"
#include "app/session/fault_words.h"
#include "app/session/rollout_action.h"

namespace app {
namespace {

constexpr double resetButtonHeight = 28;

const QString explanation = QStringLiteral(
    "You will read here who failed, who was degraded, who did not notice, and why. Undo restarts "
    "it.");

// A cap of 26 x 26 with the letter, in the middle of a line of 32.
double drawKeyCap(PanelPen& pen, double x, double middle, const QString& letter) {
    const QFont font = lookFont(16, 600);
    constexpr double side = 26;
    const double width = QFontMetricsF(font).horizontalAdvance(letter);
    const double cap = std::max(side, width + 12);  // a key of several letters
    if (QPainter* painter = pen.painter()) {
        painter->setPen(QPen(theme().edge, 1));
        painter->setBrush(theme().raise);
        painter->drawRoundedRect(QRectF(x + 0.5, middle - side / 2 + 0.5, cap - 1, side - 1), 4, 4);
    }
    pen.text(x + (cap - width) / 2, middle, letter, font, theme().ink);
    return x + cap;
}

QString faultDurationText(const models::Fault& fault) {
    return fault.duration ? QString::number(models::inSeconds(*fault.duration)) +
                                QChar(QChar::Nbsp) + QLatin1Char('s')
                          : QStringLiteral("stays");
}

QString lowerFirst(QString text) {
    if (!text.isEmpty())
        text[0] = text[0].toLower();
    return text;
}

}  // namespace

// ------------------------------------------------------------------------------------- invitation

InvitationSection::InvitationSection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session) {
    m_kill = new QPushButton(this);
    m_kill->setObjectName("killToTry");
    m_kill->setIconSize(buttonIconSize);
    m_kill->setProperty("primary", true);
    m_duration = new QComboBox(this);
    m_duration->setObjectName("killDuration");
    m_duration->setAccessibleName(tr("How long"));
    m_duration->addItem(tr("for 10 s"), 10);
    m_duration->addItem(tr("for 30 s"), 30);
    m_duration->addItem(tr("until restarted"), 0);
    m_duration->setCurrentIndex(1);
    connect(m_kill, &QPushButton::clicked, this,
            [this] { Q_EMIT killWanted(m_toTry, duration()); });
}

std::optional<sim::Duration> InvitationSection::duration() const {
    const int seconds = m_duration->currentData().toInt();
    return seconds == 0 ? std::nullopt
                        : std::optional<sim::Duration>(std::chrono::seconds(seconds));
}

void InvitationSection::refresh() {
    const QString chosen = m_session.selectedTarget();
    m_toTry = chosen.isEmpty() ? m_session.serviceToTry() : chosen;
    m_kill->setText(tr("Kill %1").arg(m_toTry));
    m_kill->setIcon(lookIcon(Icon::Power, QColor(Qt::white)));
    m_kill->setEnabled(!m_toTry.isEmpty());
    contentChanged();
}

QString InvitationSection::spoken() const {
    const Invitation words = invitation(m_session.serviceToTry());
    return words.beforeKey + QLatin1Char('K') + words.afterKey;
}

// "Try payment." goes to a line of its own where the name is long or the panel narrow.
bool InvitationSection::isOnThreeLines(double width) const {
    const Invitation words = invitation(m_session.serviceToTry());
    const QString second = words.beforeKey.section(QLatin1Char('\n'), 1) + words.afterKey;
    constexpr double keyCap = 26;
    return QFontMetricsF(lookFont(22, 600)).horizontalAdvance(second) + keyCap >
           width - 2 * PanelPen::sidePadding;
}

double InvitationSection::paragraphBottom(PanelPen& pen) const {
    const double top = isOnThreeLines(pen.width()) ? 132 : 100;
    return pen.wrapped(PanelPen::sidePadding, top, pen.width() - 2 * PanelPen::sidePadding, 20,
                       explanation, lookFont(13), theme().ink2);
}

double InvitationSection::draw(PanelPen& pen) const {
    const Invitation words = invitation(m_session.serviceToTry());
    const QStringList before = words.beforeKey.split(QLatin1Char('\n'));
    const QFont font = lookFont(22, 600);
    const QColor ink = theme().ink;
    pen.text(PanelPen::sidePadding, 40, before.first(), font, ink);
    double x = pen.text(PanelPen::sidePadding, 72, before.last(), font, ink);
    const QString key = keyOfCommand(*this, QStringLiteral("kill"));
    x = drawKeyCap(pen, x, 72, key.isEmpty() ? tr("Kill") : key);
    if (!isOnThreeLines(pen.width())) {
        pen.text(x, 72, words.afterKey, font, ink);
    } else {
        pen.text(x, 72, words.afterKey.left(1), font, ink);
        pen.text(PanelPen::sidePadding, 104, words.afterKey.mid(2), font, ink,
                 pen.right() - PanelPen::sidePadding);
    }
    return paragraphBottom(pen) + 15 + resetButtonHeight + 24;
}

void InvitationSection::placeChildren() {
    PanelPen measure(nullptr, width());
    const int top = static_cast<int>(paragraphBottom(measure) + 15);
    const int left = static_cast<int>(PanelPen::sidePadding);
    const int killWidth = std::min(m_kill->sizeHint().width(), width() / 2);
    m_kill->setGeometry(left, top, killWidth, static_cast<int>(resetButtonHeight));
    m_duration->setGeometry(left + killWidth + 8, top, m_duration->sizeHint().width(),
                            static_cast<int>(resetButtonHeight));
}

// ----------------------------------------------------------------------------------- steady state

SteadyStateSection::SteadyStateSection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session) {}

double SteadyStateSection::draw(PanelPen& pen) const {
    const sim::Snapshot& seen = *m_session.snapshot();
    const auto& journeys = m_session.scenario().journeys;
    std::int64_t requests = 0;
    sim::Duration span{};
    for (const sim::JourneySnapshot& journey : seen.journeys) {
        requests += journey.recent.counts.ended();
        span = std::max(span, journey.recent.span);
    }
    heading(pen, tr("Steady state"),
            tr("last %1 s, %2 requests")
                .arg(std::llround(models::inSeconds(span)))
                .arg(countText(requests)));
    const QFont font = lookFont(12);
    const QColor caption = theme().ink3;
    const double rateRight = pen.right() - 137, availableRight = pen.right() - 59;
    pen.text(PanelPen::sidePadding, PanelPen::firstRow, tr("Journey"), font, caption);
    pen.textRight(rateRight, PanelPen::firstRow, tr("rate"), font, caption);
    pen.textRight(availableRight, PanelPen::firstRow, tr("available"), font, caption);
    pen.textRight(pen.right(), PanelPen::firstRow, tr("p99"), font, caption);
    double y = PanelPen::firstRow;
    for (std::size_t i = 0; i < journeys.size() && i < seen.journeys.size(); ++i) {
        y += PanelPen::rowHeight;
        const sim::Recent& recent = seen.journeys[i].recent;
        const QString rate = rateText(recent.startedPerSecond());
        pen.glyph(PanelPen::sidePadding, y, healthGlyph(healthOf(seen.journeys[i])));
        pen.textRight(rateRight, y, rate, font, theme().ink);
        const double nameMax = rateRight - 44 - (PanelPen::textLeft - 2);
        pen.text(PanelPen::textLeft - 2, y, QString::fromStdString(journeys[i].name), font,
                 theme().ink, nameMax);
        const bool hasEnded = recent.counts.ended() > 0;
        pen.textRight(availableRight, y,
                      hasEnded ? percentText(1 - recent.failedShare(), 2) : QStringLiteral("–"),
                      font, theme().ink);
        pen.textRight(pen.right(), y, recent.p99 ? latencyText(*recent.p99) : QStringLiteral("–"),
                      font, theme().ink);
    }
    return y + 21;
}

QString SteadyStateSection::spoken() const {
    QStringList parts{tr("Steady state")};
    const sim::Snapshot& seen = *m_session.snapshot();
    const auto& journeys = m_session.scenario().journeys;
    for (std::size_t i = 0; i < journeys.size() && i < seen.journeys.size(); ++i)
        parts << tr("%1 %2 available")
                     .arg(QString::fromStdString(journeys[i].name),
                          percentText(1 - seen.journeys[i].recent.failedShare(), 2));
    return parts.join(QStringLiteral(", "));
}

// ------------------------------------------------------------------------------------ expectations

ExpectationsSection::ExpectationsSection(Session& session, QWidget* parent)
    : LinkedSection(parent), m_session(session) {}

// Once for a report: it looks through all that the charts have.
void ExpectationsSection::refresh() {
    if (m_session.state().report != m_judged) {
        m_judged = m_session.state().report;
        m_violations =
            m_judged ? firstViolations(m_session) : std::vector<std::optional<FirstViolation>>();
    }
    linksChanged();
}

Glyph ExpectationsSection::glyphOf(const models::Expectation& expectation) const {
    const auto* judged = m_session.judged(expectation.name);
    if (!judged || judged->verdict == sim::Verdict::NotMeasured)
        return Glyph::NotJudged;
    return judged->verdict == sim::Verdict::Pass ? Glyph::Ok : Glyph::Failing;
}

// What was found; and of one that failed where that began, which a click leads to.
double ExpectationsSection::drawVerdict(PanelPen& pen, double top, std::size_t place) const {
    const models::Expectation& expectation = m_session.scenario().expectations[place];
    const auto* judged = m_session.judged(expectation.name);
    if (!judged)
        return top;
    const double width = pen.right() - PanelPen::textLeft;
    const QString found =
        verdictWord(judged->verdict) + QStringLiteral(": ") + foundText(expectation, *judged);
    top = pen.wrapped(PanelPen::textLeft, top, width, 16, found, lookFont(12),
                      judged->verdict == sim::Verdict::Fail ? theme().failingText : theme().ink);
    if (place < m_violations.size() && m_violations[place])
        top = pen.wrapped(PanelPen::textLeft, top, width, 16, violationText(*m_violations[place]),
                          lookFont(12), theme().you);
    return top;
}

double ExpectationsSection::draw(PanelPen& pen) const {
    forgetLinks();
    const auto& expectations = m_session.scenario().expectations;
    heading(pen, tr("What must hold"),
            m_session.state().report ? tr("judged at the run’s end") : tr("judged at the end"));
    double top = PanelPen::firstRow - 10;
    const double width = pen.right() - PanelPen::textLeft;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const models::Expectation& expectation = expectations[i];
        const double rowTop = top;
        pen.glyph(PanelPen::sidePadding, top + 10, glyphOf(expectation));
        const double below =
            pen.wrapped(PanelPen::textLeft, top, width, 20,
                        QString::fromStdString(expectation.name), lookFont(13), theme().ink);
        top = pen.wrapped(PanelPen::textLeft, below - 1, width, 16, expectationText(expectation),
                          lookFont(12), theme().ink3);
        const double bottom = drawVerdict(pen, top, i);
        if (i < m_violations.size() && m_violations[i])
            addLink(pen, rowTop, bottom,
                    [this, violation = *m_violations[i]] { goTo(m_session, violation); });
        top = bottom + 9;
    }
    return top + 7;
}

QString ExpectationsSection::spoken() const {
    QStringList parts{tr("What must hold")};
    const auto& expectations = m_session.scenario().expectations;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const auto* judged = m_session.judged(expectations[i].name);
        QString said = QString::fromStdString(expectations[i].name);
        if (judged)
            said += QStringLiteral(": ") + verdictWord(judged->verdict);
        if (i < m_violations.size() && m_violations[i])
            said += QStringLiteral(". ") + violationText(*m_violations[i]);
        parts << said;
    }
    return parts.join(QStringLiteral(". "));
}

// -------------------------------------------------------------------------------------- own faults

OwnFaultsSection::OwnFaultsSection(Session& session, QWidget* parent)
    : PanelSection(parent), m_session(session) {
    m_play = new QPushButton(tr("Play its faults"), this);
    m_play->setIconSize(buttonIconSize);
    m_play->setObjectName("playFaults");
    connect(m_play, &QPushButton::clicked, &session, &Session::playFaults);
}

void OwnFaultsSection::refresh() {
    m_play->setIcon(lookIcon(Icon::Play));
    const QString own = m_session.scenario().faults.empty() ? tr("rollouts") : tr("faults");
    m_play->setText(
        (m_session.missesOwnFaults() ? tr("Start again with its %1") : tr("Play its %1")).arg(own));
    m_play->setVisible(!m_session.playsOwnFaults());
    contentChanged();
}

QString OwnFaultsSection::title() const {
    if (m_session.scenario().rollouts.empty())
        return tr("The scenario’s own faults");
    return m_session.scenario().faults.empty() ? tr("The scenario’s own rollouts")
                                               : tr("The scenario’s own faults and rollouts");
}

double OwnFaultsSection::draw(PanelPen& pen) const {
    heading(pen, title(), m_session.playsOwnFaults() ? tr("playing") : tr("not playing"));
    double y = PanelPen::firstRow - PanelPen::rowHeight;
    const auto row = [&](models::Instant at, const QString& name, const QString& lasts) {
        y += PanelPen::rowHeight;
        const double seconds = secondsOf(at);
        pen.text(PanelPen::sidePadding, y, minutesText(seconds), lookFont(12), theme().ink2);
        pen.text(PanelPen::sidePadding + 56, y, lowerFirst(name), lookFont(13), theme().ink,
                 pen.right() - PanelPen::sidePadding - 56 - (lasts.isEmpty() ? 0 : 50));
        pen.textRight(pen.right(), y, lasts, lookFont(12), theme().ink);
    };
    for (const models::Fault& fault : m_session.scenario().faults)
        row(fault.at, faultName(fault), faultDurationText(fault));
    for (const models::Rollout& rollout : m_session.scenario().rollouts)
        row(rollout.at, rolloutName(rollout), {});
    return m_session.playsOwnFaults() ? y + 21 : y + 22 + resetButtonHeight + 16;
}

void OwnFaultsSection::placeChildren() {
    const std::size_t rows =
        m_session.scenario().faults.size() + m_session.scenario().rollouts.size();
    const double last = PanelPen::firstRow + PanelPen::rowHeight * (static_cast<double>(rows) - 1);
    m_play->setGeometry(static_cast<int>(PanelPen::sidePadding), static_cast<int>(last + 22),
                        m_play->sizeHint().width(), static_cast<int>(resetButtonHeight));
}

QString OwnFaultsSection::spoken() const {
    QStringList parts{title()};
    for (const models::Fault& fault : m_session.scenario().faults)
        parts << faultName(fault);
    for (const models::Rollout& rollout : m_session.scenario().rollouts)
        parts << rolloutName(rollout);
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
