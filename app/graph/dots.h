// Requests on their way, as dots that walk along the lines of the graph. Pure: told what was
// sampled and how much time of the wall has passed, it says where each dot is.
#pragma once

#include <deque>
#include <vector>

#include "sim/snapshot.h"

namespace app {

enum class DotKind { Request, Reply, FailedReply, Message };

struct Dot {
    int edge = 0;
    DotKind kind = DotKind::Request;
    double at = 0;  // px along the line from its beginning, replies too
};

// Pixels a second for a call of this latency: slow calls crawl, and nothing stands or flits.
double displaySpeed(models::Duration latency);

// The next of 1, 2, 5, 10, 20, 50, ... that is at least `wanted`.
int niceCount(double wanted);

class Dots {
  public:
    static constexpr int most = 2000;
    static constexpr double spacing = 16;  // of two requests on one line, between their centres

    // One line an edge, those of calls before those of messages; dots under way keep their share
    // of the way.
    // `lineOf` says on which line each edge of a snapshot is drawn, -1: on none; empty: each on its
    // own.
    void setLengths(const std::vector<double>& lengths, std::vector<int> lineOf = {});
    // The samples of a snapshot; `seconds` of the wall have passed since the one before.
    void offer(const sim::Snapshot& snapshot, double seconds);
    void advance(double seconds);
    void freeze(int edge) { m_frozen = edge; }  // -1: none
    void clear();

    std::vector<Dot> dots() const;
    bool empty() const;
    int requestsPerDot() const { return m_perDot; }

  private:
    struct Walker {
        DotKind kind = DotKind::Request;
        double walked = 0;
        double speed = 100;
        bool answered = false;
        bool failed = false;
        bool onlyBack = false;  // of its way there another dot has told
    };
    struct Waiting {
        double in = 0;  // seconds of the wall
        Walker walker;
    };
    struct Line {
        double length = 0;
        double load = 0;  // requests a second of the wall, smoothed
        double speed = 150;
        double owed = 0, owedFailed = 0;  // requests that no dot stands for yet
        std::deque<Waiting> waiting;
        std::deque<Walker> there, back;  // the foremost first
    };

    void chooseCount(int sampleOneIn);
    void take(const sim::Snapshot& snapshot, const sim::CallSample& sample, double seconds);
    void take(const sim::Snapshot& snapshot, const sim::MessageSample& sample, double seconds);
    bool isDue(double& owed, int sampleOneIn) const;
    // In its turn among what happened between two snapshots, which have `seconds` between them.
    void await(const sim::Snapshot& snapshot, Line& line, const Walker& walker, sim::Instant at,
               double seconds);
    static void turnBack(Line& line, Walker walker);
    void advanceLine(Line& line, double seconds);
    int count() const;
    int lineAt(std::size_t edge) const;  // of an edge of a snapshot; -1: it is not drawn

    std::vector<Line> m_lines;
    std::vector<int> m_lineOf;
    sim::Instant m_last{};
    int m_perDot = 1;
    int m_frozen = -1;
};

}  // namespace app
