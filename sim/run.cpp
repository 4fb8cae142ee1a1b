#include "sim/run.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/store/readable_statement.h"

namespace sim {

namespace {

void rankByName(const std::vector<Process*>& processes) {
    std::vector<Process*> sorted = processes;
    std::ranges::sort(sorted, {}, &Process::name);
    std::uint32_t rank = 1;  // 0 is the script's
    for (Process* process : sorted) {
        process->setRank(rank++);
    }
}

ProcessFrame frameOf(const StepRunner& process, const Counts& counts) {
    return {.fingerprint = process.fingerprint(),
            .events = process.executedCount(),
            .started = counts.started,
            .ok = counts.ok,
            .degraded = counts.degraded,
            .failed = counts.failed,
            .rejected = counts.rejected,
            .present = static_cast<std::int64_t>(process.activationsUnderWay())};
}

ProcessFrame frameOf(const TopicProcess& topic) {
    return {.fingerprint = topic.fingerprint(),
            .events = topic.executedCount(),
            .started = topic.counts().published,
            .ok = topic.counts().ended,
            .present = topic.backlog()};
}

StoreNames storeNamesOf(const ProcessProgram& process, const models::Scenario& scenario) {
    StoreNames names;
    if (process.storeStatements.empty()) {
        return names;
    }
    std::vector<std::string> populations;
    for (const models::Population& each : scenario.populations) {
        populations.push_back(each.name);
    }
    const BindNames binds(populations);
    const models::Store& store =
        *scenario.services.at(static_cast<std::size_t>(process.index)).store;
    for (const models::Table& table : store.tables) {
        names.tables.push_back(table.name);
    }
    for (const models::StoreStep* step : process.storeStatements) {
        const auto table = std::ranges::find(store.tables, step->table, &models::Table::name);
        names.sql.push_back(table == store.tables.end() ? std::string()
                                                        : readableStatement(*step, *table, binds));
    }
    return names;
}

}  // namespace

Run makeRun(std::shared_ptr<const Program> program, std::unique_ptr<StoreMaker> stores) {
    Run run;
    run.program = std::move(program);
    run.faults = std::make_shared<FaultLog>();
    run.stores = std::move(stores);
    ProcessId id = 0;
    for (; id < run.program->journeyCount; ++id) {
        run.journeys.push_back(
            std::make_unique<JourneyProcess>(run.program, id, run.faults, run.stores.get()));
    }
    for (; id < run.program->firstTopic; ++id) {
        run.services.push_back(
            std::make_unique<ServiceProcess>(run.program, id, run.faults, run.stores.get()));
    }
    for (; id < run.program->processes.size(); ++id) {
        run.topics.push_back(std::make_unique<TopicProcess>(run.program, id, run.faults));
    }
    rankByName(run.allProcesses());
    return run;
}

Run copyOf(const Run& original, std::unique_ptr<StoreMaker> stores, std::string& machineFault) {
    Run run;
    run.program = original.program;
    run.faults = std::make_shared<FaultLog>(*original.faults);
    run.stores = std::move(stores);
    run.judged = original.judged;
    const auto add = [&](const std::string& problem) {
        machineFault = machineFault.empty() ? problem : machineFault;
    };
    for (const auto& journey : original.journeys) {
        run.journeys.push_back(std::make_unique<JourneyProcess>(*journey));
        add(run.journeys.back()->goOn(run.faults, run.stores.get()));
    }
    for (const auto& service : original.services) {
        run.services.push_back(std::make_unique<ServiceProcess>(*service));
        add(run.services.back()->goOn(run.faults, run.stores.get()));
        add(run.services.back()->copyStoreOf(*service));
    }
    for (const auto& topic : original.topics) {
        run.topics.push_back(std::make_unique<TopicProcess>(*topic));
        run.topics.back()->goOn(run.faults);
    }
    return run;
}

std::vector<Process*> Run::allProcesses() const {
    const std::vector<StepRunner*> runners = processes();
    std::vector<Process*> all(runners.begin(), runners.end());
    for (const auto& topic : topics) {
        all.push_back(topic.get());
    }
    return all;
}

std::vector<StepRunner*> Run::processes() const {
    std::vector<StepRunner*> all;
    all.reserve(journeys.size() + services.size());
    for (const auto& journey : journeys) {
        all.push_back(journey.get());
    }
    for (const auto& service : services) {
        all.push_back(service.get());
    }
    return all;
}

std::vector<std::int64_t> Run::unheard() const {
    std::vector<std::int64_t> counts(services.size());
    std::map<std::uint32_t, std::size_t> places;  // by rank
    for (std::size_t i = 0; i < services.size(); ++i) {
        places[services[i]->rank()] = i;
    }
    for (const StepRunner* process : processes()) {
        for (const auto& [rank, count] : process->unheard()) {
            if (const auto place = places.find(rank); place != places.end()) {
                counts[place->second] += count;
            }
        }
    }
    return counts;
}

std::int64_t Run::events() const {
    std::int64_t sum = 0;
    for (const Process* process : allProcesses()) {
        sum += process->executedCount();
    }
    return sum;
}

std::uint64_t Run::fingerprint() const {
    std::vector<Process*> sorted = allProcesses();
    std::ranges::sort(sorted, {}, &Process::rank);
    Fingerprint fold;
    fold.fold(program->seed);
    for (const Process* process : sorted) {
        fold.fold(process->fingerprint());
    }
    return fold.value();
}

Frame frameOf(const Run& run, Instant now) {
    Frame frame;
    frame.at = now;
    for (const auto& journey : run.journeys) {
        frame.processes.push_back(frameOf(*journey, journey->counts()));
    }
    for (const auto& service : run.services) {
        frame.processes.push_back(frameOf(*service, service->counts()));
    }
    for (const auto& topic : run.topics) {
        frame.processes.push_back(frameOf(*topic));
    }
    return frame;
}

std::vector<TraceMark> Run::takeTraceMarks() {
    std::vector<TraceMark> marks;
    for (StepRunner* process : processes()) {
        std::ranges::move(process->takeTraceMarks(), std::back_inserter(marks));
    }
    return marks;
}

void Run::watch(std::int64_t request) {
    for (const auto& journey : journeys) {
        journey->watch(request);
    }
}

TraceNames Run::traceNames() const {
    TraceNames names;
    for (const ProcessProgram& process : program->processes) {
        names.processes.push_back(process.name);
        std::vector<std::string>& endpoints = names.endpoints.emplace_back();
        const bool isJourney = process.id < program->journeyCount;
        names.stores.push_back(storeNamesOf(process, program->scenario));
        for (const EndpointProgram& endpoint : process.endpoints) {
            endpoints.push_back(isJourney ? std::string() : endpoint.name);
        }
    }
    names.journeys = journeys.size();
    return names;
}

std::vector<TimelineRow> Run::timeline() const {
    std::vector<TimelineRow> rows = judged;
    const auto add = [&](const Timeline& timeline) {
        rows.insert(rows.end(), timeline.rows().begin(), timeline.rows().end());
    };
    for (const StepRunner* process : processes()) {
        add(process->timeline());
    }
    for (const auto& topic : topics) {
        add(topic->timeline());
    }
    std::ranges::stable_sort(rows, {}, &TimelineRow::at);
    return rows;
}

}  // namespace sim
