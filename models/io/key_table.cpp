#include "models/io/key_table.h"

#include <algorithm>

#include "models/io/key_rows.h"

namespace models {

namespace {

using enum ValueType;

constexpr Key topKeys[] = {
    {.name = "watertight",
     .type = Choice,
     .words = "1",
     .isRequired = true,
     .help = "the version of the language",
     .more = "Stands in every scenario, so that a later program knows what it reads."},
    {.name = "name", .help = "what it is called; the file's name where absent"},
    {.name = "about", .help = "two sentences that a newcomer reads first"},
    {.name = "run", .type = Mapping, .child = Section::Run, .help = "how it is run"},
    {.name = "network",
     .type = Mapping,
     .child = Section::Network,
     .help = "what every message pays"},
    {.name = "populations",
     .type = SectionMap,
     .child = Section::Population,
     .help = "who and what requests are about"},
    {.name = "services",
     .type = SectionMap,
     .child = Section::Service,
     .isRequired = true,
     .help = "the architecture",
     .more = "At least one. Each is a process that owns its data and is reached by messages only."},
    {.name = "topics",
     .type = SectionMap,
     .child = Section::Topic,
     .help = "messages between services"},
    {.name = "journeys",
     .type = SectionMap,
     .child = Section::Journey,
     .help = "what users do, and how often"},
    {.name = "faults",
     .type = SectionList,
     .child = Section::Fault,
     .help = "what goes wrong, and when",
     .more = "The command line always plays them. In the window they wait behind one button."},
    {.name = "rollouts",
     .type = SectionList,
     .child = Section::Rollout,
     .help = "what is deployed or scaled, and when"},
    {.name = "expect",
     .type = SectionMap,
     .child = Section::Expectation,
     .help = "what must hold: the verdict"},
    {.name = "invariants",
     .type = SectionMap,
     .child = Section::Invariant,
     .help = "what must be true of the data"},
    {.name = "variants",
     .type = SectionMap,
     .child = Section::Variant,
     .help = "the same with some values changed"},
    {.name = "halt-if",
     .type = Mapping,
     .child = Section::HaltIf,
     .help = "a bound at which all faults are lifted"},
    {.name = "lint",
     .type = Mapping,
     .child = Section::Lint,
     .help = "warnings silenced, with the reason"},
    {.name = "lesson",
     .type = SectionList,
     .child = Section::Lesson,
     .help = "what a student does with it"},
    {.name = "layout",
     .type = PositionMap,
     .child = Section::Position,
     .help = "positions on the canvas, written by the editor",
     .more = "A card stands where its name has a place here, else where the program puts it. "
             "`[120, 80]` is the same as `{ x: 120, y: 80 }`."},
};

constexpr Key runKeys[] = {
    {.name = "seed",
     .type = Integer,
     .standard = "42",
     .max = 1.85e19,
     .help = "the number from which all chance comes",
     .more = "The same scenario and seed give the same run, to the nanosecond, on every machine "
             "and with any number of threads. `--seed` overrides it."},
    {.name = "duration",
     .type = Time,
     .standard = "1 min",
     .min = 1e-9,
     .max = 3.2e9,
     .help = "simulated time from start to end",
     .more = "A run covers [0, duration): what is due at its very end does not happen. "
             "`--duration` overrides it."},
    {.name = "warm-up",
     .type = Time,
     .standard = "0",
     .words = "auto",
     .help = "left out of all measures; `auto` finds it in a run without faults",
     .more = "What started before it ended is in no measure of the report."},
    {.name = "in-flight-at-most",
     .type = Integer,
     .standard = "5000000",
     .min = 1,
     .max = 1e9,
     .help = "requests alive at once; beyond it the run ends and says where they piled up",
     .more = "A guard against a system that only ever fills up."},
};

constexpr Key networkKeys[] = {
    {.name = "latency",
     .type = Distribution,
     .standard = "0.25 ms",
     .help = "one way, paid by every message",
     .more = "Journey to service, service to service (itself included), service to topic and back, "
             "replies and refusals too. Its constant part is the floor that no message beats; `0` "
             "is allowed, and then one thread runs all."},
    {.name = "loss",
     .type = Ratio,
     .standard = "0 %",
     .help = "share of messages that are dropped",
     .more = "Nothing sends them again: only a timeout notices."},
    {.name = "zones",
     .type = NameMap,
     .help = "which services stand where",
     .more = "A service in several zones spreads its instances over them in turn, new ones too; "
             "`user#1` places one instance. Journeys and topics stand in no zone."},
    {.name = "between-zones",
     .type = Distribution,
     .help = "paid on top between instances of different zones",
     .more = "There and back."},
};

constexpr Key populationKeys[] = {
    {.name = "size",
     .type = Integer,
     .min = 1,
     .max = 1e9,
     .help = "how many members",
     .more = "Members are numbered from 1. A journey draws one member of each population that its "
             "steps use when it begins, and everything that follows from it carries the same one: "
             "`:viewer`."},
    {.name = "popularity",
     .type = Popularity,
     .standard = "uniform",
     .words = "uniform",
     .forms = "zipf(0.9)",
     .help = "who is drawn how often: all alike, or few very often",
     .more = "`zipf(s)`: member k has weight k^-s."},
    {.name = "of",
     .type = Name,
     .help = "a second role of another population's members: `follower: { of: viewer }`"},
};

constexpr Key lessonKeys[] = {
    {.name = "text",
     .isRequired = true,
     .help = "what the student reads",
     .more = "A text that begins with `# Title` begins a lesson and is no step itself. Names of "
             "cards stand in back-ticks."},
    {.name = "ask", .help = "a question that is answered before the run goes on"},
    {.name = "answers",
     .type = Texts,
     .help = "the answers to choose from; the first is right",
     .more = "They are offered in another order."},
    {.name = "until",
     .type = Mapping,
     .child = Section::Expectation,
     .help = "a bound or an event of the run that ends the step",
     .more = "A bound must hold over the last 5 s. Without it the student ends the step."},
    {.name = "explain", .help = "what is said when the step is done"},
};

constexpr Key positionKeys[] = {
    {.name = "x",
     .type = Number,
     .min = -1e9,
     .max = 1e9,
     .isRequired = true,
     .help = "of the card's left edge"},
    {.name = "y",
     .type = Number,
     .min = -1e9,
     .max = 1e9,
     .isRequired = true,
     .help = "of the card's top edge"},
};

constexpr Key lintKeys[] = {
    {.name = "ignore",
     .type = TextMap,
     .help = "names of warnings, each with the reason why it is silenced",
     .more = "Warnings are `no-timeout`, `retry-not-idempotent`, `call-cycle`, `unused-topic`, "
             "`contract` and `never-begins`; each says its name."},
};

}  // namespace

std::span<const Key> keysOf(Section section) {
    switch (section) {
        case Section::None:
            return {};
        case Section::Top:
            return topKeys;
        case Section::Run:
            return runKeys;
        case Section::Network:
            return networkKeys;
        case Section::Population:
            return populationKeys;
        case Section::Lesson:
            return lessonKeys;
        case Section::Position:
            return positionKeys;
        case Section::Lint:
            return lintKeys;
        default:
            return serviceKeysOf(section);
    }
}

const Key* findKey(Section section, std::string_view name) {
    const std::span<const Key> keys = keysOf(section);
    const auto found = std::ranges::find(keys, name, &Key::name);
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string_view> keyNames(Section section) {
    std::vector<std::string_view> names;
    for (const Key& each : keysOf(section)) {
        names.push_back(each.name);
    }
    return names;
}

bool standsBesideAction(Section section) {
    return section == Section::CallOptions || section == Section::ParallelOptions ||
           section == Section::StoreOptions || section == Section::CacheOptions ||
           section == Section::PublishOptions;
}

bool isAction(const Key& stepKey) {
    return stepKey.name != "when";
}

}  // namespace models
