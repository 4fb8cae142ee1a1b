#include "app/graph/dots.h"

#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr double tipRoom = 5;        // a request is in when it reaches the arrow
constexpr double smoothing = 1.0;    // seconds over which the load of a line is averaged
constexpr double longestWait = 1.5;  // a dot that cannot start for so long is left out

// Walks everybody on, the foremost first; nobody comes nearer than the spacing to who is ahead.
template <typename Walkers>
void walk(Walkers& walkers, double seconds, double spacing) {
    double limit = 1e12;
    for (auto& walker : walkers) {
        const double wished = walker.walked + walker.speed * seconds;
        walker.walked = std::max(walker.walked, std::min(wished, limit));
        limit = walker.walked - spacing;
    }
}

double sentPerSecond(const sim::MessageSnapshot& messages) {
    const double span = models::inSeconds(messages.recentSpan);
    return span > 0 ? static_cast<double>(messages.recent.sent) / span : 0;
}

}  // namespace

double displaySpeed(models::Duration latency) {
    const double ms = std::max(0.0, models::inSeconds(latency) * 1000);
    return std::clamp(150 / (0.4 + 0.3 * std::log10(1 + ms)), 40.0, 300.0);
}

int niceCount(double wanted) {
    for (int decade = 1; decade < 1'000'000'000; decade *= 10)
        for (const int step : {1, 2, 5})
            if (step * decade >= wanted)
                return step * decade;
    return 1'000'000'000;
}

void Dots::setLengths(const std::vector<double>& lengths, std::vector<int> lineOf) {
    m_lineOf = std::move(lineOf);
    m_lines.resize(lengths.size());
    for (std::size_t e = 0; e < lengths.size(); ++e) {
        Line& line = m_lines[e];
        if (line.length > 0)
            for (auto* walkers : {&line.there, &line.back})
                for (Walker& walker : *walkers)
                    walker.walked *= lengths[e] / line.length;
        line.length = lengths[e];
    }
}

int Dots::lineAt(std::size_t edge) const {
    int line = m_lineOf.empty() ? static_cast<int>(edge) : -1;
    if (edge < m_lineOf.size())
        line = m_lineOf[edge];
    return line < static_cast<int>(m_lines.size()) ? line : -1;
}

void Dots::clear() {
    for (Line& line : m_lines) {
        const double length = line.length;
        line = Line{};
        line.length = length;
    }
    m_last = {};
    m_perDot = 1;
}

// So many requests a dot that even the busiest line keeps its dots apart, and all are at most
// `most`. Falls back only when there is much room: a legend that flickers cannot be read.
void Dots::chooseCount(int sampleOneIn) {
    double wanted = sampleOneIn, total = 0;
    for (const Line& line : m_lines) {
        const double apart = 1.4 * spacing;
        wanted = std::max(wanted, line.load * apart / line.speed);
        total += line.load * 2 * line.length / line.speed;
    }
    wanted = std::max(wanted, total / most);
    const int roomy = niceCount(wanted * 1.15);
    if (wanted > m_perDot)
        m_perDot = niceCount(wanted);
    else if (roomy < m_perDot)
        m_perDot = roomy;
}

void Dots::offer(const sim::Snapshot& snapshot, double seconds) {
    if (snapshot.now < m_last)
        clear();
    const bool paceKnown = m_last != sim::Instant{} && seconds > 0;
    seconds = paceKnown ? std::clamp(seconds, 0.01, 1.0) : 0.1;
    // Simulated seconds a second of the wall: at 10x there are ten times as many dots to show.
    const double pace = models::inSeconds(snapshot.now - m_last) / seconds;
    const double fresh = 1 - std::exp(-seconds / smoothing);
    const std::size_t calls = snapshot.edges.size();
    std::vector<double> rates(m_lines.size(), 0);
    for (std::size_t e = 0; e < calls + snapshot.messages.size(); ++e)
        if (const int line = lineAt(e); line >= 0)
            rates[static_cast<std::size_t>(line)] +=
                e < calls ? snapshot.edges[e].recent.startedPerSecond()
                          : sentPerSecond(snapshot.messages[e - calls]);
    for (std::size_t e = 0; e < m_lines.size(); ++e) {
        double& load = m_lines[e].load;
        if (paceKnown)
            load += (rates[e] * pace - load) * fresh;
        else if (load <= 0)
            load = rates[e];
    }
    chooseCount(snapshot.sampleOneIn);
    for (const sim::CallSample& sample : snapshot.samples)
        take(snapshot, sample, seconds);
    for (const sim::MessageSample& sample : snapshot.messageSamples)
        take(snapshot, sample, seconds);
    m_last = snapshot.now;
}

// So many requests a dot: whether the next that a line has to show is due.
bool Dots::isDue(double& owed, int sampleOneIn) const {
    owed += sampleOneIn;
    if (owed < m_perDot)
        return false;
    owed = std::min(owed - m_perDot, static_cast<double>(m_perDot));
    return count() < most;
}

void Dots::await(const sim::Snapshot& snapshot, Line& line, const Walker& walker, sim::Instant at,
                 double seconds) {
    const double span = models::inSeconds(snapshot.now - m_last);
    const double since = models::inSeconds(at - m_last);
    const double part = span > 0 ? std::clamp(since / span, 0.0, 1.0) : 0;
    line.waiting.push_back({part * seconds, walker});
}

void Dots::take(const sim::Snapshot& snapshot, const sim::CallSample& sample, double seconds) {
    const int place = sample.edge < 0 ? -1 : lineAt(static_cast<std::size_t>(sample.edge));
    if (place < 0)
        return;
    // Who looks at a line that stands still shall not be overrun when it goes on.
    if (place == m_frozen)
        return;
    // Refused by the breaker at once: nothing was sent.
    if (sample.failed && sample.answered == sample.sent)
        return;
    Line& line = m_lines[place];
    Walker walker;
    walker.answered = sample.answered.has_value();
    walker.failed = sample.failed;
    walker.speed = displaySpeed(sample.answered.value_or(snapshot.now) - sample.sent);
    line.speed += (walker.speed - line.speed) * 0.1;
    double& owed = sample.failed ? line.owedFailed : line.owed;
    // A call is told of when it has ended, so that is when its turn comes.
    if (isDue(owed, snapshot.sampleOneIn))
        await(snapshot, line, walker, sample.answered.value_or(sample.sent), seconds);
}

// It goes one way. Only what was refused, or handed over and not handled, is seen to come back.
void Dots::take(const sim::Snapshot& snapshot, const sim::MessageSample& sample, double seconds) {
    const std::size_t edge = snapshot.edges.size() + static_cast<std::size_t>(sample.edge);
    const int place = sample.edge < 0 ? -1 : lineAt(edge);
    if (place < 0 || place == m_frozen)
        return;
    using enum sim::MessageSample::Fate;
    Line& line = m_lines[place];
    Walker walker;
    walker.kind = DotKind::Message;
    walker.failed = walker.answered = sample.fate != Taken;
    walker.onlyBack = sample.fate == NotHandled;
    walker.speed = displaySpeed(sample.way);
    line.speed += (walker.speed - line.speed) * 0.1;
    if (isDue(walker.failed ? line.owedFailed : line.owed, snapshot.sampleOneIn))
        await(snapshot, line, walker, sample.at, seconds);
}

void Dots::advance(double seconds) {
    for (int e = 0; e < static_cast<int>(m_lines.size()); ++e)
        if (e != m_frozen)
            advanceLine(m_lines[e], seconds);
}

// Where there is room, else it is left out.
void Dots::turnBack(Line& line, Walker walker) {
    if (!line.back.empty() && line.back.back().walked < spacing)
        return;
    walker.kind = walker.failed ? DotKind::FailedReply : DotKind::Reply;
    walker.walked = tipRoom;
    line.back.push_back(walker);
}

void Dots::advanceLine(Line& line, double seconds) {
    walk(line.there, seconds, spacing);
    walk(line.back, seconds, spacing);
    while (!line.there.empty() && line.there.front().walked >= line.length - tipRoom) {
        const Walker walker = line.there.front();
        line.there.pop_front();
        if (walker.answered)
            turnBack(line, walker);
    }
    while (!line.back.empty() && line.back.front().walked >= line.length)
        line.back.pop_front();
    for (Waiting& waiting : line.waiting)
        waiting.in -= seconds;
    std::erase_if(line.waiting, [](const Waiting& one) { return one.in < -longestWait; });
    for (const bool onlyBack : {false, true}) {
        const auto due = std::find_if(
            line.waiting.begin(), line.waiting.end(),
            [&](const Waiting& one) { return one.in <= 0 && one.walker.onlyBack == onlyBack; });
        const auto& walkers = onlyBack ? line.back : line.there;
        const bool room = walkers.empty() || walkers.back().walked >= spacing;
        if (due == line.waiting.end() || !room)
            continue;
        if (onlyBack)
            turnBack(line, due->walker);
        else
            line.there.push_back(due->walker);
        line.waiting.erase(due);
    }
}

int Dots::count() const {
    std::size_t sum = 0;
    for (const Line& line : m_lines)
        sum += line.waiting.size() + line.there.size() + line.back.size();
    return static_cast<int>(sum);
}

bool Dots::empty() const {
    return count() == 0;
}

std::vector<Dot> Dots::dots() const {
    std::vector<Dot> all;
    for (int e = 0; e < static_cast<int>(m_lines.size()); ++e) {
        const Line& line = m_lines[e];
        for (const Walker& walker : line.there)
            all.push_back({e, walker.kind, std::min(walker.walked, line.length)});
        for (const Walker& walker : line.back)
            all.push_back({e, walker.kind, std::max(0.0, line.length - walker.walked)});
    }
    return all;
}

}  // namespace app
