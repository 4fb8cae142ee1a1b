// What can be found by typing a part of its name, and in which order it is proposed. Who asks gives
// what there is; nothing here knows the window.
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "app/graph/health.h"

namespace app {

enum class FindableKind { Service, Journey, Topic, Call, Group, Moment, Request, Command };

struct Findable {
    FindableKind kind = FindableKind::Service;
    QString name;
    QString about;  // how it fares, or where it stands
    QString keys;   // of a command
    Health health = Health::NotJudged;
    std::function<void()> go;
    QString also;  // words that find it and need not be read: unhealthy, no traffic
};

// What was typed: `s pay`, `t 4711` and `> halt` look among one kind only.
struct FindQuery {
    enum class Among { All, Parts, Requests, Commands };
    Among among = Among::All;
    QStringList words;  // each must occur
};

FindQuery findQuery(const QString& typed);

// Those that match, best first: by where in the name the words stand, then in the order given.
// Without words: the services, journeys and topics that are not well, worst first, or all of them
// where all are well; of one kind, all of that kind.
std::vector<Findable> found(const std::vector<Findable>& all, const FindQuery& query);

}  // namespace app
