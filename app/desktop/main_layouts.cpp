// Where the cards of the call graph stand, in MainWindow: choosing a layout, and going back to what
// was before.
#include <QActionGroup>
#include <QMenu>
#include <QUndoCommand>

#include "app/desktop/main_window.h"

namespace app {
namespace {

struct OfferedLayout {
    const char* words;
    const char* name;  // as layoutNamed() knows it
};

constexpr OfferedLayout offeredLayouts[] = {{"Layers", "layers"},
                                            {"Forces", "forces"},
                                            {"Grid, most errors first", "grid-errors"},
                                            {"Grid, slowest first", "grid-p99"},
                                            {"Grid, busiest first", "grid-rate"},
                                            {"Lanes", "lanes"}};

// It is done already when it comes upon the stack: the canvas did it.
class ArrangeAction final : public QUndoCommand {
  public:
    using Arrange = std::function<void(const Arrangement&)>;

    ArrangeAction(Arrangement before, Arrangement after, Arrange arrange)
        : m_before(std::move(before)), m_after(std::move(after)), m_arrange(std::move(arrange)) {
        setText(QObject::tr("Arrange the cards\nThe cards as they stood"));
    }
    void redo() override {
        if (m_isDone)
            m_arrange(m_after);
        m_isDone = true;
    }
    void undo() override { m_arrange(m_before); }

  private:
    Arrangement m_before, m_after;
    Arrange m_arrange;
    bool m_isDone = false;
};

}  // namespace

void MainWindow::connectLayouts() {
    connect(m_graph, &CallGraphView::positionsChanged, this, [this] {
        const Arrangement before = m_file->arrangement();
        const Arrangement after = m_graph->arrangement();
        if (after == before)
            return;
        m_file->setArrangement(after);
        showLayout();
        m_session.undoStack().push(
            new ArrangeAction(before, after, [this](const Arrangement& wanted) {
                m_graph->setArrangement(wanted);
                m_file->setArrangement(wanted);
                showLayout();
            }));
    });
    connect(m_graph, &CallGraphView::layoutFailed, this, [this] {
        m_file->setArrangement(m_graph->arrangement());
        showLayout();
        m_banner->show(tr("Graphviz did not lay it out by forces; the cards stand in layers."), {});
    });
}

void MainWindow::addLayoutsTo(QMenu& view) {
    m_layoutMenu = view.addMenu(tr("Layout"));
    m_layoutMenu->setObjectName("layoutMenu");
    m_layoutMenu->setProperty("withoutKeys", true);
    m_layoutMenu->setToolTipsVisible(true);
    auto* group = new QActionGroup(this);
    for (const OfferedLayout& each : offeredLayouts) {
        const Arrangement wanted = layoutNamed(QLatin1String(each.name)).value();
        QAction* action = m_layoutMenu->addAction(tr(each.words), this, [this, wanted] {
            m_graph->layOutBy(wanted.kind, wanted.measure);
        });
        action->setCheckable(true);
        group->addAction(action);
        if (wanted.kind == LayoutKind::Force && !isGraphvizThere()) {
            action->setEnabled(false);
            action->setToolTip(tr("Needs Graphviz, which is not installed"));
        }
    }
    m_layoutMenu->addSeparator();
    QAction* again = m_layoutMenu->addAction(tr("Lay out again"), this, [this] {
        const Arrangement& now = m_graph->arrangement();
        m_graph->layOutBy(now.kind, now.measure);
    });
    again->setObjectName("layOutAgain");
    again->setToolTip(tr("Also the cards that were moved by hand"));
    showLayout();
}

// Which it is.
void MainWindow::showLayout() {
    const QString now = layoutName(m_graph->arrangement());
    for (std::size_t i = 0; i < std::size(offeredLayouts); ++i)
        m_layoutMenu->actions()[static_cast<qsizetype>(i)]->setChecked(
            now == QLatin1String(offeredLayouts[i].name));
}

// Where nothing is under the mouse.
std::unique_ptr<QMenu> MainWindow::canvasMenu() {
    auto menu = std::make_unique<QMenu>(this);
    menu->setObjectName("canvasMenu");
    menu->addMenu(m_layoutMenu);
    menu->addAction(m_fitAction);
    return menu;
}

}  // namespace app
