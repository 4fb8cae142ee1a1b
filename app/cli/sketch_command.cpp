#include "app/cli/sketch_command.h"

#include "app/cli/made_scenario.h"
#include "models/import/sketch.h"

namespace app {

int sketchCommand(const SketchArguments& arguments, Console& console) {
    const SourceText source = readSourceText(arguments.file, models::sketchSizeMax, console);
    if (!source.text) {
        return source.exitCode;
    }
    const models::Sketch sketch = models::scenarioFromSketch(*source.text, source.name);
    return handOver(sketch.text, sketch.diagnostics, arguments.out, console);
}

}  // namespace app
