#include "sim/policy/cache_entries.h"

#include <utility>

namespace sim {

CacheEntries::CacheEntries(const models::Cache& settings)
    : m_eviction(settings.eviction),
      m_capacity(static_cast<std::size_t>(settings.capacity.value_or(0))),
      m_timeToLive(settings.ttl.value_or(models::Duration{})),
      m_staleIfError(settings.staleIfError) {}

bool CacheEntries::isFresh(const CacheKey& key, models::Instant now) {
    const auto found = m_entries.find(key);
    if (found == m_entries.end() || !isWithinItsTime(found->second, now)) {
        return false;
    }
    use(found->first, found->second);
    return true;
}

bool CacheEntries::mayAnswerForError(const CacheKey& key, models::Instant now) const {
    const auto found = m_entries.find(key);
    return found != m_entries.end() && m_staleIfError > models::Duration{} &&
           now - found->second.made <= m_staleIfError;
}

bool CacheEntries::add(const CacheKey& key, models::Instant now) {
    const auto found = m_entries.find(key);
    if (found != m_entries.end()) {
        if (isWithinItsTime(found->second, now)) {
            return false;
        }
        forget(found);
    }
    const bool isFull = m_capacity != 0 && m_entries.size() == m_capacity;
    if (isFull) {
        forget(m_entries.find(m_byWorth.begin()->second));
    }
    const Entry& added = m_entries.emplace(key, Entry{now, {1, ++m_order}}).first->second;
    if (m_capacity != 0) {
        m_byWorth.emplace(added.worth, key);
    }
    return isFull;
}

void CacheEntries::use(const CacheKey& key, Entry& entry) {
    if (m_capacity == 0 || m_eviction == models::Eviction::Fifo) {
        return;
    }
    m_byWorth.erase(entry.worth);
    entry.worth = {entry.worth.uses + (m_eviction == models::Eviction::Lfu ? 1 : 0), ++m_order};
    m_byWorth.emplace(entry.worth, key);
}

void CacheEntries::drop(const CacheKey& key) {
    if (const auto found = m_entries.find(key); found != m_entries.end()) {
        forget(found);
    }
}

void CacheEntries::forget(Entries::iterator entry) {
    m_byWorth.erase(entry->second.worth);
    m_entries.erase(entry);
}

void CacheEntries::clear() {
    m_entries.clear();
    m_byWorth.clear();
}

}  // namespace sim
