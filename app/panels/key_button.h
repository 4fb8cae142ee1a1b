// A push button that shows in a cap the key that its command has: Kill [K].
#pragma once

#include <QPushButton>

namespace app {

// The key that a command of `of`'s window has; empty: it has none, or there is no such command.
QString keyOfCommand(const QWidget& of, const QString& command);

class KeyButton final : public QPushButton {
    Q_OBJECT

  public:
    // `command`: the object name of an action of the window, whose shortcut is shown.
    explicit KeyButton(QString command, QWidget* parent = nullptr);

    void setShowsKey(bool shows);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString key() const;

    QString m_command;
    bool m_showsKey = true;
};

}  // namespace app
