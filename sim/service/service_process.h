// A service: its door, its instances with their slots and inboxes, its store. Knows its callers and
// callees only by messages.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/policy/autoscaler.h"
#include "sim/policy/hash_ring.h"
#include "sim/policy/outlier_detector.h"
#include "sim/policy/rolling_update.h"
#include "sim/service/fault_log.h"
#include "sim/service/instance.h"
#include "sim/service/service_levels.h"
#include "sim/service/service_state.h"
#include "sim/service/step_runner.h"

namespace sim {

class ServiceProcess final : public StepRunner {
  public:
    ServiceProcess(std::shared_ptr<const Program> program, ProcessId id,
                   std::shared_ptr<const FaultLog> faults, StoreMaker* stores);

    // A copy has no store until it goes on with what the original's holds.
    ServiceProcess(const ServiceProcess& other) = default;

    void begin(Context& context) override;
    std::string goOn(std::shared_ptr<const FaultLog> faults, StoreMaker* stores) override;
    std::string copyStoreOf(const ServiceProcess& original);  // a machine fault, or empty
    void handle(const Event& event, Context& context) override;
    void handleRarer(const Event& event, Context& context);
    void crash(const std::string& what, Context& context) override;
    void fetchFor(const ComingEvent& coming, FetchStage stage) const override;

    using Levels = ServiceLevels;
    struct WindowStats {
        std::vector<EndpointStats> endpoints;
        SeldomVector<CacheCounts> caches;
        Levels levels;
    };
    const ByWindow<WindowStats>& windows() const { return m_windows; }
    Counts counts() const { return m_counts; }
    const SeldomVector<CacheCounts>& cacheCounts() const { return m_cacheCounts; }
    const std::vector<Instance>& instances() const { return m_instances; }
    const Seldom<TokenBucket>& bucket() const { return m_bucket; }
    std::int64_t tokensRefused() const { return m_tokensRefused; }
    Histogram latency() const {  // with observation only
        return m_latency ? *m_latency : Histogram(m_program->serviceBuckets);
    }
    // Requests that ready instances took while a fault held others down: all, and by the journeys
    // and the callers that they came from.
    struct Spared {
        std::int64_t count = 0;
        std::map<ProcessId, std::int64_t> bySubject;
    };
    const std::map<FaultId, Spared>& spared() const { return m_spared.map(); }
    // What each version has answered; empty: there is only one. Latencies with observation only.
    struct EndOfVersion {
        RunningCounts counts;
        Histogram latency;
    };
    const SeldomVector<EndOfVersion>& ofVersions() const { return m_ofVersions; }
    const models::Service& model() const { return *m_model; }  // with what was set
    ServiceSnapshot snapshot() const;                          // without `recent`
    Store* store() const { return m_store.get(); }             // null: it has none
    // Of its store; on its own thread only.
    TableRows storeRows(const RowsWanted& wanted) const;
    // Whether all that the fault struck here is ready again, and since when.
    std::optional<Instant> recoveredAt(FaultId fault) const;
    // How far a rollout of it has come.
    RolloutSeen rolloutSeen(FaultId rollout) const;
    std::string commit() override { return m_store ? m_store->commit() : std::string(); }
    void end() override;
    bool isBoundToThread() const override {
        return m_model->store.has_value() || StepRunner::isBoundToThread();
    }

    // A defect in this service's code, for tests of its containment: thrown at the next request.
    void plantDefect(std::string what) {
        m_defect = std::move(what);
        m_isPlain = findPlain();
    }

  private:
    static constexpr std::int64_t unlimited = std::int64_t(1) << 40;
    // std::optional<int>::value_or would cut the default down to an int.
    static std::int64_t countOr(const std::optional<int>& count, std::int64_t otherwise) {
        return count ? *count : otherwise;
    }

    WindowStats windowStats() const;  // of nothing yet
    Instance& addInstance(std::uint32_t version);

