#include "sim/record/run_database.h"

#include <sqlite3.h>

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariant>
#include <QtEndian>
#include <array>
#include <charconv>

#include "sim/record/frame_packing.h"

namespace sim {

namespace {

constexpr int blobBytesMax = 256 << 20;

// The least work of zlib: frames are written while a run goes on.
constexpr int compression = 1;

QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

qlonglong nanoseconds(Instant at) {
    return models::sinceStart(at).count();
}

Instant instantOf(const QVariant& value) {
    return Instant(Duration(value.toLongLong()));
}

// The first four bytes say how much there will be; nothing is made that no recorder writes.
QByteArray uncompressed(const QByteArray& bytes) {
    const bool isHuge = bytes.size() < 4 || qFromBigEndian<quint32>(bytes.constData()) >
                                                static_cast<quint32>(blobBytesMax);
    return isHuge ? QByteArray() : qUncompress(bytes);
}

// One statement with its values; `problem` is set once, and nothing is done after that.
class Statement {
  public:
    Statement(const Connection& connection, const char* sql, std::string& problem)
        : m_connection(connection),
          m_query(QSqlDatabase::database(text(connection.name()), false)),
          m_problem(problem) {
        m_query.setForwardOnly(true);
        if (m_problem.empty() && !m_query.prepare(QLatin1String(sql))) {
            fail();
        }
    }

    template <typename... Values>
    void execute(const Values&... values) {
        // NOLINTNEXTLINE(misc-const-correctness): it counts where there is a value
        int place = 0;
        (m_query.bindValue(place++, values), ...);
        if (m_problem.empty() && !m_query.exec()) {
            fail();
        }
    }
    // The next row of a SELECT. A row that cannot be read ends it with a problem.
    bool next() {
        if (!m_problem.empty()) {
            return false;
        }
        const bool there = m_query.next();
        if (!there && m_query.lastError().isValid()) {
            fail();
        }
        return there;
    }
    QVariant value(int column) const { return m_query.value(column); }
    std::string string(int column) const { return value(column).toString().toStdString(); }

  private:
    void fail() {
        const std::string said = m_query.lastError().databaseText().toStdString();
        m_problem = said.empty() ? m_connection.lastMessage() : said;
    }

