#include "app/desktop/warnings_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/desktop/problems_page.h"

namespace app {

WarningsDialog::WarningsDialog(const Session& session, QWidget* parent) : QDialog(parent) {
    setObjectName("warningsDialog");
    setWindowTitle(tr("Warnings"));
    resize(640, 400);
    auto* said = new QLabel(tr("It runs all the same. A warning that does not count here is "
                               "silenced in the file, by its name and the reason: "
                               "lint: { ignore: { name: reason } }."),
                            this);
    said->setWordWrap(true);
    m_list = new QListWidget(this);
    m_list->setObjectName("warningsList");
    m_list->setAccessibleName(tr("Warnings"));
    m_list->setWordWrap(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSpacing(4);
    for (const models::Diagnostic& each : session.problems())
        m_list->addItem(placedText(each, session.text()));
    auto* copy = new QPushButton(tr("Copy"), this);
    connect(copy, &QPushButton::clicked, this, [this] {
        QStringList all;
        for (int i = 0; i < m_list->count(); ++i)
            all << m_list->item(i)->text();
        QApplication::clipboard()->setText(all.join(QLatin1Char('\n')));
    });
    auto* close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(said);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
}

}  // namespace app
