// The database of a recorded run. Belongs to the thread that made it; who reads it trusts nothing
// that stands in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/recording.h"
#include "sim/store/connection.h"

namespace sim {

// SQLite's application_id: "Wtrn".
inline constexpr std::uint32_t runDatabaseId = 0x5774726e;

class RunDatabase {
  public:
    explicit RunDatabase(const std::filesystem::path& file);
    ~RunDatabase();

    // What went wrong first; everything after that does nothing. Empty: all is well.
    const std::string& problem() const { return m_problem; }

    // ------------------------------------------------------------------------------------ writing
    void create(const RunSource& source);
    // What is added in between is there as a whole, or not at all.
    void begin() { run("BEGIN"); }
    void commit() { run("COMMIT"); }
    void addCommand(std::size_t place, Instant at, const std::string& text);
    void addFrames(const std::vector<Frame>& frames);
    void addBookmark(const Bookmark& bookmark);
    void addEnd(const RecordedEnd& end, const std::vector<TimelineRow>& timeline);

    // ------------------------------------------------------------------------------------ reading
    std::map<std::string, std::string> manifest();
    std::vector<std::string> processes();
    std::vector<std::string> commands();
    std::vector<TimelineRow> timeline();
    std::vector<Bookmark> bookmarks();
    std::optional<Instant> lastFrame();
    std::vector<Frame> frames(Instant from, Instant until, std::size_t processes);

  private:
    void run(const std::string& sql);
    void addToManifest(const std::string& key, const std::string& value);

    Connection m_connection;
    std::string m_problem;
};

// Journeys, services, topics, each in the order of the scenario: as a frame has them.
std::vector<std::string> processNames(const models::Scenario& scenario);

// Of a fingerprint, as reports write it: sixteen digits.
std::string hexText(std::uint64_t word);

}  // namespace sim
