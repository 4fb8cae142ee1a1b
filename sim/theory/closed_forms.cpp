#include "sim/theory/closed_forms.h"

#include <cmath>
#include <vector>

namespace sim {

double mm1Response(double lambda, double mu) {
    return 1 / (mu - lambda);
}

double mm1ResponseQuantile(double lambda, double mu, double q) {
    return -std::log(1 - q) / (mu - lambda);
}

double mm1ResponseBeyond(double lambda, double mu, double time) {
    return std::exp(-(mu - lambda) * time);
}

double erlangB(int servers, double erlangs) {
    double blocked = 1;
    for (int i = 1; i <= servers; ++i) {
        blocked = erlangs * blocked / (i + erlangs * blocked);
    }
    return blocked;
}

double erlangC(int servers, double erlangs) {
    const double blocked = erlangB(servers, erlangs);
    return blocked / (1 - erlangs / servers * (1 - blocked));
}

double mmcWait(double lambda, double mu, int servers) {
    return erlangC(servers, lambda / mu) / (servers * mu - lambda);
}

double mmckRefused(double lambda, double mu, int servers, int places) {
    double weight = 1;  // of n present, against none
    double sum = 1;
    for (int n = 1; n <= places; ++n) {
        weight *= lambda / (mu * (n < servers ? n : servers));
        sum += weight;
    }
    return weight / sum;
}

double mg1Wait(double lambda, double mean, double squaredVariation) {
    return lambda * mean * mean * (1 + squaredVariation) / (2 * (1 - lambda * mean));
}

double processorSharingResponse(double lambda, double mean) {
    return mean / (1 - lambda * mean);
}

PriorityWaits cobhamWaits(double lambdaHigh, double lambdaLow, double mu) {
    const double left = (lambdaHigh + lambdaLow) / (mu * mu);  // of the service under way
    const double high = 1 - lambdaHigh / mu;
    const double both = 1 - (lambdaHigh + lambdaLow) / mu;
    return {left / high, left / (high * both)};
}

double erlangM1Response(double lambda, int stages, double mu) {
    // sigma = A*(mu (1 - sigma)), the transform of the time between arrivals. From below, since the
    // iteration contracts to the root below 1.
    double sigma = 0;
    for (int i = 0; i < 10'000; ++i) {
        const double rate = stages * lambda;
        sigma = std::pow(rate / (rate + mu * (1 - sigma)), stages);
    }
    return 1 / (mu * (1 - sigma));
}

ClosedNetwork meanValueAnalysis(int customers, double think, std::span<const double> demands) {
    std::vector<double> present(demands.size(), 0.0);
    ClosedNetwork network;
    for (int n = 1; n <= customers; ++n) {
        std::vector<double> responses;
        network.response = 0;
        for (std::size_t i = 0; i < demands.size(); ++i) {
            responses.push_back(demands[i] * (1 + present[i]));
            network.response += responses.back();
        }
        network.throughput = n / (think + network.response);
        for (std::size_t i = 0; i < demands.size(); ++i) {
            present[i] = network.throughput * responses[i];
        }
    }
    return network;
}

double forkJoinOfTwo(double lambda, double mu) {
    return (12 - lambda / mu) / 8 / (mu - lambda);
}

double harmonicNumber(int count) {
    double sum = 0;
    for (int i = 1; i <= count; ++i) {
        sum += 1.0 / i;
    }
    return sum;
}

double attemptsPerCall(double failing, int attempts) {
    return (1 - std::pow(failing, attempts)) / (1 - failing);
}

double hedgedMean(double after) {
    return 1 - std::exp(-after) / 2;
}

double oneTokenAccepted(double lambda, double rate) {
    return 1 / (1 + lambda / rate);
}

}  // namespace sim
