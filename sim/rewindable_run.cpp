#include "sim/rewindable_run.h"

#include <algorithm>
#include <utility>

namespace sim {

RewindableRun::RewindableRun(models::Scenario scenario, const RunOptions& options,
                             std::size_t bytesAtMost)
    : m_options(options),
      m_live(std::make_unique<Simulation>(std::move(scenario), options)),
      m_checkpoints(bytesAtMost) {}

void RewindableRun::act(What what) {
    if (isInReview()) {
        goOnFromHere();
    }
    what(*m_live);
    m_deeds.push_back({m_live->now(), std::move(what)});
}

void RewindableRun::offerCheckpoint(bool isHurried) {
    m_checkpoints.offer(*m_live, m_deeds.size(), isHurried);
}

void RewindableRun::review(Instant at) {
    const Instant warm = models::runStart + m_live->scenario().run.warmUp;
    at = std::max(at, warm);
    if (at >= m_live->now()) {
        backToLive();
        return;
    }
    m_wanted = at;
}

// From where the review stands, if the way there is not shorter from a checkpoint.
void RewindableRun::beginSeeking() {
    const Checkpoint* nearest = m_checkpoints.before(*m_wanted);
    if (m_review && m_review->now() <= *m_wanted &&
        (nearest == nullptr || nearest->run.now() <= m_review->now())) {
        return;
    }
    if (nearest != nullptr) {
        m_review = std::make_unique<Simulation>(nearest->run.copy());
        m_deedsOfReview = nearest->deeds;
        return;
    }
    // What was found of the warm-up is not looked for again. The folder is the run's.
    models::Scenario scenario = m_live->scenario();
    scenario.run.findsWarmUp = false;
    RunOptions options = m_options;
    options.stores = StoreKind::Memory;
    options.folder.clear();
    m_review = std::make_unique<Simulation>(std::move(scenario), options);
    m_deedsOfReview = 0;
}

void RewindableRun::seekOn(Duration by) {
    if (!isSeeking()) {
        return;
    }
    beginSeeking();
    const Instant target = std::min(*m_wanted, m_review->now() + by);
    while (m_deedsOfReview < m_deeds.size() && m_deeds[m_deedsOfReview].at < target) {
        const Deed& deed = m_deeds[m_deedsOfReview++];
        m_review->advanceTo(deed.at);
        deed.what(*m_review);
    }
    m_review->advanceTo(target);
    m_review->takeChartTicks();  // they are there since the first time
    if (m_review->now() < target) {
        m_wanted = m_review->now();  // it had stopped there
    }
}

void RewindableRun::backToLive() {
    m_wanted.reset();
    m_review.reset();
}

void RewindableRun::goOnFromHere() {
    if (!isInReview()) {
        return;
    }
    while (isSeeking()) {
        seekOn(std::chrono::seconds(1));
    }
    const Instant here = m_review->now();
    m_other = Road{std::exchange(m_live, std::move(m_review)), m_deeds, here};
    m_deeds.resize(m_deedsOfReview);
    m_checkpoints.forgetAfter(here);
    m_wanted.reset();
}

void RewindableRun::takeOtherRoad() {
    if (!m_other) {
        return;
    }
    backToLive();
    std::swap(m_live, m_other->run);
    std::swap(m_deeds, m_other->deeds);
    m_checkpoints.forgetAfter(m_other->from);
}

std::optional<Instant> RewindableRun::otherRoad() const {
    return m_other ? std::optional(m_other->from) : std::nullopt;
}

}  // namespace sim
