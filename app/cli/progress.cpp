#include "app/cli/progress.h"

#include <algorithm>
#include <string>

#include "app/cli/wording.h"

namespace app {

namespace {

constexpr auto quietAtFirst = std::chrono::seconds(1);
constexpr auto showEvery = std::chrono::milliseconds(100);
constexpr int barWidth = 30;
constexpr const char* wipeLine = "\r\x1b[K";

}  // namespace

Progress::Progress(std::ostream* terminal, Clock::time_point now)
    : m_terminal(terminal), m_begun(now), m_shownLast(now) {}

Progress::~Progress() {
    if (m_isShown) {
        *m_terminal << wipeLine << std::flush;
    }
}

void Progress::show(models::Instant reached, models::Instant end, Clock::time_point now) {
    const double whole = std::max(models::inSeconds(models::sinceStart(end)), 1e-9);
    const double done = models::inSeconds(models::sinceStart(reached));
    draw(done / whole, secondsText(done) + " of " + secondsText(whole) + " simulated", now);
}

void Progress::show(int done, int all, Clock::time_point now) {
    draw(static_cast<double>(done) / std::max(all, 1),
         countText(done) + " of " + countText(all) + " runs", now);
}

void Progress::draw(double part, const std::string& howFar, Clock::time_point now) {
    if (m_terminal == nullptr || now - m_begun < quietAtFirst || now - m_shownLast < showEvery) {
        return;
    }
    const double share = std::clamp(part, 0.0, 1.0);
    const double wall = std::chrono::duration<double>(now - m_begun).count();
    const int filled = static_cast<int>(share * barWidth);
    *m_terminal << wipeLine << '[' << std::string(static_cast<std::size_t>(filled), '#')
                << std::string(static_cast<std::size_t>(barWidth - filled), '.') << "] " << howFar
                << ", " << secondsText(share > 0 ? wall * (1 - share) / share : 0) << " to go"
                << std::flush;
    m_shownLast = now;
    m_isShown = true;
}

}  // namespace app
