// One line above the call graph: the engine stopped, the run is at its end.
#pragma once

#include <QLabel>
#include <QPushButton>

namespace app {

class Banner final : public QWidget {
    Q_OBJECT

  public:
    explicit Banner(QWidget* parent = nullptr);

    // An empty text hides it, an empty action its button.
    void show(const QString& text, const QString& action);
    QString text() const { return m_label->text(); }

  Q_SIGNALS:
    void actionWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QLabel* m_label;
    QPushButton* m_button;
};

}  // namespace app
