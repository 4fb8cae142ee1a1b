#include "app/desktop/self_check_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

enum Column { Model, Figure, Exact, Simulated, Range, Verdict, ColumnCount };

// With more digits than elsewhere: what is compared here differs by little.
QString valueText(sim::Quantity quantity, double value) {
    switch (quantity) {
        case sim::Quantity::Seconds:
            return QString::number(value * 1e3, 'f', 2) + QStringLiteral("\u00a0ms");
        case sim::Quantity::Share:
            return percentText(value, 2);
        case sim::Quantity::PerSecond:
            return QString::number(value, 'f', 2) + QStringLiteral("/s");
        case sim::Quantity::Number:
            break;
    }
    return QString::number(value, 'f', 3);
}

}  // namespace

SelfCheckDialog::SelfCheckDialog(QWidget* parent) : QDialog(parent) {
    setObjectName("selfCheckDialog");
    setWindowTitle(tr("Self-check"));
    m_verdict = new QLabel(this);
    m_verdict->setObjectName("selfCheckVerdict");
    m_table = new QTableWidget(0, ColumnCount, this);
    m_table->setObjectName("selfCheckTable");
    m_table->setAccessibleName(tr("Closed forms and simulated figures"));
    m_run = new QPushButton(tr("Stop"), this);
    m_run->setObjectName("selfCheckRun");
    m_copy = new QPushButton(tr("Copy as text"), this);
    m_copy->setObjectName("selfCheckCopy");
    build();
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (isRunning())
            stop();
        else
            start(m_cases);
    });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(asText()); });
    resize(920, 680);
}

SelfCheckDialog::~SelfCheckDialog() {
    stop();
}

void SelfCheckDialog::build() {
    auto* explained = new QLabel(
        tr("Queues, networks and policies whose exact results are known, each simulated with 20 "
           "seeds on this machine. A figure agrees where the exact one lies in the 99.9\u00a0% "
           "interval of the simulated ones."),
        this);
    explained->setWordWrap(true);
    m_table->setHorizontalHeaderLabels({tr("Closed form"), tr("Figure"), tr("Exact"),
                                        tr("Simulated"), tr("Interval"), tr("Verdict")});
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const Column number : {Exact, Simulated, Range})
        m_table->horizontalHeaderItem(number)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(Model, QHeaderView::Stretch);
    auto* close = new QPushButton(tr("Close"), this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(m_run);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(explained);
    column->addWidget(m_table, 1);
    column->addWidget(m_verdict);
    column->addLayout(buttons);
}

void SelfCheckDialog::listCases() {
    m_table->setRowCount(0);
    m_table->setRowCount(static_cast<int>(m_cases.size()));
    for (int i = 0; i < m_table->rowCount(); ++i) {
        const sim::ClosedFormCase& one = m_cases[static_cast<std::size_t>(i)];
        m_table->setItem(i, Model, new QTableWidgetItem(text(one.model)));
        m_table->setItem(i, Figure, new QTableWidgetItem(text(one.figure)));
        auto* exact = new QTableWidgetItem(valueText(one.quantity, one.exact));
        exact->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->setItem(i, Exact, exact);
    }
}

void SelfCheckDialog::start(std::vector<sim::ClosedFormCase> cases) {
    stop();
    m_cases = std::move(cases);
    listCases();
    m_verdict->setText(tr("0 of %1 checked").arg(m_cases.size()));
    m_run->setText(tr("Stop"));
    m_copy->setEnabled(false);
    m_cancelled = false;
    const std::uint64_t number = ++m_number;
    m_thread = std::thread([this, number, running = m_cases] {
        // A core is left to the window.
        const int cores = static_cast<int>(std::thread::hardware_concurrency());
        sim::SelfCheckSettings settings;
        settings.threads = std::max(1, cores - 1);
        settings.cancelled = &m_cancelled;
        const auto tell = [this, number](const sim::SelfCheckRow& row, int done, int) {
            QMetaObject::invokeMethod(
                this,
                [this, number, row, done] {
                    if (number == m_number)
                        addRow(done - 1, row);
                },
                Qt::QueuedConnection);
        };
        const sim::SelfCheck check = sim::selfCheck(running, settings, tell);
        QMetaObject::invokeMethod(
            this,
            [this, number, check] {
                if (number == m_number)
                    finish(check);
            },
            Qt::QueuedConnection);
    });
}

void SelfCheckDialog::addRow(int index, const sim::SelfCheckRow& row) {
    const auto put = [&](Column column, const QString& value) {
        auto* item = new QTableWidgetItem(value);
        if (column != Verdict)
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->setItem(index, column, item);
        return item;
    };
    put(Simulated, valueText(row.quantity, row.simulated));
    put(Range, valueText(row.quantity, row.interval.low) + tr(" to ") +
                   valueText(row.quantity, row.interval.high));
    // The word says it; the colour only repeats it.
    const QString wrong = row.interval.contains(row.exact) ? tr("✕ TOO WIDE") : tr("✕ DIFFERS");
    QTableWidgetItem* verdict = put(Verdict, row.agrees ? tr("✓ agrees") : wrong);
    verdict->setForeground(row.agrees ? theme().okText : theme().failingText);
    m_verdict->setText(tr("%1 of %2 checked").arg(index + 1).arg(m_cases.size()));
}

void SelfCheckDialog::finish(const sim::SelfCheck& check) {
    m_thread.join();
    m_run->setText(tr("Run again"));
    m_copy->setEnabled(true);
    const auto agreeing = std::count_if(check.rows.begin(), check.rows.end(),
                                        [](const sim::SelfCheckRow& row) { return row.agrees; });
    m_verdict->setText(check.problem.empty()
                           ? tr("%1 of %2 agree with theory.").arg(agreeing).arg(m_cases.size())
                           : text(check.problem));
}

void SelfCheckDialog::stop() {
    if (!m_thread.joinable())
        return;
    m_cancelled = true;
    m_thread.join();
    ++m_number;
    m_run->setText(tr("Run again"));
    m_copy->setEnabled(true);
    m_verdict->setText(tr("Stopped."));
}

QString SelfCheckDialog::asText() const {
    QStringList lines;
    QStringList titles;
    for (int column = 0; column < ColumnCount; ++column)
        titles << m_table->horizontalHeaderItem(column)->text();
    lines << titles.join(QLatin1Char('\t'));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < ColumnCount; ++column) {
            const QTableWidgetItem* item = m_table->item(row, column);
            cells << (item ? item->text() : QString());
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n') + m_verdict->text() +
           QLatin1Char('\n');
}

// Nobody waits for what nobody sees.
void SelfCheckDialog::hideEvent(QHideEvent* event) {
    stop();
    QDialog::hideEvent(event);
}

}  // namespace app