    const Connection& m_connection;
    QSqlQuery m_query;
    std::string& m_problem;
};

}  // namespace

RunDatabase::RunDatabase(const std::filesystem::path& file)
    : m_connection(file.string(), Loses::NotACommit), m_problem(m_connection.fault()) {
    if (m_problem.empty()) {
        sqlite3_limit(m_connection.handle(), SQLITE_LIMIT_LENGTH, blobBytesMax);
    }
}

RunDatabase::~RunDatabase() = default;

void RunDatabase::run(const std::string& sql) {
    if (m_problem.empty() && m_connection.run(sql) != SQLITE_OK) {
        m_problem = m_connection.lastMessage();
    }
}

void RunDatabase::addToManifest(const std::string& key, const std::string& value) {
    Statement(m_connection, "INSERT OR REPLACE INTO manifest VALUES (?, ?)", m_problem)
        .execute(text(key), text(value));
}

void RunDatabase::create(const RunSource& source) {
    run("PRAGMA application_id = " + std::to_string(runDatabaseId));
    begin();
    for (const char* table :
         {"CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
          "CREATE TABLE processes (place INTEGER PRIMARY KEY, name TEXT NOT NULL)",
          "CREATE TABLE commands (place INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, "
          "command TEXT NOT NULL)",
          "CREATE TABLE frames (first_ns INTEGER PRIMARY KEY, last_ns INTEGER NOT NULL, "
          "packed BLOB NOT NULL)",
          "CREATE TABLE timeline (place INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, "
          "what TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, "
          "fault INTEGER NOT NULL)",
          "CREATE TABLE bookmarks (place INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, "
          "note TEXT NOT NULL)"}) {
        run(table);
    }
    addToManifest("format", std::to_string(recordingFormat));
    addToManifest("program", source.program);
    addToManifest("scenario", source.scenario.name);
    addToManifest("seed", std::to_string(source.scenario.run.seed));
    addToManifest("duration_ns", std::to_string(source.scenario.run.duration.count()));
    addToManifest("plays_faults", source.playsFaults ? "1" : "0");
    addToManifest("stores", source.stores == StoreKind::File ? "file" : "memory");
    Statement insert(m_connection, "INSERT INTO processes VALUES (NULL, ?)", m_problem);
    for (const std::string& name : processNames(source.scenario)) {
        insert.execute(text(name));
    }
    commit();
}

void RunDatabase::addCommand(std::size_t place, Instant at, const std::string& command) {
    Statement(m_connection, "INSERT INTO commands VALUES (?, ?, ?)", m_problem)
        .execute(static_cast<qlonglong>(place), nanoseconds(at), text(command));
}

void RunDatabase::addFrames(const std::vector<Frame>& frames) {
    const std::string bytes = packed(frames);
    const QByteArray compressed = qCompress(reinterpret_cast<const uchar*>(bytes.data()),
                                            static_cast<qsizetype>(bytes.size()), compression);
    Statement(m_connection, "INSERT INTO frames VALUES (?, ?, ?)", m_problem)
        .execute(nanoseconds(frames.front().at), nanoseconds(frames.back().at), compressed);
}

void RunDatabase::addBookmark(const Bookmark& bookmark) {
    Statement(m_connection, "INSERT INTO bookmarks VALUES (NULL, ?, ?)", m_problem)
        .execute(nanoseconds(bookmark.at), text(bookmark.note));
}

void RunDatabase::addEnd(const RecordedEnd& end, const std::vector<TimelineRow>& timeline) {
    Statement insert(m_connection, "INSERT INTO timeline VALUES (NULL, ?, ?, ?, ?, ?)", m_problem);
    for (const TimelineRow& row : timeline) {
        insert.execute(nanoseconds(row.at), text(row.what), text(row.where), text(row.detail),
                       row.fault);
    }
    addToManifest("events", std::to_string(end.events));
    addToManifest("fingerprint", hexText(end.fingerprint));
    addToManifest("stopped", end.stopped);
    addToManifest("machine_fault", end.machineFault);
    addToManifest("frames_dropped", std::to_string(end.framesDropped));
    addToManifest("end_ns", std::to_string(nanoseconds(end.at)));
}

std::map<std::string, std::string> RunDatabase::manifest() {
    std::map<std::string, std::string> manifest;
    Statement select(m_connection, "SELECT key, value FROM manifest", m_problem);
    select.execute();
    while (select.next()) {
        manifest[select.string(0)] = select.string(1);
    }
    return manifest;
}

std::vector<std::string> RunDatabase::processes() {
    std::vector<std::string> names;
    Statement select(m_connection, "SELECT name FROM processes ORDER BY place", m_problem);
    select.execute();
    while (select.next()) {
        names.push_back(select.string(0));
    }
    return names;
}

std::vector<std::string> RunDatabase::commands() {
    std::vector<std::string> commands;
    Statement select(m_connection, "SELECT command FROM commands ORDER BY place", m_problem);
    select.execute();
    while (select.next()) {
        commands.push_back(select.string(0));
    }
    return commands;
}

std::vector<TimelineRow> RunDatabase::timeline() {
    std::vector<TimelineRow> rows;
    Statement select(m_connection,
                     "SELECT at_ns, what, subject, detail, fault FROM timeline ORDER BY place",
                     m_problem);
    select.execute();
    while (select.next()) {
        rows.push_back({instantOf(select.value(0)), select.string(1), select.string(2),
                        select.string(3), select.value(4).toInt()});
    }
    return rows;
}

// Runs that were recorded before there were any have no such table.
std::vector<Bookmark> RunDatabase::bookmarks() {
    Statement table(m_connection, "SELECT 1 FROM sqlite_master WHERE name = 'bookmarks'",
                    m_problem);
    table.execute();
    if (!table.next()) {
        return {};
    }
    std::vector<Bookmark> bookmarks;
    Statement select(m_connection, "SELECT at_ns, note FROM bookmarks ORDER BY at_ns", m_problem);
    select.execute();
    while (select.next()) {
        bookmarks.push_back({instantOf(select.value(0)), select.string(1)});
    }
    return bookmarks;
}

std::optional<Instant> RunDatabase::lastFrame() {
    Statement select(m_connection, "SELECT max(last_ns) FROM frames", m_problem);
    select.execute();
    return select.next() && !select.value(0).isNull() ? std::optional(instantOf(select.value(0)))
                                                      : std::nullopt;
}

std::vector<Frame> RunDatabase::frames(Instant from, Instant until, std::size_t processes) {
    std::vector<Frame> frames;
    Statement select(m_connection,
                     "SELECT packed FROM frames WHERE last_ns >= ? AND first_ns < ? "
                     "ORDER BY first_ns",
                     m_problem);
    select.execute(nanoseconds(from), nanoseconds(until));
    while (select.next()) {
        const QByteArray bytes = uncompressed(select.value(0).toByteArray());
        std::optional<std::vector<Frame>> block = unpacked(
            std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), processes);
        if (!block) {
            m_problem = "its frames cannot be read";
            return frames;
        }
        for (Frame& frame : *block) {
            if (from <= frame.at && frame.at < until) {
                frames.push_back(std::move(frame));
            }
        }
    }
    return frames;
}

std::vector<std::string> processNames(const models::Scenario& scenario) {
    std::vector<std::string> names;
    const auto add = [&](const auto& processes) {
        for (const auto& each : processes) {
            names.push_back(each.name);
        }
    };
    add(scenario.journeys);
    add(scenario.services);
    add(scenario.topics);
    return names;
}

std::string hexText(std::uint64_t word) {
    std::array<char, 16> digits{};
    const auto [end, problem] =
        std::to_chars(digits.data(), digits.data() + digits.size(), word, 16);
    const std::string text(digits.data(), end);
    return std::string(digits.size() - text.size(), '0') + text;
}

}  // namespace sim
