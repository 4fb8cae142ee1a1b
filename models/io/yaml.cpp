#include "models/io/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "models/io/forgotten_quote.h"
#include "models/io/key_set.h"
#include "models/io/plain_text.h"
#include "models/io/text_cursor.h"

namespace models::yaml {

namespace {

// Owns libyaml's parser and its current event.
struct EventSource {
    yaml_parser_t parser;
    yaml_event_t event;
    bool hasEvent = false;
    bool isReady = false;

    explicit EventSource(std::string_view text) {
        isReady = yaml_parser_initialize(&parser) != 0;
        if (isReady) {
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
            yaml_parser_set_input_string(
                &parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
        }
    }
    EventSource(const EventSource&) = delete;
    EventSource& operator=(const EventSource&) = delete;
    ~EventSource() {
        drop();
        if (isReady) {
            yaml_parser_delete(&parser);
        }
    }

    bool next() {
        drop();
        hasEvent = yaml_parser_parse(&parser, &event) != 0;
        return hasEvent;
    }
    void drop() {
        if (hasEvent) {
            yaml_event_delete(&event);
            hasEvent = false;
        }
    }
};

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

}  // namespace

// Turns libyaml's events into records, and stops at the first thing that is too much.
class Parser {
  public:
    Parser(std::string text, const std::string& file) : m_file(file) {
        m_document.m_source = std::move(text);
    }

    Parsing run() {
        if (checkText()) {
            findLines();
            readEvents();
        }
        if (m_document.m_records.empty()) {
            m_document.m_records.emplace_back();
        }
        return {std::move(m_document), std::move(m_diagnostics), m_isComplete};
    }

  private:
    using Record = Document::Record;

    struct Open {
        std::uint32_t index = 0;
        std::uint32_t lastChild = 0;
        std::uint64_t nodesBefore = 0;
        std::uint32_t height = 1;  // collections inside each other, this one included
        std::string anchor;
    };

    struct Anchor {
        std::uint32_t index = 0;
        std::uint64_t nodes = 1;  // with every alias in it written out
        std::uint32_t height = 0;
        bool isOpen = false;
    };

    void report(DiagnosticKind kind, std::uint32_t offset, std::string message) {
        m_diagnostics.push_back(
            {Severity::Error, kind, m_file, m_document.placeAt(offset), std::move(message), {}});
    }

    bool stop(DiagnosticKind kind, std::uint32_t offset, std::string message) {
        report(kind, offset, std::move(message));
        return false;
    }

    bool checkText() {
        m_document.m_lineStarts = {0};
        if (m_document.m_source.size() > sizeMax) {
            m_diagnostics.push_back({Severity::Error,
                                     DiagnosticKind::TooLarge,
                                     m_file,
                                     {},
                                     tooLargeMessage(m_document.m_source.size(), sizeMax),
                                     {}});
            return false;
        }
        const std::optional<std::size_t> bad = findNonText(m_document.m_source);
        if (bad) {
            findLines();
            return stop(DiagnosticKind::Syntax, static_cast<std::uint32_t>(*bad),
                        "this is not text in UTF-8: expected a scenario in YAML");
        }
        return true;
    }

    void findLines() {
        const std::string& text = m_document.m_source;
        m_document.m_lineStarts = {0};
        for (std::size_t at = text.find('\n'); at != std::string::npos;
             at = text.find('\n', at + 1)) {
            m_document.m_lineStarts.push_back(static_cast<std::uint32_t>(at + 1));
        }
    }

    void readEvents() {
        const std::string_view text = m_document.m_source;
        const std::size_t first = text.starts_with(byteOrderMark) ? byteOrderMark.size() : 0;
        m_cursor.begin(text, first);
        EventSource source(text.substr(first));
        if (!source.isReady) {
            report(DiagnosticKind::Syntax, 0, "the YAML parser could not start");
            return;
        }
        while (true) {
            if (!source.next()) {
                reportProblem(source.parser);
                return;
            }
            if (source.event.type == YAML_STREAM_END_EVENT) {
                m_isComplete = true;
                return;
            }
            if (!take(source.event)) {
                return;
            }
        }
    }

