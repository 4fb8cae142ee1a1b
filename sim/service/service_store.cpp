// The store's connections, what is done while one is held, and transactions.
#include "sim/service/service_process.h"

namespace sim {

void ServiceProcess::storeStep(std::uint32_t index, Duration work, Context& context) {
    if (m_strands[index].inTransaction) {
        beginWork(index, Awaits::Storing, work, context);
        return;
    }
    if (m_connectionsFree == 0) {
        m_strands[index].awaits = Awaits::Connection;
        m_strands[index].work = work;
        m_connectionQueue.push(m_strands, index);
        return;
    }
    --m_connectionsFree;
    beginWork(index, Awaits::Storing, work, context);
}

StoreResult ServiceProcess::storeStepEnded(std::uint32_t index, Context& context) {
    endActivity(m_activations[m_strands[index].activation], &Activation::working, context.now());
    const int statement = static_cast<int>(instructionBefore(m_strands[index]).index);
    StoreResult result;
    if (m_strands[index].inTransaction) {
        m_transactions[index].push_back({statement, context.now()});
        result.rows = 1;  // what it finds is seen when all of it is executed
        return result;
    }
    if (m_store) {
        result = m_store->execute(statement, bindsOf(index, context.now()));
    }
    releaseConnection(context);
    return result;
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
        beginWork(next, Awaits::Storing, m_strands[next].work, context);
    }
}

// ------------------------------------------------------------------------------------
// transactions

bool ServiceProcess::beginTransaction(std::uint32_t index, Context& context) {
    if (m_connectionsFree == 0) {
        m_strands[index].awaits = Awaits::Connection;
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
    startActivity(m_activations[m_strands[index].activation], &Activation::working, now);
}

TransactionResult ServiceProcess::endTransaction(std::uint32_t index, Context& context) {
    const TransactionResult result = executeTogether(index);
    endActivity(m_activations[m_strands[index].activation], &Activation::working, context.now());
    m_strands[index].inTransaction = false;
    m_transactions.erase(index);
    releaseConnection(context);
    return result;
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
        result.last = m_store->execute(each.statement, bindsOf(index, each.ended));
        if (result.last.rows == 0) {
            result.failedStep = each.statement;
            break;
        }
    }
    const std::string fault = result.failedStep < 0 ? m_store->keep() : m_store->rollBack();
    if (result.last.machineFault.empty()) {
        result.last.machineFault = fault;
    }
    return result;
}

}  // namespace sim
