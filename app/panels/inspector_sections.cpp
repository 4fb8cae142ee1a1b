#include "app/panels/inspector_sections.h"
#include "app/graph/paint_tools.h"

#include <QPainter>
#include <cmath>

#include "app/graph/health.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/inspector_sentences.h"
#include "app/panels/topic_sentences.h"
#include "app/session/edge_words.h"
#include "app/session/newest_impact.h"

namespace app {
namespace {

constexpr int buttonHeight = 28;
// More slots than this are a bar: squares would be too thin to count.
constexpr int squaresAtMost = 32;
constexpr double captionGap = 8;
constexpr double figureGap = 24;
constexpr double inboxBarGap = 13, inboxBarWidth = 40;

// Columns of the table of instances, as right edges; squares lie between name and slots.
struct Columns {
    explicit Columns(double right)
        : rate(right), inbox(right - 66), held(right - 66 - 84), squaresEnd(held - 58) {}
    double name = PanelPen::textLeft - 2;
    double squares = 108;
    double rate, inbox, held, squaresEnd;
};

// Those held are filled from the left; what has no bound has no squares.
void drawSlots(QPainter& painter, const QRectF& box, int held, int slots) {
    if (slots > squaresAtMost) {
        painter.fillRect(box, theme().line);
        const double share = static_cast<double>(held) / slots;
        painter.fillRect(
            QRectF(box.topLeft(), QSizeF(std::round(box.width() * share), box.height())),
            theme().work);
        return;
    }
    const double pitch = std::min(9.0, std::floor(box.width() / std::max(slots, 1)));
    for (int i = 0; i < slots; ++i) {
        const QRectF square(box.left() + i * pitch, box.top(), std::max(pitch - 2, 1.0),
                            box.height());
        painter.fillRect(square, i < held ? theme().ink2 : theme().line);
    }
}

// How full it is, where it has a bound and its figure leaves room for that.
void drawInbox(PanelPen& pen, const QRectF& track, double rightMost, int inbox,
               const std::optional<int>& capacity) {
    if (!pen.painter() || !capacity || track.right() > rightMost)
        return;
    pen.painter()->fillRect(track, theme().line);
    const double share = std::min(1.0, static_cast<double>(inbox) / std::max(*capacity, 1));
    if (inbox > 0)
        pen.painter()->fillRect(
            QRectF(track.topLeft(),
                   QSizeF(std::max(1.0, std::round(track.width() * share)), track.height())),
            theme().ink2);
}

}  // namespace

const models::Service* InspectorSection::service() const {
    const auto index = m_session.selectedServiceIndex();
    return index ? &m_session.parameters().scenario().services[*index] : nullptr;
}

const sim::ServiceSnapshot* InspectorSection::seen() const {
    const auto index = m_session.selectedServiceIndex();
    const auto& services = m_session.snapshot()->services;
    return index && *index < services.size() ? &services[*index] : nullptr;
}

// ---------------------------------------------------------------------------------------- subject

SubjectSection::SubjectSection(Session& session, QWidget* parent)
    : InspectorSection(session, parent) {
    m_kill = new KeyButton(QStringLiteral("kill"), this);
    m_kill->setObjectName("inspectorKill");
    m_kill->setIcon(lookIcon(Icon::Power));
    m_kill->setIconSize(buttonIconSize);
    m_kill->setText(tr("Kill"));
    connect(m_kill, &QPushButton::clicked, this,
            [this] { m_session.kill(m_session.selectedTarget()); });
}

void SubjectSection::refresh() {
    const QString name = m_session.selectedTarget();
    m_kill->setVisible(!name.isEmpty());
    m_kill->setEnabled(!name.isEmpty() && !m_session.isHeldDown(name) &&
                       m_session.state().failure.empty());
    contentChanged();
}

SubjectSection::Words SubjectSection::words() const {
    const auto isolation = m_session.isolation();
    const sim::Isolation* cause = isolation ? &*isolation : nullptr;
    if (seen())
        return {healthGlyph(healthOf(*seen())), QString::fromStdString(service()->name),
                serviceKind(*service()), serviceState(*service(), *seen(), cause, now())};
    if (m_session.selectedEdge() >= 0)
        return edgeWords();
    if (const auto topic = m_session.selectedTopicIndex())
        return topicWords(*topic);
    const auto journey = m_session.selectedJourneyIndex();
    const auto& journeys = m_session.snapshot()->journeys;
    if (!journey || *journey >= journeys.size())
        return {
            Glyph::NotJudged,
            tr("Nothing is selected"),
            {},
            tr("Select a service, a topic, a journey or an edge of the call graph to look inside "
               "it.")};
    const models::Journey& model = m_session.scenario().journeys[*journey];
    return {healthGlyph(healthOf(journeys[*journey])), QString::fromStdString(model.name),
            tr("journey, %1").arg(workloadText(model)),
            journeyState(model, journeys[*journey], cause)};
}

SubjectSection::Words SubjectSection::topicWords(std::size_t topic) const {
    const models::Topic& model = m_session.scenario().topics[topic];
    const QString name = QString::fromStdString(model.name);
    const auto& topics = m_session.snapshot()->topics;
    if (topic >= topics.size())
        return {Glyph::NotJudged, name, topicKind(model), {}};
    return {healthGlyph(healthOf(topics[topic], model.capacity)), name, topicKind(model),
            topicState(model, topics[topic], now())};
}

SubjectSection::Words SubjectSection::edgeWords() const {
    const auto edge = static_cast<std::size_t>(m_session.selectedEdge());
    const sim::Snapshot& seen = *m_session.snapshot();
    const QString name = edgeName(m_session.graph(), edge);
    if (edge >= seen.edges.size())
        return {Glyph::NotJudged, name, tr("calls"), {}};
    const auto isolation = m_session.isolation();
    const sim::FaultImpact* impact = newestImpact(seen);
    const bool isHurt = impact && edge < impact->edges.size();
    return {healthGlyph(healthOf(seen.edges[edge])), name, tr("calls"),
            edgeState(seen.edges[edge], isHurt ? &impact->edges[edge] : nullptr,
                      isolation ? &*isolation : nullptr)};
}

double SubjectSection::draw(PanelPen& pen) const {
    const Words said = words();
    const double right =
        m_kill->isVisibleTo(this) ? pen.right() - m_kill->sizeHint().width() - 8 : pen.right();
    pen.glyph(PanelPen::sidePadding, 24, said.glyph, 16);
    const double x = pen.text(PanelPen::textLeft, 24, said.name, lookFont(16, 600), theme().ink,
                              (right - PanelPen::textLeft) * 0.7);
    pen.text(x + 8, 24, said.kind, lookFont(13), theme().ink2, right - x - 8);
    return pen.wrapped(PanelPen::sidePadding, 42, pen.right() - PanelPen::sidePadding, 20,
                       said.state, lookFont(13), theme().ink) +
           10;
}

void SubjectSection::placeChildren() {
    const int killWidth = m_kill->sizeHint().width();
    m_kill->setGeometry(width() - static_cast<int>(PanelPen::sidePadding) - killWidth, 10,
                        killWidth, buttonHeight);
}

QString SubjectSection::spoken() const {
    const Words said = words();
    return said.name + QStringLiteral(", ") + said.kind + QStringLiteral(". ") + said.state;
}

// -------------------------------------------------------------------------------------- instances

void InstancesSection::drawInstance(PanelPen& pen, double middle,
                                    const sim::InstanceSnapshot& instance) const {
    const QFont font = lookFont(12);
    const Columns at(pen.right());
    const QColor ink = theme().ink;
    const bool isReady = instance.state == sim::InstanceState::Ready;
    const bool isDown = instance.state == sim::InstanceState::Down;
    pen.glyph(PanelPen::sidePadding, middle,
              isReady ? Glyph::Ok : (isDown ? Glyph::Down : Glyph::NotJudged));
    const QString name = instanceName(*service(), *seen(), instance);
    const double nameEnd = pen.text(at.name, middle, name, font, ink, at.squares + 20 - at.name);
    if (!isReady) {
        pen.text(std::max(at.squares, nameEnd + 8), middle, instanceState(instance, now()), font,
                 theme().ink2);
    } else if (const auto& slots = service()->concurrency) {
        const double left = std::max(at.squares, nameEnd + 8);
        if (pen.painter())
            drawSlots(*pen.painter(), QRectF(left, middle - 6, at.squaresEnd - left, 12),
                      instance.slotsHeld, *slots);
        pen.textRight(at.held, middle, tr("%1 / %2").arg(instance.slotsHeld).arg(*slots), font,
                      ink);
    } else {
        pen.textRight(at.held, middle, countText(instance.slotsHeld), font, ink);
    }
    if (!isDown) {
        const QString inbox = countText(instance.inbox);
        pen.textRight(at.inbox, middle, inbox, font, ink);
        drawInbox(pen, {at.held + inboxBarGap, middle - 2, inboxBarWidth, 4},
                  at.inbox - QFontMetricsF(font).horizontalAdvance(inbox) - captionGap,
                  instance.inbox, service()->inbox);
    }
    const sim::Recent& recent = seen()->recent;
    pen.textRight(at.rate, middle, rateText(recent.perSecond(instance.servedRecently)), font, ink);
}

double InstancesSection::draw(PanelPen& pen) const {
    if (!seen())
        return 0;
    heading(pen, tr("Instances"), readyText(*service(), *seen()));
    const QFont font = lookFont(12);
    const Columns at(pen.right());
    const QColor caption = theme().ink3;
    pen.text(PanelPen::sidePadding, PanelPen::firstRow, tr("Name"), font, caption);
    pen.textRight(at.held, PanelPen::firstRow, tr("slots held"), font, caption);
    QString inbox = tr("inbox");
    if (service()->inbox) {
        // The parameters below tell how many it holds, too.
        const QString withBound = tr("inbox of %1").arg(countText(*service()->inbox));
        if (QFontMetricsF(font).horizontalAdvance(withBound) <= at.inbox - at.held - captionGap)
            inbox = withBound;
    }
    pen.textRight(at.inbox, PanelPen::firstRow, inbox, font, caption);
    pen.textRight(at.rate, PanelPen::firstRow, tr("rate"), font, caption);
    double y = PanelPen::firstRow;
    for (const sim::InstanceSnapshot& instance : seen()->instances) {
        y += PanelPen::rowHeight;
        drawInstance(pen, y, instance);
    }
    return y + 19;
}

QString InstancesSection::spoken() const {
    if (!seen())
        return {};
    QStringList parts{tr("Instances: %1").arg(readyText(*service(), *seen()))};
    for (const sim::InstanceSnapshot& instance : seen()->instances)
        parts << tr("%1#%2 %3, %4 slots held, %5 in the inbox, %6 served, %7")
                     .arg(QString::fromStdString(service()->name))
                     .arg(instance.number)
                     .arg(instanceState(instance, now()))
                     .arg(instance.slotsHeld)
                     .arg(instance.inbox)
                     .arg(countText(instance.served),
                          rateText(seen()->recent.perSecond(instance.servedRecently)));
    return parts.join(QStringLiteral(". "));
}

// --------------------------------------------------------------------------------------- breakers

std::vector<const sim::BreakerSnapshot*> BreakersSection::breakers() const {
    std::vector<const sim::BreakerSnapshot*> own;
    for (const sim::BreakerSnapshot& breaker : m_session.snapshot()->breakers) {
        const auto& edges = m_session.graph().edges;
        if (breaker.edge < 0 || breaker.edge >= static_cast<int>(edges.size()))
            continue;
        const int caller = edges[static_cast<std::size_t>(breaker.edge)].caller;
        if (m_session.selectedEdge() >= 0 ? breaker.edge == m_session.selectedEdge()
                                          : caller == m_session.selectedNode())
            own.push_back(&breaker);
    }
    return own;
}

QString BreakersSection::calleeOf(const sim::BreakerSnapshot& breaker) const {
    const auto& edge = m_session.graph().edges[static_cast<std::size_t>(breaker.edge)];
    const auto& callee = m_session.graph().nodes[static_cast<std::size_t>(edge.callee)];
    return QString::fromStdString(callee.name + '.' + breaker.endpoint);
}

const sim::FaultImpact::OnEdge* BreakersSection::sinceFault(
    const sim::BreakerSnapshot& breaker) const {
    const sim::FaultImpact* impact = newestImpact(*m_session.snapshot());
    const auto edge = static_cast<std::size_t>(breaker.edge);
    // The edge itself tells this in a table, and of an edge that the fault spared there is nothing.
    if (!impact || m_session.selectedEdge() >= 0 || edge >= impact->edges.size() ||
        impact->edges[edge].failed == 0)
        return nullptr;
    return &impact->edges[edge];
}

QString BreakersSection::sinceWhen() const {
    const sim::FaultImpact* impact = newestImpact(*m_session.snapshot());
    QString since = impact ? sinceImpactText(*impact) : QString();
    if (!since.isEmpty())
        since[0] = since[0].toUpper();
    return since;
}

double BreakersSection::drawSinceFault(PanelPen& pen, double top,
                                       const sim::FaultImpact::OnEdge& on) const {
    const struct {
        QString name;
        std::int64_t count;
    } figures[] = {{tr("answered by fallback"), on.fallbacks},
                   {tr("refused"), on.refused},
                   {tr("failed"), on.failed},
                   {tr("calls"), on.calls}};
    const QFont font = lookFont(12);
    const double middle = top + 12;
    pen.text(PanelPen::textLeft, middle, sinceWhen(), font, theme().ink3);
    double right = pen.right();
    for (const auto& figure : figures) {
        if (figure.count == 0)
            continue;
        const QString count = countText(figure.count);
        pen.textRight(right, middle, figure.name, font, theme().ink3);
        pen.textRight(right, middle + PanelPen::rowHeight, count, font, theme().ink);
        const QFontMetricsF measure(font);
        right -=
            std::max(measure.horizontalAdvance(figure.name), measure.horizontalAdvance(count)) +
            figureGap;
    }
    return middle + PanelPen::rowHeight + 8;
}

double BreakersSection::draw(PanelPen& pen) const {
    const auto own = breakers();
    const auto open = std::count_if(own.begin(), own.end(), [](const auto* breaker) {
        return breaker->state != sim::BreakerState::Closed;
    });
    heading(pen, tr("Breakers"), tr("%1 of %2 open").arg(open).arg(own.size()));
    double top = 36;
    for (const sim::BreakerSnapshot* breaker : own) {
        const double middle = top + 10;
        const bool isClosed = breaker->state == sim::BreakerState::Closed;
        pen.glyph(PanelPen::sidePadding, middle, breakerGlyph(breaker->state), 16);
        const QString times = breakerTimes(*breaker, now());
        const double timesWidth = QFontMetricsF(lookFont(13)).horizontalAdvance(times);
        const QString state = breakerStateWord(breaker->state);
        const double stateWidth = QFontMetricsF(lookFont(13, 600)).horizontalAdvance(state) + 16;
        const double x =
            pen.text(PanelPen::textLeft, middle, calleeOf(*breaker), lookFont(13), theme().ink,
                     pen.right() - timesWidth - stateWidth - PanelPen::textLeft);
        pen.text(x + 8, middle, state, lookFont(13, 600),
                 isClosed ? theme().ink2 : theme().breakerText);
        pen.textRight(pen.right(), middle, times, lookFont(13), theme().ink2);
        top += 20;
        if (const QString counts = breakerCounts(*breaker); !counts.isEmpty())
            top = pen.wrapped(PanelPen::textLeft, top, pen.right() - PanelPen::textLeft, 20, counts,
                              lookFont(13), theme().ink2);
        if (const sim::FaultImpact::OnEdge* on = sinceFault(*breaker))
            top = drawSinceFault(pen, top, *on);
        top += 8;
    }
    return top + 3;
}

QString BreakersSection::spoken() const {
    QStringList parts{tr("Breakers")};
    for (const sim::BreakerSnapshot* breaker : breakers()) {
        parts << tr("%1 %2 %3, %4")
                     .arg(calleeOf(*breaker), breakerStateWord(breaker->state),
                          breakerTimes(*breaker, now()), breakerCounts(*breaker));
        if (const sim::FaultImpact::OnEdge* on = sinceFault(*breaker))
            parts << tr("%1: %2 calls, %3 failed, %4 refused, %5 answered by a fallback")
                         .arg(sinceWhen(), countText(on->calls), countText(on->failed),
                              countText(on->refused), countText(on->fallbacks));
    }
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
