#include <algorithm>

#include "models/io/plain_text.h"
#include "models/io/scenario_reader.h"
#include "models/io/section_readers.h"
#include "models/name_index.h"

namespace models {

namespace {

// Text that means the same in `{ }` as anywhere.
bool isPlainAnywhere(std::string_view text) {
    constexpr std::string_view safe = "_.%/()+- ";
    return !text.empty() && text.front() != '-' && text.front() != '%' &&
           std::ranges::all_of(text, [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      safe.find(c) != std::string_view::npos;
           });
}

// A value on one line, whatever it was written like.
std::string onOneLine(const yaml::Node& node) {
    if (node.isSequence()) {
        std::string items;
        for (const yaml::Node& each : node.items()) {
            items += (items.empty() ? " " : ", ") + onOneLine(each);
        }
        return "[" + items + " ]";
    }
    if (node.isMapping()) {
        std::string entries;
        for (const yaml::Entry& each : node.entries()) {
            entries +=
                (entries.empty() ? " " : ", ") + onOneLine(each.key) + ": " + onOneLine(each.value);
        }
        return "{" + entries + " }";
    }
    if (node.isEmpty()) {
        return "null";
    }
    return isPlainAnywhere(node.text()) ? std::string(node.text()) : doubleQuoted(node.text());
}

class VariantReader {
  public:
    VariantReader(ReadingContext& context, const Scenario& scenario)
        : m_context(context), m_names("expectation or invariant") {
        for (const Expectation& each : scenario.expectations) {
            m_names.add(each.name, 0);
        }
        for (const Invariant& each : scenario.invariants) {
            m_names.add(each.name, 0);
        }
    }

    Variant variant(const yaml::Entry& entry) {
        Variant variant;
        variant.name = entry.key.text();
        variant.place = entry.key.place();
        const Fields fields(m_context, entry.value, {Section::Variant},
                            "variant " + quote(variant.name));
        variant.about = fields.text("about");
        const yaml::Node changes = fields.value("set");
        if (changes.exists() && !changes.isMapping()) {
            reportShape(m_context, changes, "a mapping such as `{ services.user.instances: 4 }`");
        }
        for (const yaml::Entry& each : changes.entries()) {
            variant.changes.push_back(
                {std::string(each.key.text()), onOneLine(each.value), each.key.place()});
        }
        readBreaks(fields.value("breaks"), variant);
        return variant;
    }

  private:
    void readBreaks(const yaml::Node& node, Variant& variant) {
        if (node.exists() && !node.isSequence()) {
            reportShape(m_context, node, "a list of expectations and invariants");
        }
        for (const yaml::Node& each : node.items()) {
            const std::string name(trimmed(each.text()));
            if (!each.isScalar()) {
                reportShape(m_context, each, "the sentence of an expectation or an invariant");
            } else if (!m_names.has(name)) {
                m_context.error(DiagnosticKind::UnknownName, each, m_names.missing(name));
            } else {
                variant.breaks.push_back(name);
            }
        }
    }

    ReadingContext& m_context;
    NameIndex m_names;
};

}  // namespace

std::vector<Variant> readVariants(ReadingContext& context, const yaml::Node& node,
                                  const Scenario& scenario) {
    std::vector<Variant> all;
    if (!node.exists() || node.isEmpty()) {
        return all;
    }
    if (!node.isMapping()) {
        reportShape(context, node, "a mapping of names, each with what it sets and breaks");
        return all;
    }
    VariantReader reader(context, scenario);
    for (const yaml::Entry& each : node.entries()) {
        if (all.size() == variantsMax) {
            context.error(DiagnosticKind::TooLarge, each.key,
                          "more than " + std::to_string(variantsMax) + " variants");
            break;
        }
        all.push_back(reader.variant(each));
    }
    return all;
}

TextEdit withVariant(std::string text, const std::string& name, const Variant& variant) {
    TextEdit all{std::move(text), {}};
    for (const VariantChange& change : variant.changes) {
        TextEdit edited = setValue(std::move(all.text), name, change.path, change.value);
        all.text = std::move(edited.text);
        for (Diagnostic& each : edited.diagnostics) {
            each.place = change.place;
            each.message = "variant " + quote(variant.name) + ": " + each.message;
            all.diagnostics.push_back(std::move(each));
        }
    }
    return all;
}

}  // namespace models
