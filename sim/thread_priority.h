// A thread whose work can wait must not take the processor from the run or the window.
#pragma once

namespace sim {

// Of the calling thread, from here on: while others work it gets a tenth of what they get. Where
// the system has no such thing, nothing.
void workBesideOthers();

}  // namespace sim
