// A store opened as the engine opens it, for the tests of stores.
#pragma once

#include <QString>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/store/sqlite_store.h"

namespace store_test {

using models::StoreAction;
using models::StoreStep;

inline const std::vector<std::string> populations{"viewer", "video", "follower", "power-user"};

inline models::Table aTable(const std::string& name, std::vector<std::string> key,
                            std::vector<models::Column> columns = {}, std::int64_t rows = 0) {
    models::Table table;
    table.name = name;
    table.key = std::move(key);
    table.columns = std::move(columns);
    table.rows = rows;
    return table;
}

inline models::Service aService(const std::string& name, std::vector<models::Table> tables) {
    models::Service service;
    service.name = name;
    service.store.emplace();
    service.store->tables = std::move(tables);
    return service;
}

// A step, part by part: aStep(Read, "orders").where("count > 0").
class aStep {
  public:
    aStep(StoreAction action, const std::string& table) {
        m_step.action = action;
        m_step.table = table;
    }
    aStep& at(const std::string& key, const std::string& sql) {
        m_step.at.push_back({key, {sql, {}}});
        return *this;
    }
    aStep& set(const std::string& column, const std::string& sql) {
        m_step.set.push_back({column, {sql, {}}});
        return *this;
    }
    aStep& where(const std::string& sql) {
        m_step.where = models::Expression{sql, {}};
        return *this;
    }
    aStep& all() {
        m_step.all = true;
        return *this;
    }
    operator StoreStep() const { return m_step; }

  private:
    StoreStep m_step;
};

// Which request executes a statement.
struct Request {
    std::int64_t viewer = 1;
    std::int64_t video = 1;
    std::int64_t follower = 1;
    std::int64_t powerUser = 1;
    std::int64_t request = 1;
    std::int64_t round = 0;
    double nowSeconds = 0;
};

// A store with its steps, opened; what it answers is a short text: rows, `broken` or the fault.
class OpenedStore {
  public:
    OpenedStore(const models::Service& service, std::vector<StoreStep> steps,
                sim::StoreKind kind = sim::StoreKind::Memory,
                const std::filesystem::path& folder = {})
        : m_maker(populations, kind, folder), m_steps(std::move(steps)) {
        std::vector<const StoreStep*> statements;
        for (const StoreStep& step : m_steps) {
            statements.push_back(&step);
        }
        auto opened = m_maker.open(service, statements);
        m_store = std::move(opened.store);
        m_fault = QString::fromStdString(opened.machineFault);
    }

    QString execute(int statement, const Request& request = {}) {
        if (!m_store) {
            return m_fault;
        }
        const std::array members{request.viewer, request.video, request.follower,
                                 request.powerUser};
        const sim::Binds binds{members, request.request, request.round, request.nowSeconds};
        const sim::StoreResult result = m_store->execute(statement, binds);
        if (!result.machineFault.empty()) {
            return QString::fromStdString(result.machineFault);
        }
        return result.constraintBroken ? "broken" : QString::number(result.rows);
    }

    QString tables() {
        if (!m_store) {
            return m_fault;
        }
        QString text;
        for (const sim::TableSnapshot& table : m_store->tables()) {
            text += QString::fromStdString(table.name) + ' ' + QString::number(table.rows) + ' ';
        }
        return text.trimmed();
    }

    QString commit() { return m_store ? QString::fromStdString(m_store->commit()) : m_fault; }
    const QString& fault() const { return m_fault; }
    bool isOpen() const { return m_store != nullptr; }

  private:
    sim::SqliteStoreMaker m_maker;
    std::vector<StoreStep> m_steps;
    std::unique_ptr<sim::Store> m_store;
    QString m_fault;
};

inline models::Service subscriptions() {
    return aService("user", {aTable("subscriptions", {"viewer"},
                                    {{"plan", "text not null default 'basic'"},
                                     {"renewed", "integer default 0 check (renewed < 3)"},
                                     {"mail", "text unique"}},
                                    10)});
}

}  // namespace store_test
