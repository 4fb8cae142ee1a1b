#include "sim/comparison.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <type_traits>
#include <utility>

#include "sim/advance_as_told.h"
#include "sim/on_threads.h"
#include "sim/request_matcher.h"
#include "sim/share.h"
#include "sim/simulation.h"

namespace sim {

namespace {

constexpr std::size_t firstPercentile = 3;  // of journeyMeasures
static_assert(journeyMeasures[firstPercentile] == "p50");

using Figures = std::vector<std::optional<double>>;  // of one subject, as its measures

Figures figuresOf(const JourneyReport& journey) {
    return {journey.availability, shareOf(journey.counts.degraded, journey.counts.ended()),
            journey.throughput,   journey.latency.p50,
            journey.latency.p95,  journey.latency.p99};
}

Figures figuresOf(const ServiceReport& service) {
    return {service.utilization,
            shareOf(service.counts.failed + service.counts.rejected, service.counts.ended())};
}

// One side of one seed.
struct SideFound {
    std::vector<Figures> journeys, services;  // as the scenario's
    std::vector<Figures> invariants;          // as the scenario's
    std::vector<Figures> outages;             // of each in both, and each journey in both
    std::uint64_t fingerprint = 0;
    std::string stopped;
};

struct SeedFound {
    std::array<SideFound, 2> sides;
    std::optional<RequestMatcher> matcher;
    std::string machineFault;
};

// The journeys of both, and their places in each.
struct Common {
    std::vector<std::string> names;
    std::vector<std::array<std::size_t, 2>> places;
};

template <typename Named>
std::optional<std::size_t> placeOf(const std::vector<Named>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - all.begin()));
}

Common commonJourneys(const models::Scenario& first, const models::Scenario& second) {
    Common common;
    for (std::size_t i = 0; i < first.journeys.size(); ++i) {
        const std::string& name = first.journeys[i].name;
        if (const auto place = placeOf(second.journeys, name)) {
            common.names.push_back(name);
            common.places.push_back({i, *place});
        }
    }
    return common;
}

std::vector<std::string> commonFaults(const models::Scenario& first,
                                      const models::Scenario& second) {
    std::vector<std::string> names;
    for (const models::Fault& each : first.faults) {
        if (!each.name.empty() && second.fault(each.name) != nullptr) {
            names.push_back(each.name);
        }
    }
    return names;
}

// What is measured while a fault lasts is what an expectation looks at.
models::Expectation lookAt(const std::string& journey, const std::string& fault) {
    models::MeasureExpectation claim;
    claim.subject = {models::SubjectKind::Journey, journey, {}};
    claim.during.fault = fault;
    claim.bounds = {{models::Measure::Availability, {}, {}}, {models::Measure::Degraded, {}, {}}};
    static_assert(outageMeasures.size() == 2 && outageMeasures[0] == "availability");
    return {journey + ", " + fault, {}, std::move(claim)};
}

Figures figuresOf(const ExpectationReport& looked) {
    Figures figures;
    for (const Finding& each : looked.findings) {
        figures.push_back(each.found);
    }
    return figures;
}

class Comparing {
  public:
    Comparing(const ComparedSide& first, const ComparedSide& second,
              const ComparisonSettings& settings, const ComparisonProgress& progress)
        : m_compared{first, second},
          m_settings(settings),
          m_progress(progress),
          m_common(commonJourneys(first.scenario, second.scenario)),
          m_faults(commonFaults(first.scenario, second.scenario)),
          m_seed(settings.seed.value_or(first.scenario.run.seed)),
          m_found(static_cast<std::size_t>(settings.seeds)) {
        for (ComparedSide& each : m_compared) {
            each.scenario.expectations.clear();
            for (const std::string& fault : m_faults) {
                for (const std::string& journey : m_common.names) {
                    each.scenario.expectations.push_back(lookAt(journey, fault));
                }
            }
        }
    }

    // One seed after the other, whichever thread takes it.
    void work() {
        for (std::size_t i = m_next++; i < m_found.size() && !ends(); i = m_next++) {
            carryOut(m_found[i], m_seed + i);
            const std::lock_guard lock(m_mutex);
            m_hasFailed = m_hasFailed || !m_found[i].machineFault.empty();
            if (!ends() && m_progress) {
                m_progress(++m_done, static_cast<int>(m_found.size()));
            }
        }
    }

