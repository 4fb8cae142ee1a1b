// Blocks of memory of one size, for what processes make and drop all the time. The block that was
// given back last is taken first, by whichever process comes next on the same thread: so it is
// still in the cache, and all processes together hold as many as there are at once, not each as
// many as it ever had. Memory is all that is shared: no address enters a result.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

namespace sim {

inline constexpr std::size_t blockAlignment = 64;  // bytes, a cache line

// What all threads have of one size of block. One thread may drop what another made, so blocks go
// back and forth, by the batch.
class BlockStore {
  public:
    // `size`: bytes, a multiple of the alignment.
    explicit BlockStore(std::size_t size);
    ~BlockStore();
    BlockStore(const BlockStore&) = delete;
    BlockStore& operator=(const BlockStore&) = delete;

    void take(std::span<void*> blocks);  // fills it
    void giveBack(std::span<void* const> blocks);

  private:
    struct Common;
    std::unique_ptr<Common> m_common;
};

template <std::size_t size>
class Blocks {
    static_assert(size % blockAlignment == 0 && size <= 4096, "chunks hold many of them");

  public:
    static void* take() {
        Own& own = s_own;
        if (own.count == 0) [[unlikely]] {
            refill(own);
        }
        void* const block = own.blocks[--own.count];
        setInUse(block, true);
        return block;
    }
    static void giveBack(void* block) {
        Own& own = s_own;
        if (own.count == own.room) [[unlikely]] {
            makeRoom(own);
        }
        own.blocks[own.count++] = block;
        setInUse(block, false);
    }

  private:
    static constexpr std::size_t batch = 64;  // blocks
    // A thread's own: room for two batches, so that who takes and gives by turns does not go to the
    // store each time.
    struct Own {
        std::array<void*, 2 * batch> blocks{};
        std::size_t count = 0;
        std::size_t room = 0;  // none before begin()
    };
    // Hands over what a thread still has when it ends.
    struct AtEnd {
        ~AtEnd() {
            store().giveBack(std::span(s_own.blocks).first(s_own.count));
            s_own.count = 0;
            s_own.room = 0;
        }
    };

    // So that the sanitizer finds who looks at what is given back.
    static void setInUse([[maybe_unused]] void* block, [[maybe_unused]] bool isInUse) {
#ifdef __SANITIZE_ADDRESS__
        isInUse ? __asan_unpoison_memory_region(block, size)
                : __asan_poison_memory_region(block, size);
#endif
    }

    static BlockStore& store() {
        // Never destroyed: who outlives main() may still give back.
        static auto* const ofAll = new BlockStore(size);
        return *ofAll;
    }
    // A thread may only take, or only give back.
    static void begin(Own& own) {
        static thread_local const AtEnd atEnd{};
        static_cast<void>(atEnd);
        own.room = own.blocks.size();
    }
    [[gnu::noinline]] static void refill(Own& own) {
        begin(own);
        store().take(std::span(own.blocks).first(batch));
        own.count = batch;
    }
    [[gnu::noinline]] static void makeRoom(Own& own) {
        if (own.room == 0) {
            begin(own);
            return;
        }
        // Those that were given back first go.
        store().giveBack(std::span(own.blocks).first(batch));
        std::copy(own.blocks.begin() + batch, own.blocks.end(), own.blocks.begin());
        own.count -= batch;
    }

    static constinit thread_local Own s_own;
};

template <std::size_t size>
constinit thread_local typename Blocks<size>::Own Blocks<size>::s_own{};

}  // namespace sim
