// The words of the isolation panel, from the values of sim::Isolation: name first, then count of
// count, then the reason; past tense, no blame, at most two numbers a sentence.
#pragma once

#include <QString>

#include "sim/isolation.h"

namespace app {

// "Select a service and press K. Try payment.", in the two parts that stand around the key cap.
struct Invitation {
    QString beforeKey;  // "Select a service\nand press "
    QString afterKey;   // ". Try payment."
};
Invitation invitation(const QString& toTry);

// A journey that something else than the fault, which is over, keeps down; null: there is none.
const sim::SubjectIsolation* stuckJourney(const sim::Isolation& isolation);

// "payment is down", "payment is back", "user is slow".
QString headline(const sim::Isolation& isolation);

// Who was hurt most and who was not, in two sentences at most.
QString summary(const sim::Isolation& isolation, sim::Instant now);

// "158 of 158 subscribe requests failed: subscribe needs payment.charge and has no fallback."
QString sentence(const sim::Isolation& isolation, const sim::SubjectIsolation& journey);

// The parts of a journey's entry: "failed"; "158 of 158"; "It needs ..."; "21 unavailable, ...".
QString effectWord(sim::Effect effect);
QString countOfCount(const sim::SubjectIsolation& subject);
QString journeyReason(const sim::Isolation& isolation, const sim::SubjectIsolation& journey);
QString causes(const sim::CauseCounts& failedByCause);

// "passes failures on", "no path to payment": fits a column.
QString serviceReason(const sim::Isolation& isolation, const sim::SubjectIsolation& service);

// "Breaker gateway → payment.charge" and "open since 01:05.1, refused 137 calls at once".
QString protectionTitle(const sim::Protection& protection);
QString protectionDetail(const sim::Protection& protection);

}  // namespace app
