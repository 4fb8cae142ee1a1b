// A token bucket, full at first, in its exact form without tokens: the generic cell rate algorithm.
// It keeps the instant at which it would be full again, in units so small that the time of a token
// is a whole number of them; so a token is there at its very nanosecond, whatever the rate. Time is
// taken in and never goes backwards.
// Source: language.md, "Services" and "Options of call" (`rate-limit`); ITU-T I.371 (GCRA).
#pragma once

#include <cstdint>

#include "models/policy.h"
#include "sim/metrics/level.h"

namespace sim {

class TokenBucket {
  public:
    explicit TokenBucket(const models::RateLimit& settings);

    // When there is a token for who comes at `now`, behind all that have taken one: now or later;
    // `never` where none will come.
    models::Instant nextToken(models::Instant now) const;

    // How many there are at `now`, of whole ones.
    std::int64_t tokens(models::Instant now) const;

    // Takes the token that comes at `at`, as nextToken said: it may lie ahead.
    void take(models::Instant at);

  private:
    std::int64_t m_unitsOfNanosecond = 1;  // 0: no token ever comes
    WideInteger m_unitsOfToken = 0;
    WideInteger m_tolerance = 0;  // of a full bucket, behind the one token that is asked for
    WideInteger m_fullAt = 0;
    std::int64_t m_left = 0;  // where no token ever comes: of the first ones
};

}  // namespace sim
