// Which of a service's instances its door leaves out for a while because of what they answer:
// failures in a row, in the order in which the door sees them. Time is the caller's affair.
// Source: language.md, "Services" (`outlier-detection`); Envoy's outlier detection,
// consecutive_5xx.
#pragma once

#include <cstddef>
#include <vector>

#include "models/policy.h"
#include "sim/engine/outcome.h"

namespace sim {

class OutlierDetector {
  public:
    OutlierDetector(const models::OutlierDetection& settings, std::size_t instances)
        : m_settings(settings), m_instances(instances) {}

    // An answer of an instance, by its index, or its dropped connection; true: it is ejected.
    bool sees(std::size_t instance, const Outcome& outcome);
    void returns(std::size_t instance);
    void resize(std::size_t instances) { m_instances.resize(instances); }

    bool isEjected(std::size_t instance) const { return m_instances[instance].isEjected; }
    // Of an ejected instance: the fault that its last failure named.
    FaultId ejectedBy(std::size_t instance) const { return m_instances[instance].fault; }
    models::Duration ejectFor() const { return m_settings.ejectFor; }

  private:
    struct Seen {
        int failures = 0;  // in a row
        bool isEjected = false;
        FaultId fault = noFault;
    };

    // So many at once: the share of all, and one even if that is less.
    std::size_t ejectedAtMost() const;

    models::OutlierDetection m_settings;
    std::vector<Seen> m_instances;
    std::size_t m_ejected = 0;
};

}  // namespace sim