    // The door (service_door.cpp).
    bool findPlain() const;
    void requestArrives(const Event& event, Context& context);
    bool isWithinRate(Instant now);
    Instance* pickInstance(const RequestMessage& message);
    Instance* nextInTurn();
    Instance& nextOfAll();
    Instance* leastLoaded();
    Instance* lessLoadedOfTwo(Identity message);
    Instance* atRandom(Identity message);
    Instance* byHash(const RequestRef& request);
    Instance* listedInstance(std::uint64_t place);  // among the listed ones, from 0
    std::uint64_t listedInstances() const;
    bool isFull(const Instance& instance, const EndpointProgram& endpoint) const;
    FaultId failingFault(const Instance& instance, Identity message) const;
    void refuse(const RequestMessage& message, const Outcome& outcome, Context& context,
                Duration extra = {});
    void accept(Instance& instance, const RequestMessage& message, Context& context);
    // `extra`: what the way takes beside the network's latency.
    void reply(ProcessId caller, StrandEvent replyTo, Identity attempt, const Outcome& outcome,
               Context& context, Duration extra = {});
    void countArrival(std::uint32_t endpoint, Instant now);
    void countSpared(const RequestMessage& message);

    // Whether a fault fails it before any work.
    bool failsOnAcceptance(Instance& instance, const RequestMessage& message, Context& context);
    void failAtOnce(Instance& instance, const RequestMessage& message, const Outcome& outcome,
                    Context& context);

    // Whom the door believes ready (door_list.cpp).
    bool isListed(const Instance& instance) const {
        return (m_model->healthCheck ? instance.health.isHealthy() && !instance.isLeaving()
                                     : instance.isReady()) &&
               !isEjected(instance);
    }
    // Whom it may choose for the request at hand.
    bool isChoice(const Instance& instance) const {
        return isListed(instance) && (m_choice == AnyVersion || choiceHas(instance));
    }
    bool isEjected(const Instance& instance) const {
        return m_outliers && m_outliers->isEjected(placeOf(instance));
    }
    FaultId faultOfEmptyList() const;
    void beginHealthChecks(Context& context);
    void probeDue(const Event& event, Context& context);
    void probeEnded(Instance& instance, bool isAnswered, Context& context);
    void doorSees(Instance& instance, ProcessId caller, const Outcome& outcome, Context& context);
    void ejectionEnds(const Event& event, Context& context);

    // Messages of topics (service_messages.cpp).
    void deliveryArrives(const Event& event, Context& context);
    void acknowledge(ProcessId topic, StrandEvent delivery, Identity identity,
                     const Outcome& outcome, std::uint32_t deaths, Context& context);
    // The connection that the request came by is gone with its instance.
    void drop(const Activation& activation, const Outcome& outcome, std::uint32_t deaths,
              Context& context);
    void tellTopics(const Instance& instance, bool isReady, Context& context);

    // Requests on their way to an instance in another zone (service_zones.cpp).
    std::uint8_t zoneOf(const Activation& activation) const override {
        return m_program->betweenZones ? m_instances[activation.instance].zone : std::uint8_t(0);
    }
    Duration betweenZones(std::uint8_t one, std::uint8_t other, Identity attempt,
                          Direction direction) const {
        return one == other || one == 0 || other == 0 || !m_program->betweenZones
                   ? Duration{}
                   : m_program->betweenZones->draw(
                         m_program->keys.betweenZones,
                         mixed(attempt, static_cast<std::uint64_t>(direction)));
    }
    void admit(Instance& instance, const RequestMessage& message, Context& context);
    bool crosses(Instance& instance, const RequestMessage& message, Context& context);
    void requestCrosses(const Event& event, Context& context);
    void cancelCrossing(const CancelMessage& message);
    Duration wayBack(const Activation& activation) const {
        return betweenZones(zoneOf(activation), activation.callerZone, activation.identity,
                            Direction::Back);
    }
    Duration wayBack(const Instance& instance, const RequestMessage& message) const {
        return betweenZones(instance.zone, message.zone, message.identity, Direction::Back);
    }

