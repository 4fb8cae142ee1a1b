// Columns of text, aligned by their widest cell: the first to the left, the others to the right
// unless asked otherwise.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace app {

class TextTable {
  public:
    explicit TextTable(std::vector<std::string> titles);

    void alignLeft(std::size_t column);
    void addRow(std::vector<std::string> cells);  // as many as titles
    // A line under the row added last, across the columns.
    void addNote(std::string note);
    std::string text() const;

  private:
    struct Row {
        std::vector<std::string> cells;
        std::vector<std::string> notes;
    };
    std::set<std::size_t> m_left = {0};
    std::vector<Row> m_rows;  // the titles first
};

}  // namespace app
