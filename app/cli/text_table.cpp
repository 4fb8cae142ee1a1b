#include "app/cli/text_table.h"

#include <algorithm>

namespace app {

namespace {

constexpr std::size_t gap = 2;
constexpr std::string_view indent = "  ";

// Characters, not bytes: a name may be in any script.
std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char each) { return (static_cast<unsigned char>(each) & 0xc0) != 0x80; }));
}

}  // namespace

TextTable::TextTable(std::vector<std::string> titles) {
    m_rows.push_back({std::move(titles), {}});
}

void TextTable::alignLeft(std::size_t column) {
    m_left.insert(column);
}

void TextTable::addRow(std::vector<std::string> cells) {
    cells.resize(m_rows.front().cells.size());
    m_rows.push_back({std::move(cells), {}});
}

void TextTable::addNote(std::string note) {
    m_rows.back().notes.push_back(std::move(note));
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths(m_rows.front().cells.size());
    for (std::size_t column = 0; column < widths.size(); ++column) {
        for (std::size_t row = 0; row < m_rows.size(); ++row) {
            const std::size_t indented = column == 0 && row > 0 ? indent.size() : 0;
            widths[column] =
                std::max(widths[column], indented + widthOf(m_rows[row].cells[column]));
        }
    }
    std::string all;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        for (std::size_t column = 0; column < widths.size(); ++column) {
            std::string cell = m_rows[row].cells[column];
            if (column == 0) {
                cell.insert(0, row > 0 ? indent : "");
            } else {
                all.append(gap, ' ');
            }
            const std::size_t missing = widths[column] - widthOf(cell);
            cell.insert(m_left.contains(column) ? cell.size() : 0, missing, ' ');
            all += cell;
        }
        all.erase(all.find_last_not_of(' ') + 1);
        all += '\n';
        for (const std::string& note : m_rows[row].notes) {
            all.append(indent).append(indent).append(indent).append(note) += '\n';
        }
    }
    return all;
}

}  // namespace app