    // Slots and connections (service_slots.cpp).
    void compute(const Pool<Strand>::Taken& strand, Activation& owner, Duration work,
                 Context& context) override;
    void computeEnded(std::uint32_t strand, Context& context) override;
    bool computeEnds(const Event& event, Context& context);  // whether it was the end of one
    void storeStep(std::uint32_t strand, Duration work, Context& context) override;
    StoreResult storeStepEnded(std::uint32_t strand, Context& context) override;
    StoreResult storeRefused(std::uint32_t strand, Context& context) override;
    StoreResult noteSaga(const SagaProgress& progress) override;
    bool beginTransaction(std::uint32_t strand, Context& context) override;
    TransactionResult endTransaction(std::uint32_t strand, Context& context) override;
    TransactionResult executeTogether(std::uint32_t strand);
    void openTransaction(std::uint32_t strand, Instant now);
    void closeTransaction(std::uint32_t strand, Context& context) override;
    StoreResult execute(int statement, const Binds& binds);
    bool hasFreeSlot(const Instance& instance) const { return instance.slotsHeld < m_slots; }
    void takeSlot(Instance& instance, Activation& activation, Instant now);
    void releaseSlot(Instance& instance, Instant now);
    void queueForSlot(Instance& instance, std::uint32_t strand, Instant now);
    void grantSlots(Instance& instance, Context& context);
    // What codel drops (codel_line.cpp).
    bool isNewcomer(std::uint32_t strand) const;
    bool isDropped(Instance& instance, std::uint32_t strand, Duration waited, Instant now) {
        return instance.codel && isNewcomer(strand) && instance.codel->drops(waited, now);
    }
    void dropFromInbox(Instance& instance, std::uint32_t strand, Context& context);
    void beginStoring(std::uint32_t strand, Duration work, Context& context);
    void beginWork(std::uint32_t strand, Awaits awaits, Duration work, Context& context);
    void beginSharedWork(std::uint32_t strand, Duration work, Context& context);
    void endSharedWork(Instance& instance, std::uint32_t strand, Context& context);
    void sharedWorkEnds(const Event& event, Context& context);
    void scheduleFirstEnd(Instance& instance, Context& context);
    void releaseConnection(Context& context);
    void startRequest(Instance& instance, std::uint32_t root, Context& context);

    // What a caller's timeout stops (cancellation.cpp).
    void cancelArrives(const Event& event, Context& context);
    void cancel(Instance& instance, std::uint32_t activation, const Outcome& outcome,
                Context& context);
    struct Held {
        std::int64_t connections = 0;
        std::int64_t slots = 0;  // of an event loop
    };
    // Takes the strands of an activation out of the lines they stand in, and their computes off the
    // cores; tells what else they hold.
    Held leaveLines(Instance& instance, std::uint32_t activation, Instant now);
    static std::uint64_t openKey(ProcessId caller, StrandEvent replyTo) {
        return (static_cast<std::uint64_t>(caller) << 32) | replyTo.serial;
    }
    void closeRequest(const Activation& activation) {
        if (m_model->cancellation != models::Cancellation::None) {
            m_openRequests.erase(openKey(activation.caller, activation.replyTo));
        }
    }

    // Caches (service_caches.cpp).
    const LookUpProgram& lookUpOf(std::uint32_t strand) const {
        return m_process->lookUps[instructionBefore(m_strands[strand]).index];
    }
    InstanceCache& cacheOf(std::uint32_t strand);
    CacheKey keyInCache(std::uint32_t strand, const LookUpProgram& lookUp) const;
    void countInCache(std::uint32_t cache, std::int64_t CacheCounts::*what, Instant now);
    bool lookUp(std::uint32_t strand, Context& context) override;
    bool missEnded(std::uint32_t strand, const Outcome& outcome, Context& context) override;
    bool goOnAfterMiss(std::uint32_t strand, const Outcome& outcome, Context& context);
    void tellWaiting(const Flight& flight, const Outcome& outcome, bool isLost, Context& context);
    void flightEnds(const Event& event, Context& context);
    void leaveFlight(std::uint32_t strand, Context& context) override;
    void invalidate(std::uint32_t strand) override;

