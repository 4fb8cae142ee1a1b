// Traces one request later, beside the run that a window shows: a thread of its own executes that
// run again, with the request's number watched.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/run_options.h"
#include "sim/traces.h"

namespace sim {

struct TraceOrder {
    models::Scenario scenario;
    RunOptions options;                   // of the run that was told the commands
    std::vector<LoggedCommand> commands;  // all of them
    std::int64_t request = 0;
    Instant until{};  // where that run stands
};

struct TracingSeen {
    std::int64_t request = 0;
    Instant reached{}, until{};
    // Once the request is over; what it left behind by messages may still come. Null: not yet, or
    // never.
    std::shared_ptr<const Trace> trace;
    bool isDone = false;
    std::string failure;  // a fault of the machine ended it; empty: none did
};

class RequestTracer {
  public:
    explicit RequestTracer(TraceOrder order);
    ~RequestTracer();  // ends it within a slice
    RequestTracer(const RequestTracer&) = delete;
    RequestTracer& operator=(const RequestTracer&) = delete;

    TracingSeen seen() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace sim
