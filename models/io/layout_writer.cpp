#include "models/io/layout_writer.h"

#include "models/io/value_text.h"
#include "models/io/yaml.h"

namespace models {

namespace {

std::string pairText(const CanvasPosition& position) {
    return position.name + ": [" + toText(position.x) + ", " + toText(position.y) + "]";
}

// `{ gateway: [228, 207], user: [470, 300] }`
std::string flowText(const std::vector<CanvasPosition>& layout) {
    std::string text = "{ ";
    for (const CanvasPosition& each : layout) {
        text += (&each == layout.data() ? "" : ", ") + pairText(each);
    }
    return text + " }";
}

std::string blockText(const std::vector<CanvasPosition>& layout) {
    std::string text = "layout:\n";
    for (const CanvasPosition& each : layout) {
        text += "  " + pairText(each) + '\n';
    }
    return text;
}

bool hasLayout(const std::string& text, const std::string& name) {
    const yaml::Parsing parsing = yaml::parse(text, name);
    return parsing.isComplete && parsing.document.root().find("layout").exists();
}

}  // namespace

TextEdit withLayout(std::string text, const std::string& name,
                    const std::vector<CanvasPosition>& layout) {
    if (layout.empty()) {
        if (!hasLayout(text, name)) {
            return {std::move(text), {}};
        }
        return withoutValue(std::move(text), name, "layout");
    }
    if (!hasLayout(text, name)) {
        // A line a card is what people like to read, and to compare. Where it does not fit (the
        // text is JSON, or ends with `...`) the value goes where any other would.
        const bool endsLine = text.empty() || text.back() == '\n';
        std::string longer = text + (endsLine ? "\n" : "\n\n") + blockText(layout);
        if (hasLayout(longer, name)) {
            return {std::move(longer), {}};
        }
    }
    return setValue(std::move(text), name, "layout", flowText(layout));
}

}  // namespace models
