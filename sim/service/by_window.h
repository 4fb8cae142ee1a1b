// What a process measures over each of its windows (ProcessProgram::windows). The first, that of
// the whole report, is nearly always the only one: it stands in place, and is Program::measured,
// which no event waits for.
#pragma once

#include <cstddef>

#include "sim/service/program.h"
#include "sim/service/seldom.h"

namespace sim {

template <typename Item>
class ByWindow {
  public:
    ByWindow(const ProcessProgram& process, const Item& each) : m_first(each) {
        if (process.windows.size() > 1) {
            m_others.made().assign(process.windows.size() - 1, each);
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
            visit(m_others[i], process.windows[i + 1]);
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
    SeldomVector<Item> m_others;  // one less than the process has windows
};

}  // namespace sim
