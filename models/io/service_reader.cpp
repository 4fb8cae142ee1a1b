#include "models/io/plain_text.h"
#include "models/io/scan_values.h"
#include "models/io/section_readers.h"
#include "models/io/text_scanner.h"
#include "models/name_index.h"

namespace models {

namespace {

// Of a table or a cache.
std::vector<std::string> readKey(const Fields& fields, std::string_view part,
                                 const NameIndex& populations) {
    std::vector<std::string> columns;
    const yaml::Node node = fields.value("key");
    const auto add = [&](const yaml::Node& each) {
        const std::string_view column = trimmed(each.text());
        if (each.isScalar() && isName(column)) {
            columns.emplace_back(column);
            if (!populations.has(column)) {
                fields.context().error(DiagnosticKind::UnknownName, each,
                                       populations.missing(column) + "; " + std::string(part) +
                                           " is one, or `request`");
            }
        } else {
            reportShape(fields.context(), each, "the name of a population, or `request`");
        }
    };
    if (node.exists() && node.isSequence()) {
        for (const yaml::Node& each : node.items()) {
            add(each);
        }
    } else if (node.exists()) {
        add(node);
    }
    if (node.exists() && node.isSequence() && columns.empty()) {
        reportShape(fields.context(), node, "at least one population, or `request`");
    }
    return columns;
}

Table readTable(ReadingContext& context, const yaml::Entry& entry, const NameIndex& populations) {
    Table table;
    table.name = entry.key.text();
    table.place = entry.key.place();
    const Fields fields(context, entry.value, {Section::Table}, "table " + quote(table.name));
    table.key = readKey(fields, "a key column", populations);
    table.rows = fields.integer("rows");
    for (const yaml::Entry& each : namedEntries(context, fields.value("columns"), "a column")) {
        if (!each.value.isScalar()) {
            reportShape(context, each.value, "a column as in CREATE TABLE, such as `text`");
        }
        table.columns.push_back(
            {std::string(each.key.text()), std::string(trimmed(each.value.text()))});
    }
    if (table.rows > 0 && table.key.size() > 1) {
        context.error(DiagnosticKind::Conflict, fields.key("rows"),
                      "`rows` wants one key column: a row of each member of it");
    }
    return table;
}

Store readStore(ReadingContext& context, const yaml::Node& node, const std::string& service,
                const NameIndex& populations) {
    const Fields fields(context, node, {Section::Store}, "the store of " + quote(service));
    Store store;
    store.read = fields.distribution("read");
    store.write = fields.distribution("write");
    store.connections = fields.countOrUnlimited("connections");
    for (const yaml::Entry& each : namedEntries(context, fields.value("tables"), "a table")) {
        store.tables.push_back(readTable(context, each, populations));
    }
    return store;
}

Cache readCache(ReadingContext& context, const yaml::Entry& entry, const NameIndex& populations) {
    Cache cache;
    cache.name = entry.key.text();
    cache.place = entry.key.place();
    const Fields fields(context, entry.value, {Section::Cache}, "cache " + quote(cache.name));
    cache.key = readKey(fields, "part of a key", populations);
    cache.capacity = fields.countOrUnlimited("capacity");
    cache.ttl = fields.durationOrNone("ttl");
    cache.eviction = static_cast<Eviction>(fields.choice("eviction"));
    cache.staleIfError = fields.durationOrNone("stale-if-error").value_or(Duration{});
    cache.singleFlight = fields.boolean("single-flight");
    return cache;
}

Endpoint readEndpoint(ReadingContext& context, const yaml::Entry& entry) {
    Endpoint endpoint;
    endpoint.name = entry.key.text();
    endpoint.place = entry.key.place();
    if (entry.value.isSequence()) {
        endpoint.steps = readSteps(context, entry.value, StepOwner::Endpoint);
        return endpoint;
    }
    if (!entry.value.isMapping()) {
        reportShape(context, entry.value, "an endpoint: its list of steps, or `steps:`");
        return endpoint;
    }
    const Fields fields(context, entry.value, {Section::Endpoint},
                        "endpoint " + quote(endpoint.name));
    endpoint.idempotent = fields.boolean("idempotent");
    endpoint.steps = readSteps(context, fields.value("steps"), StepOwner::Endpoint);
    return endpoint;
}

void readVersion(ReadingContext& context, const yaml::Entry& entry, Service& service) {
    Version version;
    version.name = entry.key.text();
    version.place = entry.key.place();
    if (version.name == service.version) {
        context.error(DiagnosticKind::Conflict, entry.key,
                      quote(version.name) + " is the version that " + quote(service.name) +
                          " begins with: what others do differently stands here");
    }
    const Fields fields(context, entry.value, {Section::Version}, "version " + quote(version.name));
    for (const yaml::Entry& each :
         namedEntries(context, fields.value("endpoints"), "an endpoint")) {
        if (each.value.isScalar() && (each.value.isEmpty() || each.value.text() == "null")) {
            version.removed.emplace_back(each.key.text());
            continue;
        }
        Endpoint endpoint = readEndpoint(context, each);
        endpoint.version = version.name;
        service.endpoints.push_back(std::move(endpoint));
    }
    service.versions.push_back(std::move(version));
}

// A choice, or `hash(viewer)`.
void readBalancing(const Fields& fields, const NameIndex& populations, Service& service) {
    const yaml::Node node = fields.value("balancing");
    TextScanner scanner(node.exists() && node.isScalar() ? node.text() : std::string_view());
    if (scanner.word() != "hash") {
        service.balancing = static_cast<Balancing>(fields.choice("balancing"));
        return;
    }
    const bool isOpened = scanner.accept('(');
    const std::string_view population = scanner.word();
    service.balancing = Balancing::Hash;
    service.balancedBy = population;
    if (!isOpened || !scanner.accept(')') || !scanner.atEnd()) {
        reportShape(fields.context(), node, "`hash` of a population such as `hash(viewer)`");
    } else if (population == "request" || !populations.has(population)) {
        fields.context().error(DiagnosticKind::UnknownName, node, populations.missing(population));
    }
}

// The texts between the two times that `codel` wants.
std::optional<CodelSettings> codelOf(std::string_view text) {
    TextScanner scanner(text);
    CodelSettings codel;
    const auto time = [&](std::string_view name, Duration& into) {
        if (!scanner.acceptWord(name)) {
            return false;
        }
        const Parsed<Duration> parsed = scanDuration(scanner);
        into = parsed ? *parsed : Duration{};
        return parsed && into > Duration{};
    };
    const bool isWhole = scanner.acceptWord("codel") && scanner.accept('(') &&
                         time("target", codel.target) && time("interval", codel.interval) &&
                         scanner.accept(')') && scanner.atEnd();
    return isWhole ? std::optional(codel) : std::nullopt;
}

// A choice, or `codel(target 5 ms interval 100 ms)`.
void readDiscipline(const Fields& fields, Service& service) {
    const yaml::Node node = fields.value("discipline");
    const std::string_view text =
        node.exists() && node.isScalar() ? node.text() : std::string_view();
    if (TextScanner(text).word() != "codel") {
        service.discipline = static_cast<Discipline>(fields.choice("discipline"));
        return;
    }
    service.discipline = Discipline::Codel;
    if (const std::optional<CodelSettings> codel = codelOf(text)) {
        service.codel = *codel;
    } else {
        reportShape(fields.context(), node,
                    "`codel` with two times above 0 such as `codel(target 5 ms interval 100 ms)`");
    }
}

Service readService(ReadingContext& context, const yaml::Entry& entry,
                    const NameIndex& populations) {
    Service service;
    service.name = entry.key.text();
    service.place = entry.key.place();
    const Fields fields(context, entry.value, {Section::Service}, "service " + quote(service.name));
    service.about = fields.text("about");
    service.group = fields.text("group");
    service.version = fields.versionText("version");
    service.instances = fields.count("instances");
    service.concurrency = fields.countOrUnlimited("concurrency");
    service.serving = static_cast<Serving>(fields.choice("serving"));
    service.inbox = fields.countOrUnlimited("inbox");
    readDiscipline(fields, service);
    readBalancing(fields, populations, service);
    if (fields.has("cores")) {
        service.cores = fields.count("cores");
    }
    if (fields.has("rate-limit")) {
        service.rateLimit = readServiceRateLimit(context, fields.value("rate-limit"));
    }
    service.cancellation = static_cast<Cancellation>(fields.choice("cancellation"));
    service.startUp = fields.duration("start-up");
    service.drain = fields.duration("drain");
    if (fields.has("autoscale")) {
        service.autoscale = readAutoscale(context, fields.value("autoscale"));
    }
    if (fields.has("health-check")) {
        service.healthCheck = readHealthCheck(context, fields.value("health-check"));
    }
    if (fields.has("outlier-detection")) {
        service.outlierDetection = readOutlierDetection(context, fields.value("outlier-detection"));
    }
    if (fields.has("store")) {
        const std::size_t before = context.problems.count();
        service.store = readStore(context, fields.value("store"), service.name, populations);
        if (context.problems.count() > before) {
            context.halfReadStores.push_back(service.name);
        }
    }
    for (const yaml::Entry& each : namedEntries(context, fields.value("caches"), "a cache")) {
        service.caches.push_back(readCache(context, each, populations));
    }
    service.consumes = readConsumers(context, fields.value("consumes"), service.name);
    for (const yaml::Entry& each :
         namedEntries(context, fields.value("endpoints"), "an endpoint")) {
        service.endpoints.push_back(readEndpoint(context, each));
    }
    for (const yaml::Entry& each :
         namedEntries(context, fields.value("versions"), "a version", isVersionName)) {
        readVersion(context, each, service);
    }
    return service;
}

}  // namespace

std::vector<Population> readPopulations(ReadingContext& context, const yaml::Node& node) {
    std::vector<Population> all;
    for (const yaml::Entry& entry : namedEntries(context, node, "a population")) {
        Population population;
        population.name = entry.key.text();
        population.place = entry.key.place();
        const Fields fields(context, entry.value, {Section::Population},
                            "population " + quote(population.name));
        population.of = fields.nameText("of");
        const std::string name = "population " + quote(population.name);
        if (fields.has("size") && fields.has("of")) {
            context.error(DiagnosticKind::Conflict, fields.key("of"),
                          name + " has `size` and `of`: members of its own, or a role of others'");
        } else if (!fields.has("size") && !fields.has("of")) {
            context.error(DiagnosticKind::MissingKey, entry.key,
                          name + " has neither `size` nor `of`");
        }
        population.size = fields.has("size") ? fields.integer("size") : 1;
        if (const yaml::Node popularity = fields.value("popularity"); popularity.exists()) {
            const Parsed<double> exponent = parsePopularity(popularity.text());
            if (exponent) {
                population.zipfExponent = *exponent;
            } else {
                context.error(exponent.problem, popularity);
            }
        }
        all.push_back(std::move(population));
    }
    return all;
}

std::vector<Service> readServices(ReadingContext& context, const yaml::Node& node,
                                  const std::vector<Population>& populations) {
    std::vector<Service> all;
    NameIndex keys = indexByName("population", populations);
    keys.add("request", populations.size());
    std::int64_t instances = 0;
    all.reserve(node.exists() ? node.size() : 0);
    for (const yaml::Entry& each : namedEntries(context, node, "a service")) {
        all.push_back(readService(context, each, keys));
        const bool wasBelow = instances <= instancesMax;
        instances += all.back().instances;
        if (wasBelow && instances > instancesMax) {
            context.error(DiagnosticKind::TooLarge, each.key,
                          "with this service there are more instances in all than " +
                              toText(static_cast<double>(instancesMax)));
        }
    }
    return all;
}

}  // namespace models
