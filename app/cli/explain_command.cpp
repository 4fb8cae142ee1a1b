#include "app/cli/explain_command.h"

#include <algorithm>
#include <set>
#include <vector>

#include "app/cli/key_words.h"
#include "app/cli/shipped_examples.h"
#include "app/cli/text_table.h"
#include "app/cli/wording.h"
#include "models/io/key_walk.h"
#include "models/io/plain_text.h"
#include "models/io/value_forms.h"
#include "models/terms.h"

namespace app {

namespace {

using models::Key;
using models::Section;

constexpr std::size_t textWidth = 96;
constexpr std::string_view explainIndent = "  ";
constexpr std::size_t labelWidth = 9;  // of "example"

// Words in lines, each begun with `begin`; the first with `first`.
std::string wrapped(std::string_view text, const std::string& first, const std::string& begin) {
    std::string all;
    std::string line = first;
    bool isEmpty = true;
    for (const std::string_view word : models::split(text, ' ')) {
        if (!isEmpty && line.size() + 1 + word.size() > textWidth) {
            all += line + '\n';
            line = begin;
            isEmpty = true;
        }
        line += (isEmpty ? "" : " ") + std::string(word);
        isEmpty = false;
    }
    return all + line + '\n';
}

std::string paragraph(std::string_view text) {
    return text.empty() ? std::string()
                        : wrapped(text, std::string(explainIndent), std::string(explainIndent));
}

// "  default   64"
std::string labelled(std::string_view label, std::string_view text) {
    const std::string begin(explainIndent.size() + labelWidth + 1, ' ');
    std::string first = std::string(explainIndent) + std::string(label);
    first.resize(begin.size(), ' ');
    return text.empty() ? std::string() : wrapped(text, first, begin);
}

struct FoundKey {
    Section section = Section::None;
    const Key* key = nullptr;
};

std::vector<FoundKey> allKeys() {
    std::vector<FoundKey> all;
    for (const Section section : models::allSections()) {
        for (const Key& each : models::keysOf(section)) {
            all.push_back({section, &each});
        }
    }
    return all;
}

// Whether the words stand in a place in their order; NAME and N are whatever somebody has there.
bool leadsThrough(const std::string& place, std::span<const std::string_view> words) {
    std::size_t found = 0;
    for (const std::string_view part : models::split(place, '.')) {
        const bool isAny = part == "NAME" || part == "N";
        found += found < words.size() && (isAny || part == words[found]) ? 1 : 0;
    }
    return found == words.size();
}

template <typename Wanted>
std::vector<FoundKey> keysThat(const Wanted& isWanted) {
    std::vector<FoundKey> found = allKeys();
    std::erase_if(found, [&](const FoundKey& each) { return !isWanted(each); });
    return found;
}

// By a name, by its owner's and its own (`retry.budget`), or by a path.
std::vector<FoundKey> keysNamed(std::string_view asked) {
    const std::vector<std::string_view> words = models::split(asked, '.');
    std::vector<FoundKey> found =
        keysThat([&](const FoundKey& each) { return each.key->name == asked; });
    if (found.empty() && words.size() == 2) {
        const std::string owner = '`' + std::string(words[0]) + '`';
        found = keysThat([&](const FoundKey& each) {
            return each.key->name == words[1] && nameOf(each.section).ends_with(owner);
        });
    }
    if (found.empty() && words.size() > 1) {
        found = keysThat([&](const FoundKey& each) {
            const auto places = placesOf(each.section, *each.key);
            return each.key->name == words.back() &&
                   std::ranges::any_of(places, [&](const std::string& place) {
                       return leadsThrough(place, words);
                   });
        });
    }
    return found;
}

// Without a label they stand at the left.
std::string keyList(std::string_view label, std::span<const Key> keys) {
    const std::size_t left = explainIndent.size() + (label.empty() ? 0 : labelWidth + 1);
    std::size_t width = 0;
    for (const Key& each : keys) {
        width = std::max(width, each.name.size());
    }
    std::string text;
    for (const Key& each : keys) {
        std::string first = std::string(explainIndent) + std::string(text.empty() ? label : "");
        first.resize(left, ' ');
        const std::string begin(first.size() + width + 2, ' ');
        first += each.name;
        first.resize(begin.size(), ' ');
        text += wrapped(each.help, first, begin);
    }
    return text;
}

std::string exampleText(const Example& example) {
    std::string text = labelled("example", example.file + ", line " + std::to_string(example.line));
    for (const std::string& line : example.lines) {
        text += std::string(explainIndent.size() + labelWidth + 1, ' ') + line + '\n';
    }
    return text;
}

std::string textOf(const FoundKey& found, const ShippedExamples& examples) {
    const Key& key = *found.key;
    std::string text = std::string(key.name) + ", in " + std::string(nameOf(found.section)) + '\n';
    text += paragraph(models::sentence(key.help));
    text += paragraph(key.more);
    text += labelled("type", typeText(key));
    text += labelled("unit", unitOf(key));
    text += labelled("default", key.isRequired ? "none: it must be written" : defaultText(key));
    std::string_view label = "stands";
    for (const std::string& place : placesOf(found.section, key)) {
        text += labelled(label, place);
        label = " ";
    }
    text += keyList("keys", models::keysOf(key.child));
    if (const std::optional<Example> example = examples.of(found.section, key)) {
        text += exampleText(*example);
    }
    return text;
}

std::string textOf(const models::ValueKind& kind) {
    std::string text = std::string(kind.name) + ", a kind of value\n" + paragraph(kind.about);
    std::size_t width = 0;
    for (const models::ValueForm& each : kind.forms) {
        width = std::max(width, each.written.size());
    }
    for (const models::ValueForm& each : kind.forms) {
        std::string first = std::string(explainIndent) + std::string(each.written);
        first.resize(explainIndent.size() + width + 2, ' ');
        text += wrapped(each.help, first, std::string(first.size(), ' '));
    }
    return text;
}

std::string textOf(const models::Term& term) {
    return std::string(term.name) + ", a word of reports and of the window\n" +
           paragraph(meaningOf(term));
}

std::string textOf(Section section, const ShippedExamples& examples) {
    std::string text = std::string(titleOf(section)) + '\n' + paragraph(aboutOf(section));
    std::string_view label = "stands";
    for (const std::string& place : models::placesOf(section)) {
        text += labelled(label, place);
        label = " ";
    }
    text += keyList("keys", models::keysOf(section));
    if (const std::optional<Example> example = examples.of(section)) {
        text += exampleText(*example);
    }
    return text;
}

// `service` for "a service", `call` for "the options of `call`".
bool isCalled(Section section, std::string_view word) {
    const std::string_view name = nameOf(section);
    return name == "a " + std::string(word) || name == "an " + std::string(word) ||
           titleOf(section) == word;
}

// All that a word means, one block each.
std::vector<std::string> meaningsOf(const std::string& word, const ShippedExamples& examples) {
    std::vector<std::string> blocks;
    const std::vector<FoundKey> keys = keysNamed(word);
    for (const FoundKey& each : keys) {
        blocks.push_back(textOf(each, examples));
    }
    for (const Section section : models::allSections()) {
        if (isCalled(section, word)) {
            blocks.push_back(textOf(section, examples));
        }
    }
    for (const models::ValueKind& each : models::valueKinds()) {
        const bool isForm = std::ranges::any_of(each.forms, [&](const models::ValueForm& form) {
            return form.written.starts_with(word + '(');
        });
        if (each.name == word || isForm) {
            blocks.push_back(textOf(each));
        }
    }
    // What is only a key's help was said with the key.
    const models::Term* term = models::findTerm(word);
    if (term != nullptr && (blocks.empty() || !term->line.empty())) {
        blocks.push_back(textOf(*term));
    }
    for (const FoundKey& each : blocks.empty() ? allKeys() : std::vector<FoundKey>()) {
        if (std::ranges::count(models::split(each.key->words, ' '), word) > 0) {
            blocks.push_back(textOf(each, examples));
        }
    }
    return blocks;
}

// The slip of the pen first, then what has the word in it.
std::vector<std::string> nearestTo(const std::string& word) {
    std::set<std::string_view> all;
    for (const FoundKey& each : allKeys()) {
        all.insert(each.key->name);
    }
    for (const models::ValueKind& each : models::valueKinds()) {
        all.insert(each.name);
    }
    for (const models::Term& each : models::allTerms()) {
        all.insert(each.name);
    }
    const std::vector<std::string_view> names(all.begin(), all.end());
    std::vector<std::string> nearest;
    if (const std::string_view near = models::nearestName(word, names); !near.empty()) {
        nearest.emplace_back(near);
    }
    constexpr std::size_t namesMax = 6;
    for (const std::string_view each : names) {
        const bool isNear = word.size() > 2 && each.find(word) != std::string_view::npos;
        if (isNear && nearest.size() < namesMax && std::ranges::count(nearest, each) == 0) {
            nearest.emplace_back(each);
        }
    }
    return nearest;
}

template <typename Range>
std::string namesOf(const Range& range) {
    std::string text;
    for (const auto& each : range) {
        text += (text.empty() ? "" : ", ") + std::string(each.name);
    }
    return text;
}

std::string overview() {
    std::string text = "The scenario language, version 1. One YAML file; its keys at the top:\n";
    text += keyList("", models::keysOf(Section::Top));
    text += '\n' + labelled("steps", namesOf(models::keysOf(Section::Step)));
    text += labelled("options", namesOf(models::keysOf(Section::CallOptions)));
    text += labelled("values", namesOf(models::valueKinds()));
    text += labelled("words", namesOf(models::allTerms()));
    return text +
           "\nMore: watertight explain services, explain retry.budget, explain distribution, "
           "explain p99.\nThe whole of it: watertight export manual.\n";
}

}  // namespace

int explainCommand(const std::string& word, Console& console) {
    if (word.empty()) {
        console.out << overview() << std::flush;
        return exitGood;
    }
    const ShippedExamples examples(console.scenarios);
    const std::vector<std::string> blocks = meaningsOf(word, examples);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        console.out << (i == 0 ? "" : "\n") << blocks[i];
    }
    console.out << std::flush;
    if (!blocks.empty()) {
        return exitGood;
    }
    console.err << "watertight: nothing is called '" << printable(word) << "'";
    const std::vector<std::string> nearest = nearestTo(word);
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        console.err << (i == 0                    ? ": did you mean "
                        : i + 1 == nearest.size() ? " or "
                                                  : ", ")
                    << '`' << nearest[i] << '`';
    }
    console.err << (nearest.empty() ? "; watertight explain lists what is\n" : "?\n");
    return exitBadInput;
}

}  // namespace app
