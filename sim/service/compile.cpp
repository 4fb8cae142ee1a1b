#include "sim/service/compile.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "models/call_graph.h"
#include "sim/service/steps_compiler.h"

namespace sim {

DrawKeys::DrawKeys(std::uint64_t seed)
    : arrival(drawKey(seed, "arrival")),
      think(drawKey(seed, "think")),
      network(drawKey(seed, "network")),
      compute(drawKey(seed, "compute")),
      sleep(drawKey(seed, "sleep")),
      store(drawKey(seed, "store")),
      probability(drawKey(seed, "probability")),
      choose(drawKey(seed, "choose")),
      repeat(drawKey(seed, "repeat")),
      fail(drawKey(seed, "fail")),
      jitter(drawKey(seed, "jitter")),
      balancing(drawKey(seed, "balancing")),
      fault(drawKey(seed, "fault")),
      member(drawKey(seed, "member")),
      discipline(drawKey(seed, "discipline")),
      probe(drawKey(seed, "probe")),
      killRandom(drawKey(seed, "kill-random")),
      loss(drawKey(seed, "loss")),
      delay(drawKey(seed, "delay")),
      betweenZones(drawKey(seed, "between-zones")),
      canary(drawKey(seed, "canary")) {}

namespace {

// With observation a journey keeps its counts and latencies of every second, to tell its recovery:
// some 4 KiB at 300 requests a second, so 16 MB for an hour. Where there are more journeys nobody
// is told.
constexpr std::size_t journeysInSecondsAtMost = 16;

// Whether a list of steps takes a slot before any time passes.
bool beginsWithCompute(const models::Steps& steps) {
    if (steps.empty()) {
        return false;
    }
    const auto& action = steps.front().action;
    if (std::holds_alternative<models::Compute>(action)) {
        return true;
    }
    if (const auto* parallel = std::get_if<models::Parallel>(&action)) {
        return std::ranges::any_of(parallel->branches, beginsWithCompute);
    }
    if (const auto* choose = std::get_if<models::Choose>(&action)) {
        return std::ranges::any_of(choose->branches, beginsWithCompute);
    }
    if (const auto* repeat = std::get_if<models::Repeat>(&action)) {
        return beginsWithCompute(repeat->steps);
    }
    if (const auto* saga = std::get_if<models::Saga>(&action)) {
        return beginsWithCompute(saga->parts.front().forward);
    }
    return false;
}

}  // namespace

EndpointAddresses addressesOf(const Program& program) {
    EndpointAddresses addresses;
    const auto& services = program.scenario.services;
    for (std::size_t s = 0; s < services.size(); ++s) {
        std::uint32_t place = 0;
        for (const models::Endpoint& each : services[s].endpoints) {
            const ProcessId process = program.processOfService(static_cast<int>(s));
            const auto [address, isNew] = addresses.emplace(services[s].name + "." + each.name,
                                                            EndpointAddress{process, place});
            place += isNew ? 1 : 0;
        }
    }
    return addresses;
}

EndpointProgram compiledEndpoint(ProcessProgram& process, const Program& program,
                                 const EndpointAddresses& addresses, const std::string& name,
                                 const models::Steps& steps, const std::string& version) {
    StepsCompiler compiler(process, program, addresses);
    Identity place = mixed(identityOf(process.name), identityOf(name));
    place = version.empty() ? place : mixed(place, identityOf(version));
    const std::uint32_t first = compiler.compileList(steps, place);
    return {name, first, beginsWithCompute(steps), static_cast<std::uint32_t>(process.code.size())};
}

namespace {

// Behind all of the first version, whose code and state so stay where they are.
void compileVersions(ProcessProgram& process, const Program& program,
                     const models::Service& service, const EndpointAddresses& addresses) {
    for (const models::Endpoint& each : service.endpoints) {
        if (std::ranges::find(process.endpoints, each.name, &EndpointProgram::name) ==
            process.endpoints.end()) {
            process.endpoints.push_back({each.name, nowhere, false});
        }
    }
    for (const models::Version& version : service.versions) {
        VersionProgram compiled{version.name, process.endpoints};
        for (EndpointProgram& each : compiled.endpoints) {
            const auto own =
                std::ranges::find_if(service.endpoints, [&](const models::Endpoint& endpoint) {
                    return endpoint.name == each.name && endpoint.version == version.name;
                });
            if (own != service.endpoints.end()) {
                each = compiledEndpoint(process, program, addresses, each.name, own->steps,
                                        version.name);
            } else if (std::ranges::find(version.removed, each.name) != version.removed.end()) {
                each.first = nowhere;
            }
        }
        process.versions.push_back(std::move(compiled));
    }
}

ProcessProgram compileService(const Program& program, const models::Service& service, ProcessId id,
                              int index, const EndpointAddresses& addresses) {
    ProcessProgram process;
    process.name = service.name;
    process.id = id;
    process.index = index;
    for (const models::Cache& cache : service.caches) {
        std::vector<std::uint32_t>& key = process.cacheKeys.emplace_back();
        for (const std::string& part : cache.key) {
            key.push_back(part == "request" ? nowhere : program.members.placeOf(part));
        }
    }
    for (const models::Endpoint& endpoint : service.endpoints) {
        if (endpoint.version.empty()) {
            process.endpoints.push_back(
                compiledEndpoint(process, program, addresses, endpoint.name, endpoint.steps));
        }
    }
    compileVersions(process, program, service, addresses);
    if (service.store) {
        process.storeRead = Sampler(service.store->read);
        process.storeWrite = Sampler(service.store->write);
    }
    return process;
}

ProcessProgram compileJourney(const Program& program, const models::Journey& journey, ProcessId id,
                              int index, const EndpointAddresses& addresses) {
    ProcessProgram process;
    process.name = journey.name;
    process.id = id;
    process.index = index;
    process.endpoints.push_back(
        compiledEndpoint(process, program, addresses, journey.name, journey.steps));
    return process;
}

std::vector<std::uint32_t> placesOf(const std::vector<ConsumerProgram>& consumers) {
    std::vector<std::uint32_t> places(consumers.size());
    std::iota(places.begin(), places.end(), 0U);
    return places;
}

// Needs the services' processes: they learn here what they consume.
TopicProgram compileTopic(Program& program, const models::Topic& source, ProcessId id) {
    TopicProgram topic;
    topic.partitions = static_cast<std::uint32_t>(source.partitions.value_or(0));
    if (!source.key.empty()) {
        topic.key = program.members.placeOf(source.key);
    }
    if (source.capacity) {
        topic.capacity = *source.capacity;
    }
    for (std::size_t s = 0; s < program.scenario.services.size(); ++s) {
        const models::Service& service = program.scenario.services[s];
        const auto wanted =
            std::ranges::find(service.consumes, source.name, &models::Consumer::topic);
        if (wanted == service.consumes.end()) {
            continue;
        }
        ProcessProgram& process = program.processes[program.processOfService(static_cast<int>(s))];
        const auto endpoint =
            std::ranges::find(process.endpoints, wanted->endpoint, &EndpointProgram::name);
        process.consumed.push_back({id, static_cast<std::uint32_t>(topic.consumers.size())});
        ConsumerProgram consumer;
        consumer.service = process.id;
        consumer.name = identityOf(process.name);
        consumer.endpoint = static_cast<std::uint32_t>(endpoint - process.endpoints.begin());
        consumer.instances = static_cast<std::uint32_t>(service.instances);
        consumer.prefetch = static_cast<std::uint32_t>(wanted->prefetch);
        if (wanted->attempts) {
            consumer.attempts = static_cast<std::uint32_t>(*wanted->attempts);
        }
        consumer.redeliverAfter = wanted->redeliverAfter;
        consumer.keepsDeadLetters = wanted->deadLetter;
        topic.consumers.push_back(consumer);
    }
    if (source.kind == models::TopicKind::Queue) {
        topic.groups.push_back(placesOf(topic.consumers));
    } else {
        for (const std::uint32_t each : placesOf(topic.consumers)) {
            topic.groups.push_back({each});
        }
    }
    return topic;
}

void compileTopics(Program& program) {
    for (const models::Topic& topic : program.scenario.topics) {
        ProcessProgram process;
        process.name = topic.name;
        process.id = program.processOfTopic(topic);
        process.index = static_cast<int>(program.topics.size());
        program.topics.push_back(compileTopic(program, topic, process.id));
        program.processes.push_back(std::move(process));
    }
}

// Tells every process's edges which edge of the canvas they belong to.
void joinCanvasEdges(Program& program) {
    const models::CallGraph graph = models::callGraph(program.scenario);
    std::map<std::pair<int, int>, std::uint32_t> byNodes;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        byNodes[{graph.edges[i].caller, graph.edges[i].callee}] = static_cast<std::uint32_t>(i);
    }
    for (ProcessProgram& process : program.processes) {
        for (EdgeProgram& edge : process.edges) {
            // Nodes of the graph stand in the order of processes.
            edge.canvasEdge =
                byNodes[{static_cast<int>(process.id), static_cast<int>(edge.callee)}];
        }
    }
}

void measureOver(Program& program, ProcessId id, const Window& window) {
    SeldomVector<Window>& others = program.processes[id].otherWindows;
    if (window != program.measured && std::ranges::find(others, window) == others.end()) {
        others.push_back(window);
    }
}

// Asks of every process just the windows that somebody will read.
void compileWindows(Program& program) {
    const models::Scenario& source = program.scenario;
    program.measured = {models::runStart + source.run.warmUp, program.end};
    std::vector<std::vector<ProcessId>> callers(program.processes.size());
    for (const ProcessProgram& process : program.processes) {
        for (const EdgeProgram& edge : process.edges) {
            callers[edge.callee].push_back(process.id);
        }
    }
    for (const models::Expectation& expectation : source.expectations) {
        const auto* claim = std::get_if<models::MeasureExpectation>(&expectation.claim);
        if (claim == nullptr) {
            continue;
        }
        const Window window = windowOf(claim->during, source, program.end);
        const ProcessId subject = program.processNamed(claim->subject.name);
        measureOver(program, subject, window);
        program.processes[subject].keepsSeconds |=
            std::ranges::any_of(claim->bounds, [](const models::MeasureBound& bound) {
                return bound.measure == models::Measure::Recovery;
            });
        for (const ProcessId caller : callers[subject]) {
            measureOver(program, caller, window);
        }
    }
}

// Requests a second that the scenario's users make, roughly.
double expectedRate(const models::Scenario& scenario) {
    double rate = 0;
    for (const models::Journey& journey : scenario.journeys) {
        if (const auto* closed = std::get_if<models::ClosedWorkload>(&journey.workload)) {
            rate += closed->users / std::max(models::meanSeconds(closed->think), 0.1);
            continue;
        }
        double most = 0;
        for (const auto& phase : std::get<models::OpenWorkload>(journey.workload).phases) {
            most = std::max(most, models::highestRate(phase.arrivals));
        }
        rate += most;
    }
    return rate;
}

// A window can show the calls of about ten requests a second before its dots become a blur; beyond
// that a dot stands for 2, 5, 10, 20, 50, ... requests.
std::uint32_t sampleOneInFor(const models::Scenario& scenario) {
    constexpr double sampledPerSecondAtMost = 10;
    const double needed = expectedRate(scenario) / sampledPerSecondAtMost;
    for (std::uint32_t decade = 1; decade <= 100'000'000; decade *= 10) {
        for (const std::uint32_t step : {1U, 2U, 5U}) {
            if (step * decade >= needed) {
                return step * decade;
            }
        }
    }
    return 1'000'000'000;
}

}  // namespace

