#include "sim/event_words.h"

namespace sim {

namespace {

// What a process tells itself.
std::string ownWords(EventKind kind) {
    switch (kind) {
        case EventKind::StepEnds:
            return "a step ends";
        case EventKind::AttemptExpires:
        case EventKind::TimeoutsDue:
            return "the time of a call is over";
        case EventKind::BackoffEnds:
            return "a call is tried again";
        case EventKind::InstanceReady:
            return "an instance is ready";
        case EventKind::JourneyBegins:
            return "a request begins";
        case EventKind::TokenComes:
            return "a token comes for a call that waits";
        case EventKind::PermitGranted:
            return "a permit is given to a call that waits";
        case EventKind::PermitWaitEnds:
            return "a call has waited for a permit in vain";
        case EventKind::HedgeDue:
            return "the next copy of a call is due";
        case EventKind::SharedWorkEnds:
            return "a computation ends";
        case EventKind::ConfirmExpires:
            return "the time of a confirmation is over";
        case EventKind::RedeliveryDue:
            return "a message is due again";
        case EventKind::FlightEnds:
            return "a cache's entry has been fetched";
        case EventKind::RelayDue:
            return "the outbox sends again";
        case EventKind::CrashingDue:
            return "an instance crashes, or begins again";
        case EventKind::ProbeDue:
            return "a health check";
        case EventKind::EjectionEnds:
            return "an instance is let in again";
        case EventKind::RequestCrosses:
            return "a request comes to its instance";
        case EventKind::DrainEnds:
            return "the time of a stopping instance is over";
        case EventKind::CanaryJudged:
            return "a step of the canary is judged";
        case EventKind::AutoscaleDue:
            return "the autoscaler looks";
        case EventKind::RolloutDue:
            return "the rollout goes on";
        default:
            return "something is due";
    }
}

}  // namespace

std::string wordsOf(const Event& event, const std::string& sender) {
    switch (event.kind) {
        case EventKind::Request:
            return "a request of " + sender + " comes";
        case EventKind::Reply:
            return "the answer of " + sender + " comes";
        case EventKind::Cancel:
            return sender + " no longer waits for a request";
        case EventKind::Publish:
            return "a message of " + sender + " comes";
        case EventKind::Confirm:
            return "the confirmation of " + sender + " comes";
        case EventKind::Deliver:
            return "a message from " + sender + " comes";
        case EventKind::Acknowledge:
            return sender + " says what became of a message";
        case EventKind::ConsumerChanged:
            return "an instance of " + sender + " comes or goes";
        case EventKind::FaultBegins:
            return "a fault begins";
        case EventKind::FaultEnds:
            return "a fault ends";
        case EventKind::RestartOrdered:
            return "a restart is ordered";
        case EventKind::RolloutBegins:
            return "a rollout begins";
        case EventKind::RollBackOrdered:
            return "a roll-back is ordered";
        case EventKind::ParameterSet:
            return "a parameter is set";
        default:
            return ownWords(event.kind);
    }
}

}  // namespace sim
