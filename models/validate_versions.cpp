// Versions of services, and who calls an endpoint that not all of them have.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "models/call_graph.h"
#include "models/io/plain_text.h"
#include "models/name_index.h"
#include "models/validate.h"

namespace models {

namespace {

class VersionValidator {
  public:
    VersionValidator(const Scenario& scenario, Problems& problems)
        : m_scenario(scenario), m_problems(problems) {
        for (const Service& each : scenario.services) {
            if (!each.versions.empty()) {
                m_services.emplace(each.name, &each);
            }
        }
    }

    void run() {
        for (const auto& [name, service] : m_services) {
            checkRemovals(*service);
        }
        if (m_services.empty()) {
            return;
        }
        for (const Journey& journey : m_scenario.journeys) {
            checkCalls(journey.steps, journey.name);
        }
        for (const Service& service : m_scenario.services) {
            for (const Endpoint& endpoint : service.endpoints) {
                checkCalls(endpoint.steps, service.name);
            }
        }
    }

  private:
    void checkRemovals(const Service& service) {
        const NameIndex endpoints =
            indexByName("endpoint", service.endpoints, "service " + quote(service.name));
        for (const Version& version : service.versions) {
            for (const std::string& removed : version.removed) {
                if (!isOfItsOwn(service, removed)) {
                    m_problems.error(DiagnosticKind::UnknownName, version.place,
                                     "version " + quote(version.name) + " removes " +
                                         quote(removed) + ": " + endpoints.missing(removed));
                }
            }
        }
    }

    static bool isOfItsOwn(const Service& service, std::string_view endpoint) {
        return has(service, endpoint, {});
    }

    static bool has(const Service& service, std::string_view endpoint, std::string_view version) {
        return std::ranges::any_of(service.endpoints, [&](const Endpoint& each) {
            return each.name == endpoint && each.version == version;
        });
    }

    void checkCalls(const Steps& steps, const std::string& caller) {
        forEachCall(steps, [&](const Call& call) {
            const auto callee = m_services.find(call.callee.service);
            if (callee != m_services.end()) {
                checkCall(call, *callee->second, caller);
            }
        });
    }

    void checkCall(const Call& call, const Service& callee, const std::string& caller) {
        const std::string& endpoint = call.callee.endpoint;
        const bool isThere = isOfItsOwn(callee, endpoint);
        const bool isSomewhere = std::ranges::find(callee.endpoints, endpoint, &Endpoint::name) !=
                                 callee.endpoints.end();
        if (!isThere && isSomewhere) {
            warn(call, callee.version, callee, caller);
        }
        for (const Version& version : callee.versions) {
            const bool isRemoved =
                std::ranges::find(version.removed, endpoint) != version.removed.end();
            if (isSomewhere && (isRemoved || !isThere) && !has(callee, endpoint, version.name)) {
                warn(call, version.name, callee, caller);
            }
        }
    }

    void warn(const Call& call, const std::string& version, const Service& callee,
              const std::string& caller) {
        m_problems.warn(ruleContract, call.callee.place,
                        quote(caller) + " calls " + quote(call.callee.endpoint) + ", which " +
                            quote(version) + " of " + quote(callee.name) +
                            " does not have: these calls fail where it answers them");
    }

    const Scenario& m_scenario;
    Problems& m_problems;
    std::map<std::string_view, const Service*> m_services;  // with versions
};

}  // namespace

void validateVersions(const Scenario& scenario, Problems& problems) {
    VersionValidator(scenario, problems).run();
}

}  // namespace models
