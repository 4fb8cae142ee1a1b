#include <QtTest>
#include <nlohmann/json.hpp>

#include "app/cli/report_json.h"
#include "tests/cli/a_report.h"
#include "tests/support/test_program.h"

namespace {

using Json = nlohmann::ordered_json;

// The contract's example, one level a line, so that a difference is readable.
QString compact(const Json& json) {
    return QString::fromStdString(json.dump());
}

}  // namespace

class TestReportJson : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void beginsWithWhatWasRun();
    void givesAJourneyInTheOrderOfTheContract();
    void givesNothingForWhatWasNotMeasured();
    void saysWhichPercentilesHaveTooFewRequests();
    void countsDegradedAnswersOfAServiceAsOk();
    void saysWhoRecoveredAndWhoIsStuck();
    void sortsCallsByCallerThenCallee();
    void givesTheTimelineInSeconds();
    void givesFoundAndWantedByMeasure();
    void saysWhyARunStopped();
    void survivesNamesThatAreNotUtf8();
    void readsBackTheSameNumbers();
};

void TestReportJson::beginsWithWhatWasRun() {
    const std::string text = app::reportJson(aReport());

    const std::string begin =
        "{\n"
        "  \"watertight\": \"0.1.0\",\n"
        "  \"scenario\": \"Two services\",\n"
        "  \"seed\": 42,\n"
        "  \"duration_s\": 300.0,\n"
        "  \"warm_up_s\": 10.0,\n"
        "  \"threads\": 2,\n"
        "  \"events\": 1234567,\n"
        "  \"wall_s\": 0.81,\n"
        "  \"fingerprint\": \"0f86d081884c7d65\",\n"
        "  \"journeys\": {\n";
    QCOMPARE(QString::fromStdString(text.substr(0, begin.size())), QString::fromStdString(begin));
    QVERIFY(text.ends_with("  \"invariants\": []\n}\n"));

    QStringList keys;
    const Json json = Json::parse(text);
    for (const auto& [key, value] : json.items()) {
        keys << QString::fromStdString(key);
    }
    QCOMPARE(keys.mid(9).join(' '),
             QString("journeys services calls topics timeline recovery expect invariants"));
}

void TestReportJson::givesAJourneyInTheOrderOfTheContract() {
    const Json json = Json::parse(app::reportJson(aReport()));

    QCOMPARE(compact(json["journeys"]["watch-video"]),
             QString(R"({"started":58000,"ended":57990,"ok":57900,"degraded":60,"failed":30,)"
                     R"("in_flight":10,"availability":0.9995,"throughput":199.97,)"
                     R"("failures":{"timeout":30},)"
                     R"("latency_s":{"mean":0.021,"p50":0.018,"p90":0.04,"p95":0.05,"p99":0.09,)"
                     R"("p99.9":0.2,"max":0.4},"failed_latency_s":{},)"
                     R"("intervals":{"confidence":0.95,"mean_s":[0.0205,0.0215],)"
                     R"("availability":[0.9991,0.9998],"throughput":[199.0,201.0],)"
                     R"("requests_needed":0}})"));
}

void TestReportJson::givesNothingForWhatWasNotMeasured() {
    const Json json = Json::parse(app::reportJson(aReport()));

    QCOMPARE(compact(json["journeys"]["never"]),
             QString(R"({"started":0,"ended":0,"ok":0,"degraded":0,"failed":0,"in_flight":0,)"
                     R"("availability":null,"throughput":0.0,"failures":{},"latency_s":{},)"
                     R"("failed_latency_s":{},"intervals":{"confidence":0.95,"mean_s":null,)"
                     R"("availability":null,"throughput":null,"requests_needed":0}})"));
    QCOMPARE(compact(json["topics"]), QString("{}"));
    QCOMPARE(compact(json["invariants"]), QString("[]"));
}

void TestReportJson::saysWhichPercentilesHaveTooFewRequests() {
    sim::Report report = aReport();
    report.journeys[0].latency = latencies(40, 1);
    report.calls[0].latency = latencies(999, 1);
    const Json json = Json::parse(app::reportJson(report));

    // The figure stays, as the contract says.
    QCOMPARE(json["journeys"]["watch-video"]["latency_s"]["p99"].get<double>(), 0.09);
    QCOMPARE(compact(json["journeys"]["watch-video"]["requests_needed"]),
             QString(R"({"p99":60,"p99.9":960})"));
    QCOMPARE(compact(json["calls"][1]["requests_needed"]), QString(R"({"p99.9":1})"));
}

