// What one instance holds in one of its caches: which keys, and since when. Values are not kept:
// who finds an entry has been spared the fetching. Time is taken in and never goes backwards.
// Source: language.md, "Steps" (`cache`).
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <vector>

#include "models/scenario.h"

namespace sim {

using CacheKey = std::vector<std::int64_t>;  // a member a population, in the order of the key

class CacheEntries {
  public:
    explicit CacheEntries(const models::Cache& settings);

    // Whether there is an entry within its time; asking for it keeps it from being evicted.
    bool isFresh(const CacheKey& key, models::Instant now);
    // Whether an entry, expired or not, may answer where fetching has failed.
    bool mayAnswerForError(const CacheKey& key, models::Instant now) const;
    // An entry that lives from now on, unless there is one within its time: that one stays as it
    // is. Whether another entry made room for it.
    bool add(const CacheKey& key, models::Instant now);
    void drop(const CacheKey& key);
    void clear();
    std::size_t size() const { return m_entries.size(); }

  private:
    // The least of all makes room.
    struct Worth {
        std::uint64_t uses = 0;   // counts with Eviction::Lfu only
        std::uint64_t order = 0;  // of its making, or of its last use: unique
        auto operator<=>(const Worth&) const = default;
    };
    struct Entry {
        models::Instant made{};
        Worth worth;
    };
    using Entries = std::map<CacheKey, Entry>;

    bool isWithinItsTime(const Entry& entry, models::Instant now) const {
        return m_timeToLive == models::Duration{} || now < entry.made + m_timeToLive;
    }
    void use(const CacheKey& key, Entry& entry);
    void forget(Entries::iterator entry);

    models::Eviction m_eviction;
    std::size_t m_capacity;         // 0: unlimited
    models::Duration m_timeToLive;  // 0: for ever
    models::Duration m_staleIfError;
    Entries m_entries;
    std::map<Worth, CacheKey> m_byWorth;  // as many; empty where the capacity is unlimited
    std::uint64_t m_order = 0;
};

}  // namespace sim
