// What the scenario that runs is warned of: each with its place and its line. None of it stops a
// run.
#pragma once

#include <QDialog>
#include <QListWidget>

#include "app/session/session.h"

namespace app {

class WarningsDialog final : public QDialog {
    Q_OBJECT

  public:
    explicit WarningsDialog(const Session& session, QWidget* parent = nullptr);

  private:
    QListWidget* m_list;
};

}  // namespace app
