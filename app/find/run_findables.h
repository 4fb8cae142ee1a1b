// What of an open run can be found: its services, journeys, topics, calls and groups, with how they
// fare at the instant shown, and its traced requests.
#pragma once

#include "app/find/findable.h"
#include "app/session/session.h"

namespace app {

struct FoundPlaces {
    std::function<void(int node)> goToNode;
    std::function<void(int edge)> goToEdge;
    std::function<void(std::int64_t request)> goToRequest;
    std::function<void(std::int64_t request)> traceRequest;  // that was not traced
    std::function<void(sim::Instant moment)> goToMoment;
    std::function<void(const QString& group)> goToGroup;
};

// Services first, then journeys, topics and calls, each in the order of the file, then groups of
// services and bookmarks.
std::vector<Findable> partsOf(const Session& session, const FoundPlaces& places);

// Those traced, newest first: "#4711", of which journey, how it ended and how long it took.
std::vector<Findable> requestsOf(const Session& session, const FoundPlaces& places);

// Where the number typed is of none of them: that it can be traced.
std::optional<Findable> untracedRequest(const Session& session, const FindQuery& query,
                                        const FoundPlaces& places);

}  // namespace app
