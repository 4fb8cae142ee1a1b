#include "models/io/fault_writer.h"

#include "models/io/flow_text.h"
#include "models/io/plain_text.h"
#include "models/io/value_text.h"
#include "models/struck_text.h"

namespace models {

namespace {

std::string linksText(const std::vector<Link>& links) {
    std::vector<std::string> edges;
    for (const Link& each : links) {
        edges.push_back(each.from + " -> " + each.to);
    }
    return listText(edges);
}

// What a kind of fault says of itself.
struct FaultText {
    Flow& flow;
    std::string targets;

    void operator()(const Kill&) { flow.add("kill", targets); }
    void operator()(const Restart&) { flow.add("restart", targets); }
    void operator()(const Hang&) { flow.add("hang", targets); }
    void operator()(const Slow& slow) { flow.add("slow", targets).add("by", toText(slow.by)); }
    void operator()(const FailRequests& fail) {
        flow.add("fail", targets).add("probability", toText(fail.probability));
    }
    void operator()(const BreakStore& broken) {
        constexpr const char* storeFaults[] = {"read-only", "down", "corrupt", "slow"};
        flow.add("break-store", targets);
        flow.add("as", std::string(storeFaults[static_cast<int>(broken.as)]));
        flow.addIf(broken.as == StoreFault::Slow, "by", toText(broken.by));
    }
    void operator()(const StealCores& stolen) {
        flow.add("steal-cores", targets).add("by", toText(stolen.by));
    }
    void operator()(const Leak& leak) {
        flow.add("leak", targets).add("dies-after", toText(leak.diesAfter));
    }
    void operator()(const CrashLoop& loop) {
        flow.add("crash-loop", targets);
        flow.add("first", toText(loop.first)).add("cap", toText(loop.cap));
    }
    void operator()(const KillRandom& random) {
        flow.add("kill-random", toText(random.share)).add("of", targets);
    }
    void operator()(const KillZone& kill) { flow.add("kill-zone", listText(kill.zones)); }
    void operator()(const Surge& surge) { flow.add("surge", targets).add("by", toText(surge.by)); }
    void operator()(const Delay& delay) {
        flow.add("delay", linksText(delay.links)).add("add", toText(delay.add));
    }
    void operator()(const Lose& lose) {
        flow.add("lose", linksText(lose.links)).add("probability", toText(lose.probability));
    }
    void operator()(const Partition& partition) {
        flow.add("partition",
                 listText({listText(namesOf(partition.one)), listText(namesOf(partition.other))}));
        flow.addIf(partition.oneWay, "one-way", std::string("true"));
    }
};

}  // namespace

std::vector<std::string> namesOf(const std::vector<Target>& targets) {
    std::vector<std::string> names;
    for (const Target& target : targets) {
        names.push_back(targetText(target));
    }
    return names;
}

std::string faultText(const Fault& fault) {
    Flow flow;
    flow.addIf(!fault.name.empty(), "name", doubleQuoted(fault.name));
    flow.add("at", toText(sinceStart(fault.at)));
    std::visit(FaultText{flow, listText(namesOf(fault.targets))}, fault.kind);
    if (fault.duration) {
        flow.add("for", toText(*fault.duration));
    }
    return flow.text();
}

std::string haltIfText(const HaltIf& haltIf) {
    return Flow()
        .add("journey", haltIf.journey)
        .add("availability", haltIf.availability.written)
        .text();
}

}  // namespace models
