#include "models/io/scenario_reader.h"

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/models/read_text.h"
#include "tests/support/test_program.h"

using namespace models;
using tests::printed;
using tests::read;
using tests::withLines;
using tests::withSteps;

namespace {

// Every supported form of the language at least once.
constexpr const char* fullScenario = R"yaml(
watertight: 1
name: Online streaming platform
about: Two sentences a newcomer reads first.
run: { seed: 7, duration: 5 min, warm-up: 10 s, in-flight-at-most: 1000 }
network: { latency: 0.25 ms + exp(0.1 ms) }
x-patience: &patience { timeout: 2 s, fallback: skip }
populations:
  viewer: { size: 100000, popularity: zipf(0.9) }
  video: { size: 20000, popularity: uniform }
  follower: { of: viewer }
services:
  gateway:
    endpoints:
      play:
        - { call: user.sign-in, timeout: 1 s, retry: { attempts: 3, backoff: 10 ms, jitter: full, budget: 20 % } }
        - parallel: [ [ { call: catalog.title } ], [ { sleep: 1 ms }, { compute: mix(90 % exp(1 ms) or 10 % exp(20 ms)) } ] ]
          need: 1
        - choose: [ { weight: 9, steps: [ { call: user.sign-in, probability: 50 % } ] }, { weight: 1, steps: [ reply, { fail: 0.5 % } ] } ]
        - repeat: { times: [10, 30], steps: [ { call: catalog.title, <<: *patience } ] }
        - { stop: , when: ":viewer > 3" }
  user:
    about: Sign-in, profiles and subscriptions.
    group: identity
    version: v2
    instances: 2
    concurrency: unlimited
    serving: event-loop
    inbox: 0
    discipline: fifo
    balancing: least-requests
    start-up: 5 s
    store:
      read: exp(0.8 ms)
      write: exp(2 ms)
      connections: 10
      tables:
        profiles: { key: viewer, rows: 100000, columns: { name: text } }
        subscriptions: { key: viewer, rows: 100000, columns: { plan: text default 'basic', renewed: integer default 0 } }
        history: { key: [viewer, video] }
        orders: { key: request, columns: { status: text, count: integer } }
    endpoints:
      sign-in:
        idempotent: true
        steps:
          - compute: exp(1 ms)
          - read: subscriptions
            where: plan = 'basic' and :now > 1
            else:
              - insert: subscriptions
              - fail: always
          - { insert: orders, set: { status: "'paid'" }, when: ":request % 2 = 0" }
          - { update: orders, set: { count: count + 1 }, where: count > 0, at: { request: ":request - 1" } }
          - { delete: profiles }
          - { read: history, all: true }
  catalog:
    discipline: codel(target 5 ms interval 100 ms)
    endpoints:
      title:
        - compute: uniform(1 ms to 9 ms)
        - call: user.sign-in
          timeout: none
          deadline: 3 s
          circuit-breaker: { window: 10 s, failures: 50 %, minimum: 20, slow-after: 1 s, slow-calls: 90 %, open-for: 5 s, probes: 3 }
journeys:
  watch-video:
    arrivals: poisson(200/s)
    steps: [ { call: gateway.play, timeout: 2 s } ]
  browse:
    users: 500
    think: exp(5 s)
    steps: [ { call: gateway.play }, { sleep: 1 s } ]
  rush:
    arrivals: [ { for: 1 min, arrivals: poisson(100/s) }, { for: 30 s, arrivals: constant(400/s) } ]
    steps: [ { call: gateway.play } ]
faults:
  - { name: user outage, at: 1 min, kill: user, for: 30 s }
  - { at: 90 s, restart: user }
  - { at: 2 min, hang: user#1, for: 20 s }
  - { at: 2 min, slow: [user, catalog], by: 10x, for: 20 s }
  - { at: 2 min, fail: any, probability: 30 %, for: 20 s }
expect:
  Videos play while user is down:
    journey: watch-video
    during: user outage
    availability: at least 99.9 %
    p99: below 300 ms
    p99.9: between 1 ms and 2 s
  Early on all is well: { endpoint: user.sign-in, during: [20 s, 50 s], throughput: above 100/s }
  It is not busy: { service: user, utilization: at most 80 %, inbox: below 5 }
  It is killed once: { event: killed, where: user, count: exactly 1 }
layout:
  user: [120, 80.5]
  watch-video: { x: -10, y: 20 }
)yaml";

}  // namespace

