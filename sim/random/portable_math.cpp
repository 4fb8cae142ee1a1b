// portableLog, portableExp and portablePow follow fdlibm's e_log.c, e_exp.c and e_pow.c, for
// positive bases and without errno and exception flags:
//
//   Copyright (C) 1993-2004 by Sun Microsystems, Inc. All rights reserved.
//   Permission to use, copy, modify, and distribute this software is freely granted, provided that
//   this notice is preserved.
#include "sim/random/portable_math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sim {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr int exponentBias = 1023;
constexpr std::uint64_t fractionMask = 0x000FFFFFFFFFFFFFU;
constexpr std::uint64_t exponentOfOne = 0x3FF0000000000000U;

// The logarithm of 2 in two parts; the high one has 21 zero bits, so k * high is exact.
constexpr double log2High = 6.93147180369123816490e-01;
constexpr double log2Low = 1.90821492927058770002e-10;

// x = mantissa * 2^exponent.
struct Scaled {
    double mantissa = 1;  // in [1, 2)
    int exponent = 0;
};

Scaled scaledOf(double x) {  // x positive and finite
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    const auto bits = std::bit_cast<std::uint64_t>(x);
    return {std::bit_cast<double>((bits & fractionMask) | exponentOfOne),
            exponent + static_cast<int>(bits >> 52) - exponentBias};
}

double powerOfTwo(int exponent) {  // -1022 .. 1023
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + exponentBias) << 52);
}

// x * 2^exponent, rounded once.
double scaledBy(double x, int exponent) {
    if (exponent > 1023) {
        return x * 0x1p1023 * powerOfTwo(exponent - 1023);
    }
    if (exponent < -1022) {
        return x * powerOfTwo(exponent + 1000) * 0x1p-1000;
    }
    return x * powerOfTwo(exponent);
}

// The upper half of x: a product of two such values is exact.
double upperHalf(double x) {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & 0xFFFFFFFF00000000U);
}

