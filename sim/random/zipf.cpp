#include "sim/random/zipf.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/random/portable_math.h"

namespace sim {

namespace {

// (exp(x) - 1) / x and log(1 + x) / x, with their limit 1 at 0.
double expm1Share(double x) {
    return x == 0 ? 1 : portableExpm1(x) / x;
}

double log1pShare(double x) {
    return x == 0 ? 1 : portableLog1p(x) / x;
}

}  // namespace

Zipf::Zipf(std::uint64_t size, double exponent) : m_size(size), m_exponent(exponent) {
    assert(size >= 1 && exponent >= 0);
    m_integralFirst = integral(1.5) - 1;
    m_integralLast = integral(static_cast<double>(size) + 0.5);
    m_surelyWithin = 2 - integralInverse(integral(2.5) - weight(2));
}

// x^-exponent.
double Zipf::weight(double x) const {
    return portableExp(-m_exponent * portableLog(x));
}

// Of the weight from 1 to x: (x^(1-s) - 1) / (1 - s), which is log(x) at s = 1.
double Zipf::integral(double x) const {
    const double log = portableLog(x);
    return expm1Share((1 - m_exponent) * log) * log;
}

double Zipf::integralInverse(double y) const {
    // Rounding must not lead below the integral's infimum.
    const double t = std::max(y * (1 - m_exponent), -1.0);
    return t == -1 ? static_cast<double>(m_size) : portableExp(log1pShare(t) * y);
}

std::uint64_t Zipf::draw(DrawKey key, Identity identity) const {
    if (m_exponent == 0) {
        return 1 + drawIndex(key, identity, m_size);
    }
    for (std::uint32_t trial = 0;; ++trial) {
        const double unit = drawUnit(key, identity, trial);
        const double y = m_integralLast + unit * (m_integralFirst - m_integralLast);
        const double x = integralInverse(y);
        const double member = std::clamp(std::floor(x + 0.5), 1.0, static_cast<double>(m_size));
        if (member - x <= m_surelyWithin || y >= integral(member + 0.5) - weight(member)) {
            return static_cast<std::uint64_t>(member);
        }
    }
}

}  // namespace sim
