// The lesson that is on: its goal, its steps with what was predicted and found, what is to be done
// next. Ticks come from the run and not from here.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QScrollArea>

#include "app/session/lesson_walk.h"

class QVBoxLayout;

namespace app {

class LessonPanel final : public QWidget {
    Q_OBJECT

  public:
    LessonPanel(Session& session, LessonWalk& walk, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    // To the answers, or to what else the step that is on wants.
    void focusStep();

  Q_SIGNALS:
    void galleryWanted();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void showCurrent();
    void fillStep(QVBoxLayout& column, std::size_t place);
    void fillPast(QVBoxLayout& column, std::size_t place);
    void fillQuestion(QVBoxLayout& column, const models::LessonStep& step);
    void fillTask(QVBoxLayout& column, const models::LessonStep& step);
    void showFound();
    void follow(const QString& link);
    QLabel* label(QVBoxLayout& column, const QString& richText, const char* kind);
    QString rich(const std::string& text) const;

    Session& m_session;
    LessonWalk& m_walk;
    QScrollArea* m_scroll;
    QLabel* m_hint = nullptr;      // of the step that is on; null: it has none
    QWidget* m_focused = nullptr;  // what focusStep() goes to
    QWidget* m_current = nullptr;  // the step that is on
};

// "subscribe: availability 2.1 %, wanted below 10 %".
QString foundText(const models::Claim& claim, const std::vector<sim::Finding>& found);

}  // namespace app
