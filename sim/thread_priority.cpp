#include "sim/thread_priority.h"

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace sim {

void workBesideOthers() {
#ifdef __linux__
    constexpr int atATenth = 10;
    setpriority(PRIO_PROCESS, 0, atATenth);  // 0: this thread, and not its process
#endif
}

}  // namespace sim
