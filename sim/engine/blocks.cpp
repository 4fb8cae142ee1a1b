#include "sim/engine/blocks.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sim {

struct BlockStore::Common {
    std::size_t size;
    std::mutex mutex;
    std::vector<void*> free;
    std::vector<void*> chunks;                      // what the blocks are cut from
    std::byte* uncut = nullptr;                     // of the last chunk
    std::size_t left = 0;                           // bytes of that
    std::size_t nextChunk = std::size_t{64} << 10;  // bytes
};

namespace {

// A chunk of this size can be a page of its own: where there are many services, looking addresses
// up is a good part of what an event waits for.
constexpr std::size_t hugePage = std::size_t{2} << 20;  // bytes

void* newChunk(std::size_t bytes) {
    void* const chunk = std::aligned_alloc(bytes, bytes);
    if (chunk == nullptr) {
        throw std::bad_alloc();
    }
#ifdef __linux__
    if (bytes >= hugePage) {
        madvise(chunk, bytes, MADV_HUGEPAGE);  // where it is refused, small pages do
    }
#endif
    return chunk;
}

}  // namespace

BlockStore::BlockStore(std::size_t size) : m_common(std::make_unique<Common>()) {
    m_common->size = size;
}

BlockStore::~BlockStore() = default;

void BlockStore::take(std::span<void*> blocks) {
    const std::scoped_lock lock(m_common->mutex);
    Common& common = *m_common;
    for (void*& block : blocks) {
        if (!common.free.empty()) {
            block = common.free.back();
            common.free.pop_back();
            continue;
        }
        if (common.left < common.size) {
            common.chunks.push_back(newChunk(common.nextChunk));
            common.uncut = static_cast<std::byte*>(common.chunks.back());
            common.left = common.nextChunk;
            common.nextChunk = std::min(hugePage, 2 * common.nextChunk);
        }
        block = common.uncut;
        common.uncut += common.size;
        common.left -= common.size;
    }
}

void BlockStore::giveBack(std::span<void* const> blocks) {
    const std::scoped_lock lock(m_common->mutex);
    m_common->free.insert(m_common->free.end(), blocks.begin(), blocks.end());
}

}  // namespace sim
