// Whole numbers that a property's trial is made of: the same for a seed wherever it is run.
#pragma once

#include <cstdint>
#include <string>

#include "sim/random/draw.h"

namespace tests {

class Dice {
  public:
    Dice(std::uint64_t seed, const std::string& purpose) : m_key(sim::drawKey(seed, purpose)) {}

    // 0 .. count - 1
    int number(int count) {
        return static_cast<int>(
            sim::drawIndex(m_key, m_thrown++, static_cast<std::uint64_t>(count)));
    }
    std::string upTo(int count) { return std::to_string(number(count)); }
    int from(int least, int most) { return least + number(most - least + 1); }

  private:
    sim::DrawKey m_key;
    std::uint64_t m_thrown = 0;
};

}  // namespace tests
