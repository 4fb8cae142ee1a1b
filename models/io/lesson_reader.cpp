#include "models/io/section_readers.h"

namespace models {

std::vector<LessonStep> readLesson(ReadingContext& context, const yaml::Node& node) {
    std::vector<LessonStep> all;
    if (!node.exists() || node.isEmpty()) {
        return all;
    }
    if (!node.isSequence()) {
        reportShape(context, node, "a list such as `[ { text: Press K. } ]`");
        return all;
    }
    for (const yaml::Node& each : node.items()) {
        const Fields fields(context, each, {Section::Lesson}, "the step of the lesson");
        all.push_back({fields.text("text")});
    }
    return all;
}

}  // namespace models
