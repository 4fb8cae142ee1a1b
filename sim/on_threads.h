// The same work on several threads: each takes of it what nobody has taken yet.
#pragma once

#include <thread>
#include <vector>

namespace sim {

// Calls `work` on so many threads, the calling one among them; returns when all have done.
template <typename Work>
void onThreads(int threads, const Work& work) {
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i) {
        others.emplace_back(work);
    }
    work();
    for (std::thread& other : others) {
        other.join();
    }
}

}  // namespace sim