    // The outbox (outbox_relay.cpp).
    StoreResult addToOutbox(std::uint32_t strand, const StatementToCome& step);
    void outboxDone(bool isKept, Context& context);
    // A confirmation that no strand waits for.
    static bool isOfRelay(const Event& event) {
        return event.kind == EventKind::Confirm && event.payload.reply.replyTo.strand == nowhere;
    }
    bool relayWorks() const;
    void sendFromOutbox(std::int64_t number, Context& context);
    void chooseRelay(Context& context);
    void goOnRelaying(Context& context);
    void relayDue(const Event& event, Context& context);
    void outboxConfirmed(const Event& event);
    FaultId storeWriteRefusedBy() const {
        return m_storeState.silentBy != noFault ? m_storeState.silentBy : m_storeState.readOnlyBy;
    }

    // Sagas cut in half go to an instance that is ready (saga_takeover.cpp).
    void takeOverSagas(Context& context);
    void takeOver(const SagaState& saga, Instance& instance, Context& context);
    // It undoes a saga, and nobody asked for it: it is no request, counts as none, and needs no
    // place in the inbox.
    static bool isForNobody(const Activation& activation) { return activation.caller == noProcess; }

    // The life of instances (instance_life.cpp).
    void startInstance(std::uint32_t version, Context& context);
    void stopInstance(Instance& instance, Context& context);
    void stopSome(int count, bool fresh, std::uint32_t version, Context& context);
    void drainEnds(const Event& event, Context& context);
    void leaveIfDone(Instance& instance, Context& context);
    void retire(Instance& instance, Context& context);
    void beginProbing(Instance& instance, Instant from, Context& context);

    // Rollouts (service_rollouts.cpp).
    bool handleRolloutEvent(const Event& event, Context& context);  // whether it was one
    void rolloutBegins(const Event& event, Context& context);
    void scaleTo(int instances, const std::string& why, Context& context);
    void deploy(const models::Rollout& rollout, FaultId origin, Context& context);
    void rollBackOrdered(const Event& event, Context& context);
    void reconcile(Context& context);
    bool reconcileOnce(Context& context);
    bool rollOn(std::uint32_t to, const models::Deploy& deploy, Context& context);
    bool recreateOn(Context& context);
    bool blueGreenOn(Context& context);
    bool canaryOn(Context& context);
    bool keep(bool fresh, int wanted, Context& context);
    void canaryJudged(const Event& event, Context& context);
    void beginCanaryStep(Context& context);
    void countOfVersion(const Activation& activation);
    void countForCanary(const Instance& instance, bool failed, Duration response);
    bool isBroken(std::string& why) const;
    void giveUp(const std::string& why, Context& context);
    void finishRollout(Context& context);
    Replicas replicas(std::uint32_t version) const;
    std::uint32_t versionNamed(const std::string& name) const;
    const std::string& nameOfVersion(std::uint32_t version) const;
    void chooseVersion(const RequestMessage& message);
    bool choiceHas(const Instance& instance) const {
        return (instance.version == m_rollout->to) == (m_choice == NewVersion);
    }

    // Rollouts as the origin of failures (rollout_origins.cpp).
    void deploymentOrdered(FaultId rollout, std::uint32_t from, std::uint32_t to, Instant now);
    void endOfDeployment(FaultId rollout, bool isBack, Instant now);
    FaultId rolloutBehind(const Activation& activation) const override;
    FaultId rolloutThatRemoved(std::uint32_t endpoint, std::uint32_t version) const;
    // Whoever lacks is not there because of it.
    FaultId rolloutUnderWay() const;
    void countForRollout(const Outcome& outcome, std::uint32_t endpoint);
    bool failsOfItself(std::uint32_t endpoint, std::uint32_t version) const;

    void beginAutoscaling(Context& context);
    void autoscaleDue(const Event& event, Context& context);

    // What was set while it runs (service_sets.cpp).
    void parameterSet(const Event& event, Context& context);
    void setSlots(Context& context);

