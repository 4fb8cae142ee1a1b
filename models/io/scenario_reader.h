// Text to Scenario, with every problem at once. The only way in for a scenario file.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/diagnostic.h"
#include "models/scenario.h"

namespace models {

namespace yaml {
struct Parsing;
}

struct ScenarioReading {
    std::optional<Scenario> scenario;  // absent when there is an error
    Diagnostics diagnostics;           // in order of place; warnings too
    std::string text;                  // as read, edits of `--set` applied
    // The files that it names, as it names them, in order of name and each once; those of its
    // variants, too, where they were looked at.
    std::vector<std::string> dataFiles{};
    // Where there is an error: what could be read, so that others find what is wrong with its SQL,
    // too.
    std::optional<Scenario> draft{};
};

// Those that others found, but where an error stands already; in order of place.
void addProblems(ScenarioReading& reading, const Diagnostics& more);

// Reads a file; relative paths in it (empirical(...)) are looked up in its folder and may not leave
// it. A file that cannot be read gives one UnreadableFile diagnostic.
ScenarioReading readScenarioFile(const std::filesystem::path& file);

// Reads a text as if it stood in `folder`; `name` is what diagnostics call it.
ScenarioReading readScenario(std::string text, const std::string& name,
                             const std::filesystem::path& folder);

// The text with one value replaced or added; the rest of it, comments and order included, stays
// byte for byte. `path` is `services.user.instances`, list items by number from 0. Gives a
// diagnostic where the path leads nowhere.
struct TextEdit {
    std::string text;
    Diagnostics diagnostics;
};
TextEdit setValue(std::string text, const std::string& name, std::string_view path,
                  std::string_view value);

// The text without one key and its value, which must be written there.
TextEdit withoutValue(std::string text, const std::string& name, std::string_view path);

// How values are written in a text, which is parsed once.
class WrittenValues {
  public:
    explicit WrittenValues(std::string text);
    // On one line, whatever the text has; absent: it is not written.
    std::optional<std::string> at(std::string_view path) const;

  private:
    std::shared_ptr<const yaml::Parsing> m_parsing;
};

// The same text with all that the variant changes; it still has its `variants`. Diagnostics stand
// at the variant's own lines.
TextEdit withVariant(std::string text, const std::string& name, const Variant& variant);

// Reads a text whose scenario has been read without errors as this variant of it. The other
// variants are not looked at: they are the scenario's, not this one's.
ScenarioReading readVariant(std::string text, const std::string& name,
                            const std::filesystem::path& folder, const Variant& variant);

// The same of a text that is a variant already, or that a run was recorded with.
ScenarioReading readWithoutVariants(std::string text, const std::string& name,
                                    const std::filesystem::path& folder);

}  // namespace models
