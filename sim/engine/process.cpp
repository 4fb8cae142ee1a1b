#include "sim/engine/process.h"

#include <exception>

namespace sim {

void crashOf(Process& process, Context& context) {
    try {
        throw;
    } catch (const std::exception& defect) {
        process.crash(defect.what(), context);
    } catch (...) {
        process.crash("an unknown exception", context);
    }
}

std::string stuckMessage(const Process& process, Instant at) {
    return "the run does not get beyond " +
           std::to_string(models::inSeconds(models::sinceStart(at))) + " s: at " + process.name() +
           " things that take no time follow each other without end";
}

}  // namespace sim
