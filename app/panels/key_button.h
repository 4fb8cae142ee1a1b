// A push button that shows its key in a cap: Kill [K].
#pragma once

#include <QPushButton>

namespace app {

class KeyButton final : public QPushButton {
    Q_OBJECT

  public:
    explicit KeyButton(const QString& key, QWidget* parent = nullptr);

    void setShowsKey(bool shows);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_key;
    bool m_showsKey = true;
};

}  // namespace app
