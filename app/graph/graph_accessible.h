// The call graph for those who do not see it: every card and every line is a child with a name, a
// place and a sentence, and going to one is announced.
#pragma once

namespace app {

class CallGraphView;

// Once, before the first view is asked for its interface.
void installGraphAccessibility();

// Says that this child is where the user is now: nodes first, then edges, as in the scene.
void announceGraphChild(CallGraphView& view, int child);

}  // namespace app
