// The network, the faults upon it and upon who uses it: do their names mean something.
#include <set>
#include <string>
#include <utility>

#include "models/io/plain_text.h"
#include "models/name_index.h"
#include "models/validate.h"

namespace models {

namespace {

class NetworkValidator {
  public:
    NetworkValidator(const Scenario& scenario, Problems& problems)
        : m_scenario(scenario),
          m_problems(problems),
          m_journeys(indexByName("journey", scenario.journeys)),
          m_services(indexByName("service", scenario.services)),
          m_parties("service, journey or topic") {
        for (const Service& each : scenario.services) {
            m_parties.add(each.name, 0);
        }
        for (const Journey& each : scenario.journeys) {
            m_parties.add(each.name, 0);
        }
        for (const Topic& each : scenario.topics) {
            m_parties.add(each.name, 0);
        }
    }

    void run() {
        checkZones();
        for (const Fault& fault : m_scenario.faults) {
            if (std::holds_alternative<Surge>(fault.kind)) {
                checkSurge(fault);
            } else if (const auto* delay = std::get_if<Delay>(&fault.kind)) {
                checkLinks(delay->links);
            } else if (const auto* lose = std::get_if<Lose>(&fault.kind)) {
                checkLinks(lose->links);
            } else if (const auto* partition = std::get_if<Partition>(&fault.kind)) {
                checkPartition(*partition);
            }
        }
        const std::optional<HaltIf>& halt = m_scenario.haltIf;
        if (halt && !halt->journey.empty() && !m_journeys.has(halt->journey)) {
            error(DiagnosticKind::UnknownName, halt->place, m_journeys.missing(halt->journey));
        }
    }

  private:
    void error(DiagnosticKind kind, Place place, std::string message) {
        m_problems.error(kind, place, std::move(message));
    }

    void checkZones() {
        std::set<std::pair<std::string, int>> placed;
        std::set<std::pair<std::string, std::size_t>> spread;
        for (std::size_t zone = 0; zone < m_scenario.network.zones.size(); ++zone) {
            for (const Target& member : m_scenario.network.zones[zone].members) {
                const int service = m_services.position(member.service);
                if (service < 0) {
                    error(DiagnosticKind::UnknownName, member.place,
                          m_services.missing(member.service));
                    continue;
                }
                const int instances =
                    m_scenario.services[static_cast<std::size_t>(service)].instances;
                const std::string name =
                    member.service + '#' + std::to_string(member.instance.value_or(0));
                if (member.instance.value_or(1) > instances) {
                    error(DiagnosticKind::OutOfBounds, member.place,
                          quote(name) + " is not there: " + quote(member.service) + " has " +
                              std::to_string(instances) +
                              (instances == 1 ? " instance" : " instances"));
                } else if (member.instance &&
                           !placed.emplace(member.service, *member.instance).second) {
                    error(DiagnosticKind::Conflict, member.place,
                          quote(name) + " has its place already: an instance stands in one zone");
                } else if (!member.instance && !spread.emplace(member.service, zone).second) {
                    error(DiagnosticKind::Conflict, member.place,
                          quote(member.service) + " stands twice in this zone");
                }
            }
        }
    }

    void checkParty(const std::string& name, Place place) {
        if (name != "any" && !m_parties.has(name)) {
            error(DiagnosticKind::UnknownName, place, m_parties.missing(name));
        }
    }

    void checkLinks(const std::vector<Link>& links) {
        for (const Link& link : links) {
            checkParty(link.from, link.place);
            checkParty(link.to, link.place);
            if (m_journeys.has(link.to)) {
                error(DiagnosticKind::Conflict, link.place,
                      "nobody calls a journey: replies to " + quote(link.to) +
                          " go the way of its calls, " + quote(link.to + " -> " + link.from));
            }
        }
    }

    void checkPartition(const Partition& partition) {
        std::set<std::string> first;
        for (const Target& member : partition.one) {
            checkParty(member.service, member.place);
            first.insert(member.service);
        }
        for (const Target& member : partition.other) {
            checkParty(member.service, member.place);
            if (first.contains(member.service)) {
                error(DiagnosticKind::Conflict, member.place,
                      quote(member.service) + " stands on both sides of the partition");
            }
        }
    }

    void checkSurge(const Fault& fault) {
        for (const Target& target : fault.targets) {
            if (!m_journeys.has(target.service)) {
                const bool isService = m_scenario.service(target.service) != nullptr;
                error(DiagnosticKind::UnknownName, target.place,
                      m_journeys.missing(target.service) +
                          (isService ? ": it is a service, and a surge is of users" : ""));
            }
        }
    }

    const Scenario& m_scenario;
    Problems& m_problems;
    NameIndex m_journeys;
    NameIndex m_services;
    NameIndex m_parties;  // who sends messages
};

}  // namespace

void validateNetwork(const Scenario& scenario, Problems& problems) {
    NetworkValidator(scenario, problems).run();
}

}  // namespace models
