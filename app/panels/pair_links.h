// A part of a panel whose figures lead to the pairs of requests behind them.
#pragma once

#include "app/panels/cost_sentences.h"
#include "app/panels/linked_section.h"
#include "app/session/pairs_wanted.h"

namespace app {

class PairLinks : public LinkedSection {
    Q_OBJECT

  public:
    using LinkedSection::LinkedSection;

  Q_SIGNALS:
    void pairsWanted(const app::PairsWanted& wanted);

  protected:
    // The parts behind each other, as many lines as they need; `lead` before the first and `tail`
    // behind the last are plain. Returns the y below the last line.
    double drawParts(PanelPen& pen, QPointF at, double lineHeight, const QString& lead,
                     const std::vector<CostPart>& parts, const QString& tail,
                     PairsWanted wanted) const;
};

}  // namespace app