ProcessId Program::processNamed(std::string_view name) const {
    const auto nameOf = [this](ProcessId id) -> std::string_view { return processes[id].name; };
    const auto found = std::ranges::lower_bound(byName, name, {}, nameOf);
    return found == byName.end() || nameOf(*found) != name ? noProcess : *found;
}

std::uint8_t Program::zoneOf(int service, int number) const {
    if (zones.empty()) {
        return 0;
    }
    const std::vector<std::uint8_t>& ofFirst = zones[static_cast<std::size_t>(service)];
    return ofFirst.empty() ? std::uint8_t(0)
                           : ofFirst[static_cast<std::size_t>(number - 1) % ofFirst.size()];
}

Window windowOf(const models::During& during, const models::Scenario& scenario, Instant end) {
    const Instant warmUpEnd = models::runStart + scenario.run.warmUp;
    if (const models::Fault* fault = scenario.fault(during.fault)) {
        const Instant to = fault->duration ? fault->at + *fault->duration : end;
        return {fault->at, std::min(to, end)};
    }
    if (const models::Rollout* rollout = scenario.rollout(during.fault)) {
        return {rollout->at, end};  // nobody knows beforehand when it will be over
    }
    return {during.from.value_or(warmUpEnd), std::min(during.to.value_or(end), end)};
}

