// A run that is executed again, with what another was told.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/command.h"

namespace sim {

// Goes on to `until`; what the log has before that is given at its instant, from the `given`-th on.
template <typename Run>
void advanceAsTold(Run& run, const std::vector<LoggedCommand>& log, std::size_t given,
                   Instant until) {
    for (; given < log.size() && log[given].at < until; ++given) {
        run.advanceTo(log[given].at);
        run.act(log[given].command);
    }
    run.advanceTo(until);
}

}  // namespace sim
