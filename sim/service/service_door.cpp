// The door: where a service takes requests in or refuses them.
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/request_end.h"
#include "sim/service/service_process.h"

namespace sim {

namespace {

// What became of a request at the door, for the fingerprint.
enum class Admission : std::uint64_t { Accepted, Unavailable, Rejected, Failed, Dead };

}  // namespace

bool ServiceProcess::findPlain() const {
    const bool asksNothing = m_program->takesShortcuts && !m_bucket && !m_model->healthCheck &&
                             !m_outliers && !m_autoscaler &&
                             m_model->cancellation == models::Cancellation::None &&
                             m_process->versions.empty() && !m_program->betweenZones;
    return asksNothing && !m_defect && m_hangs == 0 && m_burdens.empty() && !m_rollout &&
           std::ranges::all_of(m_instances, [](const Instance& each) {
               return each.isReady() && !each.isHung() && !each.codel;
           });
}

void ServiceProcess::requestArrives(const Event& event, Context& context) {
    const RequestMessage& message = event.payload.request;
    executed(event, message.identity);
    if (m_isPlain) [[likely]] {
        Instance& instance = m_takesTurns ? nextOfAll() : *pickInstance(message);
        countArrival(message.endpoint, context.now());
        if (isFull(instance, m_process->endpoints[message.endpoint])) {
            admit(instance, message, context);  // refuses it
            return;
        }
        foldResult(static_cast<std::uint64_t>(Admission::Accepted));
        accept(instance, message, context);
        return;
    }
    if (m_defect) {
        throw std::runtime_error(*std::exchange(m_defect, {}));
    }
    if (m_bucket && !isWithinRate(context.now())) {
        countArrival(message.endpoint, context.now());
        foldResult(static_cast<std::uint64_t>(Admission::Rejected));
        refuse(message, Outcome::failure(Cause::Rejected, service()), context);
        return;
    }
    chooseVersion(message);
    Instance* instance = pickInstance(message);
    if (instance == nullptr) {
        countArrival(message.endpoint, context.now());
        foldResult(static_cast<std::uint64_t>(Admission::Unavailable));
        refuse(message, Outcome::failure(Cause::Unavailable, service(), faultOfEmptyList()),
               context);
        return;
    }
    if (!m_program->betweenZones || !crosses(*instance, message, context)) {
        countArrival(message.endpoint, context.now());
        admit(*instance, message, context);
    }
}

// It has come to the instance that was chosen.
void ServiceProcess::admit(Instance& instance, const RequestMessage& message, Context& context) {
    if (!instance.isUp()) {
        foldResult(static_cast<std::uint64_t>(Admission::Dead));
        const FaultId fault = instance.isDown() ? instance.kills.front() : m_lastStartedBy;
        failAtOnce(instance, message, Outcome::failure(Cause::Unavailable, service(), fault),
                   context);
        return;
    }
    const EndpointProgram& endpoint = m_process->endpoint(message.endpoint, instance.version);
    if (endpoint.first == nowhere) {
        foldResult(static_cast<std::uint64_t>(Admission::Failed));
        const FaultId removed = rolloutThatRemoved(message.endpoint, instance.version);
        failAtOnce(instance, message, Outcome::failure(Cause::Error, service(), removed), context);
        return;
    }
    if (isFull(instance, endpoint)) {
        foldResult(static_cast<std::uint64_t>(Admission::Rejected));
        // What a hang does not take out of its inbox is why that is full.
        const FaultId fault = instance.isHung() ? instance.hangs.front() : noFault;
        countForCanary(instance, true, {});
        refuse(message, Outcome::failure(Cause::Rejected, service(), fault), context,
               wayBack(instance, message));
        return;
    }
    countSpared(message);
    if (!failsOnAcceptance(instance, message, context)) {
        accept(instance, message, context);
    }
}

bool ServiceProcess::failsOnAcceptance(Instance& instance, const RequestMessage& message,
                                       Context& context) {
    const FaultId failing = failingFault(instance, message.identity);
    if (failing == noFault) {
        foldResult(static_cast<std::uint64_t>(Admission::Accepted));
        return false;
    }
    foldResult(static_cast<std::uint64_t>(Admission::Failed));
    failAtOnce(instance, message, Outcome::failure(Cause::Error, service(), failing), context);
    return true;
}

void ServiceProcess::failAtOnce(Instance& instance, const RequestMessage& message,
                                const Outcome& outcome, Context& context) {
    Activation accepted;
    accepted.endpoint = message.endpoint;
    accepted.instance = placeOf(instance);
    accepted.version = instance.version;
    accepted.started = accepted.since = context.now();
    accepted.outcome = outcome;
    countEnded(accepted);
    doorSees(instance, message.caller, outcome, context);
    reply(message.caller, message.replyTo, message.identity, outcome, context,
          wayBack(instance, message));
}

bool ServiceProcess::isWithinRate(Instant now) {
    if (m_bucket->nextToken(now) > now) {
        ++m_tokensRefused;
        return false;
    }
    m_bucket->take(now);
    return true;
}

Instance* ServiceProcess::pickInstance(const RequestMessage& message) {
    switch (m_model->balancing) {
        case models::Balancing::RoundRobin:
            return nextInTurn();
        case models::Balancing::Random:
            return atRandom(message.identity);
        case models::Balancing::LeastRequests:
            return leastLoaded();
        case models::Balancing::PowerOfTwo:
            return lessLoadedOfTwo(message.identity);
        case models::Balancing::Hash:
            return byHash(message.request);
    }
    return nullptr;
}

Instance* ServiceProcess::nextInTurn() {
    const std::size_t count = m_instances.size();
    for (std::size_t tried = 0; tried < count; ++tried) {
        const std::size_t index = (m_nextInstance + tried) % count;
        if (isChoice(m_instances[index])) {
            m_nextInstance = index + 1;
            return &m_instances[index];
        }
    }
    return nullptr;
}

// The same where every instance may be chosen.
Instance& ServiceProcess::nextOfAll() {
    const std::size_t index = m_nextInstance < m_instances.size() ? m_nextInstance : 0;
    m_nextInstance = index + 1;
    return m_instances[index];
}

Instance* ServiceProcess::leastLoaded() {
    Instance* least = nullptr;
    for (Instance& instance : m_instances) {
        if (isChoice(instance) && (least == nullptr || instance.load() < least->load())) {
            least = &instance;
        }
    }
    return least;
}

// Two different ones, if there are.
Instance* ServiceProcess::lessLoadedOfTwo(Identity message) {
    const std::uint64_t listed = listedInstances();
    if (listed < 2) {
        return listed == 0 ? nullptr : listedInstance(0);
    }
    const std::uint64_t one = drawIndex(m_program->keys.balancing, message, listed);
    std::uint64_t other = drawIndex(m_program->keys.balancing, message, listed - 1, 1);
    other += other >= one ? 1 : 0;
    Instance* lower = listedInstance(std::min(one, other));
    Instance* higher = listedInstance(std::max(one, other));
    return higher->load() < lower->load() ? higher : lower;
}

Instance* ServiceProcess::atRandom(Identity message) {
    const std::uint64_t listed = listedInstances();
    return listed == 0 ? nullptr
                       : listedInstance(drawIndex(m_program->keys.balancing, message, listed));
}

Instance* ServiceProcess::byHash(const RequestRef& request) {
    const std::int64_t member =
        m_program->members.memberOf(m_ringPopulation, request, m_program->keys.member);
    const std::uint32_t found = m_ring->find(
        member, nowhere, [&](std::uint32_t index) { return isChoice(m_instances[index]); });
    return found == nowhere ? nullptr : &m_instances[found];
}

std::uint64_t ServiceProcess::listedInstances() const {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(m_instances, [&](const Instance& each) { return isChoice(each); }));
}