std::shared_ptr<const Program> compile(models::Scenario scenario, const RunOptions& options) {
    const std::uint64_t seed = options.seed.value_or(scenario.run.seed);
    const Instant end = models::runStart + options.duration.value_or(scenario.run.duration);
    auto program = std::make_shared<Program>(std::move(scenario), seed, end);
    const models::Scenario& source = program->scenario;
    program->takesShortcuts = options.takesShortcuts;
    program->journeyCount = source.journeys.size();
    program->latency = Sampler(source.network.latency);
    if (!source.network.zones.empty()) {
        program->zones = models::zonePlaces(source);
    }
    if (source.network.betweenZones) {
        program->betweenZones.emplace(*source.network.betweenZones);
    }
    program->floor = models::leastValue(source.network.latency);
    program->observe = options.observe;
    program->sampleOneIn = sampleOneInFor(source);
    const EndpointAddresses addresses = addressesOf(*program);
    program->processes.reserve(source.journeys.size() + source.services.size() +
                               source.topics.size());
    ProcessId next = 0;
    for (std::size_t i = 0; i < source.journeys.size(); ++i) {
        program->processes.push_back(
            compileJourney(*program, source.journeys[i], next++, static_cast<int>(i), addresses));
    }
    for (std::size_t i = 0; i < source.services.size(); ++i) {
        program->processes.push_back(
            compileService(*program, source.services[i], next++, static_cast<int>(i), addresses));
    }
    compileTopics(*program);
    const bool isAsked = options.observe || !source.faults.empty();
    const bool keepsSeconds = isAsked && program->journeyCount <= journeysInSecondsAtMost;
    for (ProcessProgram& process : program->processes) {
        process.code.shrink_to_fit();
        process.keepsSeconds = keepsSeconds && process.id < program->journeyCount;
        program->byName.push_back(process.id);
    }
    std::ranges::sort(program->byName, {}, [&](ProcessId id) -> std::string_view {
        return program->processes[id].name;
    });
    joinCanvasEdges(*program);
    compileWindows(*program);
    return program;
}

}  // namespace sim