    // Ends.
    void answer(Activation& activation, const Outcome& outcome, Context& context) override;
    void ended(Activation& activation, Context& context) override;
    void countEnded(const Activation& activation);
    void leave(Instance& instance, Instant now);
    void link(Instance& instance, const Pool<Activation>::Taken& made);
    void unlink(Instance& instance, const Activation& activation);
    double slowness(const Activation& activation) const override {
        return m_burdens.empty() ? 1 : burdenedSlowness(activation);
    }
    double burdenedSlowness(const Activation& activation) const;

    // Faults (service_faults.cpp).
    void faultBegins(const FaultEvent& event, Context& context);
    void faultEnds(const FaultEvent& event, Context& context);
    bool isUpon(FaultId fault) const;
    void restartOrdered(const FaultEvent& event, Context& context);
    void instancesReady(const Event& event, Context& context);
    void kill(Instance& instance, FaultId fault, Context& context);
    void startInstances(const std::vector<Instance*>& instances, const std::string& where,
                        FaultId fault, Context& context);
    void breakStore(FaultId fault, const models::BreakStore& broken, Context& context);
    void lookAtStoreFaults(Context& context);
    void hang(Instance& instance, Context& context);
    void lift(Instance& instance, Context& context);
    void afterDeaths(Context& context);
    void lookAtStolenCores(Context& context);
    std::int64_t partsLeftOfCores(const Instance& instance) const;  // of a billion
    Duration withoutCores(const Instance& instance, Duration drawn) const;

    // Instances that die again and again (service_crashes.cpp).
    void beginCrashing(const FaultEvent& event, Context& context);
    bool endCrashing(const FaultEvent& event);
    bool isStartingAfter(FaultId fault) const;
    void crashingDue(const Event& event, Context& context);
    void crashOf(Crashing& crashing, Context& context);
    void arm(Crashing& crashing, Context& context);
    void disarm(const Instance& instance);
    bool crashesOnStart(Instance& instance, Context& context);
    void armLeaks(const Instance& instance, Context& context);
    std::string nameOf(const Crashing& crashing) const;
    std::string nameOf(const Instance& instance) const {
        return name() + "#" + std::to_string(instance.number);
    }

    // While something hangs.
    bool isDeferred(const Event& event);
    std::vector<Instance*> struckBy(const models::Target& target);
    std::string nameOf(const models::Target& target) const;
    std::string detailOf(const models::BreakStore& broken) const;

    template <typename Visit>
    [[gnu::always_inline]] void forEachWindow(Visit visit) {
        m_windows.forEach(*m_program, *m_process, visit);
    }
    template <typename Visit>
    [[gnu::always_inline]] void forEachWindowWith(Instant instant, Visit visit) {
        m_windows.forEachWith(*m_program, *m_process, instant, visit);
    }
    // By one: written out where it happens, or finding the level costs more than changing it.
    [[gnu::always_inline]] void raise(Level Levels::*level, Instant now) {
        forEachWindow([&](WindowStats& stats, const Window& span) {
            (stats.levels.*level).rise(now, span.from, span.to);
        });
        if (m_used) [[unlikely]] {
            (m_used->levels.*level).rise(now, models::runStart, models::never);
        }
    }
    [[gnu::always_inline]] void lower(Level Levels::*level, Instant now) {
        forEachWindow([&](WindowStats& stats, const Window& span) {
            (stats.levels.*level).fall(now, span.from, span.to);
        });
        if (m_used) [[unlikely]] {
            (m_used->levels.*level).fall(now, models::runStart, models::never);
        }
    }
    void changeLevel(Level Levels::*level, Instant now, std::int64_t by) {
        forEachWindow([&](WindowStats& stats, const Window& span) {
            (stats.levels.*level).change(now, by, span.from, span.to);
        });
        if (m_used) {
            (m_used->levels.*level).change(now, by, models::runStart, models::never);
        }
    }

    std::uint32_t placeOf(const Instance& instance) const {
        return static_cast<std::uint32_t>(&instance - m_instances.data());
    }
    Instance& instanceOf(std::uint32_t strand) {
        return m_instances[m_activations[m_strands[strand].activation].instance];
    }
    bool isEventLoop() const { return m_isEventLoop; }

