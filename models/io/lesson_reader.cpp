#include "models/io/plain_text.h"
#include "models/io/section_readers.h"

namespace models {

namespace {

std::vector<std::string> readAnswers(ReadingContext& context, const Fields& fields) {
    std::vector<std::string> answers;
    const yaml::Node node = fields.value("answers");
    if (!node.exists()) {
        return answers;
    }
    if (!fields.has("ask")) {
        context.error(DiagnosticKind::Conflict, fields.key("answers"),
                      "`answers` without `ask`: to what question?");
    }
    if (!node.isSequence() || node.size() < 2) {
        reportShape(context, node, "a list of two answers at least, the right one first");
        return answers;
    }
    for (const yaml::Node& each : node.items()) {
        if (each.isScalar() && !each.isEmpty()) {
            answers.emplace_back(trimmed(each.text()));
        } else {
            reportShape(context, each, "an answer");
        }
    }
    return answers;
}

}  // namespace

std::vector<LessonStep> readLesson(ReadingContext& context, const yaml::Node& node,
                                   const Scenario& scenario) {
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
        LessonStep step;
        step.text = fields.text("text");
        step.ask = fields.text("ask");
        step.answers = readAnswers(context, fields);
        if (fields.has("until")) {
            step.until = readClaim(context, fields.value("until"), scenario);
        }
        step.explain = fields.text("explain");
        all.push_back(std::move(step));
    }
    return all;
}

}  // namespace models
