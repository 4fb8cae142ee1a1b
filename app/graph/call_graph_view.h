// The canvas: the architecture as a graph, how each part fares, and the requests on their way.
// Everything that stands still is kept in a pixmap; only the dots are painted anew each frame.
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <QPushButton>
#include <QSet>
#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

#include "app/export/painting.h"
#include "app/graph/arrangement.h"
#include "app/graph/card_values.h"
#include "app/graph/dot_painter.h"
#include "app/graph/dots.h"
#include "app/graph/edge_choice.h"
#include "app/graph/folding.h"
#include "app/graph/graph_painter.h"
#include "app/graph/graph_scene.h"
#include "app/graph/graphviz.h"
#include "app/graph/group_frames.h"
#include "app/graph/legend.h"
#include "app/graph/minimap.h"
#include "app/graph/road_difference.h"

namespace app {

class CallGraphView : public QWidget {
    Q_OBJECT

  public:
    explicit CallGraphView(QWidget* parent = nullptr);
    ~CallGraphView() override;

    void setScenario(const models::Scenario& scenario);
    void setSnapshot(std::shared_ptr<const sim::Snapshot> snapshot);
    // The same where the caller knows how much time of the wall lies between the last two; 0 after
    // a pause or a jump, which say nothing about the pace.
    void setSnapshot(std::shared_ptr<const sim::Snapshot> snapshot, double secondsSinceLast);
    void setRunning(bool running);
    void themeChanged();
    void setCompact(bool compact);
    // Who did not notice an active fault, by name.
    void setUnaffected(const QSet<QString>& nodeNames);
    // All others are dimmed, whatever is selected; empty: nothing is previewed.
    void setPreviewed(const QSet<QString>& nodeNames);
    // Cards and lines are coloured by what they differ in from another road, instead of by health;
    // null: by health.
    void setCompared(std::shared_ptr<const ComparedGraph> compared);
    void setEdgeLabel(EdgeLabel label);
    void setDotsShown(bool shown);
    // How many calls away from what is selected a card is still lit; all that hang together: 0.
    void setCallsLit(int calls);

    void select(const QString& node);  // empty: nothing
    QString selected() const;
    // An index into models::callGraph(scenario).edges, or behind them into its messages: all that
    // is known of those stands at their topic, which is selected in their place.
    void selectEdge(int edge);
    int selectedEdge() const;  // -1 also where a line is selected that stands for several
    // The same of an index into scene().edges, as the mouse does it.
    void selectLine(int line);
    int selectedLine() const { return m_selectedEdge; }
    // A group's card, or a line for several edges: nothing that the rest of the window knows.
    bool isOwnSelection() const;

    // Groups of services (call_graph_groups.cpp).
    QStringList groups() const { return m_foldable; }
    const Folding& folding() const { return m_folding; }
    void setCollapsed(const QSet<QString>& groups);
    // That one alone, with its neighbours dimmed; empty: all of the graph again.
    void showWithin(const QString& group);
    // Of the card that is selected, itself or the one that it belongs to; empty: none.
    QString selectedGroup() const;
    // Collapses it, or expands it.
    void toggleGroup(const QString& group);
    // Collapses all of them, or where one is collapsed expands all.
    void toggleAllGroups();

    // Where cards were put by hand; empty while the layout decides. A collapsed group stands in the
    // middle of its services.
    void setPositions(const QMap<QString, QPointF>& positions);
    QMap<QString, QPointF> positions() const { return m_arrangement.byHand; }
    // The same and the layout (call_graph_layouts.cpp).
    const Arrangement& arrangement() const { return m_arrangement; }
    void setArrangement(const Arrangement& arrangement);
    // Lays all cards out anew, also those that were put somewhere by hand. The measure is a grid's,
    // taken once: figures that change later move no card.
    void layOutBy(LayoutKind kind, GridMeasure measure = GridMeasure::Errors);
    // Until forces have placed them the cards stand in layers.
    bool awaitsForces() const;