Instance* ServiceProcess::listedInstance(std::uint64_t place) {
    for (Instance& instance : m_instances) {
        if (isChoice(instance) && place-- == 0) {
            return &instance;
        }
    }
    return nullptr;
}

bool ServiceProcess::isFull(const Instance& instance, const EndpointProgram& endpoint) const {
    if (isEventLoop() && !endpoint.beginsWithCompute) {
        return false;  // it needs no slot yet, and is never refused later
    }
    const bool servedAtOnce = hasFreeSlot(instance) && instance.queue.isEmpty();
    return !servedAtOnce && instance.inbox >= m_inboxSize;
}

FaultId ServiceProcess::failingFault(const Instance& instance, Identity message) const {
    for (const Burden& burden : m_burdens) {
        if (burden.failing > 0 && burden.isUpon(instance) &&
            drawUnit(m_program->keys.fault,
                     mixed(message, static_cast<std::uint64_t>(burden.fault))) < burden.failing) {
            return burden.fault;
        }
    }
    return noFault;
}

void ServiceProcess::refuse(const RequestMessage& message, const Outcome& outcome, Context& context,
                            Duration extra) {
    const Instant now = context.now();
    m_counts.reject(outcome.cause);
    countByFault(outcome);
    countForRollout(outcome, message.endpoint);
    forEachWindowWith(now, [&](WindowStats& stats) {
        stats.endpoints[message.endpoint].response.counts.reject(outcome.cause);
    });
    reply(message.caller, message.replyTo, message.identity, outcome, context, extra);
}

void ServiceProcess::accept(Instance& instance, const RequestMessage& message, Context& context) {
    const Instant now = context.now();
    const Pool<Activation>::Taken made = newActivation(now);
    Activation& activation = made.item;
    activation.identity = message.identity;
    activation.requestIdentity = message.request.identity;
    activation.requestNumber = message.request.number;
    activation.caller = message.caller;
    activation.replyTo = message.replyTo;
    activation.deadline = message.deadline;
    activation.endpoint = message.endpoint;
    activation.version = instance.version;
    activation.priority = message.priority;
    activation.sampled = message.sampled;
    activation.callerZone = message.zone;
    if (!m_isPlain && m_model->cancellation != models::Cancellation::None) {
        m_openRequests[openKey(message.caller, message.replyTo)] = made.place;
    }
    link(instance, made);
    if (activation.sampled) {
        traceAccepted(activation, instance.number, now);
    }
    ++instance.present;
    raise(&Levels::present, now);
    startRequest(instance, newRoot(made, message.request.drawn), context);
}

void ServiceProcess::countArrival(std::uint32_t endpoint, Instant now) {
    m_counts.start();
    forEachWindowWith(
        now, [&](WindowStats& stats) { stats.endpoints[endpoint].response.counts.start(); });
}

// A ready instance takes what would have gone to those that a fault holds down.
void ServiceProcess::countSpared(const RequestMessage& message) {
    for (const Instance& instance : m_instances) {
        if (instance.isDown() && instance.kills.front() != noFault) {
            Spared& spared = m_spared[instance.kills.front()];
            ++spared.count;
            // Journeys are the first processes.
            const auto journey = static_cast<ProcessId>(
                journeyOfRequest(message.request.number, m_program->journeyCount));
            ++spared.bySubject[journey];
            if (message.caller != journey) {
                ++spared.bySubject[message.caller];
            }
            return;
        }
    }
}

}  // namespace sim
