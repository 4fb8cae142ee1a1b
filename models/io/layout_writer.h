// The positions of the cards, written back into a scenario's text: what the canvas saves.
#pragma once

#include <string>
#include <vector>

#include "models/io/scenario_reader.h"

namespace models {

// The text with `layout` replaced, or added at its end; the rest of it stays byte for byte. Reading
// it gives these positions; without any, no `layout` is left. A diagnostic: the text is no mapping
// that could have a `layout`.
TextEdit withLayout(std::string text, const std::string& name,
                    const std::vector<CanvasPosition>& layout);

}  // namespace models
