#include "app/desktop/fault_form.h"

#include <QObject>
#include <QRegularExpression>

#include "models/io/value_text.h"

namespace app {

const std::vector<FaultForm>& faultForms() {
    static const std::vector<FaultForm> forms = {
        {"kill", "Kill", Strikes::Service, {}},
        {"hang", "Hang", Strikes::Service, {}},
        {"slow", "Slow", Strikes::Service, {{"by", "Factor", "10x", nullptr}}},
        {"fail", "Fail requests", Strikes::Service, {{"probability", "Share", "30 %", nullptr}}},
        {"crash-loop",
         "Crash loop",
         Strikes::Service,
         {{"first", "First wait", "10 s", nullptr}, {"cap", "Longest", "5 min", nullptr}}},
        {"leak", "Leak", Strikes::Service, {{"dies-after", "Dies after", "40 s", nullptr}}},
        {"steal-cores", "Steal cores", Strikes::Service, {{"by", "Share", "50 %", nullptr}}},
        {"break-store",
         "Break its store",
         Strikes::Store,
         {{"as", "How", "read-only", "read-only down corrupt slow"},
          {"by", "Factor", "10x", nullptr, "slow"}}},
        {"delay", "Delay messages", Strikes::Edge, {{"add", "By", "100 ms", nullptr}}},
        {"lose", "Lose messages", Strikes::Edge, {{"probability", "Share", "10 %", nullptr}}},
        {"partition", "Cut off", Strikes::Parties, {{"one-way", "One way", "false", "false true"}}},
        {"surge", "Surge of a journey", Strikes::Journey, {{"by", "Factor", "5x", nullptr}}},
        {"kill-zone", "Kill a zone", Strikes::Zone, {}},
        {"kill-random", "Kill at random", Strikes::Share, {{"of", "Of", "any", nullptr}}},
    };
    return forms;
}

namespace {

// Services, and their instances where there are few.
QStringList servicesOf(const models::Scenario& scenario, bool withStoreOnly) {
    constexpr int instancesOffered = 8;
    QStringList names;
    for (const models::Service& service : scenario.services) {
        if (withStoreOnly && !service.store)
            continue;
        const QString name = QString::fromStdString(service.name);
        names << name;
        for (int i = 1; !withStoreOnly && service.instances > 1 &&
                        i <= std::min(service.instances, instancesOffered);
             ++i)
            names << QStringLiteral("%1#%2").arg(name).arg(i);
    }
    return names;
}

QString edgeText(const models::CallGraph& graph, int from, int to) {
    const auto name = [&](int node) {
        return QString::fromStdString(graph.nodes[static_cast<std::size_t>(node)].name);
    };
    return name(from) + QStringLiteral(" -> ") + name(to);
}

QStringList edgesOf(const models::CallGraph& graph) {
    QStringList names;
    for (const models::CallGraphEdge& edge : graph.edges)
        names << edgeText(graph, edge.caller, edge.callee);
    for (const models::MessageEdge& edge : graph.messages)
        names << edgeText(graph, edge.from, edge.to);
    for (const models::CallGraphNode& node : graph.nodes) {
        if (node.kind == models::NodeKind::Service)
            names << QStringLiteral("any -> ") + QString::fromStdString(node.name);
    }
    return names;
}

// One against all others.
QStringList partiesOf(const models::CallGraph& graph) {
    QStringList names;
    for (const models::CallGraphNode& node : graph.nodes) {
        if (node.kind == models::NodeKind::Service)
            names << QStringLiteral("[ [%1], [any] ]").arg(QString::fromStdString(node.name));
    }
    for (const models::CallGraphEdge& edge : graph.edges) {
        const auto name = [&](int each) {
            return QString::fromStdString(graph.nodes[static_cast<std::size_t>(each)].name);
        };
        names << QStringLiteral("[ [%1], [%2] ]").arg(name(edge.caller), name(edge.callee));
    }
    return names;
}

}  // namespace

QStringList targetsOf(Strikes strikes, const models::Scenario& scenario,
                      const models::CallGraph& graph) {
    QStringList names;
    switch (strikes) {
        case Strikes::Service:
            return servicesOf(scenario, false);
        case Strikes::Store:
            return servicesOf(scenario, true);
        case Strikes::Edge:
            return edgesOf(graph);
        case Strikes::Parties:
            return partiesOf(graph);
        case Strikes::Journey:
            for (const models::Journey& each : scenario.journeys)
                names << QString::fromStdString(each.name);
            return names;
        case Strikes::Zone:
            for (const models::Zone& each : scenario.network.zones)
                names << QString::fromStdString(each.name);
            return names;
        case Strikes::Share:
            return {QStringLiteral("30 %"), QStringLiteral("10 %"), QStringLiteral("50 %")};
    }
    return names;
}

QString faultEntry(const FaultForm& form, models::Instant at, const QString& target,
                   const QStringList& values, const QString& lasts) {
    QStringList parts = {
        QStringLiteral("at: ") + QString::fromStdString(models::toText(models::sinceStart(at))),
        QLatin1String(form.key) + QStringLiteral(": ") + target};
    for (qsizetype i = 0; i < values.size(); ++i) {
        const FaultParameter& parameter = form.parameters[static_cast<std::size_t>(i)];
        if (!values[i].isEmpty())
            parts << QLatin1String(parameter.key) + QStringLiteral(": ") + values[i];
    }
    if (!lasts.isEmpty())
        parts << QStringLiteral("for: ") + lasts;
    return QStringLiteral("{ ") + parts.join(QStringLiteral(", ")) + QStringLiteral(" }");
}

std::optional<models::Instant> typedInstant(const QString& typed) {
    static const QRegularExpression clock(QStringLiteral("^(\\d+):(\\d\\d(?:\\.\\d{1,3})?)$"));
    const QRegularExpressionMatch read = clock.match(typed.trimmed());
    const QString said =
        read.hasMatch() ? read.captured(2) + QStringLiteral(" s") : typed.trimmed();
    const models::Parsed<models::Duration> parsed = models::parseDuration(said.toStdString());
    if (!parsed)
        return std::nullopt;
    const std::chrono::minutes minutes(read.hasMatch() ? read.captured(1).toInt() : 0);
    return models::runStart + minutes + *parsed;
}

}  // namespace app