    // To be asked for when the work is done.
    Comparison result() const {
        Comparison result;
        result.seed = m_seed;
        result.seeds = m_settings.seeds;
        result.cancelled = isCancelled();
        for (const SeedFound& each : m_found) {
            result.machineFault =
                result.machineFault.empty() ? each.machineFault : result.machineFault;
        }
        if (result.cancelled || !result.machineFault.empty()) {
            return result;
        }
        RequestMatcher all(m_common.names);
        for (const SeedFound& each : m_found) {
            all.merge(*each.matcher);
            for (std::size_t side = 0; side < 2; ++side) {
                std::string& stopped = result.stopped[side];
                stopped = stopped.empty() ? each.sides[side].stopped : stopped;
            }
        }
        result.pairs = all.differences();
        for (std::size_t side = 0; side < 2; ++side) {
            result.fingerprints[side] = m_found.front().sides[side].fingerprint;
        }
        result.journeys = subjects(m_compared[0].scenario.journeys, m_compared[1].scenario.journeys,
                                   &SideFound::journeys, journeyMeasures.size());
        result.services = subjects(m_compared[0].scenario.services, m_compared[1].scenario.services,
                                   &SideFound::services, serviceMeasures.size());
        result.invariants =
            subjects(m_compared[0].scenario.invariants, m_compared[1].scenario.invariants,
                     &SideFound::invariants, invariantMeasures.size());
        std::erase_if(result.invariants,
                      [](const ComparedSubject& each) { return !each.inFirst || !each.inSecond; });
        result.outages = outages();
        return result;
    }

  private:
    bool isCancelled() const { return m_settings.cancelled != nullptr && *m_settings.cancelled; }
    bool ends() const { return m_hasFailed || isCancelled(); }

    Simulation begun(const ComparedSide& side, std::uint64_t seed) const {
        RunOptions options;
        options.seed = seed;
        options.threads = m_settings.seeds == 1 ? m_settings.threads : 1;
        options.playFaults = side.playsFaults;
        return Simulation(side.scenario, options);
    }

    void carryOut(SeedFound& found, std::uint64_t seed) const {
        std::array<Simulation, 2> runs = {begun(m_compared[0], seed), begun(m_compared[1], seed)};
        for (Simulation& run : runs) {
            run.keepRequestEnds();
        }
        const Instant end = std::max(runs[0].end(), runs[1].end());
        found.matcher.emplace(m_common.names);
        for (Instant at = models::runStart; at < end && !ends();) {
            at = std::min(at + matchingSlice, end);
            for (std::size_t side = 0; side < 2; ++side) {
                advanceAsTold(runs[side], m_compared[side].commands, runs[side].commandLog().size(),
                              std::min(at, runs[side].end()));
                found.matcher->add(static_cast<Side>(side), commonEnds(runs, side));
            }
            found.matcher->match();
        }
        found.matcher->endRuns(startedIn(runs, 0), startedIn(runs, 1));
        for (std::size_t side = 0; side < 2; ++side) {
            note(found, side, runs[side]);
        }
    }

    // Of the journeys that both have, and only those that began after both warm-ups.
    RequestEnds commonEnds(std::array<Simulation, 2>& runs, std::size_t side) const {
        const Duration warmUp =
            std::max(runs[0].scenario().run.warmUp, runs[1].scenario().run.warmUp);
        RequestEnds all = runs[side].takeRequestEnds();
        RequestEnds ends;
        for (const std::array<std::size_t, 2>& places : m_common.places) {
            ends.push_back(std::move(all[places[side]]));
            std::erase_if(ends.back(), [&](const RequestEnd& each) {
                return each.started < models::runStart + warmUp;
            });
        }
        return ends;
    }

    std::vector<std::int64_t> startedIn(const std::array<Simulation, 2>& runs,
                                        std::size_t side) const {
        const std::vector<std::int64_t> all = runs[side].requestsStarted();
        std::vector<std::int64_t> started;
        for (const std::array<std::size_t, 2>& places : m_common.places) {
            started.push_back(all[places[side]]);
        }
        return started;
    }

    static void note(SeedFound& found, std::size_t side, const Simulation& run) {
        if (run.machineFault()) {
            found.machineFault = run.machineFault()->message;
            return;
        }
        const Report report = run.report();
        SideFound& noted = found.sides[side];
        noted.fingerprint = report.fingerprint;
        noted.stopped = report.stopped;
        for (const JourneyReport& journey : report.journeys) {
            noted.journeys.push_back(figuresOf(journey));
        }
        for (const ServiceReport& service : report.services) {
            noted.services.push_back(figuresOf(service));
        }
        for (const InvariantReport& invariant : report.invariants) {
            noted.invariants.push_back({invariant.found});
        }
        for (const ExpectationReport& looked : report.expectations) {
            noted.outages.push_back(figuresOf(looked));
        }
    }

