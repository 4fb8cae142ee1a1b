// What a door believes of one instance by its health checks: failed so often in a row it is
// unhealthy, answered so often in a row it is healthy again. Healthy at first.
// Source: language.md, "Services" (`health-check`); Kubernetes' readiness probe.
#pragma once

#include "models/policy.h"

namespace sim {

class HealthBelief {
  public:
    // Of one that nobody has asked yet, while others serve.
    static HealthBelief ofNewcomer() {
        HealthBelief belief;
        belief.m_isHealthy = false;
        belief.m_isNew = true;
        return belief;
    }

    bool isHealthy() const { return m_isHealthy; }
    // Never believed healthy so far.
    bool isNew() const { return m_isNew; }

    // What a check has found; true where that changes the belief.
    bool learns(bool isAnswered, const models::HealthCheck& settings) {
        if (isAnswered == m_isHealthy) {
            m_contrary = 0;
            return false;
        }
        const int needed = m_isHealthy ? settings.unhealthyAfter : settings.healthyAfter;
        if (++m_contrary < needed) {
            return false;
        }
        m_isHealthy = isAnswered;
        m_isNew = false;
        m_contrary = 0;
        return true;
    }

  private:
    bool m_isHealthy = true;
    bool m_isNew = false;
    int m_contrary = 0;  // checks in a row that said otherwise
};

}  // namespace sim
