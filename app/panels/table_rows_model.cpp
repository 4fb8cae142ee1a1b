#include "app/panels/table_rows_model.h"

#include <QSet>
#include <algorithm>

#include "app/look/cell_alignment.h"
#include "app/look/number_text.h"

namespace app {
namespace {

constexpr qint64 markMs = 2000;

// A separator that no text of a row is likely to have, so that two cells do not run together.
QByteArray keyOf(const std::vector<std::optional<std::string>>& row) {
    QByteArray key;
    for (const auto& cell : row)
        key += QByteArray::fromStdString(cell.value_or("\x01")) + '\0';
    return key;
}

// 8,214; what is no whole number stays as SQLite writes it.
QString shown(const std::string& cell) {
    const QString text = QString::fromUtf8(cell.data(), static_cast<qsizetype>(cell.size()));
    bool isWhole = false;
    const qlonglong whole = text.toLongLong(&isWhole);
    if (isWhole && text == QString::number(whole))
        return countText(whole);
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber && text.contains(QLatin1Char('.')) ? QString::number(number, 'f', 3) : text;
}

bool isNumber(const std::string& cell) {
    bool is = false;
    QByteArray::fromStdString(cell).toDouble(&is);
    return is;
}

}  // namespace

void TableRowsModel::setRows(const sim::TableRows& rows) {
    if (!m_clock.isValid())
        m_clock.start();
    const bool isSameTable =
        rows.wanted == m_rows.wanted && rows.columns == m_rows.columns && !m_rows.columns.empty();
    if (!isSameTable)
        m_changedAt.clear();
    if (isSameTable && m_marks) {
        QSet<QByteArray> before;
        for (const Row& row : m_rows.rows)
            before.insert(keyOf(row));
        for (const Row& row : rows.rows) {
            const QByteArray key = keyOf(row);
            if (!before.contains(key))
                m_changedAt.insert(key, m_clock.elapsed());
        }
    }
    const bool isSameShape = isSameTable && rows.rows.size() == m_rows.rows.size();
    if (!isSameShape)
        beginResetModel();
    m_rows = rows;
    fadeMarks();
    if (!isSameShape)
        endResetModel();
    else if (!m_rows.rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void TableRowsModel::clear() {
    beginResetModel();
    m_rows = {};
    m_changedAt.clear();
    endResetModel();
}

void TableRowsModel::fadeMarks() {
    const qint64 oldest = m_clock.elapsed() - markMs;
    m_changedAt.removeIf([oldest](const auto& mark) { return mark.value() < oldest; });
}

int TableRowsModel::changedCount() const {
    return static_cast<int>(std::count_if(m_rows.rows.begin(), m_rows.rows.end(),
                                          [this](const Row& row) { return isChanged(row); }));
}

bool TableRowsModel::isChanged(const Row& row) const {
    return m_changedAt.contains(keyOf(row));
}

bool TableRowsModel::hasWriters() const {
    return std::ranges::any_of(m_rows.writers, [](std::int64_t writer) { return writer != 0; });
}

std::int64_t TableRowsModel::writerOf(int row) const {
    const auto place = static_cast<std::size_t>(row);
    if (hasWriters())
        return m_rows.writers[place];
    const auto named = std::ranges::find(m_rows.columns, "request");
    if (named == m_rows.columns.end())
        return 0;
    const auto& cell = m_rows.rows[place][static_cast<std::size_t>(named - m_rows.columns.begin())];
    return cell ? QByteArray::fromStdString(*cell).toLongLong() : 0;
}

bool TableRowsModel::isLink(const QModelIndex& index) const {
    return writerOf(index.row()) != 0 &&
           (hasWriters() ? isOfWriters(index.column())
                         : m_rows.columns[static_cast<std::size_t>(index.column())] == "request");
}

int TableRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.rows.size());
}

int TableRowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.columns.size()) + (hasWriters() ? 1 : 0);
}

QVariant TableRowsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.rows[static_cast<std::size_t>(index.row())];
    if (role == ChangedRole)
        return isChanged(row);
    if (role == WriterRole)
        return static_cast<qlonglong>(writerOf(index.row()));
    if (role == LinkRole)
        return isLink(index);
    if (role == Qt::ToolTipRole && writerOf(index.row()) != 0)
        return (hasWriters() ? tr("Request #%1 changed it last") : tr("Of request #%1"))
            .arg(writerOf(index.row()));
    if (isOfWriters(index.column())) {
        const std::int64_t writer = writerOf(index.row());
        if (role == Qt::TextAlignmentRole)
            return cellAlignment(true);
        return role == Qt::DisplayRole && writer != 0 ? QVariant(QStringLiteral("#%1").arg(writer))
                                                      : QVariant();
    }
    const auto& cell = row[static_cast<std::size_t>(index.column())];
    if (role == Qt::DisplayRole)
        return cell ? shown(*cell) : QStringLiteral("NULL");
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(index.column() > 0 && cell && isNumber(*cell));
    if (role == Qt::AccessibleDescriptionRole && isChanged(row))
        return tr("changed");
    return {};
}

QVariant TableRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole && isOfWriters(section))
        return tr("trace");
    if (role == Qt::DisplayRole)
        return QString::fromStdString(m_rows.columns[static_cast<std::size_t>(section)]);
    if (role == Qt::TextAlignmentRole)
        return rowCount() > 0 ? data(index(0, section), role)
                              : QVariant::fromValue(Qt::Alignment(Qt::AlignLeft));
    return {};
}

}  // namespace app
