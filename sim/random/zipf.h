// Members of a population by popularity: member k of 1 .. size is drawn with weight k^-exponent. No
// table, whatever the size.
// Source: Hörmann and Derflinger, Rejection-Inversion to Generate Variates from Monotone Discrete
// Distributions (ACM TOMACS 6, 1996); exact in law for every exponent from 0, 1 included.
#pragma once

#include <cstdint>

#include "sim/random/draw.h"

namespace sim {

class Zipf {
  public:
    // exponent 0: all members alike. size from 1 to 2^52.
    Zipf(std::uint64_t size, double exponent);

    // From 1 to size. Uses the identity's draw numbers from 0 on, one a trial.
    std::uint64_t draw(DrawKey key, Identity identity) const;

    std::uint64_t size() const { return m_size; }

  private:
    double weight(double x) const;
    double integral(double x) const;
    double integralInverse(double y) const;

    std::uint64_t m_size = 1;
    double m_exponent = 0;
    double m_integralFirst = 0;  // of 1.5, less the weight of member 1
    double m_integralLast = 0;   // of size + 0.5
    double m_surelyWithin = 0;   // of its member: accepted without a look at the weight
};

}  // namespace sim
