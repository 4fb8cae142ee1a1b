#include "models/call_graph.h"

#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

using namespace models;

namespace {

Scenario scenario() {
    const ScenarioReading reading = readScenario(R"(
watertight: 1
services:
  gateway:
    endpoints:
      play:
        - parallel: [ [ { call: user.sign-in } ], [ { call: catalog.title, fallback: [ { call: cache.get } ] } ] ]
        - choose: [ { weight: 1, steps: [ { repeat: { times: 2, steps: [ { call: user.home } ] } } ] } ]
        - call: user.sign-in
      pay: [ { call: payment.charge } ]
  user:
    store: { tables: { profiles: { key: request } } }
    endpoints:
      sign-in: [ { read: profiles, else: [ { call: cache.get } ] } ]
      home: []
  catalog: { endpoints: { title: [] } }
  cache: { endpoints: { get: [] } }
  payment: { endpoints: { charge: [] } }
journeys:
  watch: { users: 1, think: 1 s, steps: [ { call: gateway.play } ] }
  visit: { users: 1, think: 1 s, steps: [ { call: catalog.title } ] }
)",
                                                 "test.yaml", ".");
    return reading.scenario.value_or(Scenario());
}

Scenario scenarioWithTopics() {
    const ScenarioReading reading = readScenario(R"(
watertight: 1
topics:
  orders: { kind: queue }
  audit: { kind: topic }
services:
  shop:
    endpoints:
      buy: [ { publish: orders }, { publish: audit }, { publish: orders } ]
  worker:
    endpoints: { handle: [ { publish: audit } ] }
    consumes: { orders: { endpoint: handle } }
journeys:
  order: { users: 1, think: 1 s, steps: [ { call: shop.buy }, { publish: audit } ] }
)",
                                                 "test.yaml", ".");
    return reading.scenario.value_or(Scenario());
}

QStringList names(const CallGraph& graph, const std::vector<bool>& marks) {
    QStringList marked;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i]) {
            marked << QString::fromStdString(graph.nodes[i].name);
        }
    }
    return marked;
}

}  // namespace

class TestCallGraph : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void hasJourneysFirstThenServicesInFileOrder() {
        const CallGraph graph = callGraph(scenario());

        QCOMPARE(names(graph, std::vector<bool>(graph.nodes.size(), true)),
                 QStringList({"watch", "visit", "gateway", "user", "catalog", "cache", "payment"}));
        QVERIFY(graph.nodes[1].kind == NodeKind::Journey);
        QCOMPARE(graph.nodes[2].index, 0);
        QCOMPARE(graph.node("user").value_or(-1), 3);
        QVERIFY(!graph.node("nobody"));
    }

    void joinsCallsOfNestedStepsIntoEdges() {
        const CallGraph graph = callGraph(scenario());

        QStringList edges;
        for (const CallGraphEdge& each : graph.edges) {
            QStringList endpoints;
            for (const std::string& endpoint : each.endpoints) {
                endpoints << QString::fromStdString(endpoint);
            }
            edges << QString::fromStdString(graph.nodes[each.caller].name + " -> " +
                                            graph.nodes[each.callee].name + ' ') +
                         endpoints.join(',');
        }
        QCOMPARE(edges.join('\n'), QStringList({"watch -> gateway play", "visit -> catalog title",
                                                "gateway -> user sign-in,home",
                                                "gateway -> catalog title", "gateway -> cache get",
                                                "gateway -> payment charge", "user -> cache get"})
                                       .join('\n'));
    }

    void hasTopicsBehindServicesAndEachPairOfMessagesOnce() {
        const CallGraph graph = callGraph(scenarioWithTopics());

        QCOMPARE(names(graph, std::vector<bool>(graph.nodes.size(), true)),
                 QStringList({"order", "shop", "worker", "orders", "audit"}));
        QVERIFY(graph.nodes[4].kind == NodeKind::Topic);
        QCOMPARE(graph.nodes[4].index, 1);
        const std::vector<MessageEdge> expected = {{0, 4}, {1, 3}, {1, 4}, {2, 4}, {3, 2}};
        QVERIFY(graph.messages == expected);
    }

    void doesNotReachAcrossMessages() {
        const CallGraph graph = callGraph(scenarioWithTopics());

        QCOMPARE(graph.edges.size(), std::size_t(1));
        QCOMPARE(names(graph, graph.reachableFrom(*graph.node("order"))),
                 QStringList({"order", "shop"}));
        QCOMPARE(names(graph, graph.reaching(*graph.node("worker"))), QStringList({"worker"}));
    }

    void knowsWhatANodeCanReachAndWhatCanReachIt() {
        const CallGraph graph = callGraph(scenario());

        QCOMPARE(names(graph, graph.reachableFrom(*graph.node("visit"))),
                 QStringList({"visit", "catalog"}));
        QCOMPARE(names(graph, graph.reachableFrom(*graph.node("user"))),
                 QStringList({"user", "cache"}));
        QCOMPARE(names(graph, graph.reaching(*graph.node("cache"))),
                 QStringList({"watch", "gateway", "user", "cache"}));
        QCOMPARE(names(graph, graph.reaching(*graph.node("watch"))), QStringList({"watch"}));
    }

    void visitsEveryCallOfTheSteps() {
        const Scenario all = scenario();
        int calls = 0;

        forEachCall(all.services[0].endpoints[0].steps, [&](const Call&) { ++calls; });

        QCOMPARE(calls, 5);
    }
};

TEST_OF_THIS_FILE(TestCallGraph);
#include "tst_call_graph.moc"
