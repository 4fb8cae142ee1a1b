#include "app/desktop/dialog_layout.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "app/look/theme.h"

namespace app {

QFormLayout* dialogForm() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void makeSaid(QLabel& said, int height) {
    said.setWordWrap(true);
    said.setMinimumHeight(height);
    said.setAlignment(Qt::AlignTop | Qt::AlignLeft);
}

void markProblem(QLabel& said, bool isProblem) {
    said.setStyleSheet(isProblem ? QStringLiteral("color: %1").arg(theme().failingText.name())
                                 : QString());
}

void layOutDialog(QDialog& dialog, QFormLayout* form, std::initializer_list<QLabel*> said,
                  QPushButton* rare, QPushButton* go) {
    auto* cancel = new QPushButton(QDialog::tr("Cancel"), &dialog);
    QObject::connect(cancel, &QPushButton::clicked, &dialog, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    if (rare != nullptr)
        buttons->addWidget(rare);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    auto* column = new QVBoxLayout(&dialog);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addLayout(form);
    for (QLabel* each : said)
        column->addWidget(each);
    column->addLayout(buttons);
}

}  // namespace app
