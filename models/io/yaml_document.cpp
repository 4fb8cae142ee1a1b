#include <algorithm>

#include "models/io/yaml.h"

namespace models::yaml {

const Document::Record& Document::resolved(std::uint32_t index) const {
    const Record& record = m_records[index];
    return record.isAlias ? m_records[record.target] : record;
}

Place Document::placeAt(std::uint32_t offset) const {
    const auto after = std::ranges::upper_bound(m_lineStarts, offset);
    const auto line = static_cast<std::uint32_t>(after - m_lineStarts.begin());
    return {line, offset - m_lineStarts[line - 1] + 1};
}

const Document& Document::empty() {
    static const Document document = [] {
        Document made;
        made.m_records.emplace_back();
        made.m_lineStarts = {0};
        return made;
    }();
    return document;
}

Node::Node() : m_document(&Document::empty()) {}

bool Node::exists() const {
    return m_document != &Document::empty();
}

Kind Node::kind() const {
    return m_document->resolved(m_index).kind;
}

Style Node::style() const {
    return m_document->resolved(m_index).style;
}

bool Node::isAlias() const {
    return m_document->m_records[m_index].isAlias;
}

bool Node::isEmpty() const {
    const auto& record = m_document->resolved(m_index);
    if (record.kind != Kind::Scalar || record.style != Style::Plain) {
        return false;
    }
    return record.textSize == 0 || text() == "~" || text() == "null";
}

bool Node::isWithoutColon() const {
    return m_document->m_records[m_index].isWithoutColon;
}

std::string_view Node::text() const {
    const auto& record = m_document->resolved(m_index);
    if (record.kind != Kind::Scalar) {
        return {};
    }
    const std::string& home = record.isCopied ? m_document->m_copied : m_document->m_source;
    return std::string_view(home).substr(record.textBegin, record.textSize);
}

Place Node::place() const {
    return m_document->placeAt(range().begin);
}

Range Node::range() const {
    return m_document->m_records[m_index].range;
}

std::size_t Node::size() const {
    const auto& record = m_document->resolved(m_index);
    switch (record.kind) {
        case Kind::Scalar:
            return 0;
        case Kind::Sequence:
            return record.textSize;
        case Kind::Mapping:
            return record.textSize / 2;
    }
    return 0;
}

std::vector<Node> Node::items() const {
    const auto& record = m_document->resolved(m_index);
    std::vector<Node> all;
    if (record.kind != Kind::Sequence) {
        return all;
    }
    all.reserve(record.textSize);
    for (std::uint32_t each = record.textBegin; each != 0;
         each = m_document->m_records[each].next) {
        all.emplace_back(*m_document, each);
    }
    return all;
}

std::vector<Entry> Node::entries() const {
    const auto& record = m_document->resolved(m_index);
    std::vector<Entry> all;
    if (record.kind != Kind::Mapping) {
        return all;
    }
    all.reserve(record.textSize / 2);
    const auto& records = m_document->m_records;
    for (std::uint32_t key = record.textBegin; key != 0;) {
        const std::uint32_t value = records[key].next;
        all.push_back({{*m_document, key}, {*m_document, value}, records[key].isMerged});
        key = records[value].next;
    }
    return all;
}

Node Node::find(std::string_view key) const {
    const auto all = entries();
    const auto found =
        std::ranges::find_if(all, [&](const Entry& each) { return each.key.text() == key; });
    return found == all.end() ? Node() : found->value;
}

}  // namespace models::yaml