    void fitAll();
    void fitSelection();
    void selectNextUnhealthy();  // the worst first, then on
    // Brings what is selected into sight, large enough to be read; where it is so already, the
    // view stays as it is.
    void reveal();
    void setZoom(double zoom);  // about the middle of the canvas
    void zoomBy(double factor);
    int zoomPercent() const;
    void setMinimapWanted(bool wanted);

    QSize sizeHint() const override { return {1240, 612}; }
    QSize minimumSizeHint() const override { return {320, 240}; }

    // All of it, for a file (call_graph_export.cpp).
    Painting painting(const QString& title);

    // For tests: moves the dots on as the frame timer would.
    void advanceDots(double seconds);
    const GraphScene& scene() const { return m_scene; }
    QPointF toWidget(QPointF scenePoint) const { return scenePoint * m_zoom + m_offset; }
    QPointF toScene(QPointF widgetPoint) const { return (widgetPoint - m_offset) / m_zoom; }
    const std::vector<GroupFrame>& groupFramesSeen() const { return m_groups; }
    // What each card and each line says, in the order of the scene.
    const std::vector<CardValues>& cardValuesSeen() const { return m_cards; }
    const std::vector<EdgeValues>& edgeValuesSeen() const { return m_edges; }

  Q_SIGNALS:
    void selectionChanged(const QString& node);
    void edgeSelected(int edge);
    // Of what was selected by it: a card, a line, or nothing.
    void contextMenuRequested(const QString& node, const QPoint& global);
    void activated(const QString& node);
    void edgeActivated(int edge);
    void positionsChanged();  // of the arrangement anything
    void layoutFailed();      // that by forces: the layers stay
    void foldingChanged();
    void zoomChanged(double zoom);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    static constexpr double zoomLeast = 0.02, zoomMost = 4;
    static constexpr int rebuildEvery = 200;  // ms: figures that change faster cannot be read

    // call_graph_view.cpp
    void rebuildScene();
    void layOutAgain();
    void route();
    void tellValues();
    void compareValues();
    void refreshValues();
    void watchFallbacks();
    bool hasNewFaults();
    void fitTo(const QRectF& area);
    void setView(double zoom, QPointF offset);
    void zoomAt(double zoom, QPointF widgetPoint);
    void markStale(bool atOnce);
    void runFrames();

    // call_graph_layouts.cpp
    void connectGraphviz();
    void askGraphviz();
    void takeNewPlaces();
    Layout filledLayout(const GraphScene& scene, QSizeF canvas) const;
    Layout layeredLayout(const GraphScene& scene, QSizeF canvas) const;
    Layout lanesLayout(const GraphScene& scene, QSizeF canvas) const;
    std::vector<GroupFrame> framesOf(const GraphScene& scene) const;

    // call_graph_groups.cpp
    void makeGroupButtons();
    void foldAsOpened();
    void refold(const Folding& wanted);
    void selectAgain(const QString& node, int edge);
    int cardOf(const QString& node) const;
    void bringOut(const std::vector<int>& nodes);
    QMap<QString, QPointF> placesByHand(const GraphScene& scene) const;
    void pinAll();
    QString signUnder(QPointF widgetPoint) const;
    QString titleUnder(QPointF widgetPoint) const;
    bool isPreviewed(int node) const;
    void showGroupButtons();

    // call_graph_painting.cpp
    bool isDimming() const;
    bool isEdgeLit(int edge) const;
    void measureCallsAway();
    std::vector<bool> litNodes() const;
    void chooseShownEdges();
    void showEdgesChip();
    void showMinimap();
    void paintStatic();
    void paintMoved(QPainter& painter);
    void paintDots(QPainter& painter);
    bool areDotsSeen() const;
    QRegion regionOfDots() const;
    LegendSymbols legendSymbols() const;

    // call_graph_export.cpp
    GraphScene fullScene() const;
    LegendSymbols legendOfStill() const;

