// What faults do to messages on their way. A message is judged by the process that sends it, at the
// instant of sending, with draws of the message's own identity: so nobody else is asked, and the
// order in which messages are sent does not matter. Source: language.md, "Faults".
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/service/program.h"
#include "sim/service/seldom.h"

namespace sim {

// A fault upon links, compiled: whom it concerns, and what it does. Immutable and shared.
class LinkFault {
  public:
    LinkFault(const models::Fault& fault, const Program& program);

    // Whether it is upon a message of the call, or of the topic, between these two: `from` calls,
    // publishes or hands over; `isBack`: the message is the answer to that, sent by `to`.
    bool isUpon(ProcessId from, ProcessId to, bool isBack) const;
    // Nothing of what the first sends to the second arrives.
    bool cuts(ProcessId from, ProcessId to) const {
        return m_probability >= 1 && (isUpon(from, to, false) || isUpon(from, to, true));
    }

    // Everybody who sends what it is upon.
    const std::vector<ProcessId>& senders() const { return m_senders; }
    double probability() const { return m_probability; }  // of being lost
    const Sampler& added() const { return m_added; }
    // For the timeline: "user -> payment" each, and what happens there.
    const std::vector<std::string>& places() const { return m_places; }
    const std::string& detail() const { return m_detail; }

  private:
    // Some processes: those that are named, and all services where `any` is.
    struct Group {
        bool hasServices = false;
        std::vector<ProcessId> named;   // sorted
        std::vector<ProcessId> except;  // sorted; services that `any` does not mean here
        bool has(ProcessId process) const;
    };
    struct Pair {
        Group from, to;
    };

    Group groupOf(std::string_view name) const;
    Group groupOf(const std::vector<models::Target>& members,
                  const std::vector<models::Target>& others) const;
    void addLinks(const std::vector<models::Link>& links);
    void addPartition(const models::Partition& partition);
    void findSenders();

    const Program* m_program;
    std::vector<Pair> m_pairs;
    bool m_isPartition = false;  // messages from the first to the second, whatever they are about
    double m_probability = 0;
    Sampler m_added;
    std::vector<ProcessId> m_senders;
    std::vector<std::string> m_places;
    std::string m_detail;
};

// What becomes of one message.
struct Passage {
    bool isLost = false;
    FaultId lostBy = noFault;  // noFault: the network's own loss
    Duration added{};
};

// All that is upon what one process sends.
class LinkFaults {
  public:
    explicit LinkFaults(double networkLoss) : m_isClear(networkLoss == 0), m_loss(networkLoss) {}

    // Every message passes as if there were no faults.
    bool isClear() const { return m_isClear; }
    void begin(FaultId fault, std::shared_ptr<const LinkFault> link);
    // Whether it was upon this process.
    bool end(FaultId fault);
    bool has(FaultId fault) const;

    // `message` is the message's own identity.
    Passage passageOf(const DrawKeys& keys, ProcessId from, ProcessId to, bool isBack,
                      Identity message) const;

  private:
    struct Upon {
        FaultId fault = noFault;
        std::shared_ptr<const LinkFault> link;
    };
    bool m_isClear;
    double m_loss;
    SeldomVector<Upon> m_upon;
};

}  // namespace sim
