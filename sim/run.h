// The processes of one run, as the rooms beside the engine (script, observation, report) see them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/frame.h"
#include "sim/service/journey_process.h"
#include "sim/service/program.h"
#include "sim/service/service_process.h"
#include "sim/service/topic_process.h"
#include "sim/traces.h"

namespace sim {

struct Run {
    std::shared_ptr<const Program> program;
    std::shared_ptr<FaultLog> faults;
    std::unique_ptr<StoreMaker> stores;
    std::vector<std::unique_ptr<JourneyProcess>> journeys;
    std::vector<std::unique_ptr<ServiceProcess>> services;
    std::vector<std::unique_ptr<TopicProcess>> topics;
    std::vector<TimelineRow> judged;  // what was found: invariants that broke, `halt-if`

    // Journeys, then services: by ProcessId. Those that carry out steps.
    std::vector<StepRunner*> processes() const;
    // The same, then topics.
    std::vector<Process*> allProcesses() const;
    // Of each service: its good answers that nobody waited for, as those tell who had asked.
    std::vector<std::int64_t> unheard() const;
    std::int64_t events() const;
    std::uint64_t fingerprint() const;
    TraceNames traceNames() const;
    std::vector<TraceMark> takeTraceMarks();
    void watch(std::int64_t request);  // of any journey
    // Of all processes, in the order of time.
    std::vector<TimelineRow> timeline() const;
};

// What is recorded of the run as it stands.
Frame frameOf(const Run& run, Instant now);

Run makeRun(std::shared_ptr<const Program> program, std::unique_ptr<StoreMaker> stores);
// The same at the same instant, with faults and stores of its own and the program shared. To be
// called on the thread that the original belongs to. `machineFault` stays empty if all went well.
Run copyOf(const Run& original, std::unique_ptr<StoreMaker> stores, std::string& machineFault);

}  // namespace sim
