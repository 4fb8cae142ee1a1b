#include "sim/store/store_damage.h"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>

namespace sim {

namespace {

// Source: sqlite.org/fileformat2.html, 1.3: the header is 100 bytes; two of them are the page size,
// where 1 stands for 65536.
constexpr std::size_t headerBytes = 100;
constexpr std::size_t pageSizeAt = 16;
constexpr char lost = '\xff';

std::size_t pageBytes(const char* header) {
    const auto byte = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(header[at]));
    };
    const std::size_t bytes = byte(pageSizeAt) * 256 + byte(pageSizeAt + 1);
    return bytes == 1 ? 65536 : bytes;
}

std::string cannot(const char* what, const std::filesystem::path& file) {
    return file.string() + " cannot be " + what;
}

}  // namespace

std::string messageOfDamage(sqlite3* connection) {
    sqlite3_int64 size = 0;
    unsigned char* image = sqlite3_serialize(connection, "main", &size, 0);
    if (image == nullptr || size < static_cast<sqlite3_int64>(headerBytes)) {
        sqlite3_free(image);
        return sqlite3_errstr(SQLITE_NOMEM);
    }
    const std::size_t first =
        std::min(pageBytes(reinterpret_cast<const char*>(image)), static_cast<std::size_t>(size));
    std::fill(image + headerBytes, image + first, static_cast<unsigned char>(lost));
    sqlite3* damaged = nullptr;
    sqlite3_open(":memory:", &damaged);
    sqlite3_deserialize(damaged, "main", image, size, size, SQLITE_DESERIALIZE_FREEONCLOSE);
    sqlite3_exec(damaged, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
    std::string message = sqlite3_errmsg(damaged);
    sqlite3_close(damaged);
    return message;
}

std::string DamagedFile::damage(const std::filesystem::path& file) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    std::string header(headerBytes, '\0');
    if (!stream.read(header.data(), static_cast<std::streamsize>(header.size()))) {
        return cannot("read", file);
    }
    std::string before(pageBytes(header.data()), '\0');
    stream.seekg(0);
    if (!stream.read(before.data(), static_cast<std::streamsize>(before.size()))) {
        return cannot("read", file);
    }
    const std::string damaged(before.size() - headerBytes, lost);
    stream.seekp(static_cast<std::streamoff>(headerBytes));
    if (!stream.write(damaged.data(), static_cast<std::streamsize>(damaged.size())).flush()) {
        return cannot("written", file);
    }
    m_file = file;
    m_before = std::move(before);
    return {};
}

std::string DamagedFile::repair() {
    std::fstream stream(m_file, std::ios::in | std::ios::out | std::ios::binary);
    if (!stream.write(m_before.data(), static_cast<std::streamsize>(m_before.size())).flush()) {
        return cannot("written", m_file);
    }
    m_before.clear();
    return {};
}

}  // namespace sim
