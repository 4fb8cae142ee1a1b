#include "app/graph/graph_accessible.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <vector>

#include "app/graph/call_graph_view.h"
#include "app/graph/topic_values.h"

namespace app {
namespace {

// One card or one line. It knows only its place in the scene, so it stays right when the scenario
// changes, and is invalid where there is no such place any more.
class GraphPart final : public QAccessibleInterface, public QAccessibleActionInterface {
  public:
    GraphPart(CallGraphView& view, bool isEdge, int index)
        : m_view(&view), m_isEdge(isEdge), m_index(index) {}

    bool isValid() const override {
        if (!m_view)
            return false;
        const GraphScene& scene = m_view->scene();
        return m_index < static_cast<int>(m_isEdge ? scene.edges.size() : scene.nodes.size());
    }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        if (kind == QAccessible::Description)
            return m_isEdge ? m_view->edgeValuesSeen()[at()].sentence
                            : m_view->cardValuesSeen()[at()].sentence;
        if (kind != QAccessible::Name)
            return {};
        const GraphScene& scene = m_view->scene();
        if (!m_isEdge)
            return scene.nodes[at()].name;
        if (!scene.isCalls(m_index))
            return messagesName(scene, m_index);
        const SceneEdge& edge = scene.edges[at()];
        return CallGraphView::tr("%1 calls %2")
            .arg(scene.nodes[static_cast<std::size_t>(edge.caller)].name,
                 scene.nodes[static_cast<std::size_t>(edge.callee)].name);
    }

    QRect rect() const override {
        if (!isValid())
            return {};
        const GraphScene& scene = m_view->scene();
        const QRectF place =
            m_isEdge ? scene.edges[at()].curve.path().boundingRect().adjusted(-1, -1, 1, 1)
                     : scene.nodes[at()].rect;
        const QRectF shown(m_view->toWidget(place.topLeft()),
                           m_view->toWidget(place.bottomRight()));
        return {m_view->mapToGlobal(shown.topLeft().toPoint()), shown.size().toSize()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.invalid = !isValid();
        if (state.invalid)
            return state;
        // Who chooses a line of messages gets its topic.
        state.focusable = state.selectable = !m_isEdge || m_view->scene().isCalls(m_index);
        state.selected = isSelected();
        state.focused = state.selected && m_view->hasFocus();
        // A collapsed group.
        state.expandable = state.collapsed = !m_isEdge && m_view->scene().nodes[at()].isGroup();
        state.offscreen = !QRect(m_view->mapToGlobal(QPoint()), m_view->size()).intersects(rect());
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    void doAction(const QString& name) override {
        if (!isValid() || name != pressAction())
            return;
        if (m_isEdge)
            m_view->selectLine(m_index);
        else
            m_view->select(m_view->scene().nodes[at()].name);
    }

    bool isEdge() const { return m_isEdge; }
    int index() const { return m_index; }

  private:
    std::size_t at() const { return static_cast<std::size_t>(m_index); }
    bool isSelected() const {
        return m_isEdge ? m_view->selectedLine() == m_index
                        : m_view->selected() == m_view->scene().nodes[at()].name;
    }

    QPointer<CallGraphView> m_view;
    bool m_isEdge;
    int m_index;
};

class GraphInterface final : public QAccessibleWidget {
  public:
    explicit GraphInterface(CallGraphView* view)
        : QAccessibleWidget(view, QAccessible::List), m_view(*view) {}
    ~GraphInterface() override {
        for (const auto* parts : {&m_nodes, &m_edges})
            for (const QAccessible::Id id : *parts)
                QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override {
        return static_cast<int>(m_view.scene().nodes.size() + m_view.scene().edges.size());
    }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount())
            return nullptr;
        const auto nodes = static_cast<int>(m_view.scene().nodes.size());
        return index < nodes ? part(m_nodes, false, index) : part(m_edges, true, index - nodes);
    }

    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* part = dynamic_cast<const GraphPart*>(child);
        if (!part)
            return -1;
        const auto nodes = static_cast<int>(m_view.scene().nodes.size());
        return part->index() + (part->isEdge() ? nodes : 0);
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        const QPointF at = m_view.toScene(m_view.mapFromGlobal(QPoint(x, y)));
        const auto nodes = static_cast<int>(m_view.scene().nodes.size());
        if (const int node = nodeAt(m_view.scene(), at); node >= 0)
            return child(node);
        const int edge = edgeAt(m_view.scene(), at);
        return edge < 0 ? nullptr : child(nodes + edge);
    }

    QAccessibleInterface* focusChild() const override {
        if (!m_view.hasFocus())
            return nullptr;
        const auto nodes = static_cast<int>(m_view.scene().nodes.size());
        if (m_view.selectedLine() >= 0)
            return child(nodes + m_view.selectedLine());
        const int node = m_view.scene().find(m_view.selected());
        return node < 0 ? nullptr : child(node);
    }

  private:
    // Made when first asked for, and kept: whoever reads holds on to it by its id.
    QAccessibleInterface* part(std::vector<QAccessible::Id>& parts, bool isEdge, int index) const {
        while (static_cast<int>(parts.size()) <= index) {
            auto* made = new GraphPart(m_view, isEdge, static_cast<int>(parts.size()));
            parts.push_back(QAccessible::registerAccessibleInterface(made));
        }
        return QAccessible::accessibleInterface(parts[static_cast<std::size_t>(index)]);
    }

    CallGraphView& m_view;
    mutable std::vector<QAccessible::Id> m_nodes, m_edges;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* view = qobject_cast<CallGraphView*>(object);
    return view ? new GraphInterface(view) : nullptr;
}

}  // namespace

void installGraphAccessibility() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isInstalled);
}

void announceGraphChild(CallGraphView& view, int child) {
    QAccessibleEvent event(&view, view.hasFocus() ? QAccessible::Focus : QAccessible::Selection);
    event.setChild(child);
    QAccessible::updateAccessibility(&event);
}

}  // namespace app
