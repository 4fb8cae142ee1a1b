// A table of one line a row, with a sign before the words of some cells: the event log, the guards.
#pragma once

#include <QTableView>

namespace app {

// What a cell says beside its text: its app::Glyph or app::Icon, and how loudly its text is said.
enum SignRole { GlyphRole = Qt::UserRole, IconRole, LoudnessRole, OwnRole };

enum class Loudness { Plain, Quiet, Faint };

class SignTable final : public QTableView {
    Q_OBJECT

  public:
    explicit SignTable(QWidget* parent = nullptr);
};

}  // namespace app
