#include "models/expectation.h"

namespace models {

bool Bound::holds(double found) const {
    switch (comparison) {
        case Comparison::AtLeast:
            return found >= low;
        case Comparison::AtMost:
            return found <= low;
        case Comparison::Above:
            return found > low;
        case Comparison::Below:
            return found < low;
        case Comparison::Exactly:
            return found == low;
        case Comparison::Between:
            return found >= low && found <= high;
    }
    return false;
}

}  // namespace models
