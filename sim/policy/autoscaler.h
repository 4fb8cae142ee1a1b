// How many instances a service should have, by the formula of Kubernetes' horizontal pod
// autoscaler with its standard policies. Time is what it is told. Source: semantics.md 1.13;
// Kubernetes, replica_calculator.go and horizontal.go.
#pragma once

#include <cstdint>
#include <vector>

#include "models/policy.h"
#include "models/units.h"

namespace sim {

// What a service's instances were used since the last decision.
struct Usage {
    int instances = 0;  // that it has or is about to have
    int ready = 0;      // of these
    int percent = 0;    // utilization of the ready ones: a whole number, rounded down
};

// What the formula alone says. Who is not ready counts as unused where there are too few, and not
// at all where there are too many.
int wishedInstances(const Usage& usage, const models::Autoscale& settings);

class Autoscaler {
  public:
    explicit Autoscaler(const models::Autoscale& settings) : m_settings(settings) {}

    // The number that it finds is its first wish, as in Kubernetes: nothing goes down before the
    // span of stabilization is over.
    void begin(int instances, models::Instant now) { m_wishes.push_back({now, instances}); }

    // How many there should be from now on. Up at once, by 100 % or 4 in 15 s at most; down to the
    // largest wish of the span of stabilization.
    int decide(const Usage& usage, models::Instant now);

    const models::Autoscale& settings() const { return m_settings; }

  private:
    struct Wish {
        models::Instant at{};
        int instances = 0;
    };

    int stabilized(int wish, int instances, models::Instant now);
    int mostAt(int instances, models::Instant now);

    models::Autoscale m_settings;
    std::vector<Wish> m_wishes;  // those within stabilization
    std::vector<Wish> m_added;   // what was added in the last period
};

}  // namespace sim
