// What belongs to one run and to the thread that made it, such as an open database: a copy of its
// owner begins without, and makes its own.
#pragma once

#include <memory>

namespace sim {

template <typename Item>
class OnlyHere : public std::unique_ptr<Item> {
  public:
    OnlyHere() = default;
    OnlyHere(const OnlyHere&) : std::unique_ptr<Item>() {}
    OnlyHere(OnlyHere&&) noexcept = default;
    OnlyHere& operator=(const OnlyHere&) = delete;
    OnlyHere& operator=(OnlyHere&&) noexcept = default;
    OnlyHere& operator=(std::unique_ptr<Item>&& made) {
        std::unique_ptr<Item>::operator=(std::move(made));
        return *this;
    }
};

}  // namespace sim
