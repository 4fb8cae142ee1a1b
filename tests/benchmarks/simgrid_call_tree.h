// The call tree over the timers of SimGrid (a simulator of distributed systems), without actors but
// one that keeps the clock running. Its engine begins
// once in a process, which it does not leave in good order: to be run in a process of its own.
#pragma once

#include <cmath>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include "tests/benchmarks/call_tree_model.h"

namespace bench {

class SimGridCallTree {
  public:
    explicit SimGridCallTree(int copies) : m_engine(engine()), m_model(copies, *this) {}

    void run(std::int64_t until) {
        simgrid::s4u::Actor::create("clock", simgrid::s4u::Host::by_name("machine"), [until] {
            simgrid::s4u::this_actor::sleep_for(static_cast<double>(until) * 1e-9);
        });
        m_engine.run_until(static_cast<double>(until) * 1e-9);
    }

    std::int64_t ended() const { return m_model.ended(); }
    double meanMilliseconds() const { return m_model.meanMilliseconds(); }

    // What the model asks of its loop.
    using Timer = simgrid::kernel::timer::Timer*;
    void happen(std::int64_t delay, const Happening& what) { arm(delay, what); }
    Timer arm(std::int64_t delay, const Happening& what) {
        const double at = simgrid::s4u::Engine::get_clock() + static_cast<double>(delay) * 1e-9;
        return simgrid::kernel::timer::Timer::set(at, [this, what] {
            m_model.handle(what, std::llround(simgrid::s4u::Engine::get_clock() * 1e9));
        });
    }
    void disarm(Timer& timer) { timer->remove(); }

  private:
    static simgrid::s4u::Engine& engine() {
        static int count = 1;
        static char name[] = "bench";
        static char* arguments[] = {name, nullptr};
        static simgrid::s4u::Engine one(&count, arguments);
        simgrid::s4u::NetZone* const zone = simgrid::s4u::create_full_zone("zone");
        zone->create_host("machine", 1e9);
        zone->seal();
        return one;
    }

    simgrid::s4u::Engine& m_engine;
    CallTreeModel<SimGridCallTree> m_model;
};

}  // namespace bench
