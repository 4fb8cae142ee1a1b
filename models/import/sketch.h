// A system in a few lines: `web 200/s -> gateway -> user, payment?`. A name with a rate or with
// users is a journey, every other one a service; what a sketch does not say is assumed, and the
// scenario's text says so.
//
//   web 200/s -> gateway -> user, payment?   web calls gateway, which calls user, then payment
//   user -> ledger                           one more call of a service that is there
//   batch 10 users -> ledger                 a closed journey
//   user ~> mailer                           a message: user publishes to the queue
//                                            `mailer-messages`, which mailer consumes
//
// `?`: the caller goes on without it. `#` begins a comment.
#pragma once

#include <string>
#include <string_view>

#include "models/diagnostic.h"

namespace models {

inline constexpr std::size_t sketchSizeMax = 1u << 20;  // bytes

struct Sketch {
    std::string text;  // a scenario that can be run; empty when there is an error
    Diagnostics diagnostics;
};

// `file` is what diagnostics call the lines, and gives the scenario its name.
Sketch scenarioFromSketch(std::string_view lines, const std::string& file);

}  // namespace models