    void reportProblem(const yaml_parser_t& parser) {
        const std::string_view problem = parser.problem != nullptr ? parser.problem : "";
        const std::string_view context = parser.context != nullptr ? parser.context : "";
        const bool atEnd = problem.find("end of stream") != std::string_view::npos;
        const yaml_mark_t& mark = atEnd ? parser.context_mark : parser.problem_mark;
        std::string message = "not YAML: " + std::string(problem);
        if (!context.empty()) {
            message += ' ' + std::string(context);
        }
        const std::uint32_t at = m_cursor.bytesAt(mark.index);
        const bool isCut = at >= m_document.m_source.size();
        if (isCut && context.find("flow") != std::string_view::npos) {
            message = "not YAML: the text ends before a `{` or `[` is closed";
        } else if (!isCut && m_document.m_source[at] == '\t') {
            message = "not YAML: a tab stands here: YAML is indented with spaces";
        } else if (!isCut && looksLikeForgottenQuote(problem, context)) {
            message += quoteHint;
        }
        report(DiagnosticKind::Syntax, at, std::move(message));
    }

    bool take(const yaml_event_t& event) {
        switch (event.type) {
            case YAML_DOCUMENT_START_EVENT:
                if (!m_document.m_records.empty()) {
                    return stop(DiagnosticKind::Syntax, m_cursor.bytesAt(event.start_mark.index),
                                "a second YAML document begins here: a scenario is one");
                }
                return true;
            case YAML_SCALAR_EVENT:
                return takeScalar(event);
            case YAML_ALIAS_EVENT:
                return takeAlias(event);
            case YAML_SEQUENCE_START_EVENT: {
                const auto& start = event.data.sequence_start;
                return open(event, Kind::Sequence, start.style == YAML_FLOW_SEQUENCE_STYLE,
                            start.anchor, start.tag);
            }
            case YAML_MAPPING_START_EVENT: {
                const auto& start = event.data.mapping_start;
                return open(event, Kind::Mapping, start.style == YAML_FLOW_MAPPING_STYLE,
                            start.anchor, start.tag);
            }
            case YAML_SEQUENCE_END_EVENT:
            case YAML_MAPPING_END_EVENT:
                return close(event);
            default:
                return true;
        }
    }

    // Adds the record to the collection that is open; false when there are too many.
    bool add(const Record& record) {
        auto& records = m_document.m_records;
        const auto index = static_cast<std::uint32_t>(records.size());
        if (++m_nodes > nodesMax) {
            return stop(DiagnosticKind::TooLarge, record.range.begin,
                        "more than " + std::to_string(nodesMax) + " values in one file");
        }
        records.push_back(record);
        if (m_open.empty()) {
            return true;
        }
        Open& parent = m_open.back();
        Record& home = records[parent.index];
        if (home.textSize == 0) {
            home.textBegin = index;
        } else {
            records[parent.lastChild].next = index;
            markWithoutColon(home, records[parent.lastChild], records[index]);
        }
        ++home.textSize;
        parent.lastChild = index;
        return true;
    }

    void markWithoutColon(const Record& home, const Record& key, Record& value) const {
        const bool isValue = home.kind == Kind::Mapping && home.textSize % 2 == 1;
        if (!isValue || home.style != Style::Flow || value.kind != Kind::Scalar ||
            value.range.begin != value.range.end || value.range.begin < key.range.end) {
            return;
        }
        const auto between = std::string_view(m_document.m_source)
                                 .substr(key.range.end, value.range.begin - key.range.end);
        value.isWithoutColon = between.find(':') == std::string_view::npos;
    }

    bool refuseTag(const yaml_char_t* tag, std::uint32_t offset) {
        return tag == nullptr ||
               stop(DiagnosticKind::Syntax, offset,
                    "found the YAML tag " + quote(reinterpret_cast<const char*>(tag)) +
                        ": tags mean nothing here; text that begins with `!` needs quotes");
    }

    Range rangeOf(const yaml_event_t& event) {
        const std::uint32_t begin = m_cursor.bytesAt(event.start_mark.index);
        return {begin, m_cursor.bytesAt(event.end_mark.index)};
    }

