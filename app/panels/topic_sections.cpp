#include "app/panels/topic_sections.h"

#include <QPainter>
#include <algorithm>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/topic_sentences.h"

namespace app {
namespace {

constexpr double lastRoom = 19;  // below the last row

}  // namespace

const models::Topic* TopicSection::topic() const {
    const auto index = m_session.selectedTopicIndex();
    return index ? &m_session.scenario().topics[*index] : nullptr;
}

const sim::TopicSnapshot* TopicSection::topicSeen() const {
    const auto index = m_session.selectedTopicIndex();
    const auto& topics = m_session.snapshot()->topics;
    return index && *index < topics.size() ? &topics[*index] : nullptr;
}

// ----------------------------------------------------------------------------------------- counts

std::vector<TopicCountsSection::Row> TopicCountsSection::rows() const {
    const sim::TopicSnapshot* seen = topicSeen();
    if (!seen)
        return {};
    QString backlog = countText(seen->backlog);
    if (topic()->capacity)
        backlog = tr("%1 of %2").arg(backlog, countText(*topic()->capacity));
    std::vector<Row> rows = {
        {tr("backlog"), backlog},
        {tr("the oldest waits for"),
         seen->oldestWaits ? latencyText(*seen->oldestWaits) : QStringLiteral("–")},
        {tr("published"), countText(seen->published)},
        {tr("delivered"), countText(seen->delivered)},
        {tr("redelivered"), countText(seen->redelivered)},
        {tr("done"), countText(seen->ended)}};
    if (seen->dead > 0)
        rows.push_back({tr("dead letters"), countText(seen->dead), true});
    if (seen->dropped > 0)
        rows.push_back({tr("dropped"), countText(seen->dropped), true});
    if (seen->refused > 0)
        rows.push_back({tr("refused"), countText(seen->refused), true});
    return rows;
}

double TopicCountsSection::draw(PanelPen& pen) const {
    if (!topicSeen())
        return 0;
    heading(pen, tr("Messages"), tr("since the start"));
    const QFont font = lookFont(12);
    double y = PanelPen::firstRow - PanelPen::rowHeight;
    for (const Row& row : rows()) {
        y += PanelPen::rowHeight;
        if (row.isTrouble)
            pen.glyph(PanelPen::sidePadding, y, Glyph::Failing);
        pen.text(row.isTrouble ? PanelPen::textLeft - 2 : PanelPen::sidePadding, y, row.word, font,
                 theme().ink2);
        pen.textRight(pen.right(), y, row.value, font, theme().ink);
    }
    return y + lastRoom;
}

QString TopicCountsSection::spoken() const {
    QStringList parts{tr("Messages")};
    for (const Row& row : rows())
        parts << row.word + QLatin1Char(' ') + row.value;
    return parts.join(QStringLiteral(", "));
}

// -------------------------------------------------------------------------------------- consumers

const models::Consumer& TopicConsumersSection::consumerOf(const sim::TopicMember& member) const {
    const auto& consumes =
        m_session.scenario().services[static_cast<std::size_t>(member.service)].consumes;
    return *std::ranges::find(consumes, topic()->name, &models::Consumer::topic);
}

QString TopicConsumersSection::nameOf(const sim::TopicMember& member) const {
    const auto& services = m_session.scenario().services;
    return QStringLiteral("%1#%2")
        .arg(QString::fromStdString(services[static_cast<std::size_t>(member.service)].name))
        .arg(member.instance);
}

QString TopicConsumersSection::heldText(const sim::TopicMember& member) {
    return member.isConnected ? countText(member.held) : tr("not connected");
}

double TopicConsumersSection::draw(PanelPen& pen) const {
    const sim::TopicSnapshot* seen = topicSeen();
    if (!seen)
        return 0;
    const QFont font = lookFont(12);
    const QColor caption = theme().ink3;
    if (seen->members.empty()) {
        heading(pen, tr("Consumers"), tr("nobody consumes it"));
        return PanelPen::firstRow - 4;
    }
    heading(pen, tr("Consumers"), {});
    const double heldRight = pen.right() - 70;
    pen.text(PanelPen::sidePadding, PanelPen::firstRow, tr("Instance"), font, caption);
    pen.textRight(heldRight, PanelPen::firstRow, tr("held"), font, caption);
    pen.textRight(pen.right(), PanelPen::firstRow, tr("at most"), font, caption);
    double y = PanelPen::firstRow;
    int last = -1;
    for (const sim::TopicMember& member : seen->members) {
        if (member.service != last) {
            last = member.service;
            y += PanelPen::rowHeight;
            pen.text(PanelPen::sidePadding, y, consumerText(consumerOf(member)), font, theme().ink2,
                     pen.right() - PanelPen::sidePadding);
        }
        y += PanelPen::rowHeight;
        pen.glyph(PanelPen::sidePadding, y, member.isConnected ? Glyph::Ok : Glyph::Down);
        pen.text(PanelPen::textLeft - 2, y, nameOf(member), font, theme().ink,
                 heldRight - 84 - PanelPen::textLeft);
        pen.textRight(heldRight, y, heldText(member), font, theme().ink);
        pen.textRight(pen.right(), y, countText(consumerOf(member).prefetch), font, theme().ink);
    }
    return y + lastRoom;
}

QString TopicConsumersSection::spoken() const {
    const sim::TopicSnapshot* seen = topicSeen();
    if (!seen || seen->members.empty())
        return tr("Consumers: nobody consumes it");
    QStringList parts{tr("Consumers")};
    for (const sim::TopicMember& member : seen->members)
        parts << tr("%1 holds %2 of %3, %4")
                     .arg(nameOf(member), heldText(member), countText(consumerOf(member).prefetch),
                          consumerText(consumerOf(member)));
    return parts.join(QStringLiteral("; "));
}

// ------------------------------------------------------------------------------------- partitions

double TopicPartitionsSection::draw(PanelPen& pen) const {
    const sim::TopicSnapshot* seen = topicSeen();
    if (!seen)
        return 0;
    heading(pen, tr("Partitions"), tr("messages that nobody holds"));
    const QFont font = lookFont(12);
    std::int64_t most = 1;  // the longest bar
    for (const std::int64_t waiting : seen->waiting)
        most = std::max(most, waiting);
    double y = PanelPen::firstRow - PanelPen::rowHeight;
    for (std::size_t i = 0; i < seen->waiting.size(); ++i) {
        y += PanelPen::rowHeight;
        pen.text(PanelPen::sidePadding, y, QString::number(i + 1), font, theme().ink2);
        const double left = PanelPen::sidePadding + 32, right = pen.right() - 64;
        const double share = static_cast<double>(seen->waiting[i]) / static_cast<double>(most);
        if (pen.painter()) {
            pen.painter()->fillRect(QRectF(left, y - 2, right - left, 4), theme().line);
            pen.painter()->fillRect(QRectF(left, y - 2, (right - left) * share, 4), theme().ink2);
        }
        pen.textRight(pen.right(), y, countText(seen->waiting[i]), font, theme().ink);
    }
    return y + lastRoom;
}

QString TopicPartitionsSection::spoken() const {
    QStringList parts{tr("Partitions, messages that nobody holds")};
    if (const sim::TopicSnapshot* seen = topicSeen()) {
        for (const std::int64_t waiting : seen->waiting)
            parts << countText(waiting);
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
