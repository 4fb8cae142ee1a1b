// What can be said of each kind of fault: where it may strike and what else it wants. A form is
// written down as an entry of a scenario's `faults`, and judged as that.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "models/call_graph.h"

namespace app {

enum class Strikes { Service, Store, Edge, Parties, Journey, Zone, Share };

struct FaultParameter {
    const char* key;  // in the language
    const char* label;
    const char* standard;        // what the field begins with
    const char* words;           // "a b c" where it is a choice; null: it is typed
    const char* only = nullptr;  // asked for where the parameter before it is this word
};

struct FaultForm {
    const char* key;  // in the language
    const char* name;
    Strikes strikes;
    std::vector<FaultParameter> parameters;
};

const std::vector<FaultForm>& faultForms();

// What the field "where" offers for this kind of fault in this scenario.
QStringList targetsOf(Strikes strikes, const models::Scenario& scenario,
                      const models::CallGraph& graph);

// `{ at: 24.3 s, slow: user, by: 10x, for: 30 s }`; `values` as many as parameters, empty ones are
// left out.
QString faultEntry(const FaultForm& form, models::Instant at, const QString& target,
                   const QStringList& values, const QString& lasts);

// "1:20", "1:20.5" or "80 s"; absent: neither.
std::optional<models::Instant> typedInstant(const QString& typed);

}  // namespace app