    bool takeScalar(const yaml_event_t& event) {
        const auto& scalar = event.data.scalar;
        Record record;
        record.range = rangeOf(event);
        switch (scalar.style) {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE:
                record.style = Style::SingleQuoted;
                break;
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
                record.style = Style::DoubleQuoted;
                break;
            case YAML_LITERAL_SCALAR_STYLE:
            case YAML_FOLDED_SCALAR_STYLE:
                record.style = Style::Block;
                break;
            default:
                record.style = Style::Plain;
        }
        if (!refuseTag(scalar.tag, record.range.begin)) {
            return false;
        }
        const std::string& source = m_document.m_source;
        while (record.style == Style::Block && record.range.end > record.range.begin &&
               (source[record.range.end - 1] == '\n' || source[record.range.end - 1] == ' ')) {
            --record.range.end;
        }
        keepText(record, {reinterpret_cast<const char*>(scalar.value), scalar.length});
        remember(scalar.anchor, static_cast<std::uint32_t>(m_document.m_records.size()), 1, 0);
        return add(record);
    }

    // A view into the source where the text stands there as it is; else a copy.
    void keepText(Record& record, std::string_view text) {
        const std::string_view source = m_document.m_source;
        const std::uint32_t quote = record.style == Style::Plain ? 0 : 1;
        if (record.range.end - record.range.begin == text.size() + 2 * std::size_t{quote} &&
            source.substr(record.range.begin + quote, text.size()) == text) {
            record.textBegin = record.range.begin + quote;
        } else {
            record.isCopied = true;
            record.textBegin = static_cast<std::uint32_t>(m_document.m_copied.size());
            m_document.m_copied += text;
        }
        record.textSize = static_cast<std::uint32_t>(text.size());
    }

    void remember(const yaml_char_t* anchor, std::uint32_t index, std::uint64_t nodes,
                  std::uint32_t height) {
        if (anchor != nullptr) {
            m_anchors[reinterpret_cast<const char*>(anchor)] = {index, nodes, height, false};
        }
    }

    bool takeAlias(const yaml_event_t& event) {
        const std::string name = reinterpret_cast<const char*>(event.data.alias.anchor);
        Record record;
        record.range = rangeOf(event);
        const auto found = m_anchors.find(name);
        if (found == m_anchors.end()) {
            return stop(DiagnosticKind::Syntax, record.range.begin,
                        "the alias " + quote("*" + name) + " has no anchor before it" +
                            std::string(quoteHint));
        }
        const Anchor& anchor = found->second;
        if (anchor.isOpen) {
            return stop(DiagnosticKind::Syntax, record.range.begin,
                        "the alias " + quote("*" + name) + " stands inside what it stands for");
        }
        m_nodes += anchor.nodes;
        m_aliasNodes += anchor.nodes;
        if (m_aliasNodes > aliasNodesMax) {
            return stop(DiagnosticKind::TooLarge, record.range.begin,
                        "the aliases add more than " + std::to_string(aliasNodesMax) + " values");
        }
        if (m_open.size() + anchor.height > depthMax) {
            return tooDeep(record.range.begin);
        }
        if (!m_open.empty()) {
            m_open.back().height = std::max(m_open.back().height, anchor.height + 1);
        }
        record.isAlias = true;
        record.target = anchor.index;
        return add(record);
    }

    bool tooDeep(std::uint32_t offset) {
        return stop(DiagnosticKind::TooLarge, offset,
                    "nested deeper than " + std::to_string(depthMax) + " levels");
    }

    bool open(const yaml_event_t& event, Kind kind, bool isFlow, const yaml_char_t* anchor,
              const yaml_char_t* tag) {
        Record record;
        record.range = rangeOf(event);
        record.kind = kind;
        record.style = isFlow ? Style::Flow : Style::Block;
        if (!refuseTag(tag, record.range.begin)) {
            return false;
        }
        if (m_open.size() >= depthMax) {
            return tooDeep(record.range.begin);
        }
        Open opened;
        opened.index = static_cast<std::uint32_t>(m_document.m_records.size());
        opened.nodesBefore = m_nodes;
        if (anchor != nullptr) {
            opened.anchor = reinterpret_cast<const char*>(anchor);
            m_anchors[opened.anchor] = {opened.index, 1, 0, true};
        }
        if (!add(record)) {
            return false;
        }
        m_open.push_back(std::move(opened));
        return true;
    }

