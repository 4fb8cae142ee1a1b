#include "app/cli/manual_text.h"

#include <algorithm>

#include "app/cli/key_words.h"
#include "models/io/key_walk.h"
#include "models/io/plain_text.h"
#include "models/io/value_forms.h"
#include "models/terms.h"

namespace app {

namespace {

using models::Key;
using models::Section;

constexpr std::string_view preface = R"(# The scenario language, version 1

*Made by `watertight export manual` of the table of keys that the reader checks files against; `watertight explain KEY`
says the same in a terminal, and `resources/scenario.schema.json` says it to an editor. Do not edit it here.*

A scenario is one YAML file (so JSON works too): an architecture, who uses it, what goes wrong, and what must still hold.

**Reading.** An unknown key, a wrong type, an unknown name, an impossible value, a key given twice: each is an error with
`file:line:column`, what was found, what was expected and the nearest known name. All problems are reported in one go, and
nothing runs. A scenario is not trusted: it can neither read nor write anything outside its own folder.

**YAML.** A scalar is read as its key wants it, never as YAML guesses: `no`, `1.10` and `10:30` are text where text is
wanted. No form of this page needs quotes inside `{ }` or `[ ]`; text of yours that contains `, ` or `: ` or begins with one
of ``> * & % @ : ' " ` `` does, and what looks like a forgotten quote is reported as one. Aliases and `<<` work. Names are
letters, digits, `-` and `_`.

)";

// For a cell of a table.
std::string inCell(std::string_view text) {
    std::string cell;
    for (const char c : text) {
        cell += c == '|' ? "\\|" : std::string(1, c);
    }
    return cell;
}

// As GitHub makes it of a heading.
std::string anchorOf(std::string_view heading) {
    std::string anchor;
    for (const char c : heading) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (c >= 'A' && c <= 'Z') {
            anchor += static_cast<char>(c - 'A' + 'a');
        } else if (isLetter || c == ' ') {
            anchor += c == ' ' ? '-' : c;
        }
    }
    return anchor;
}

std::string link(std::string_view text, std::string_view heading) {
    return '[' + std::string(text) + "](#" + anchorOf(heading) + ')';
}

std::string headingOf(const models::ValueKind& kind) {
    return models::sentence(std::string("Value: ") + std::string(kind.name))
        .substr(0, 7 + kind.name.size());
}

std::string kindLink(const Key& key) {
    if (key.child != Section::None && key.type != models::ValueType::Reference) {
        const std::string_view title = titleOf(key.child);
        return typeText(key) + "; see " + link(title, title);
    }
    for (const models::ValueKind& each : models::valueKinds()) {
        if (each.type == key.type) {
            const std::string text = typeText(key);
            const std::string named(nameOf(key.type));
            return link(named, headingOf(each)) + text.substr(std::min(named.size(), text.size()));
        }
    }
    return typeText(key);
}

std::string meaning(const Key& key) {
    return models::sentence(key.help) + (key.more.empty() ? "" : ' ' + std::string(key.more));
}

std::string exampleBlock(const std::optional<Example>& example) {
    if (!example) {
        return {};
    }
    std::string text = "\n```yaml\n# " + example->file + "\n";
    for (const std::string& line : example->lines) {
        text += line + '\n';
    }
    return text + "```\n";
}

std::string keyTable(Section section) {
    std::string text = "\n| key | value | default | meaning |\n|---|---|---|---|\n";
    for (const Key& each : models::keysOf(section)) {
        const std::string standard = defaultText(each);
        text += "| `" + std::string(each.name) + "` | " + inCell(kindLink(each)) + " | " +
                (each.isRequired    ? "**required**"
                 : standard.empty() ? std::string()
                                    : '`' + standard + '`') +
                " | " + inCell(meaning(each)) + " |\n";
    }
    return text;
}

std::string placesText(Section section) {
    std::string text;
    for (const std::string& each : models::placesOf(section)) {
        text += each.empty() ? "" : (text.empty() ? "`" : ", `") + each + '`';
    }
    return text.empty() ? text : "\nStands in: " + text + ".\n";
}

std::string sectionBlock(Section section, const ShippedExamples& examples) {
    std::string text = "\n## " + std::string(titleOf(section)) + "\n";
    text += aboutOf(section).empty() ? "" : '\n' + std::string(aboutOf(section)) + '\n';
    text += placesText(section);
    text += keyTable(section);
    return text + (section == Section::Top ? std::string() : exampleBlock(examples.of(section)));
}

std::string valueBlock(const models::ValueKind& kind) {
    std::string text = "\n## " + headingOf(kind) + "\n\n" + std::string(kind.about) +
                       "\n\n| written | |\n|---|---|\n";
    for (const models::ValueForm& each : kind.forms) {
        text += "| `" + inCell(each.written) + "` | " + inCell(each.help) + " |\n";
    }
    return text;
}

std::string contents() {
    std::string values, sections;
    for (const models::ValueKind& each : models::valueKinds()) {
        values += (values.empty() ? "" : " · ") + link(each.name, headingOf(each));
    }
    for (const Section each : models::allSections()) {
        sections += (sections.empty() ? "" : " · ") + link(titleOf(each), titleOf(each));
    }
    return "**Values:** " + values + "\n\n**Sections:** " + sections + "\n\n" +
           link("**Words of reports and of the window**", "Words of reports and of the window") +
           "\n";
}

std::string termBlock() {
    std::string text = "\n## Words of reports and of the window\n\n| word | meaning |\n|---|---|\n";
    for (const models::Term& each : models::allTerms()) {
        text += "| " + std::string(each.name) + " | " + inCell(meaningOf(each)) + " |\n";
    }
    return text;
}

}  // namespace

std::string manualText(const ShippedExamples& examples) {
    std::string text(preface);
    text += contents();
    for (const models::ValueKind& each : models::valueKinds()) {
        text += valueBlock(each);
    }
    for (const Section each : models::allSections()) {
        text += sectionBlock(each, examples);
    }
    return text + termBlock();
}

}  // namespace app
