#include "app/session/edge_words.h"

#include <algorithm>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "models/io/value_text.h"

namespace app {
namespace {

// As the language writes values, with a space that does not break.
template <typename Value>
QString valueText(const Value& value) {
    return text(models::toText(value)).replace(QLatin1Char(' '), QChar(QChar::Nbsp));
}

QString retryWords(const models::Retry& retry) {
    QString said = QStringLiteral("%1 attempts").arg(countText(retry.attempts));
    if (retry.backoff.count() > 0)
        said += QStringLiteral(", first back-off ") + valueText(retry.backoff);
    if (retry.jitter != models::Jitter::None)
        said += QStringLiteral(" with jitter");
    if (retry.budget)
        said += QStringLiteral(", budget ") + valueText(*retry.budget);
    return said;
}

QString breakerWords(const models::CircuitBreaker& breaker) {
    const QString window = breaker.window.span
                               ? QStringLiteral("those of ") + valueText(*breaker.window.span)
                               : countText(breaker.window.count.value_or(0));
    return QStringLiteral("breaker: opens at %1 failed of the last %2, %3 at least, for %4")
        .arg(valueText(breaker.failures), window, countText(breaker.minimum),
             valueText(breaker.openFor));
}

QStringList wordsOf(const models::Call& call) {
    QStringList words;
    if (call.timeout)
        words << QStringLiteral("timeout ") + valueText(*call.timeout);
    if (call.deadline)
        words << QStringLiteral("deadline ") + valueText(*call.deadline);
    if (call.probability.value < 1)
        words << QStringLiteral("made in %1 of cases").arg(valueText(call.probability));
    if (call.retry)
        words << retryWords(*call.retry);
    if (call.circuitBreaker)
        words << breakerWords(*call.circuitBreaker);
    if (call.fallback)
        words << (call.fallback->steps.empty() ? QStringLiteral("fallback: skip")
                                               : QStringLiteral("fallback: other steps"));
    return words;
}

}  // namespace

QString edgeName(const models::CallGraph& graph, std::size_t edge) {
    const models::CallGraphEdge& line = graph.edges[edge];
    const auto name = [&](int node) {
        return text(graph.nodes[static_cast<std::size_t>(node)].name);
    };
    return name(line.caller) + QStringLiteral(" \u2192 ") + name(line.callee);
}

double attemptsPerCall(const sim::EdgeSnapshot& edge) {
    const auto refused = static_cast<std::size_t>(models::Cause::BreakerOpen);
    const std::int64_t calls = edge.recent.counts.started - edge.recent.counts.byCause[refused];
    return calls <= 0 ? 0 : static_cast<double>(edge.recentAttempts) / static_cast<double>(calls);
}

QString attemptsPerCallText(double attempts) {
    return QStringLiteral("×%1").arg(attempts, 0, 'f', 1);
}

std::vector<CallSettings> callSettings(const models::Scenario& scenario,
                                       const models::CallGraph& graph, std::size_t edge) {
    const auto node = [&](int index) { return graph.nodes[static_cast<std::size_t>(index)]; };
    const models::CallGraphNode caller = node(graph.edges[edge].caller);
    const std::string callee = node(graph.edges[edge].callee).name;
    std::vector<CallSettings> all;
    const auto note = [&](const models::Call& call) {
        if (call.callee.service != callee)
            return;
        CallSettings settings{text(callee + '.' + call.callee.endpoint), wordsOf(call)};
        if (std::find(all.begin(), all.end(), settings) == all.end())
            all.push_back(std::move(settings));
    };
    const auto index = static_cast<std::size_t>(caller.index);
    if (caller.kind == models::NodeKind::Journey) {
        models::forEachCall(scenario.journeys[index].steps, note);
    } else {
        for (const models::Endpoint& endpoint : scenario.services[index].endpoints)
            models::forEachCall(endpoint.steps, note);
    }
    return all;
}

}  // namespace app