class TestScenarioReader : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsEveryFormOfTheLanguage() {
        const ScenarioReading reading = read(fullScenario);

        QCOMPARE(printed(reading.diagnostics), QByteArray());
        QVERIFY(reading.scenario.has_value());
        const Scenario& scenario = *reading.scenario;
        QCOMPARE(scenario.run.seed, std::uint64_t(7));
        QVERIFY(scenario.run.warmUp == std::chrono::seconds(10));
        QCOMPARE(scenario.populations[0].zipfExponent, 0.9);
        QCOMPARE(scenario.populations[2].size, std::int64_t(100000));
        QCOMPARE(scenario.services.size(), std::size_t(3));
        QCOMPARE(scenario.faults[4].targets.size(), std::size_t(3));
        QCOMPARE(scenario.faults[2].targets[0].instance.value_or(0), 1);
        QCOMPARE(scenario.expectations[0].name, std::string("Videos play while user is down"));
        QCOMPARE(scenario.layout[0].y, 80.5);
        const auto& rush = std::get<OpenWorkload>(scenario.journeys[2].workload);
        QVERIFY(rush.phases[0].duration == std::chrono::minutes(1));
        QVERIFY(!rush.phases[1].duration);
    }

    void readsTheFieldsOfAService() {
        const Service user = read(fullScenario).scenario.value().services[1];

        QVERIFY(!user.concurrency);
        QCOMPARE(user.inbox.value_or(-1), 0);
        QVERIFY(user.serving == Serving::EventLoop);
        const Service catalog = read(fullScenario).scenario.value().services[2];
        QVERIFY(catalog.discipline == Discipline::Codel);
        QVERIFY(catalog.codel.target == std::chrono::milliseconds(5));
        QVERIFY(catalog.codel.interval == std::chrono::milliseconds(100));
        QVERIFY(user.balancing == Balancing::LeastRequests);
        QVERIFY(user.startUp == std::chrono::seconds(5));
        QCOMPARE(user.store->connections.value_or(-1), 10);
        QCOMPARE(user.store->tables[1].columns[0].declaration, std::string("text default 'basic'"));
        QVERIFY(user.endpoints[0].idempotent);
        QCOMPARE(user.endpoints[0].steps.size(), std::size_t(6));
        const auto& insert = std::get<StoreStep>(user.endpoints[0].steps[2].action);
        QCOMPARE(insert.set[0].value.sql, std::string("'paid'"));
        const auto& find = std::get<StoreStep>(user.endpoints[0].steps[1].action);
        QCOMPARE(find.orElse->size(), std::size_t(2));
    }

    void readsTheOptionsOfACall() {
        const Scenario scenario = read(fullScenario).scenario.value();
        const auto& play = scenario.services[0].endpoints[0].steps;

        const auto& first = std::get<Call>(play[0].action);
        QVERIFY(first.timeout == std::chrono::seconds(1));
        QVERIFY(first.retry->jitter == Jitter::Full);
        QCOMPARE(first.retry->budget->value, 0.2);
        const auto& merged = std::get<Call>(std::get<Repeat>(play[3].action).steps[0].action);
        QVERIFY(merged.timeout == std::chrono::seconds(2));
        QVERIFY(merged.fallback && merged.fallback->steps.empty());
        const auto& guarded = std::get<Call>(scenario.services[2].endpoints[0].steps[1].action);
        QVERIFY(!guarded.timeout);
        QVERIFY(guarded.circuitBreaker->window.span == std::chrono::seconds(10));
        QVERIFY(!guarded.circuitBreaker->window.count);
    }

    void hasTheDefaultsOfTheLanguage() {
        const Scenario scenario = read(withLines("")).scenario.value();

        QCOMPARE(scenario.name, std::string("shop"));
        QVERIFY(scenario.run == RunSettings());
        QVERIFY(scenario.network.latency == Network().latency);
        QCOMPARE(scenario.network.loss.value, 0.0);
        QVERIFY(scenario.network.zones.empty() && !scenario.network.betweenZones);
        Service expected;
        expected.name = "user";
        expected.instances = 2;
        expected.endpoints = scenario.services[0].endpoints;
        QVERIFY(scenario.services[0] == expected);
    }

    void hasTheDefaultsOfPolicies() {
        const Scenario scenario = read(withSteps("{ call: user.get, retry: {}, circuit-breaker: "
                                                 "{}, bulkhead: {}, rate-limit: {}, hedge: {}, "
                                                 "probability: 100 % }"))
                                      .scenario.value();
        const auto& call = std::get<Call>(scenario.services[0].endpoints[0].steps[0].action);

        QVERIFY(call.retry == Retry());
        QVERIFY(call.circuitBreaker == CircuitBreaker());
        QVERIFY(call.bulkhead == Bulkhead());
        QVERIFY(call.rateLimit == RateLimit());
        QVERIFY(call.hedge == (Hedge{std::chrono::milliseconds(20), 1}));
        QCOMPARE(call.priority, 0);
        QVERIFY(!call.timeout && !call.deadline && !call.fallback);
    }

    void reportsAllProblemsInOneGoInOrderOfPlace() {
        const ScenarioReading reading = read(R"(watertight: 1
populatons: {}
run: { seed: many, duration: 1 min, warm-up: 2 min }
services:
  gateway:
    instances: 0
    endpoints:
      play:
        - { call: usr.get, timeout: soon }
        - { call: user.gte }
        - { compute: exp(5) }
  user: { endpoints: { get: [ { read: payments } ] } }
  payment: { store: { tables: { payments: { key: request } } } }
journeys:
  visit: { arrivals: poison(1/s), steps: [ { call: gateway.play } ] }
faults:
  - { at: 0 min, kil: user }
  - { at: 0 min, kill: user#2, for: 5 s }
expect:
  All is well: { journey: visits, availability: 99 %, p99: below 5 % }
)");

        QVERIFY(!reading.scenario);
        QCOMPARE(
            printed(reading.diagnostics),
            QByteArray(
                R"(shop.yaml:2:1: error: the scenario has no key `populatons`: did you mean `populations`?
shop.yaml:3:14: error: `seed`: found `many`, expected a whole number
shop.yaml:3:46: error: `warm-up` is 2 min, but the run ends after 1 min: nothing would be measured
shop.yaml:6:16: error: `instances` is `0`, expected from 1 to 100000
shop.yaml:9:19: error: there is no service `usr`: did you mean `user`?
shop.yaml:9:37: error: `timeout`: found `soon`, expected a duration such as `250 us` or `1.5 s`
shop.yaml:10:19: error: service `user` has no endpoint `gte`: did you mean `get`?
shop.yaml:11:22: error: found `exp(5)`, expected the form `exp(5 ms)`
shop.yaml:12:39: error: `payments` is not a table of `user`: payment's data belongs to payment: call it instead
shop.yaml:15:22: error: found `poison(1/s)`, expected `poisson(200/s)`, `constant(200/s)`, `renewal(exp(5 ms))`, `ramp(50/s to 500/s in 2 min)`, `trace(arrivals.csv)` or a list of phases
shop.yaml:17:18: error: the fault has no key `kil`: did you mean `kill`?
shop.yaml:18:24: error: `user#2` is not there: `user` has 1 instance
shop.yaml:20:27: error: there is no journey `visits`: did you mean `visit`?
shop.yaml:20:49: error: found `99 %`, expected a bound such as `at least 99.9 %`
shop.yaml:20:60: error: found `below 5 %`, expected a bound such as `below 300 ms`
)"));
    }

    void warnsOfRetriesThatMayDoThingsTwice() {
        const std::string step =
            "{ call: user.get, retry: { attempts: 2 }, when: \":viewer > 5\" }";
        const ScenarioReading reading = read(withSteps(step));

        QVERIFY(reading.scenario);
        QCOMPARE(reading.diagnostics.size(), std::size_t(2));
        QCOMPARE(reading.diagnostics[0].rule, std::string("retry-not-idempotent"));
        QCOMPARE(reading.diagnostics[1].rule, std::string("call-cycle"));
        QVERIFY((reading.diagnostics[1].place == Place{9, 19}));

        const ScenarioReading hedged = read(withSteps("{ call: user.get, hedge: {} }"));
        QCOMPARE(hedged.diagnostics[0].rule, std::string("retry-not-idempotent"));
        QVERIFY(hedged.diagnostics[0].message.find("is hedged") != std::string::npos);

        QVERIFY(read(withSteps(step) +
                     "lint: { ignore: { call-cycle: wanted, retry-not-idempotent: too } }")
                    .diagnostics.empty());
    }

    // A run covers [0, duration): what is due at its end does not happen any more.
    void warnsOfWhatNeverBegins() {
        const auto planned = [](const std::string& at, const std::string& more = "") {
            return read(withLines("run: { duration: 10 s }\nfaults: [ { at: " + at +
                                  ", kill: user } ]\nrollouts: [ { at: " + at +
                                  ", scale: user, to: 2 } ]\n" + more));
        };
        const ScenarioReading late = planned("10 s");
        QVERIFY(late.scenario);
        QCOMPARE(late.diagnostics.size(), std::size_t(2));
        const std::string said = toText(late.diagnostics[0]);
        QVERIFY2(said.ends_with("warning: the fault at 10 s never begins: the run is over after "
                                "10 s [never-begins]"),
                 said.c_str());
        QVERIFY(toText(late.diagnostics[1]).find("the rollout at 10 s") != std::string::npos);
        QVERIFY(planned("9.999 s").diagnostics.empty());
        QVERIFY(planned("1 min", "lint: { ignore: { never-begins: for longer runs } }")
                    .diagnostics.empty());
    }

    void readsValuesFromAFileInItsFolderOnly() {
        const QTemporaryDir folder;
        const std::filesystem::path home = folder.path().toStdString();
        std::filesystem::create_directory(home / "inside");
        std::ofstream(home / "secret.csv") << "1 ms\n";
        std::ofstream(home / "inside" / "values.csv") << "# measured\n1 ms\n2 ms, 3\n\n";
        std::filesystem::create_symlink(home / "secret.csv", home / "inside" / "link.csv");
        std::filesystem::create_symlink(home, home / "inside" / "up");
        const auto readWith = [&](const std::string& file) {
            return readScenario(withLines("network: { latency: empirical(" + file + ") }"),
                                "a.yaml", home / "inside");
        };

        const Scenario scenario = readWith("values.csv").scenario.value();

        const auto& values = std::get<Empirical>(scenario.network.latency.law);
        QCOMPARE(values.values.size(), std::size_t(2));
        QCOMPARE(values.weights[1], 3.0);
        for (const char* each : {"link.csv", "../secret.csv", "up/secret.csv"}) {
            const ScenarioReading reading = readWith(each);
            QVERIFY(!reading.scenario);
            QVERIFY2(reading.diagnostics[0].kind == DiagnosticKind::OutsideFolder, each);
        }
        QVERIFY(readWith("../inside/values.csv").scenario.has_value());
    }

    void readsAFileAndNamesTheScenarioAfterIt() {
        const QTemporaryDir folder;
        const std::filesystem::path file =
            std::filesystem::path(folder.path().toStdString()) / "shop.yaml";
        std::ofstream(file) << withLines("");

        QCOMPARE(readScenarioFile(file).scenario.value().name, std::string("shop"));
        QCOMPARE(readScenarioFile(file).text, withLines(""));
        QVERIFY(readScenarioFile(file.parent_path()).diagnostics[0].kind ==
                DiagnosticKind::UnreadableFile);
        QVERIFY(readScenarioFile(file.parent_path() / "none.yaml").diagnostics[0].kind ==
                DiagnosticKind::UnreadableFile);
    }

    void refusesALargeFileBeforeReadingIt() {
        const QTemporaryDir folder;
        const std::filesystem::path file =
            std::filesystem::path(folder.path().toStdString()) / "large.yaml";
        std::ofstream(file) << "watertight: 1";
        std::filesystem::resize_file(file, 100'000'000'000);  // sparse

        const ScenarioReading reading = readScenarioFile(file);

        QCOMPARE(reading.diagnostics.size(), std::size_t(1));
        QVERIFY(reading.diagnostics[0].kind == DiagnosticKind::TooLarge);
    }

    void readsFiftyThousandServices() {
        std::string text = "watertight: 1\nservices:\n";
        for (int i = 0; i < 50'000; ++i) {
            const std::string number = std::to_string(i);
            const std::string next = std::to_string((i + 1) % 50'000);
            text.append("  service-")
                .append(number)
                .append(
                    ":\n    instances: 2\n    concurrency: 16\n    endpoints:\n      get:\n"
                    "        idempotent: true\n        steps:\n          - compute: exp(1 ms)\n"
                    "          - { call: service-");
            text.append(next).append(".get, probability: 10 %, retry: { attempts: 2 } }\n");
        }
        const ScenarioReading reading = read(text);

        QVERIFY(reading.scenario.has_value());
        QCOMPARE(reading.scenario->services.size(), std::size_t(50'000));
        QCOMPARE(reading.diagnostics.size(), std::size_t(1));  // the circle of calls
    }
};

TEST_OF_THIS_FILE(TestScenarioReader);
#include "tst_scenario_reader.moc"
