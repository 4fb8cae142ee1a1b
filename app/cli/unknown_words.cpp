#include "app/cli/unknown_words.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "models/io/plain_text.h"

namespace app {

std::string nearestCommand(const CLI::App& program, const std::string& word) {
    std::vector<std::string_view> names;
    for (const CLI::App* each : program.get_subcommands({})) {
        names.emplace_back(each->get_name());
    }
    return models::didYouMean(word, names);
}

namespace {

std::string nearestOption(const CLI::App& command, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::Option* each : command.get_options()) {
        for (const std::string& name : each->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return models::didYouMean(word, std::vector<std::string_view>(names.begin(), names.end()));
}

}  // namespace

std::string problemOfStranger(const CLI::App& program, const std::string& first) {
    const std::vector<CLI::App*> parsed = program.get_subcommands();
    std::error_code ignored;
    std::vector<std::string> strangers = program.remaining(true);
    if (parsed.empty() && !first.empty() && !std::filesystem::exists(first, ignored)) {
        return "there is no command '" + first + "'" + nearestCommand(program, first);
    }
    const CLI::App& command = parsed.empty() ? program : *parsed.front();
    const auto option = std::ranges::find_if(
        strangers, [](const std::string& each) { return each.starts_with('-'); });
    if (option != strangers.end()) {
        const std::string name = option->substr(0, option->find('='));
        return "there is no option '" + name + "'" + nearestOption(command, name);
    }
    return "'" + strangers.front() + "' is one too many";
}

}  // namespace app
