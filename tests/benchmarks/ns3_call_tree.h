// The call tree over the event loop of ns-3 (a simulator of networks), its core alone.
#pragma once

#include <ns3/nstime.h>
#include <ns3/simulator.h>

#include "tests/benchmarks/call_tree_model.h"

namespace bench {

class Ns3CallTree {
  public:
    explicit Ns3CallTree(int copies) : m_model(copies, *this) {}
    ~Ns3CallTree() { ns3::Simulator::Destroy(); }
    Ns3CallTree(const Ns3CallTree&) = delete;
    Ns3CallTree& operator=(const Ns3CallTree&) = delete;

    void run(std::int64_t until) {
        ns3::Simulator::Stop(ns3::NanoSeconds(until));
        ns3::Simulator::Run();
    }

    std::int64_t ended() const { return m_model.ended(); }
    double meanMilliseconds() const { return m_model.meanMilliseconds(); }

    // What the model asks of its loop.
    using Timer = ns3::EventId;
    void happen(std::int64_t delay, const Happening& what) { arm(delay, what); }
    Timer arm(std::int64_t delay, const Happening& what) {
        return ns3::Simulator::Schedule(ns3::NanoSeconds(delay), &Ns3CallTree::comes, this, what);
    }
    void disarm(Timer& timer) { timer.Cancel(); }

  private:
    void comes(Happening what) { m_model.handle(what, ns3::Simulator::Now().GetNanoSeconds()); }

    CallTreeModel<Ns3CallTree> m_model;
};

}  // namespace bench
