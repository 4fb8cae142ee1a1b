// Damage to the bytes of a database, as a failing disk does it: the header stays, and the rest of
// the first page, from which everything else is found, is lost.
#pragma once

#include <filesystem>
#include <string>

struct sqlite3;

namespace sim {

// What SQLite says to whoever reads the connection's database once it is damaged so: the same for a
// file and for memory. The database itself stays as it is.
std::string messageOfDamage(sqlite3* connection);

// A file that can be damaged, and be made what it was. Nobody may have a transaction in it.
class DamagedFile {
  public:
    // Each says a fault of the machine, or nothing.
    std::string damage(const std::filesystem::path& file);
    std::string repair();
    bool isDamaged() const { return !m_before.empty(); }

  private:
    std::filesystem::path m_file;
    std::string m_before;  // of its first page; empty: it is whole
};

}  // namespace sim
