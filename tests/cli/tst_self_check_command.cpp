#include <QtTest>

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/self_check_command.h"
#include "tests/support/test_program.h"

class TestSelfCheckCommand : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void allTwentyAgree();
    void aWrongExactValueIsSeen();
    void anIntervalThatSaysNothingIsSeen();
    void threadsChangeNothing();
    void endsWhereItIsToldTo();
};

namespace {

struct Outcome {
    int exitCode = 0;
    std::string out;
};

Outcome selfCheck(const std::vector<sim::ClosedFormCase>& cases, const std::string& format,
                  int threads = 2) {
    std::ostringstream out;
    std::ostringstream err;
    app::Console console{.out = out, .err = err, .openWindow = {}};
    app::SelfCheckArguments arguments;
    arguments.format = format;
    arguments.threads = threads;
    const int exitCode = app::selfCheckCommand(arguments, cases, console);
    return {exitCode, out.str()};
}

// The quickest of the twenty.
std::vector<sim::ClosedFormCase> oneCase() {
    return {sim::closedFormCases().at(18)};
}

}  // namespace

void TestSelfCheckCommand::allTwentyAgree() {
    const Outcome outcome = selfCheck(sim::closedFormCases(), "json");

    const auto json = nlohmann::json::parse(outcome.out);
    QCOMPARE(json["cases"].size(), std::size_t(20));
    for (const auto& each : json["cases"]) {
        QVERIFY2(each["verdict"] == "pass", each.dump().c_str());
    }
    QCOMPARE(json["agrees"].get<bool>(), true);
    QCOMPARE(outcome.exitCode, app::exitGood);
}

void TestSelfCheckCommand::aWrongExactValueIsSeen() {
    std::vector<sim::ClosedFormCase> cases = oneCase();
    QCOMPARE(selfCheck(cases, "text").exitCode, app::exitGood);
    cases.front().exact *= 1.05;

    const Outcome text = selfCheck(cases, "text");
    const auto json = nlohmann::json::parse(selfCheck(cases, "json").out);

    QCOMPARE(text.exitCode, app::exitNotMet);
    QVERIFY2(text.out.find("DIFFERS") != std::string::npos, text.out.c_str());
    QVERIFY2(text.out.find("0 of 1 agree") != std::string::npos, text.out.c_str());
    QCOMPARE(json["agrees"].get<bool>(), false);
    QCOMPARE(json["cases"][0]["verdict"].get<std::string>(), std::string("fail"));
}

void TestSelfCheckCommand::anIntervalThatSaysNothingIsSeen() {
    std::vector<sim::ClosedFormCase> cases = oneCase();
    cases.front().widthAtMost = 1e-6;

    const Outcome outcome = selfCheck(cases, "text");

    QCOMPARE(outcome.exitCode, app::exitNotMet);
    QVERIFY2(outcome.out.find("TOO WIDE") != std::string::npos, outcome.out.c_str());
}

void TestSelfCheckCommand::threadsChangeNothing() {
    const auto one = nlohmann::json::parse(selfCheck(oneCase(), "json", 1).out);
    const auto three = nlohmann::json::parse(selfCheck(oneCase(), "json", 3).out);

    QCOMPARE(one["cases"], three["cases"]);
    QCOMPARE(one["events"], three["events"]);
}

void TestSelfCheckCommand::endsWhereItIsToldTo() {
    std::atomic<bool> cancelled = false;
    sim::SelfCheckSettings settings;
    settings.cancelled = &cancelled;
    std::vector<sim::ClosedFormCase> cases = oneCase();
    cases.push_back(cases.front());

    const sim::SelfCheck check =
        sim::selfCheck(cases, settings, [&](const sim::SelfCheckRow&, int done, int all) {
            QCOMPARE(done * 10 + all, 12);
            cancelled = true;
        });

    QVERIFY(check.cancelled);
    QCOMPARE(check.rows.size(), std::size_t(1));
}

TEST_OF_THIS_FILE(TestSelfCheckCommand);
#include "tst_self_check_command.moc"
