#include "sim/record/frame_packing.h"

#include <array>
#include <cstdint>

namespace sim {

namespace {

// In the order in which they stand in the bytes; the order is part of the format.
constexpr std::array columns = {
    &ProcessFrame::events, &ProcessFrame::started,  &ProcessFrame::ok,     &ProcessFrame::degraded,
    &ProcessFrame::failed, &ProcessFrame::rejected, &ProcessFrame::present};

constexpr std::size_t fingerprintBytes = 8;

class Writer {
  public:
    // Seven bits a byte, the lowest first; the sign is the lowest bit.
    void add(std::int64_t number) {
        auto bits =
            (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
        for (; bits >= 0x80; bits >>= 7) {
            m_bytes.push_back(static_cast<char>(bits | 0x80));
        }
        m_bytes.push_back(static_cast<char>(bits));
    }
    void addWhole(std::uint64_t word) {
        for (std::size_t i = 0; i < fingerprintBytes; ++i) {
            m_bytes.push_back(static_cast<char>(word >> (8 * i)));
        }
    }
    std::string take() && { return std::move(m_bytes); }

  private:
    std::string m_bytes;
};

class Reader {
  public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    std::int64_t number() {
        std::uint64_t bits = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint64_t byte = next();
            bits |= (byte & 0x7f) << shift;
            if (byte < 0x80) {
                return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
            }
        }
        m_isBroken = true;
        return 0;
    }
    std::uint64_t whole() {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < fingerprintBytes; ++i) {
            word |= next() << (8 * i);
        }
        return word;
    }
    std::size_t left() const { return m_bytes.size(); }
    bool isBroken() const { return m_isBroken; }

  private:
    std::uint64_t next() {
        if (m_bytes.empty()) {
            m_isBroken = true;
            return 0;
        }
        const auto byte = static_cast<unsigned char>(m_bytes.front());
        m_bytes.remove_prefix(1);
        return byte;
    }

    std::string_view m_bytes;
    bool m_isBroken = false;
};

// Numbers in damaged bytes may be anything; sums and differences wrap around.
std::int64_t difference(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
std::int64_t sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

std::string packed(const std::vector<Frame>& frames) {
    Writer writer;
    writer.add(static_cast<std::int64_t>(frames.size()));
    std::int64_t before = 0;
    for (const Frame& frame : frames) {
        const std::int64_t at = models::sinceStart(frame.at).count();
        writer.add(difference(at, before));
        before = at;
    }
    const std::size_t processes = frames.empty() ? 0 : frames.front().processes.size();
    for (const auto column : columns) {
        for (std::size_t process = 0; process < processes; ++process) {
            before = 0;
            for (const Frame& frame : frames) {
                const std::int64_t value = frame.processes[process].*column;
                writer.add(difference(value, before));
                before = value;
            }
        }
    }
    for (const Frame& frame : frames) {
        for (const ProcessFrame& process : frame.processes) {
            writer.addWhole(process.fingerprint);
        }
    }
    return std::move(writer).take();
}

std::optional<std::vector<Frame>> unpacked(std::string_view bytes, std::size_t processes) {
    Reader reader(bytes);
    const std::int64_t count = reader.number();
    // Every frame has a byte or more of its time: no more are made than the bytes can hold.
    if (reader.isBroken() || count < 0 || static_cast<std::size_t>(count) > reader.left() ||
        static_cast<std::size_t>(count) * processes > reader.left()) {
        return std::nullopt;
    }
    std::vector<Frame> frames(static_cast<std::size_t>(count));
    std::int64_t before = 0;
    for (Frame& frame : frames) {
        before = sum(before, reader.number());
        frame.at = models::Instant(models::Duration(before));
        frame.processes.resize(processes);
    }
    for (const auto column : columns) {
        for (std::size_t process = 0; process < processes; ++process) {
            before = 0;
            for (Frame& frame : frames) {
                before = sum(before, reader.number());
                frame.processes[process].*column = before;
            }
        }
    }
    for (Frame& frame : frames) {
        for (ProcessFrame& process : frame.processes) {
            process.fingerprint = reader.whole();
        }
    }
    return reader.isBroken() || reader.left() > 0 ? std::nullopt : std::optional(std::move(frames));
}

}  // namespace sim
