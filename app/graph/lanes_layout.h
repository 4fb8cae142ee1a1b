// Where the cards stand in lanes: a row for each lane from left to right, layers as columns that
// all of them share, so that a call still leads to the right. Pure and deterministic.
#pragma once

#include "app/graph/layered_layout.h"

namespace app {

// `lane` of each node, from 0, as they shall stand from the top; -1: in none, before them all.
Layout layOutInLanes(const LayoutInput& input, const std::vector<int>& lane);

// By how many edges lead there from one of `sources`, at the least, a column each; those where
// none leads come last.
std::vector<int> distancesFrom(const std::vector<int>& sources, const LayoutInput& input);
Layout layOutByDistance(const LayoutInput& input, const std::vector<int>& distance);

}  // namespace app
