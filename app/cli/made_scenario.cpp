#include "app/cli/made_scenario.h"

#include "app/cli/report_files.h"
#include "app/cli/scenario_source.h"
#include "app/cli/wording.h"
#include "models/io/data_file.h"

namespace app {

namespace {

// One byte more than allowed, so that whoever reads the text sees that it is too long.
std::optional<std::string> readStandardInput(std::size_t bytesMax, Console& console) {
    if (console.in == nullptr) {
        return std::nullopt;
    }
    std::string text;
    std::array<char, 65536> piece;
    while (text.size() <= bytesMax && *console.in) {
        console.in->read(piece.data(), piece.size());
        text.append(piece.data(), static_cast<std::size_t>(console.in->gcount()));
    }
    return console.in->bad() ? std::nullopt : std::optional(std::move(text));
}

}  // namespace

SourceText readSourceText(const std::string& file, std::size_t bytesMax, Console& console) {
    if (file == "-") {
        std::optional<std::string> text = readStandardInput(bytesMax, console);
        if (!text) {
            console.err << "watertight: cannot read standard input\n";
        }
        return {std::move(text), "<stdin>", exitMachineFault};
    }
    models::Parsed<std::string> text = models::readWholeFile(file, bytesMax);
    if (!text) {
        print({{models::Severity::Error, text.problem.kind, file, {}, text.problem.message, {}}},
              Warnings::Shown, console);
    }
    const bool isUnreadable = text.problem.kind == models::DiagnosticKind::UnreadableFile;
    return {std::move(text.value), file, isUnreadable ? exitMachineFault : exitBadInput};
}

int handOver(const std::string& scenario, const models::Diagnostics& diagnostics,
             const std::string& out, Console& console) {
    print(diagnostics, Warnings::Shown, console);
    if (models::hasErrors(diagnostics)) {
        return exitBadInput;
    }
    if (out.empty()) {
        console.out << scenario << std::flush;
    } else if (const std::string problem = writeWhole(out, scenario); !problem.empty()) {
        console.err << "watertight: " << problem << '\n';
        return exitMachineFault;
    } else {
        console.out << printable(out) << ": made; to run it: watertight run " << printable(out)
                    << '\n'
                    << std::flush;
    }
    if (!console.out) {
        console.err << "watertight: the scenario could not be printed\n";
        return exitMachineFault;
    }
    return exitGood;
}

}  // namespace app
