// The parameters of a service, and of the calls over an edge, as rows of a list: what each is
// called and how it is shown, and what of it can be set in the language's own words.
#pragma once

#include <QString>
#include <vector>

#include "models/call_graph.h"
#include "sim/parameters.h"

namespace app {

struct ParameterRow {
    QString name;
    QString shown;
    // Where it stands in the scenario; empty: it cannot be set here, and `shown` is all there is.
    std::string path;
    // What it is now, to be edited; empty: it is not there.
    QString words;
    QString example;         // of what it can be
    bool isHeading = false;  // the name of what comes below
    bool isScale = false;    // the number of instances: a rollout sets it
    bool isSet = false;      // it was set while the run goes on

    bool isEditable() const { return !path.empty(); }
};

// `asOpened`: the scenario without what was set.
std::vector<ParameterRow> parameterRows(const sim::Parameters& parameters,
                                        const models::Scenario& asOpened, std::size_t service,
                                        int instancesWanted);
std::vector<ParameterRow> callRows(const sim::Parameters& parameters,
                                   const models::CallGraph& graph, std::size_t edge);

}  // namespace app
