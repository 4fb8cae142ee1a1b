// The words and figures of the matrix: journeys by outages.
#pragma once

#include <QString>

#include "app/look/glyphs.h"
#include "sim/blast_radius.h"

namespace app {

struct MatrixCell {
    Glyph glyph = Glyph::NotJudged;
    QString availability;       // "97.2 %"; a dash where nothing ended
    QString interval;           // of the availability over several seeds; empty: none
    QString change;             // of the p99 against the same time of the whole run: "+31 ms"
    QString reason;             // "needs payment.charge"; empty where no count says why
    QString shortReason;        // the same where there is little room
    bool wasProtected = false;  // the reason is one for being spared, not one for being hurt
};

MatrixCell matrixCell(const sim::JourneyUnderOutage& journey, const sim::JourneyUnderOutage& whole);

// Which services can die unnoticed by whom, which take everything down, which is the next to
// harden.
QString matrixHeadline(const models::Scenario& scenario, const sim::BlastRadius& result);

// "3 of 3 failed", "1 failed, 1 degraded", "nobody".
QString journeysHurt(const sim::OutageRun& outage);

// Until the last of the journeys that were hurt was itself again: "5.4 s".
QString backToNormal(const sim::OutageRun& outage, const sim::OutageRun& whole);

// "6 runs of 90 s, 184,686 requests, in 3.9 s".
QString matrixSize(const sim::BlastRadius& result, double wallSeconds);

// What reproduces it on the command line.
QString matrixCommand(const QString& file, const sim::BlastRadius& result);

}  // namespace app
