// All that is said of a journey in two runs, to compare and to print.
#pragma once

#include <string>
#include <vector>

#include "sim/journey_difference.h"

namespace tests {

inline std::string textOf(const sim::LatencySummary& latency) {
    std::string text = std::to_string(latency.count);
    for (const auto& figure :
         {latency.mean, latency.p50, latency.p90, latency.p95, latency.p99, latency.max}) {
        text += figure ? ' ' + std::to_string(*figure * 1e9) : " -";
    }
    return text;
}

inline std::string textOf(const sim::JourneyDifference& journey) {
    std::string text = journey.name + ':';
    for (const std::int64_t count :
         {journey.pairs, journey.lost, journey.spared, journey.degraded, journey.mended,
          journey.slower, journey.faster, journey.moved, journey.firstOnly, journey.secondOnly,
          journey.goodFirstOnly, journey.startedFirst, journey.startedSecond}) {
        text += ' ' + std::to_string(count);
    }
    for (const sim::CauseCounts& causes : {journey.lostBy, journey.sparedBy}) {
        for (const std::int64_t count : causes) {
            text += ' ' + std::to_string(count);
        }
    }
    for (const sim::LatencySummary* latency :
         {&journey.firstOfPairs, &journey.secondOfPairs, &journey.slowerBy, &journey.firstOfAll,
          &journey.secondOfAll}) {
        text += " | " + textOf(*latency);
    }
    for (std::size_t kind = 0; kind < sim::pairKindCount; ++kind) {
        for (const sim::RequestPair& pair : journey.examplesOf(static_cast<sim::PairKind>(kind))) {
            text += ' ' + std::to_string(pair.second.number) + ':' +
                    std::to_string(pair.second.user) + ' ' +
                    std::to_string(pair.slowerBy().count());
        }
    }
    return text;
}

inline std::string textOf(const std::vector<sim::JourneyDifference>& journeys) {
    std::string text;
    for (const sim::JourneyDifference& each : journeys) {
        text += textOf(each) + '\n';
    }
    return text;
}

}  // namespace tests
