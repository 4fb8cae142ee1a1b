#include "sim/record/command_text.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include "models/io/entry_reader.h"
#include "models/io/fault_writer.h"
#include "models/io/flow_text.h"
#include "models/io/plain_text.h"
#include "models/io/rollout_writer.h"
#include "models/io/value_text.h"
#include "models/io/yaml.h"

namespace sim {

namespace {

struct CommandText {
    Instant at;

    std::string operator()(const BeginFault& begin) const {
        models::Fault fault = begin.fault;
        fault.at = at;
        return models::faultText(fault);
    }
    std::string operator()(const BeginRollout& begin) const {
        models::Rollout rollout = begin.rollout;
        rollout.at = at;
        return models::rolloutText(rollout);
    }
    std::string operator()(const EndFault& end) const {
        return said("lift", std::to_string(end.fault));
    }
    std::string operator()(const EndAllFaults&) const { return said("halt", "all"); }
    std::string operator()(const RollBack& back) const { return said("roll-back", back.service); }
    std::string operator()(const PlayFaults&) const { return said("play", "faults"); }
    std::string operator()(const SetHaltIf& halt) const {
        return said("halt-if", halt.isNone() ? "none" : models::haltIfText(halt.wanted));
    }

    std::string operator()(const SetParameter& set) const {
        models::Flow flow;
        flow.add("at", models::toText(models::sinceStart(at)));
        if (!set.to) {
            return flow.add("unset", asScalar(set.path)).text();
        }
        return flow.add("set", asScalar(set.path)).add("to", asScalar(*set.to)).text();
    }

    // As it is where YAML cannot take it for anything else.
    static std::string asScalar(const std::string& text) {
        const auto isHarmless = [](char each) {
            return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '.' ||
                   each == '-' || each == '_';
        };
        return std::ranges::all_of(text, isHarmless) && !text.empty() && text.front() != '-'
                   ? text
                   : models::doubleQuoted(text);
    }

    std::string said(const std::string& word, const std::string& value) const {
        return models::Flow()
            .add("at", models::toText(models::sinceStart(at)))
            .add(word, value)
            .text();
    }
};

// What a scenario cannot say; absent: it is none of these.
std::optional<Command> ownWordOf(const models::yaml::Node& node) {
    if (const models::yaml::Node lift = node.find("lift"); lift.exists()) {
        const auto id = models::parseInteger(lift.text());
        const bool isPlace = id && *id > 0 && *id <= std::numeric_limits<FaultId>::max();
        return EndFault{isPlace ? static_cast<FaultId>(*id) : noFault};
    }
    if (node.find("halt").exists()) {
        return EndAllFaults{};
    }
    if (const models::yaml::Node back = node.find("roll-back"); back.exists()) {
        return RollBack{std::string(back.text())};
    }
    if (node.find("play").exists()) {
        return PlayFaults{};
    }
    return std::nullopt;
}

CommandReading setOf(const models::yaml::Node& root, Instant given, const Parameters& parameters) {
    const models::yaml::Node path = root.find("set");
    WantedParameter wanted{std::string((path.exists() ? path : root.find("unset")).text()), {}};
    if (path.exists()) {
        wanted.to = std::string(root.find("to").text());
    }
    Parameters::Setting setting = parameters.set(wanted);
    if (!setting.command) {
        return {{}, "a command does not fit the scenario: " + setting.problem};
    }
    return {LoggedCommand{given, *std::move(setting.command)}, {}};
}

CommandReading haltIfOf(const models::yaml::Node& node, Instant given,
                        const models::yaml::Document& document, const models::Scenario& scenario) {
    if (!node.isMapping()) {
        return {LoggedCommand{given, SetHaltIf{}}, {}};
    }
    const models::yaml::Range range = node.range();
    models::HaltIfReading reading = models::readHaltIf(
        document.source().substr(range.begin, range.end - range.begin), scenario);
    if (!reading.haltIf) {
        return {{}, "a command does not fit the scenario: " + reading.diagnostics.front().message};
    }
    return {LoggedCommand{given, SetHaltIf{*std::move(reading.haltIf)}}, {}};
}

}  // namespace

std::string commandText(const LoggedCommand& command) {
    return std::visit(CommandText{command.at}, command.command);
}

CommandReading readCommand(const std::string& text, const Parameters& parameters) {
    const models::Scenario& scenario = parameters.scenario();
    const models::yaml::Parsing parsing = models::yaml::parse(text, "the command");
    const models::yaml::Node root = parsing.document.root();
    const auto at = models::parseDuration(root.find("at").text());
    if (!parsing.isComplete || !root.isMapping() || !at) {
        return {{}, "a command is no entry with its time: " + models::quote(text)};
    }
    const Instant given = models::runStart + *at;
    if (std::optional<Command> command = ownWordOf(root)) {
        return {LoggedCommand{given, *std::move(command)}, {}};
    }
    if (const models::yaml::Node halt = root.find("halt-if"); halt.exists()) {
        return haltIfOf(halt, given, parsing.document, scenario);
    }
    if (root.find("set").exists() || root.find("unset").exists()) {
        return setOf(root, given, parameters);
    }
    models::EntryReading reading = models::readEntry(text, scenario);
    if (!reading.entry) {
        return {{},
                "a command does not fit the scenario: " +
                    (reading.diagnostics.empty() ? models::quote(text)
                                                 : reading.diagnostics.front().message)};
    }
    if (auto* fault = std::get_if<models::Fault>(&*reading.entry)) {
        return {LoggedCommand{given, BeginFault{std::move(*fault)}}, {}};
    }
    return {
        LoggedCommand{given, BeginRollout{std::get<models::Rollout>(*std::move(reading.entry))}},
        {}};
}

}  // namespace sim
