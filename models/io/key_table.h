// Every key that the language has, in one table: what it is called, what it wants, its bounds and
// its default, one line of help, and whether this version has it yet. The reader checks against it,
// and the writer, the schema and the manual are printed from it, so that none can disagree.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace models {

// A mapping with known keys.
enum class Section {
    None,
    Top,
    Run,
    Network,
    Population,
    Service,
    ServiceRateLimit,
    HealthCheck,
    OutlierDetection,
    Autoscale,
    Store,
    Table,
    Cache,
    Consumer,
    Version,
    Endpoint,
    Step,
    CallOptions,
    ParallelOptions,
    StoreOptions,
    CacheOptions,
    PublishOptions,
    ChooseBranch,
    RepeatBody,
    SagaPart,
    Retry,
    CircuitBreaker,
    Bulkhead,
    CallRateLimit,
    Hedge,
    Topic,
    Journey,
    Phase,
    Fault,
    Rollout,
    AbortIf,
    Expectation,
    Invariant,
    Variant,
    HaltIf,
    Lint,
    Lesson,
    Position,
};

enum class ValueType {
    Text,
    Name,   // letters, digits, - and _
    Names,  // a name, or a list of names
    Boolean,
    Integer,
    Number,
    Time,  // a duration
    Rate,
    Ratio,
    Factor,
    Distribution,
    ArrivalLaw,
    Popularity,
    Bound,
    Reference,
    References,  // a reference, or a list of references
    Expression,  // SQL
    Choice,      // one of `words`
    Window,      // a number of results or a duration
    During,      // a name, or [from, to]
    Times,       // a number or [from, to]
    StepList,
    BranchList,     // a list of lists of steps
    Mapping,        // a mapping, of `child`
    SectionList,    // a list of mappings, each of `child`
    SectionMap,     // name: mapping of `child`
    EndpointMap,    // name: mapping of `child`, or a list of steps
    PositionMap,    // name: mapping of `child`, or [x, y]
    ExpressionMap,  // column: SQL
    TextMap,        // name: text
    NameMap,        // name: list of names
    Flag,           // nothing
    Links,          // an edge, or a list of edges
    Sides,          // two lists of services
    Texts,          // a list of texts
    Ratios,         // a list of ratios
    CountOrRatio,   // how many, or which share
    Changes,        // path: value
};

enum class Support { Now, Later };

struct Key {
    std::string_view name;
    ValueType type = ValueType::Text;
    std::string_view standard = {};  // the default as written; empty: none
    std::string_view words = {};  // texts it also takes (`none`, `unlimited`), or all of a Choice
    std::string_view forms = {};  // words with parameters, as they are written, parted by `|`
    std::string_view later = {};  // texts of the language that this version does not take yet
    double min = 0;               // in seconds, per second, or as the type counts
    double max = std::numeric_limits<double>::infinity();
    Section child = Section::None;  // of a section; of a step: its further keys
    Support support = Support::Now;
    bool isRequired = false;
    bool isOfJourneys = false;  // of a step: users do it, too
    std::string_view help = {};
    std::string_view more = {};  // what follows from it and what its words mean, in sentences
};

// In the order of the manual.
std::span<const Section> allSections();

std::span<const Key> keysOf(Section section);

// As messages call it: "a service", "the options of `call`".
std::string_view nameOf(Section section);
// The manual's heading: "Services"; and the sentences beneath it.
std::string_view titleOf(Section section);
std::string_view aboutOf(Section section);

// Null where the section has no such key.
const Key* findKey(Section section, std::string_view name);

std::vector<std::string_view> keyNames(Section section);

// The options of a step, which stand beside the key that says what is done.
bool standsBesideAction(Section section);

// Keys of steps that say what is done; the rest of a step's keys are its options.
bool isAction(const Key& stepKey);

}  // namespace models
