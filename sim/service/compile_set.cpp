// Compiles what was set: the endpoints that have changed once more, behind all that is there.
#include <algorithm>
#include <map>
#include <utility>

#include "sim/service/set_program.h"
#include "sim/service/steps_compiler.h"

namespace sim {

namespace {

// "services.user.concurrency" of user is "concurrency".
std::string withoutPart(const std::string& path, const std::string& name) {
    const std::size_t at = path.find('.' + name + '.');
    return at == std::string::npos ? path : path.substr(at + name.size() + 2);
}

std::string whatWasSet(const SetParameter& wanted) {
    const auto words = [](const std::optional<std::string>& text) {
        return text.value_or("not written");
    };
    return withoutPart(wanted.path, wanted.partName()) + ": " + words(wanted.was) + " -> " +
           words(wanted.to);
}

// The call steps of a stretch of code: where they stand in their program, and their index.
std::map<Identity, std::uint32_t> callsIn(const ProcessProgram& process, std::size_t from,
                                          std::size_t to) {
    std::map<Identity, std::uint32_t> calls;
    for (std::size_t i = from; i < to; ++i) {
        if (process.code[i].op == Op::Call) {
            calls[process.code[i].place] = process.code[i].index;
        }
    }
    return calls;
}

class SetCompiler {
  public:
    SetCompiler(const Program& whole, ProcessProgram before)
        : m_whole(whole), m_addresses(addressesOf(whole)), m_process(std::move(before)) {}

    ProcessProgram take() {
        joinEdges();
        return std::move(m_process);
    }

    bool isChanged() const { return m_isChanged; }

    void costs(const models::Store& before, const models::Store& after) {
        if (before.read != after.read || before.write != after.write) {
            m_process.storeRead = Sampler(after.read);
            m_process.storeWrite = Sampler(after.write);
            m_isChanged = true;
        }
    }

    void steps(const std::string& name, const std::string& version, const models::Steps& steps) {
        const auto place = static_cast<std::size_t>(
            std::ranges::find(m_process.endpoints, name, &EndpointProgram::name) -
            m_process.endpoints.begin());
        if (!version.empty()) {
            const auto found =
                std::ranges::find(m_process.versions, version, &VersionProgram::name);
            replace(found->endpoints[place], steps, version);
            return;
        }
        const EndpointProgram before = m_process.endpoints[place];
        replace(m_process.endpoints[place], steps, version);
        for (VersionProgram& each : m_process.versions) {
            if (each.endpoints[place].first == before.first) {
                each.endpoints[place] = m_process.endpoints[place];
            }
        }
    }

  private:
    void replace(EndpointProgram& endpoint, const models::Steps& steps,
                 const std::string& version) {
        const std::map<Identity, std::uint32_t> old =
            callsIn(m_process, endpoint.first, endpoint.end);
        for (const auto& [place, call] : old) {
            m_process.callOfPolicy[m_process.calls[call].policy] = nowhere;
        }
        const std::size_t from = m_process.code.size();
        endpoint = compiledEndpoint(m_process, m_whole, m_addresses, endpoint.name, steps, version);
        for (const auto& [place, call] : callsIn(m_process, from, m_process.code.size())) {
            const auto same = old.find(place);
            if (same != old.end()) {
                keepState(m_process.calls[same->second], m_process.calls[call]);
            }
            m_process.callOfPolicy[call] = nowhere;
            m_process.callOfPolicy[m_process.calls[call].policy] = call;
        }
        m_isChanged = true;
    }

    // The step at the same place that calls the same is the same step: what is counted of its calls
    // goes on. Timeouts of another length need a line of their own.
    static void keepState(const CallProgram& before, CallProgram& after) {
        if (before.callee != after.callee) {
            return;
        }
        after.policy = before.policy;
        after.timeoutLine =
            before.timeout == after.timeout ? before.timeoutLine : after.timeoutLine;
    }

    // Another endpoint of somebody who was called before is no new edge of the canvas.
    void joinEdges() {
        for (EdgeProgram& edge : m_process.edges) {
            const auto same = std::ranges::find(m_process.edges, edge.callee, &EdgeProgram::callee);
            edge.canvasEdge = same->canvasEdge;
        }
    }

    const Program& m_whole;
    EndpointAddresses m_addresses;
    ProcessProgram m_process;
    bool m_isChanged = false;
};

void compileChanges(SetCompiler& compiler, const models::Service& before,
                    const models::Service& after) {
    if (before.store && after.store) {
        compiler.costs(*before.store, *after.store);
    }
    for (std::size_t i = 0; i < after.endpoints.size(); ++i) {
        const models::Endpoint& endpoint = after.endpoints[i];
        if (before.endpoints[i].steps != endpoint.steps) {
            compiler.steps(endpoint.name, endpoint.version, endpoint.steps);
        }
    }
}

void compileChanges(SetCompiler& compiler, const models::Journey& before,
                    const models::Journey& after) {
    if (before.steps != after.steps) {
        compiler.steps(after.name, {}, after.steps);
    }
}

// What stands there now, before it is set.
std::variant<models::Service, models::Journey> partBefore(const Program& whole,
                                                          const SetProgram* before,
                                                          ProcessId process) {
    if (before != nullptr) {
        return before->part;
    }
    if (process < whole.journeyCount) {
        return whole.scenario.journeys[process];
    }
    return whole.serviceAt(process);
}

bool hasSameEndpoints(const models::Service& one, const models::Service& other) {
    const auto isSame = [](const models::Endpoint& a, const models::Endpoint& b) {
        return a.name == b.name && a.version == b.version;
    };
    return std::ranges::equal(one.endpoints, other.endpoints, isSame);
}

}  // namespace

std::shared_ptr<const SetProgram> compileSet(const Program& whole,
                                             std::shared_ptr<const SetProgram> before,
                                             const SetParameter& wanted) {
    const ProcessId process = whole.processNamed(wanted.partName());
    if (process == noProcess || whole.isTopic(process)) {
        return nullptr;
    }
    const std::variant<models::Service, models::Journey> old =
        partBefore(whole, before.get(), process);
    const auto* service = std::get_if<models::Service>(&wanted.part);
    const auto* oldService = std::get_if<models::Service>(&old);
    if ((service == nullptr) != (oldService == nullptr) ||
        (service != nullptr && !hasSameEndpoints(*oldService, *service))) {
        return nullptr;
    }
    auto set = std::make_shared<SetProgram>();
    set->process = process;
    set->what = whatWasSet(wanted);
    set->part = wanted.part;
    const ProcessProgram& programBefore = before ? *before->program : whole.processes[process];
    SetCompiler compiler(whole, programBefore);
    if (service != nullptr) {
        compileChanges(compiler, *oldService, std::get<models::Service>(set->part));
    } else {
        compileChanges(compiler, std::get<models::Journey>(old),
                       std::get<models::Journey>(set->part));
    }
    if (compiler.isChanged()) {
        set->own = compiler.take();
    }
    set->program = set->own ? &*set->own : &programBefore;
    set->before = std::move(before);
    return set;
}

}  // namespace sim
