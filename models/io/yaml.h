// The shape of a YAML text, without its meaning: a tree of scalars, sequences and mappings in which
// every node knows its byte range, so that an edit replaces a range and leaves the rest alone.
// Scalars stay text; what they mean is asked by key (value_text.h). The text is hostile until
// proven otherwise: size, depth and the growth by aliases are bounded. Nobody else knows libyaml.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/diagnostic.h"

namespace models::yaml {

inline constexpr std::size_t sizeMax = 64u << 20;  // bytes of text
inline constexpr std::uint32_t depthMax = 100;  // collections inside each other, aliases expanded
inline constexpr std::uint64_t nodesMax = 3'000'000;       // with every alias written out
inline constexpr std::uint64_t aliasNodesMax = 2'000'000;  // of these, those that aliases add

// [begin, end) in the text.
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool operator==(const Range&) const = default;
};

enum class Kind : std::uint8_t { Scalar, Sequence, Mapping };
enum class Style : std::uint8_t { Plain, SingleQuoted, DoubleQuoted, Block, Flow };

class Document;
struct Entry;

// A borrowed node: valid as long as its document stays where it is. An alias shows what it stands
// for, but its place and range are its own.
class Node {
  public:
    Node();  // does not exist; it answers like an empty scalar
    Node(const Document& document, std::uint32_t index) : m_document(&document), m_index(index) {}

    bool exists() const;
    Kind kind() const;
    Style style() const;  // Block or Flow for a collection
    bool isScalar() const { return kind() == Kind::Scalar; }
    bool isSequence() const { return kind() == Kind::Sequence; }
    bool isMapping() const { return kind() == Kind::Mapping; }
    bool isAlias() const;
    // Nothing is written: `key:`, `~` or `null`.
    bool isEmpty() const;
    // The value of a key in `{ }` that has no colon: nearly always half of an unquoted text.
    bool isWithoutColon() const;

    std::string_view text() const;  // of a scalar; empty for collections
    Place place() const;
    Range range() const;

    std::size_t size() const;            // items of a sequence, entries of a mapping
    std::vector<Node> items() const;     // of a sequence
    std::vector<Entry> entries() const;  // of a mapping; those of `<<` last, each key once
    // The value of a key; a node that does not exist where there is none.
    Node find(std::string_view key) const;

  private:
    friend class Parser;

    const Document* m_document;
    std::uint32_t m_index = 0;
};

struct Entry {
    Node key;
    Node value;
    bool merged = false;  // it came by `<<`
};

class Document {
  public:
    // The node of an empty text is an empty scalar.
    Node root() const { return {*this, 0}; }
    const std::string& source() const { return m_source; }
    std::string takeSource() && { return std::move(m_source); }
    Place placeAt(std::uint32_t offset) const;

    static const Document& empty();

  private:
    friend class Node;
    friend class Parser;

    // Children form a list by index, so a node is 32 bytes and the tree one allocation. Views are
    // kept as offsets: they survive a move of the document.
    struct Record {
        Range range;
        std::uint32_t textBegin = 0;  // of a scalar; of a collection: its first child
        std::uint32_t textSize = 0;   // of a scalar; of a collection: how many children
        std::uint32_t next = 0;       // sibling; 0 is none
        std::uint32_t target = 0;     // of an alias, with isAlias
        Kind kind = Kind::Scalar;
        Style style = Style::Plain;
        bool isAlias : 1 = false;
        bool isMerged : 1 = false;
        bool isCopied : 1 = false;  // the scalar's text is in m_copied: escapes, folds
        bool isWithoutColon : 1 = false;
    };

    const Record& resolved(std::uint32_t index) const;

    std::string m_source;
    std::string m_copied;
    std::vector<Record> m_records;
    std::vector<std::uint32_t> m_lineStarts;
};

struct Parsing {
    Document document;
    Diagnostics diagnostics;
    bool isComplete = false;  // the whole text was understood, though keys may be doubled
};

Parsing parse(std::string text, const std::string& file);

}  // namespace models::yaml
