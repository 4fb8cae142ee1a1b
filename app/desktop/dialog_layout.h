// What the dialogs of a few fields have in common: fields above, then what is said of them, then
// the buttons.
#pragma once

#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <initializer_list>

namespace app {

QFormLayout* dialogForm();

// Of a line below the fields, at least so high.
void makeSaid(QLabel& said, int height);
// What it says is a problem: in the colour of a failure.
void markProblem(QLabel& said, bool isProblem);

// `rare` stands apart at the left and may be null; `go` is what the dialog is for.
void layOutDialog(QDialog& dialog, QFormLayout* form, std::initializer_list<QLabel*> said,
                  QPushButton* rare, QPushButton* go);

}  // namespace app
