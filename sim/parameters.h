// The parameters of a run as they are in force: those of its scenario, with what was set since.
// Knows which can be set while it runs, and makes the command that sets one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "models/io/scenario_reader.h"
#include "models/scenario.h"
#include "sim/command.h"

namespace sim {

// What a parameter is to be: a path and a value as `--set` has them. Without a value it is to be no
// longer written, and so what the language says where nothing is.
struct WantedParameter {
    std::string path;
    std::optional<std::string> to;
};

class Parameters {
  public:
    // The text is that of the scenario, as it is run; its data files are in `folder`.
    Parameters(models::Scenario scenario, std::string text, std::filesystem::path folder);

    struct Setting {
        std::optional<SetParameter> command;  // absent: the problem says why
        std::string problem;                  // one sentence
    };
    Setting set(const WantedParameter& wanted) const;

    // It was set: the next is set to what that made.
    void take(const SetParameter& set);

    const models::Scenario& scenario() const { return m_scenario; }
    // As it is written; absent: it is not.
    std::optional<std::string> written(const std::string& path) const { return m_written.at(path); }
    // Whether it is written otherwise than before anything was set.
    bool isOther(const std::string& path) const { return written(path) != m_before.at(path); }

  private:
    models::Scenario m_scenario;
    std::string m_text;
    models::WrittenValues m_before, m_written;
    std::filesystem::path m_folder;
};

}  // namespace sim