void TestReportJson::countsDegradedAnswersOfAServiceAsOk() {
    const Json json = Json::parse(app::reportJson(aReport()));

    QCOMPARE(
        compact(json["services"]["user"]),
        QString(R"({"received":120005,"rejected":5,"ok":119980,"failed":10,"unheard":0,)"
                R"("utilization":0.31,"present":{"mean":1.5},"inbox":{"mean":0.25,"max":17},)"
                R"("wait_s":{},"service_s":{},"blocked_s":{},)"
                R"("response_s":{"mean":0.0105,"p50":0.009,"p90":0.02,"p95":0.025,)"
                R"("p99":0.045,"p99.9":0.1,"max":0.2},)"
                R"("endpoints":{"verify":{"received":120005,"rejected":5,"ok":119980,)"
                R"("failed":10,"wait_s":{},"service_s":{},"blocked_s":{},"response_s":{}}}})"));
}

void TestReportJson::saysWhoRecoveredAndWhoIsStuck() {
    using namespace std::chrono_literals;
    sim::Report report = aReport();
    const sim::Instant ended = models::runStart + 24s;
    report.recoveries = {{"slow", "user", "buy", ended, {std::nullopt, 56s}, true},
                         {"", "user", "look", ended, {sim::Duration(2500ms), 56s}, false},
                         {"", "user", "walk", ended, {std::nullopt, 3s}, false}};

    const Json json = Json::parse(app::reportJson(report));

    QCOMPARE(compact(json["recovery"]),
             QString(R"([{"journey":"buy","fault":"slow","where":"user","ended_s":24.0,)"
                     R"("verdict":"stuck","after_s":null,"watched_s":56.0},)"
                     R"({"journey":"look","fault":"","where":"user","ended_s":24.0,)"
                     R"("verdict":"recovered","after_s":2.5,"watched_s":56.0},)"
                     R"({"journey":"walk","fault":"","where":"user","ended_s":24.0,)"
                     R"("verdict":"not-yet","after_s":null,"watched_s":3.0}])"));
}

void TestReportJson::sortsCallsByCallerThenCallee() {
    const Json json = Json::parse(app::reportJson(aReport()));

    QCOMPARE(compact(json["calls"]),
             QString(R"([{"from":"gateway","to":"user.verify","calls":3,"attempts":4,"failed":0,)"
                     R"("latency_s":{}},)"
                     R"({"from":"watch-video","to":"user.verify","calls":60000,"attempts":60100,)"
                     R"("failed":10,"latency_s":{}}])"));
}

void TestReportJson::givesTheTimelineInSeconds() {
    const Json json = Json::parse(app::reportJson(aReport()));

    QCOMPARE(compact(json["timeline"]),
             QString(R"([{"t_s":60.0,"what":"killed","where":"user"},)"
                     R"({"t_s":60.9,"what":"breaker-open","where":"gateway -> user.verify"}])"));
}

void TestReportJson::givesFoundAndWantedByMeasure() {
    const Json json = Json::parse(app::reportJson(aReport()));

    QCOMPARE(compact(json["expect"]),
             QString(R"([{"name":"Videos play","verdict":"pass",)"
                     R"("found":{"availability":0.9995,"p99":0.09},)"
                     R"("wanted":{"availability":"at least 99.9 %","p99":"below 300 ms"}},)"
                     R"({"name":"Nobody notices","verdict":"fail","found":{"errors":0.0005},)"
                     R"("wanted":{"errors":"exactly 0"}},)"
                     R"({"name":"It recovers","verdict":"not-measured","found":{"recovery":null},)"
                     R"("wanted":{"recovery":"below 5 s"}}])"));
}

void TestReportJson::saysWhyARunStopped() {
    sim::Report report = aReport();
    report.stopped = "5000001 requests in flight";

    const Json json = Json::parse(app::reportJson(report));

    QCOMPARE(compact(json["stopped"]), QString("\"5000001 requests in flight\""));
}

void TestReportJson::survivesNamesThatAreNotUtf8() {
    sim::Report report = aReport();
    report.scenario = "broken \xff name";

    const Json json = Json::parse(app::reportJson(report));

    QCOMPARE(QString::fromStdString(json["scenario"].get<std::string>()),
             QString::fromUtf8("broken \xef\xbf\xbd name"));
}

void TestReportJson::readsBackTheSameNumbers() {
    sim::Report report = aReport();
    const double awkward = 0.1 + 0.2;
    report.wallSeconds = awkward;

    const Json json = Json::parse(app::reportJson(report));

    QVERIFY(json["wall_s"].get<double>() == awkward);
}

TEST_OF_THIS_FILE(TestReportJson);
#include "tst_report_json.moc"
