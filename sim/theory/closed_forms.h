// Exact results of queueing theory, in any one unit of time. Sources: Kleinrock, Queueing Systems I
// and II (1975, 1976); for others the name stands with the function.
#pragma once

#include <span>

namespace sim {

// One server, exponential both ways; lambda < mu.
double mm1Response(double lambda, double mu);
double mm1ResponseQuantile(double lambda, double mu, double q);
// The share of customers whose response is longer than `time`.
double mm1ResponseBeyond(double lambda, double mu, double time);

// The share refused by `servers` without a line, and the share that waits where there is one, at an
// offered load of `erlangs`.
double erlangB(int servers, double erlangs);
double erlangC(int servers, double erlangs);
double mmcWait(double lambda, double mu, int servers);
// The share refused where at most `places` are present, those in service included.
double mmckRefused(double lambda, double mu, int servers, int places);

// Pollaczek and Khinchine: the mean wait for one server with service of this mean and squared
// coefficient of variation.
double mg1Wait(double lambda, double mean, double squaredVariation);
// Processor sharing: the same for every law of service.
double processorSharingResponse(double lambda, double mean);

// Cobham (1954): M/M/1 with two priorities that never preempt.
struct PriorityWaits {
    double high = 0;
    double low = 0;
};
PriorityWaits cobhamWaits(double lambdaHigh, double lambdaLow, double mu);

// Erlang arrivals of so many stages, of `lambda` altogether, at one exponential server.
double erlangM1Response(double lambda, int stages, double mu);

// Mean value analysis of a closed network (Reiser and Lavenberg 1980): customers, think time, and
// the demand at each station.
struct ClosedNetwork {
    double throughput = 0;
    double response = 0;
};
ClosedNetwork meanValueAnalysis(int customers, double think, std::span<const double> demands);

// The slower of two M/M/1 that every customer needs at once (Flatto and Hahn 1984).
double forkJoinOfTwo(double lambda, double mu);
// The slowest of so many exponentials of mean 1.
double harmonicNumber(int count);

// Attempts a call, each failing with this probability.
double attemptsPerCall(double failing, int attempts);
// The faster of two exponentials of mean 1, the second begun `after` the first.
double hedgedMean(double after);
// The share that a bucket of one token lets pass of Poisson arrivals.
double oneTokenAccepted(double lambda, double rate);

}  // namespace sim
