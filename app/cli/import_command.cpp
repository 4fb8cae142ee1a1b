#include "app/cli/import_command.h"

#include "app/cli/made_scenario.h"
#include "app/cli/wording.h"
#include "models/import/isotope_importer.h"
#include "models/io/value_text.h"
#include "models/io/yaml.h"

namespace app {

namespace {

template <typename Value>
bool take(const models::Parsed<Value>& parsed, const char* option, Value& value, Console& console) {
    if (!parsed) {
        console.err << option << ": " << printable(parsed.problem.message) << '\n';
        return false;
    }
    value = *parsed;
    return true;
}

}  // namespace

int importIsotopeCommand(const ImportArguments& arguments, Console& console) {
    models::IsotopeOptions options;
    const bool hasCompute =
        take(models::parseDistribution(arguments.compute), "--compute", options.compute, console);
    const bool hasRate = take(models::parseRate(arguments.rate), "--rate", options.rate, console);
    if (!hasCompute || !hasRate) {
        return exitBadInput;
    }
    SourceText source = readSourceText(arguments.file, models::yaml::sizeMax, console);
    if (!source.text) {
        return source.exitCode;
    }
    const models::IsotopeImport import =
        models::scenarioFromIsotope(*std::move(source.text), source.name, options);
    return handOver(import.text, import.diagnostics, arguments.out, console);
}

}  // namespace app
