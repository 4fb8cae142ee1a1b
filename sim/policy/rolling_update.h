// How instances of a new version replace the others, a few at a time: what a controller does next,
// from what there is. Source: Kubernetes, pkg/controller/deployment/rolling.go.
#pragma once

namespace sim {

// Instances that are not told to stop.
struct Replicas {
    int wanted = 0;
    int fresh = 0;       // of the new version
    int freshReady = 0;  // of these
    int old = 0;         // of any other
    int oldReady = 0;
};

struct RollingStep {
    int startFresh = 0;
    int stopFresh = 0;
    int stopOld = 0;  // first those that are not ready
    bool isNothing() const { return startFresh == 0 && stopFresh == 0 && stopOld == 0; }
};

// Never more than `surge` too many, and of its own never more than `unavailable` too few ready.
// Where both are 0, one may be missing: else nothing could be replaced.
RollingStep nextRollingStep(const Replicas& replicas, int surge, int unavailable);

}  // namespace sim
