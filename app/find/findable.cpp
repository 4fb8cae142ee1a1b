#include "app/find/findable.h"

#include <algorithm>
#include <optional>

namespace app {
namespace {

bool isAmong(const Findable& each, FindQuery::Among among) {
    switch (among) {
        case FindQuery::Among::All:
            return true;
        case FindQuery::Among::Parts:
            return each.kind < FindableKind::Request;
        case FindQuery::Among::Requests:
            return each.kind == FindableKind::Request;
        case FindQuery::Among::Commands:
            return each.kind == FindableKind::Command;
    }
    return false;
}

bool beginsAWord(const QString& name, const QString& word) {
    for (qsizetype at = name.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = name.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (at == 0 || !name[at - 1].isLetterOrNumber())
            return true;
    }
    return false;
}

// 0 is best; absent: the word does not occur.
std::optional<int> rankOf(const Findable& each, const QString& word) {
    if (each.name.compare(word, Qt::CaseInsensitive) == 0)
        return 0;
    if (each.name.startsWith(word, Qt::CaseInsensitive))
        return 1;
    if (beginsAWord(each.name, word))
        return 2;
    if (each.name.contains(word, Qt::CaseInsensitive))
        return 3;
    if (beginsAWord(each.about, word) || beginsAWord(each.also, word))
        return 4;
    return {};
}

std::optional<int> rankOf(const Findable& each, const QStringList& words) {
    int worst = 0;
    for (const QString& word : words) {
        const auto rank = rankOf(each, word);
        if (!rank)
            return {};
        worst = std::max(worst, *rank);
    }
    return worst;
}

std::vector<Findable> worstFirst(const std::vector<Findable>& parts) {
    std::vector<Findable> unwell;
    for (const Findable& each : parts) {
        if (severity(each.health) > 0)
            unwell.push_back(each);
    }
    std::stable_sort(unwell.begin(), unwell.end(), [](const Findable& a, const Findable& b) {
        return severity(a.health) > severity(b.health);
    });
    return unwell;
}

}  // namespace

FindQuery findQuery(const QString& typed) {
    FindQuery query;
    QString rest = typed;
    if (typed.startsWith(QLatin1Char('>'))) {
        query.among = FindQuery::Among::Commands;
        rest = typed.mid(1);
    } else if (typed.startsWith(QLatin1String("s "))) {
        query.among = FindQuery::Among::Parts;
        rest = typed.mid(2);
    } else if (typed.startsWith(QLatin1String("t "))) {
        query.among = FindQuery::Among::Requests;
        rest = typed.mid(2);
    }
    query.words = rest.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return query;
}

std::vector<Findable> found(const std::vector<Findable>& all, const FindQuery& query) {
    const bool asksNothing = query.words.isEmpty() && query.among == FindQuery::Among::All;
    if (asksNothing) {
        std::vector<Findable> parts;
        std::ranges::copy_if(all, std::back_inserter(parts),
                             [](const Findable& each) { return each.kind < FindableKind::Call; });
        const std::vector<Findable> unwell = worstFirst(parts);
        return unwell.empty() ? parts : unwell;
    }
    std::vector<std::pair<int, const Findable*>> ranked;
    for (const Findable& each : all) {
        const auto rank =
            isAmong(each, query.among) ? rankOf(each, query.words) : std::optional<int>();
        if (rank)
            ranked.emplace_back(*rank, &each);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Findable> best;
    for (const auto& [rank, each] : ranked)
        best.push_back(*each);
    return best;
}

}  // namespace app
