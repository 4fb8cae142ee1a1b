// Small scenarios around the lines that a test of the reader is about.
#pragma once

#include <QByteArray>
#include <filesystem>
#include <string>

#include "models/io/scenario_reader.h"

namespace tests {

using models::Diagnostic;
using models::Diagnostics;
using models::ScenarioReading;

inline ScenarioReading read(const std::string& text) {
    return models::readScenario(text, "shop.yaml", std::filesystem::temp_directory_path());
}

inline QByteArray printed(const Diagnostics& diagnostics) {
    QByteArray text;
    for (const Diagnostic& each : diagnostics) {
        text += QByteArray::fromStdString(toText(each)) + '\n';
    }
    return text;
}

// A scenario with one service and one journey, and these lines at its end.
inline std::string withLines(const std::string& lines) {
    return "watertight: 1\n"                                                    // line 1
           "populations: { viewer: { size: 10 } }\n"                            // line 2
           "services:\n"                                                        // line 3
           "  user: { instances: 2, endpoints: { get: [ compute: 1 ms ] } }\n"  // line 4
           "journeys:\n"                                                        // line 5
           "  visit: { users: 1, think: 1 s, steps: [ { call: user.get } ] }\n" +
           lines;  // from line 7
}

// A scenario whose only service, `user`, has a store and these steps, from line 9 and column 11.
inline std::string withSteps(const std::string& steps) {
    return "watertight: 1\n"
           "populations: { viewer: { size: 10 } }\n"
           "services:\n"
           "  user:\n"
           "    store: { tables: { profiles: { key: viewer, columns: { name: text } } } }\n"
           "    endpoints:\n"
           "      get:\n"
           "        steps:\n"
           "        - " +
           steps +
           "\n"
           "    caches: { sessions: { key: viewer } }\n"
           "  payment: { store: { tables: { payments: { key: request } } } }\n";
}

}  // namespace tests