    // Of what stands at these places of either side's figures; absent: that side has it not. Those
    // from `percentiles` on are percentiles.
    std::vector<ComparedMeasure> measuresOf(std::vector<Figures> SideFound::*figures,
                                            const std::array<std::optional<std::size_t>, 2>& places,
                                            std::size_t measures, std::size_t percentiles) const {
        std::vector<ComparedMeasure> found;
        for (std::size_t measure = 0; measure < measures; ++measure) {
            std::array<Figures, 2> bySeed;
            for (std::size_t side = 0; side < 2; ++side) {
                for (const SeedFound& each : m_found) {
                    bySeed[side].push_back(places[side]
                                               ? (each.sides[side].*figures)[*places[side]][measure]
                                               : std::nullopt);
                }
            }
            found.push_back(compared(bySeed[0], bySeed[1], measure >= percentiles));
        }
        return found;
    }

    template <typename Named>
    std::vector<ComparedSubject> subjects(const std::vector<Named>& first,
                                          const std::vector<Named>& second,
                                          std::vector<Figures> SideFound::*figures,
                                          std::size_t measures) const {
        std::vector<ComparedSubject> subjects;
        const auto add = [&](const std::string& name) {
            const std::array places = {placeOf(first, name), placeOf(second, name)};
            ComparedSubject subject{name, places[0].has_value(), places[1].has_value(), {}};
            subject.measures =
                measuresOf(figures, places, measures,
                           std::is_same_v<Named, models::Journey> ? firstPercentile : measures);
            subjects.push_back(std::move(subject));
        };
        for (const Named& each : first) {
            add(each.name);
        }
        for (const Named& each : second) {
            if (!placeOf(first, each.name)) {
                add(each.name);
            }
        }
        return subjects;
    }

    std::vector<ComparedOutage> outages() const {
        std::vector<ComparedOutage> outages;
        std::size_t place = 0;
        for (const std::string& fault : m_faults) {
            ComparedOutage outage{fault, {}};
            for (const std::string& journey : m_common.names) {
                ComparedSubject subject{journey, true, true, {}};
                subject.measures = measuresOf(&SideFound::outages, {place, place},
                                              outageMeasures.size(), outageMeasures.size());
                outage.journeys.push_back(std::move(subject));
                ++place;
            }
            outages.push_back(std::move(outage));
        }
        return outages;
    }

    static std::optional<double> meanOf(const Figures& bySeed) {
        double sum = 0;
        for (const std::optional<double>& each : bySeed) {
            if (!each) {
                return std::nullopt;  // of those seeds only that have one it would be another mean
            }
            sum += *each;
        }
        return sum / static_cast<double>(bySeed.size());
    }

    static ComparedMeasure compared(const Figures& first, const Figures& second,
                                    bool isPercentile) {
        ComparedMeasure measure{meanOf(first), meanOf(second), {}, {}, {}};
        if (!measure.first || !measure.second) {
            return measure;
        }
        std::vector<double> differences;
        for (std::size_t i = 0; i < first.size(); ++i) {
            differences.push_back(*second[i] - *first[i]);
        }
        measure.difference = std::accumulate(differences.begin(), differences.end(), 0.0) /
                             static_cast<double>(differences.size());
        measure.interval = intervalOfMean(differences, reportConfidence);
        if (measure.interval && isPercentile) {
            // Percentiles of several seeds may agree only because they are read from the same
            // bucket of a histogram.
            const double open = (*measure.first + *measure.second) / (2 * journeyBuckets);
            measure.interval = {measure.interval->low - open, measure.interval->high + open};
        }
        if (first == second) {
            measure.finding = Distinction::Same;
        } else if (!measure.interval) {
            measure.finding = Distinction::OneSeed;
        } else {
            measure.finding =
                measure.interval->contains(0) ? Distinction::WithinChance : Distinction::Differs;
        }
        return measure;
    }

    std::array<ComparedSide, 2> m_compared;
    ComparisonSettings m_settings;
    const ComparisonProgress& m_progress;
    Common m_common;
    std::vector<std::string> m_faults;  // that both plan, by name
    std::uint64_t m_seed;
    std::vector<SeedFound> m_found;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_hasFailed = false;
    std::mutex m_mutex;
    int m_done = 0;
};

}  // namespace

Comparison compare(const ComparedSide& first, const ComparedSide& second,
                   const ComparisonSettings& settings, const ComparisonProgress& progress) {
    Comparing comparing(first, second, settings, progress);
    onThreads(std::min(settings.threads, settings.seeds), [&comparing] { comparing.work(); });
    return comparing.result();
}

}  // namespace sim