// Remez polynomial of exp's quotient r * (exp(r) + 1) / (exp(r) - 1) on [0, log(2) / 2], in r^2,
// without its leading 2.
double expQuotient(double t) {
    return t * (1.66666666666666019037e-01 +
                t * (-2.77777777770155933842e-03 +
                     t * (6.61375632143793436117e-05 +
                          t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
}

// A value held in two doubles of which the first has its lower half empty.
struct TwoParts {
    double high = 0;
    double low = 0;
};

// The logarithm of x to base 2, to about 70 bits: with s = (m - b) / (m + b) for the closer b of 1
// and 1.5, log(m / b) = 2 s + 2/3 s^3 + s^5 R(s^2).
TwoParts log2InTwoParts(double x) {
    constexpr double l1 = 5.99999999999994648725e-01;
    constexpr double l2 = 4.28571428578550184252e-01;
    constexpr double l3 = 3.33333329818377432918e-01;
    constexpr double l4 = 2.72728123808534006489e-01;
    constexpr double l5 = 2.30660745775561754067e-01;
    constexpr double l6 = 2.06975017800338417784e-01;
    constexpr double factor = 9.61796693925975554329e-01;  // 2 / (3 log 2)
    constexpr double factorHigh = 9.61796700954437255859e-01;
    constexpr double factorLow = -7.02846165095275826516e-09;

    auto [mantissa, exponent] = scaledOf(x);
    double base = 1;
    double log2BaseHigh = 0;
    double log2BaseLow = 0;
    if (mantissa >= 1.7320508) {
        mantissa /= 2;
        ++exponent;
    } else if (mantissa >= 1.2247449) {
        base = 1.5;
        log2BaseHigh = 5.84962487220764160156e-01;
        log2BaseLow = 1.35003920212974897128e-08;
    }

    const double above = mantissa - base;
    const double reciprocal = 1 / (mantissa + base);
    const double s = above * reciprocal;
    const double sHigh = upperHalf(s);
    const double sumHigh = upperHalf(mantissa + base);
    const double sumLow = mantissa - (sumHigh - base);
    const double sLow = reciprocal * ((above - sHigh * sumHigh) - sHigh * sumLow);

    const double square = s * s;
    const double tail =
        square * square *
            (l1 + square * (l2 + square * (l3 + square * (l4 + square * (l5 + square * l6))))) +
        sLow * (sHigh + s);
    const double squareHigh = sHigh * sHigh;
    const double seriesHigh = upperHalf(3 + squareHigh + tail);
    const double seriesLow = tail - ((seriesHigh - 3) - squareHigh);

    const double u = sHigh * seriesHigh;
    const double v = sLow * seriesHigh + seriesLow * s;
    const double high = upperHalf(u + v);
    const double low = v - (high - u);
    const double zHigh = factorHigh * high;
    const double zLow = factorLow * high + low * factor + log2BaseLow;
    const auto whole = static_cast<double>(exponent);
    const double resultHigh = upperHalf(((zHigh + zLow) + log2BaseHigh) + whole);
    return {resultHigh, zLow - (((resultHigh - whole) - log2BaseHigh) - zHigh)};
}

// 2 to the power high + low, where |low| is far below |high|.
double exp2OfTwoParts(double high, double low) {
    constexpr double log2Of = 6.93147180559945286227e-01;
    constexpr double log2OfHigh = 6.93147182464599609375e-01;
    constexpr double log2OfLow = -1.90465429995776804525e-09;

    const double whole = std::floor(high + low + 0.5);
    high -= whole;
    const double t = upperHalf(low + high);
    const double u = t * log2OfHigh;
    const double v = (low - (t - high)) * log2Of + t * log2OfLow;
    const double z = u + v;
    const double w = v - (z - u);
    const double quotient = z - expQuotient(z * z);
    const double r = (z * quotient) / (quotient - 2) - (w + z * w);
    return scaledBy(1 - (r - z), static_cast<int>(whole));
}

// c[0] + x (c[1] + x (c[2] + ...)).
template <std::size_t size>
double polynomial(const double (&coefficients)[size], double x) {
    double value = coefficients[size - 1];
    for (std::size_t i = size - 1; i-- > 0;) {
        value = value * x + coefficients[i];
    }
    return value;
}

}  // namespace

double portableLog(double x) {
    if (!(x > 0)) {
        return x == 0 ? -infinity : notANumber;
    }
    if (x == infinity) {
        return x;
    }
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    // x = mantissa * 2^exponent with the mantissa from sqrt(1/2) to sqrt(2), without a branch:
    // which half of an octave a random number falls into cannot be predicted.
    constexpr std::uint64_t rootOfHalf = 0x3FE6A09E667F3BCDU;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const auto octaves = static_cast<std::int64_t>(bits - rootOfHalf) >> 52;
    exponent += static_cast<int>(octaves);
    const auto mantissa = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(octaves) << 52));
    // log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)) with s = f / (2 + f).
    const double f = mantissa - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    const double w = z * z;
    const double even = w * (3.999999999940941908e-01 +
                             w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd = z * (6.666666666666735130e-01 +
                            w * (2.857142874366239149e-01 +
                                 w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half = 0.5 * f * f;
    const auto k = static_cast<double>(exponent);
    return k * log2High - ((half - (s * (half + (even + odd)) + k * log2Low)) - f);
}

double portableExp(double x) {
    if (x != x) {
        return x;
    }
    if (x > 709.782712893383973096) {
        return infinity;
    }
    if (x < -745.13321910194110842) {
        return 0;
    }
    const double k = std::floor(x * 1.44269504088896338700 + 0.5);
    const double high = x - k * log2High;
    const double low = k * log2Low;
    const double r = high - low;
    const double quotient = r - expQuotient(r * r);
    const double y = 1 - ((low - (r * quotient) / (2 - quotient)) - high);
    return scaledBy(y, static_cast<int>(k));
}

double portableLog1p(double x) {
    if (std::fabs(x) > 0.25) {
        const double sum = 1 + x;
        const double lost = x >= 1 ? 1 - (sum - x) : x - (sum - 1);  // by rounding the sum
        return sum == infinity ? sum : portableLog(sum) + (sum > 0 ? lost / sum : 0);
    }
    // 2 atanh(t) with t = x / (2 + x), |t| <= 1/7: t^25 / 25 is below 2^-64 of it. The leading 2 t
    // is written x - t x, so that what is rounded is small.
    static constexpr double series[] = {1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13,
                                        1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23};
    const double t = x / (2 + x);
    const double square = t * t;
    return x - t * (x - 2 * square * polynomial(series, square));
}

double portableExpm1(double x) {
    if (std::fabs(x) > 0.5) {
        return portableExp(x) - 1;
    }
    static constexpr double series[] = {
        1.0 / 2,         1.0 / 6,          1.0 / 24,          1.0 / 120,          1.0 / 720,
        1.0 / 5040,      1.0 / 40320,      1.0 / 362880,      1.0 / 3628800,      1.0 / 39916800,
        1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200, 1.0 / 1307674368000};
    return x + x * x * polynomial(series, x);
}

double portablePow(double x, double y) {
    if (x == 1 || y == 0) {
        return 1;
    }
    if (x != x || y != y || x < 0) {
        return notANumber;
    }
    const bool grows = (x > 1) == (y > 0);
    if (x == 0 || x == infinity || std::fabs(y) > 0x1p70) {
        return grows ? infinity : 0;
    }
    const TwoParts log2 = log2InTwoParts(x);
    const double yHigh = upperHalf(y);
    const double low = (y - yHigh) * log2.high + y * log2.low;
    const double high = yHigh * log2.high;
    if (high + low >= 1025) {
        return infinity;
    }
    if (high + low <= -1080) {
        return 0;
    }
    return exp2OfTwoParts(high, low);
}

// Source: Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution (Applied
// Statistics 37, 1988), PPND16.
double normalQuantile(double p) {
    static constexpr double a[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                   1.9715909503065514427e3, 1.3731693765509461125e4,
                                   4.5921953931549871457e4, 6.7265770927008700853e4,
                                   3.3430575583588128105e4, 2.5090809287301226727e3};
    static constexpr double b[] = {1.0,
                                   4.2313330701600911252e1,
                                   6.8718700749205790830e2,
                                   5.3941960214247511077e3,
                                   2.1213794301586595867e4,
                                   3.9307895800092710610e4,
                                   2.8729085735721942674e4,
                                   5.2264952788528545610e3};
    static constexpr double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr double d[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
    static constexpr double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                   1.78482653991729133580e0,  2.96560571828504891230e-1,
                                   2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double f[] = {1.0,
                                   5.99832206555887937690e-1,
                                   1.36929880922735805310e-1,
                                   1.48753612908506148525e-2,
                                   7.86869131145613259100e-4,
                                   1.84631831751005468180e-5,
                                   1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    const double r = std::sqrt(-portableLog(q < 0 ? p : 1 - p));
    const double distance = r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6)
                                   : polynomial(e, r - 5) / polynomial(f, r - 5);
    return q < 0 ? -distance : distance;
}

}  // namespace sim
