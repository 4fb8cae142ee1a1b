// The cases of `watertight selfcheck`: a scenario, a figure of its report, and the closed form that
// the figure must agree with. Mean service is 10 ms throughout, so mu is 100/s.
#include <array>

#include "sim/self_check.h"
#include "sim/theory/closed_forms.h"

namespace sim {

namespace {

constexpr double mu = 100;
constexpr double service = 0.010;
const std::string hyperexponential =  // squared coefficient of variation 4
    "mix(88.7298335 % exp(5.635083 ms) or 11.2701665 % exp(44.364917 ms))";

std::string scenarioOf(const std::string& duration, const std::string& services,
                       const std::string& journeys) {
    return "watertight: 1\nname: closed form\nrun: { duration: " + duration +
           ", warm-up: 10 s }\nnetwork: { latency: 0 }\nservices:\n" + services + "journeys:\n" +
           journeys;
}

std::string serverOf(const std::string& name, const std::string& settings,
                     const std::string& compute) {
    return "  " + name + ": { inbox: unlimited, " + settings +
           ", endpoints: { work: [ { compute: " + compute + " } ] } }\n";
}

std::string usersOf(const std::string& arrivals, const std::string& steps) {
    return "  users: { arrivals: " + arrivals + ", steps: [ " + steps + " ] }\n";
}

const std::string callServer = "{ call: server.work }";

// One service, called by Poisson users.
std::string queueOf(const std::string& duration, const std::string& settings,
                    const std::string& compute, const std::string& rate) {
    return scenarioOf(duration, serverOf("server", settings, compute),
                      usersOf("poisson(" + rate + ")", callServer));
}

double meanResponse(const Report& report) {
    return report.journeys.front().latency.mean.value_or(0);
}

double lowMeanResponse(const Report& report) {
    return report.journeys.back().latency.mean.value_or(0);
}

double meanWait(const Report& report) {
    return report.services.front().wait.mean.value_or(0);
}

double failedShare(const Report& report) {
    return 1 - report.journeys.front().availability.value_or(0);
}

double answeredShare(const Report& report) {
    return report.journeys.front().availability.value_or(0);
}

double throughput(const Report& report) {
    return report.journeys.front().throughput;
}

double attempts(const Report& report) {
    return static_cast<double>(report.calls.front().attempts) /
           static_cast<double>(report.calls.front().calls);
}

std::vector<ClosedFormCase> queues() {
    const std::string mm1 = queueOf("610 s", "concurrency: 1", "exp(10 ms)", "70/s");
    return {
        {"M/M/1, load 0.7", "mean response", Quantity::Seconds, mm1Response(70, mu), mm1,
         meanResponse},
        {"M/M/1, load 0.7", "p95 of the response", Quantity::Seconds,
         mm1ResponseQuantile(70, mu, 0.95), mm1,
         [](const Report& report) { return report.journeys.front().latency.p95.value_or(0); }},
        {"M/M/1, load 0.7", "later than 50 ms", Quantity::Share, mm1ResponseBeyond(70, mu, 0.05),
         scenarioOf("610 s", serverOf("server", "concurrency: 1", "exp(10 ms)"),
                    usersOf("poisson(70/s)", "{ call: server.work, timeout: 50 ms }")),
         failedShare},
        {"M/M/2, load 0.7 (Erlang C)", "mean wait", Quantity::Seconds, mmcWait(140, mu, 2),
         queueOf("410 s", "concurrency: 2", "exp(10 ms)", "140/s"), meanWait},
        {"M/D/5/5, 4 Erlang (Erlang B)", "refused", Quantity::Share, erlangB(5, 4),
         scenarioOf(
             "40 s", serverOf("server", "concurrency: unlimited", "10 ms"),
             usersOf("poisson(400/s)", "{ call: server.work, bulkhead: { max-concurrent: 5 } }")),
         failedShare},
        {"M/M/2/6, overloaded", "refused", Quantity::Share, mmckRefused(300, mu, 2, 6),
         scenarioOf("40 s",
                    "  server: { concurrency: 2, inbox: 4, endpoints: { work: [ { compute: "
                    "exp(10 ms) } ] } }\n",
                    usersOf("poisson(300/s)", callServer)),
         failedShare},
        {"M/D/1, load 0.7 (Pollaczek-Khinchine)", "mean wait", Quantity::Seconds,
         mg1Wait(70, service, 0), queueOf("110 s", "concurrency: 1", "10 ms", "70/s"), meanWait},
        {"M/H2/1, load 0.5 (Pollaczek-Khinchine)", "mean wait", Quantity::Seconds,
         mg1Wait(50, service, 4), queueOf("810 s", "concurrency: 1", hyperexponential, "50/s"),
         meanWait, 0.15},
        {"M/H2/1 with shared cores, load 0.6", "mean response", Quantity::Seconds,
         processorSharingResponse(60, service),
         queueOf("610 s", "cores: 1, concurrency: unlimited", hyperexponential, "60/s"),
         meanResponse},
        {"E4/M/1, load 0.8 (round robin over 4)", "mean response", Quantity::Seconds,
         erlangM1Response(80, 4, mu),
         queueOf("300 s", "concurrency: 1, instances: 4", "exp(10 ms)", "320/s"), meanResponse},
    };
}

std::vector<ClosedFormCase> networks() {
    const std::string priorities = scenarioOf(
        "610 s", serverOf("server", "concurrency: 1, discipline: priority", "exp(10 ms)"),
        "  first: { arrivals: poisson(30/s), steps: [ { call: server.work, priority: 1 } ] }\n"
        "  second: { arrivals: poisson(40/s), steps: [ { call: server.work } ] }\n");
    const PriorityWaits waits = cobhamWaits(30, 40, mu);
    const std::array demands = {0.03, 0.02, 0.01};
    std::string branches;
    for (int i = 0; i < 10; ++i) {
        branches += std::string(i > 0 ? ", " : "") + "[ " + callServer + " ]";
    }
    return {
        {"two priorities, load 0.7 (Cobham)", "mean response, first", Quantity::Seconds,
         waits.high + service, priorities, meanResponse},
        {"two priorities, load 0.7 (Cobham)", "mean response, second", Quantity::Seconds,
         waits.low + service, priorities, lowMeanResponse},
        {"tandem, loads 0.6, 0.5, 0.4 (Jackson)", "mean response", Quantity::Seconds,
         mm1Response(60, 100) + mm1Response(60, 120) + mm1Response(60, 150),
         scenarioOf("110 s",
                    serverOf("one", "concurrency: 1", "exp(10 ms)") +
                        serverOf("two", "concurrency: 1", "exp(8.333333 ms)") +
                        serverOf("three", "concurrency: 1", "exp(6.666667 ms)"),
                    usersOf("poisson(60/s)",
                            "{ call: one.work }, { call: two.work }, { call: three.work }")),
         meanResponse},
        {"20 users who think, 3 stations (MVA)", "throughput", Quantity::PerSecond,
         meanValueAnalysis(20, 0.5, demands).throughput,
         scenarioOf("110 s",
                    serverOf("one", "concurrency: 1", "exp(30 ms)") +
                        serverOf("two", "concurrency: 1", "exp(20 ms)") +
                        serverOf("three", "concurrency: 1", "exp(10 ms)"),
                    "  users: { users: 20, think: exp(500 ms), steps: [ { call: one.work }, "
                    "{ call: two.work }, { call: three.work } ] }\n"),
         throughput},
        {"fork-join of two, load 0.5 (Flatto-Hahn)", "mean response", Quantity::Seconds,
         forkJoinOfTwo(50, mu),
         scenarioOf("110 s",
                    serverOf("one", "concurrency: 1", "exp(10 ms)") +
                        serverOf("two", "concurrency: 1", "exp(10 ms)"),
                    usersOf("poisson(50/s)",
                            "{ parallel: [ [ { call: one.work } ], [ { call: two.work } ] ] }")),
         meanResponse},
        {"fan-out to 10, no line", "mean of the slowest", Quantity::Seconds,
         harmonicNumber(10) * service,
         scenarioOf("40 s", serverOf("server", "concurrency: unlimited", "exp(10 ms)"),
                    usersOf("poisson(20/s)", "{ parallel: [ " + branches + " ] }")),
         meanResponse},
    };
}

std::vector<ClosedFormCase> policies() {
    return {
        {"three attempts, each failing by half", "attempts a call", Quantity::Number,
         attemptsPerCall(0.5, 3),
         scenarioOf("60 s", "  server: { endpoints: { work: [ { fail: 50 % } ] } }\n",
                    usersOf("poisson(100/s)", "{ call: server.work, retry: { attempts: 3 } }")),
         attempts},
        {"hedge after 10 ms, no line", "mean of the faster", Quantity::Seconds,
         hedgedMean(1) * service,
         scenarioOf("60 s", serverOf("server", "concurrency: unlimited", "exp(10 ms)"),
                    usersOf("poisson(100/s)", "{ call: server.work, hedge: { after: 10 ms } }")),
         meanResponse},
        {"rate limit 100/s, burst 1", "let pass of 100/s", Quantity::Share,
         oneTokenAccepted(100, 100),
         scenarioOf("60 s",
                    "  server: { rate-limit: { rate: 100/s, burst: 1 }, endpoints: { work: [ { "
                    "compute: 0 } ] } }\n",
                    usersOf("poisson(100/s)", callServer)),
         answeredShare},
        {"ten calls in a row at 99 %", "availability", Quantity::Share,
         1 - (1 - 0.99) * attemptsPerCall(0.99, 10),  // 0.99^10
         scenarioOf(
             "60 s", "  server: { endpoints: { work: [ { fail: 1 % } ] } }\n",
             usersOf("poisson(100/s)", "{ repeat: { times: 10, steps: [ " + callServer + " ] } }")),
         answeredShare},
    };
}

}  // namespace

std::vector<ClosedFormCase> closedFormCases() {
    std::vector<ClosedFormCase> cases = queues();
    for (const auto& more : {networks(), policies()}) {
        cases.insert(cases.end(), more.begin(), more.end());
    }
    return cases;
}

}  // namespace sim