    // Rollouts and scaling, in what is left of the last line of the base.
    int m_wanted = 1;             // instances that there should be
    std::uint32_t m_version = 0;  // that they should be of
    std::uint32_t m_versionBefore = 0;
    std::uint32_t m_rolloutSerial = 0;  // of drains and canary steps
    Seldom<RolloutUnderWay> m_rollout;
    Seldom<RolloutOrigins> m_origins;
    Seldom<Autoscaler> m_autoscaler;
    std::uint32_t m_ringPopulation = 0;
    bool m_isReconciling = false;
    enum Choice : std::uint8_t { AnyVersion, OldVersions, NewVersion };
    Choice m_choice = AnyVersion;

    // What nearly every event looks at stands together: where there are many services, memory is
    // what an event waits for.

    // Every instance takes requests, and nothing else stands between the door and them: no fault,
    // rollout, rate limit, version, zone, check or count. Known, not asked for with every request.
    alignas(64) bool m_isPlain = false;
    bool m_isEventLoop;
    bool m_takesTurns;        // balancing: round-robin
    std::size_t m_hangs = 0;  // upon all instances together
    std::vector<Instance> m_instances;
    std::size_t m_nextInstance = 0;  // of round-robin
    std::int64_t m_slots;            // of one instance
    std::int64_t m_inboxSize;        // of one instance
    SeldomVector<Burden> m_burdens;
    Seldom<LevelsOfScaling> m_used;           // where it is scaled by itself
    SeldomVector<EndOfVersion> m_ofVersions;  // where there are several
    Seldom<Histogram> m_latency;              // with observation only
    ByWindow<WindowStats> m_windows;
    RunningCounts m_counts;

    const models::Service* m_model;  // in *m_program, or in *m_set
    StoreMaker* m_storeMaker;
    OnlyHere<Store> m_store;
    std::int64_t m_capacity;  // of one instance: slots, or cores where given
    StoreState m_storeState;
    Seldom<std::string> m_damage;  // what SQLite says of the store that is corrupt, or was
    std::int64_t m_connectionsFree;
    StrandQueue m_connectionQueue;
    Seldom<HashRing> m_ring;  // where balancing goes by it
    Seldom<TokenBucket> m_bucket;
    std::int64_t m_tokensRefused = 0;
    Seldom<OutlierDetector> m_outliers;
    Seldom<Pool<Crossing>> m_crossings;                       // made where zones are paid for
    SeldomMap<std::uint64_t, std::uint32_t> m_crossingByKey;  // kept only where a caller can cancel
    // Accepted and not answered, by openKey; kept only where a caller can cancel.
    SeldomMap<std::uint64_t, std::uint32_t> m_openRequests;
    struct Start {
        std::string where;
        FaultId fault = noFault;
    };
    SeldomMap<std::uint32_t, Start> m_starts;  // under way, by serial
    std::uint32_t m_startSerial = 0;
    FaultId m_lastStartedBy = noFault;
    SeldomVector<FaultId> m_wholeKills, m_wholeHangs;  // upon the whole service, newcomers too
    SeldomVector<Crashing> m_crashing;
    std::uint32_t m_crashingSerial = 0;

    SeldomMap<std::int64_t, OutboxMessage> m_outbox;  // not confirmed, as its table
    SeldomVector<std::pair<std::int64_t, OutboxMessage>>
        m_stored;                                   // by a transaction that ends now
    SeldomMap<std::uint32_t, std::int64_t> m_sent;  // under way, by serial: number in the outbox
    std::int64_t m_outboxCount = 0;
    std::uint32_t m_relaySerial = 0;
    std::uint32_t m_relay = nowhere;  // the instance that sends

    SeldomVector<CacheCounts> m_cacheCounts;  // as the service's caches
    SeldomMap<FaultId, Spared> m_spared;
    SeldomMap<FaultId, Instant> m_recovered;
    std::optional<Instant> m_downSince;
    Seldom<std::string> m_crash;
    Seldom<std::string> m_defect;
};

}  // namespace sim
