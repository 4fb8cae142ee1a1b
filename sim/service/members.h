// Which member of each population a request is about: drawn by the request's identity when somebody
// asks, unless its journey says `as`, or a `repeat` around the step drew it anew.
//
// What was drawn anew travels with the messages in one number: the digits of a mixed radix, one for
// each population that any `repeat` draws, its size and one more. Digit 0 is no such draw.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/scenario.h"
#include "sim/engine/event.h"
#include "sim/random/draw.h"
#include "sim/random/zipf.h"

namespace sim {

class Members {
  public:
    explicit Members(const models::Scenario& scenario);

    std::size_t populations() const { return m_laws.size(); }
    // The place of the population of this name, which must be one of the scenario's.
    std::uint32_t placeOf(std::string_view population) const;

    // From 1 to the population's size.
    std::int64_t memberOf(std::size_t population, const RequestRef& request, DrawKey key) const;

    // `drawn` of a request, with another member of this population, drawn for `round`.
    std::uint64_t drawnAnew(std::uint64_t drawn, std::size_t population, DrawKey key,
                            Identity round) const;

  private:
    struct Law {
        Identity name = 0;
        Zipf law;
        std::uint64_t weight = 0;  // of its digit; 0: never drawn anew

        std::uint64_t digitIn(std::uint64_t drawn) const {
            return weight == 0 ? 0 : drawn / weight % (law.size() + 1);
        }
    };
    struct Journey {
        std::size_t population = 0;  // of `as`
        std::int64_t users = 0;      // 0: the journey has no `as`
    };

    std::vector<Law> m_laws;  // as the scenario's populations
    std::vector<Journey> m_journeys;
};

}  // namespace sim