    // call_graph_input.cpp
    void selectIndex(int node);
    void selectTowards(QPointF direction);
    bool isAtEnd(bool next) const;
    void moveCard(QPointF widgetPoint);
    void zoomToFrame();
    void hover(QPointF widgetPoint);
    bool showTip(QPointF widgetPoint, QPoint global);
    void askForMenu(int node, int edge, QPoint global);
    QRectF neighbourhood() const;
    QRectF selectedArea() const;
    bool hasSelection() const { return m_selected >= 0 || m_selectedEdge >= 0; }

    // edge_selection.cpp
    int edgeUnder(QPointF widgetPoint) const;
    std::vector<int> edgesOf(int node, bool outgoing) const;
    bool pressEdgeKey(const QKeyEvent& event);
    void selectBesides(int by);

    models::Scenario m_scenario;
    models::CallGraph m_graph;
    std::shared_ptr<const sim::Snapshot> m_snapshot;
    GraphScene m_scene;
    Layout m_layout;
    std::optional<Ranking> m_ranking;
    Graphviz m_graphviz;
    Arrangement m_arrangement;
    std::vector<QPointF> m_forceCentres;  // a node each; empty: not known yet
    std::vector<GroupFrame> m_groups;
    QStringList m_foldable;  // groups
    Folding m_folding;
    QPushButton* m_hiddenChip = nullptr;  // counts the services that are not drawn; shows them
    QPushButton* m_path = nullptr;        // "All › identity"; leads up
    bool m_wasSignClicked = false;        // then a second click is no double click
    std::vector<CardValues> m_cards;
    std::vector<EdgeValues> m_edges;
    bool m_valuesStale = false;  // older than the snapshot
    EdgeChoice m_choice;
    QPushButton* m_edgesChip = nullptr;  // says what is hidden; shows it
    bool m_showsAllEdges = false;
    Minimap* m_minimap = nullptr;
    std::vector<std::int64_t> m_fallbacks;       // last seen, an edge each
    std::vector<sim::Instant> m_fallbackSeenAt;  // when the count last grew; never: it did not
    std::vector<sim::FaultId> m_activeFaults;    // of the last snapshot
    QSet<QString> m_unaffected;
    QSet<QString> m_previewed;
    std::shared_ptr<const ComparedGraph> m_compared;
    EdgeLabel m_label = EdgeLabel::Rate;
    int m_selected = -1;      // a node, or
    int m_selectedEdge = -1;  // an edge, never both
    int m_callsLit = 1;
    std::vector<int> m_callsAway;  // of each card from the selected one; -1: no way leads there
    bool m_compact = false;
    bool m_showsFocus = false;  // the keyboard brought it here; a click needs no ring

    double m_zoom = 1;
    QPointF m_offset;
    bool m_viewChosen = false;  // zoomed or panned by hand: a resize leaves the view alone

    QPixmap m_static;
    double m_staticZoom = 1;  // of the pixmap, which may be behind the view while that moves
    QPointF m_staticOffset;
    bool m_stale = true;
    QElapsedTimer m_builtAt;
    qint64 m_buildCost = 0;  // ms, of the last one
    QTimer m_rebuild;

    Dots m_dots;
    DotStamps m_stamps;
    QRegion m_dotsRegion;  // of the widget, that of the lines with dots when these last moved
    bool m_dotsShown = true;
    bool m_running = false;
    QTimer m_frames;
    QElapsedTimer m_frameClock;
    QElapsedTimer m_offerClock;
    int m_hoveredEdge = -1;

    enum class Drag { None, Pressed, Card, Pan, Frame };
    Drag m_drag = Drag::None;
    int m_draggedNode = -1;
    QPointF m_pressedAt;
    QRectF m_frame;  // of the widget: what is drawn around to be zoomed into
    QPointF m_grip;  // from the card's corner, or the offset when a pan began
};

}  // namespace app
