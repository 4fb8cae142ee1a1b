// Where the shipped scenarios use a key: the lines of a file that show it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/io/key_table.h"

namespace app {

struct Example {
    std::string file;  // "drills/retry-storm.yaml"
    std::size_t line = 0;
    std::vector<std::string> lines;  // without what they are indented by
};

class ShippedExamples {
  public:
    // A folder of scenarios; one that is not there has no examples.
    explicit ShippedExamples(const std::filesystem::path& folder);

    // The one that takes the fewest lines; of those, the first.
    std::optional<Example> of(models::Section section, const models::Key& key) const;
    // A mapping of the section that shows many of its keys in few lines.
    std::optional<Example> of(models::Section section) const;

  private:
    struct Use {
        models::Section section;
        const models::Key* key;
        Example example;
    };
    struct Whole {
        models::Section section;
        int keys = 0;
        Example example;
    };
    void read(const std::filesystem::path& file, const std::string& name);

    std::vector<Use> m_uses;
    std::vector<Whole> m_wholes;
};

// The scenarios below a folder, those at its top first, each kind by name; the streaming platform
// before all, since a newcomer knows it.
std::vector<std::filesystem::path> scenarioFiles(const std::filesystem::path& folder);

}  // namespace app
