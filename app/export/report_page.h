// The report of a run as one HTML file: verdicts, faults and whom they hurt, pictures, tables. It
// needs nothing beside it, runs nothing, and can be printed.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace app {

enum class ReportMark { None, Good, Degraded, Bad, Open };

struct ReportPage {
    struct Fact {
        QString name, value;
    };
    struct Verdict {
        ReportMark mark = ReportMark::Open;
        QString word;  // "holds"
        QString name;
        QStringList details;  // what was found and what was wanted
    };
    // Whom something hurt: "subscribe", "failed", "117 of 117", "It needs payment.charge ...".
    struct Effect {
        ReportMark mark = ReportMark::None;
        QString name, word, count, reason;
    };
    struct Fault {
        QString when;  // "00:40.0 to 01:10.0"
        QString title;
        QString summary;
        std::vector<Effect> journeys, services;
        std::vector<Fact> protections;  // what stopped failures
    };
    struct Picture {
        QString title;  // read aloud in its place
        QByteArray svg;
    };
    // Columns are of text as far as `textColumns`, of figures after them.
    struct Table {
        QString title;
        QStringList columns;
        int textColumns = 1;
        std::vector<QStringList> rows;
        QStringList notes;  // beneath
    };

    QString title;
    QString about;
    QString standing;  // what the verdicts come to; empty: nothing was judged
    std::vector<Fact> facts;
    std::vector<Verdict> verdicts;
    std::vector<Fault> faults;
    std::vector<Picture> pictures;
    std::vector<Fact> notes;  // the user's, with their instants
    std::vector<Table> tables;
    QString howToRepeat;   // a sentence
    QString command;       // empty: none does
    QString scenarioText;  // that does the same; empty: none does
};

QByteArray htmlOf(const ReportPage& page);

}  // namespace app