    bool close(const yaml_event_t& event) {
        const Open closed = std::move(m_open.back());
        m_open.pop_back();
        Record& record = m_document.m_records[closed.index];
        if (record.style == Style::Flow) {
            record.range.end = m_cursor.bytesAt(event.end_mark.index);
        } else if (closed.lastChild != 0) {
            record.range.end = m_document.m_records[closed.lastChild].range.end;
        }
        if (!closed.anchor.empty()) {
            m_anchors[closed.anchor] = {closed.index, m_nodes - closed.nodesBefore, closed.height,
                                        false};
        }
        if (!m_open.empty()) {
            m_open.back().height = std::max(m_open.back().height, closed.height + 1);
        }
        if (record.kind == Kind::Mapping) {
            closeMapping(closed.index);
        }
        return true;
    }

    // Refuses keys given twice, and puts what `<<` brings behind the mapping's own entries.
    void closeMapping(std::uint32_t index) {
        KeySet seen;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> kept;
        std::vector<std::uint32_t> merges;
        auto& records = m_document.m_records;
        for (std::uint32_t key = records[index].textBegin; key != 0;) {
            const std::uint32_t value = records[key].next;
            const std::uint32_t next = records[value].next;
            const Node node(m_document, key);
            if (!node.isScalar()) {
                report(DiagnosticKind::WrongType, records[key].range.begin,
                       "found a collection as a key, expected a name");
            } else if (node.text() == "<<" && node.style() == Style::Plain) {
                merges.push_back(value);
            } else if (!seen.insert(node.text())) {
                report(DiagnosticKind::DuplicateKey, records[key].range.begin,
                       quote(node.text()) + " is given twice");
            } else {
                kept.emplace_back(key, value);
            }
            key = next;
        }
        if (kept.size() * 2 == records[index].textSize) {
            return;
        }
        for (const std::uint32_t value : merges) {
            mergeInto(kept, seen, value);
        }
        relink(index, kept);
    }

    void mergeInto(std::vector<std::pair<std::uint32_t, std::uint32_t>>& kept, KeySet& seen,
                   std::uint32_t value) {
        const Node node(m_document, value);
        const std::vector<Node> sources =
            node.isSequence() ? node.items() : std::vector<Node>{node};
        for (const Node& source : sources) {
            if (!source.isMapping()) {
                report(DiagnosticKind::WrongType, source.range().begin,
                       "`<<` wants a mapping, or a list of mappings");
                continue;
            }
            for (const Entry& entry : source.entries()) {
                if (seen.insert(entry.key.text())) {
                    const std::uint32_t key = mergedCopy(entry.key);
                    kept.emplace_back(key, mergedCopy(entry.value));
                }
            }
        }
    }

    std::uint32_t mergedCopy(const Node& node) {
        Record copy;
        copy.range = node.range();
        copy.isAlias = true;
        copy.isMerged = true;
        const Record& original = m_document.m_records[node.m_index];
        copy.target = original.isAlias ? original.target : node.m_index;
        m_document.m_records.push_back(copy);
        return static_cast<std::uint32_t>(m_document.m_records.size() - 1);
    }

    void relink(std::uint32_t index,
                const std::vector<std::pair<std::uint32_t, std::uint32_t>>& entries) {
        auto& records = m_document.m_records;
        std::uint32_t last = 0;
        records[index].textBegin = entries.empty() ? 0 : entries.front().first;
        records[index].textSize = static_cast<std::uint32_t>(entries.size() * 2);
        for (const auto& [key, value] : entries) {
            if (last != 0) {
                records[last].next = key;
            }
            records[key].next = value;
            records[value].next = 0;
            last = value;
        }
    }

    const std::string& m_file;
    Document m_document;
    Diagnostics m_diagnostics;
    std::vector<Open> m_open;
    std::unordered_map<std::string, Anchor> m_anchors;
    std::uint64_t m_nodes = 0;
    std::uint64_t m_aliasNodes = 0;
    TextCursor m_cursor;
    bool m_isComplete = false;
};

Parsing parse(std::string text, const std::string& file) {
    return Parser(std::move(text), file).run();
}

}  // namespace models::yaml
