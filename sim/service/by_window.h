// What a process measures over each of its windows. The first, that of the whole report, is nearly
// always the only one: it stands in place, and is Program::measured, which no event waits for; the
// others are ProcessProgram::otherWindows.
#pragma once

#include <cstddef>

#include "sim/service/program.h"
#include "sim/service/seldom.h"

namespace sim {

template <typename Item>
class ByWindow {
  public:
    ByWindow(const ProcessProgram& process, const Item& each) : m_first(each) {
        if (!process.otherWindows.empty()) {
            m_others.made().assign(process.otherWindows.size(), each);
        }
    }

    const Item& front() const { return m_first; }
    const Item& operator[](std::size_t place) const {
        return place == 0 ? m_first : m_others[place - 1];
    }

    // `visit(Item&, const Window&)`
    template <typename Visit>
    [[gnu::always_inline]] void forEach(const Program& program, const ProcessProgram& process,
                                        Visit visit) {
        visit(m_first, program.measured);
        for (std::size_t i = 0; i < m_others.size(); ++i) {
            visit(m_others[i], process.otherWindows[i]);
        }
    }
    // `visit(Item&)`, of the windows that the instant is in.
    template <typename Visit>
    [[gnu::always_inline]] void forEachWith(const Program& program, const ProcessProgram& process,
                                            Instant instant, Visit visit) {
        forEach(program, process, [&](Item& item, const Window& window) {
            if (window.contains(instant)) {
                visit(item);
            }
        });
    }

  private:
    Item m_first;
    SeldomVector<Item> m_others;  // as many as ProcessProgram::otherWindows
};

}  // namespace sim
