// What the inspector shows of the selected topic: what became of its messages, who consumes them,
// and where they wait.
#pragma once

#include "app/panels/inspector_sections.h"

namespace app {

class TopicSection : public InspectorSection {
    Q_OBJECT

  public:
    using InspectorSection::InspectorSection;

  protected:
    const models::Topic* topic() const;           // null: none is selected
    const sim::TopicSnapshot* topicSeen() const;  // null: or nothing of it was seen yet
};

class TopicCountsSection final : public TopicSection {
    Q_OBJECT

  public:
    using TopicSection::TopicSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    struct Row {
        QString word, value;
        bool isTrouble = false;
    };
    std::vector<Row> rows() const;
};

class TopicConsumersSection final : public TopicSection {
    Q_OBJECT

  public:
    using TopicSection::TopicSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;

  private:
    const models::Consumer& consumerOf(const sim::TopicMember& member) const;
    QString nameOf(const sim::TopicMember& member) const;  // worker#1
    static QString heldText(const sim::TopicMember& member);
};

class TopicPartitionsSection final : public TopicSection {
    Q_OBJECT

  public:
    using TopicSection::TopicSection;
    QString spoken() const override;

  protected:
    double draw(PanelPen& pen) const override;
};

}  // namespace app
