#include "sim/engine/process.h"

#include <exception>

namespace sim {

void handleContained(Process& process, const Event& event, Context& context) {
    try {
        process.handle(event, context);
    } catch (const std::exception& defect) {
        process.crash(defect.what(), context);
    } catch (...) {
        process.crash("an unknown exception", context);
    }
}

}  // namespace sim
