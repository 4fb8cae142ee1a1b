// Runs something in a process of its own, so that a crash or a hang of it is a finding like
// another.
#pragma once

#include <functional>
#include <string>

namespace tests {

// What `body` returns; or "crashed: signal 6", or "hangs" after so many seconds of the user's
// clock.
std::string contained(const std::function<std::string()>& body, unsigned secondsAtMost = 60);

}  // namespace tests
