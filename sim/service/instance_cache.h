// One cache of one instance: its entries, and who is fetching what is not there.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/policy/cache_entries.h"
#include "sim/service/activation.h"

namespace sim {

// Somebody fetches an entry, and others wait for it (`single-flight`).
struct Flight {
    std::uint32_t fetching = nowhere;  // strand
    bool wasDegraded = false;          // the fetching request, before it began
    std::vector<StrandEvent> waiting;
};

struct InstanceCache {
    explicit InstanceCache(const models::Cache& settings) : entries(settings) {}

    CacheEntries entries;
    std::map<CacheKey, Flight> flights;

    void clear() {
        entries.clear();
        flights.clear();
    }
};

}  // namespace sim
