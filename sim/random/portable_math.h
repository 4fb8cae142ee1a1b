// Logarithms and powers in plain IEEE operations, the same bits on every processor, compiler and
// library: those of <cmath> differ in the last bit between them (ARCHITECTURE.md, "Floating
// point"). Within 2 units in the last place. Of <cmath> only sqrt, floor and fabs are used.
#pragma once

namespace sim {

// Natural. -infinity at 0; no answer (NaN) below it.
double portableLog(double x);

// log(1 + x), also where x is tiny. For x > -1.
double portableLog1p(double x);

double portableExp(double x);

// exp(x) - 1, also where x is tiny.
double portableExpm1(double x);

// x to the power y, for x >= 0.
double portablePow(double x, double y);

// The x below which a standard normal draw falls with probability p, for 0 < p < 1; relative error
// about 1e-16.
double normalQuantile(double p);

}  // namespace sim
