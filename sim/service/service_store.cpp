// The store's connections, what is done while one is held, transactions, and faults of the store.
#include <variant>

#include "sim/service/service_process.h"

namespace sim {

void ServiceProcess::storeStep(std::uint32_t index, Duration drawn, Context& context) {
    if (m_storeState.silentBy != noFault) {
        awaitEnd(index, Awaits::Refusal, Duration{}, context);
        return;
    }
    const Duration work = slowed(drawn, m_storeState.slowness);
    if (m_strands[index].inTransaction) {
        beginStoring(index, work, context);
        return;
    }
    if (m_connectionsFree == 0) {
        m_strands[index].awaits = Awaits::Connection;
        noteHeld(index, TimeKind::Connection, context.now());
        m_strands[index].timed.work = work;
        m_connectionQueue.push(m_strands, index);
        return;
    }
    --m_connectionsFree;
    beginStoring(index, work, context);
}

// With a connection.
void ServiceProcess::beginStoring(std::uint32_t index, Duration work, Context& context) {
    noteStores(index, static_cast<std::int32_t>(instructionBefore(m_strands[index]).index),
               context.now());
    beginWork(index, Awaits::Storing, work, context);
}

StoreResult ServiceProcess::storeStepEnded(std::uint32_t index, Context& context) {
    endActivity(m_activations[m_strands[index].activation], &Activation::working, context.now());
    const int statement = static_cast<int>(instructionBefore(m_strands[index]).index);
    if (m_strands[index].inTransaction) {
        StoreResult result;
        m_transactions[index].push_back({statement, context.now()});
        result.rows = 1;  // what it finds is seen when all of it is executed
        noteStored(index, -1, context.now());
        return result;
    }
    StoreResult result = execute(statement, bindsOf(index, context.now()));
    noteStored(index, result.refusedBy == noFault ? result.rows : -1, context.now());
    releaseConnection(context);
    return result;
}

// Whatever was under way when the store broke notices it at its end.
StoreResult ServiceProcess::execute(int statement, const Binds& binds) {
    StoreResult refused;
    const bool writes = m_process->storeSteps[static_cast<std::size_t>(statement)].writes;
    refused.refusedBy = m_storeState.silentBy != noFault ? m_storeState.silentBy
                        : writes                         ? m_storeState.readOnlyBy
                                                         : noFault;
    return refused.refusedBy != noFault || !m_store ? refused : m_store->execute(statement, binds);
}

void ServiceProcess::releaseConnection(Context& context) {
    ++m_connectionsFree;
    if (m_connectionQueue.isEmpty()) {
        return;
    }
    --m_connectionsFree;
    const std::uint32_t next = m_connectionQueue.popFirst(m_strands);
    if (instructionBefore(m_strands[next]).op == Op::BeginTransaction) {
        openTransaction(next, context.now());
        // By an event, so that transactions that take no time do not begin within each other.
        awaitEnd(next, Awaits::Transaction, Duration{}, context);
    } else {
        noteReleased(next, context.now());
        beginStoring(next, m_strands[next].timed.work, context);
    }
}

// ------------------------------------------------------------------------------------
// transactions

bool ServiceProcess::beginTransaction(std::uint32_t index, Context& context) {
    if (m_storeState.silentBy != noFault) {
        awaitEnd(index, Awaits::Refusal, Duration{}, context);
        return false;
    }
    if (m_connectionsFree == 0) {
        m_strands[index].awaits = Awaits::Connection;
        noteHeld(index, TimeKind::Connection, context.now());
        m_connectionQueue.push(m_strands, index);
        return false;
    }
    --m_connectionsFree;
    openTransaction(index, context.now());
    return true;
}

// Works from here to its end: it holds a connection.
void ServiceProcess::openTransaction(std::uint32_t index, Instant now) {
    m_strands[index].inTransaction = true;
    noteStores(index, -1, now);
    startActivity(m_activations[m_strands[index].activation], &Activation::working, now);
}

TransactionResult ServiceProcess::endTransaction(std::uint32_t index, Context& context) {
    TransactionResult result = executeTogether(index);
    outboxDone(!result.failed && result.last.machineFault.empty(), context);
    closeTransaction(index, context);
    return result;
}

void ServiceProcess::closeTransaction(std::uint32_t index, Context& context) {
    endActivity(m_activations[m_strands[index].activation], &Activation::working, context.now());
    m_strands[index].inTransaction = false;
    noteStored(index, -1, context.now());
    m_transactions.erase(index);
    releaseConnection(context);
}

TransactionResult ServiceProcess::executeTogether(std::uint32_t index) {
    TransactionResult result;
    const auto statements = m_transactions.find(index);
    if (!m_store || statements == m_transactions.end()) {
        return result;
    }
    result.last.machineFault = m_store->savepoint();
    for (const StatementToCome& each : statements->second) {
        if (!result.last.machineFault.empty()) {
            return result;
        }
        result.last = each.statement < 0 ? addToOutbox(index, each)
                                         : execute(each.statement, bindsOf(index, each.ended));
        if (result.last.rows == 0) {
            result.failed = true;
            result.failedStep = each.statement;
            break;
        }
    }
    const std::string fault = result.failed ? m_store->rollBack() : m_store->keep();
    if (result.last.machineFault.empty()) {
        result.last.machineFault = fault;
    }
    return result;
}

// ------------------------------------------------------------------------------------
// faults of the store

StoreResult ServiceProcess::storeRefused(std::uint32_t index, Context& context) {
    StoreResult result;
    result.refusedBy = m_storeState.silentBy;
    if (result.refusedBy != noFault && m_strands[index].inTransaction) {
        closeTransaction(index, context);
    }
    return result;
}

void ServiceProcess::breakStore(FaultId fault, const models::BreakStore& broken, Context& context) {
    m_burdens.push_back({fault, std::nullopt, 1, 0, 0, broken});
    lookAtStoreFaults(context);
    if (m_storeState.silentBy == noFault) {
        return;
    }
    // Nobody stands in line for what does not answer.
    while (!m_connectionQueue.isEmpty()) {
        awaitEnd(m_connectionQueue.popFirst(m_strands), Awaits::Refusal, Duration{}, context);
    }
}

void ServiceProcess::lookAtStoreFaults(Context& context) {
    const bool wasCorrupt = m_storeState.isCorrupt;
    m_storeState = {};
    for (const Burden& burden : m_burdens) {
        if (!burden.store) {
            continue;
        }
        const models::StoreFault as = burden.store->as;
        FaultId& by =
            as == models::StoreFault::ReadOnly ? m_storeState.readOnlyBy : m_storeState.silentBy;
        if (as == models::StoreFault::Slow) {
            m_storeState.slowness *= burden.store->by.value;
        } else if (by == noFault) {
            by = burden.fault;
        }
        m_storeState.isCorrupt |= as == models::StoreFault::Corrupt;
    }
    if (!m_store || wasCorrupt == m_storeState.isCorrupt) {
        return;
    }
    if (m_storeState.isCorrupt) {
        const Store::Damage damage = m_store->corrupt();
        m_damage = damage.message;
        context.machineFault = damage.machineFault;
    } else {
        context.machineFault = m_store->repair();
    }
}

}  // namespace sim
