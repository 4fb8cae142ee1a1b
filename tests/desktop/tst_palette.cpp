// Greys and patterns: what hues tell is told without them.
#include <QtTest>
#include <set>

#include "app/charts/chart_patterns.h"
#include "app/graph/card_painter.h"
#include "app/graph/paint_tools.h"
#include "tests/desktop/opened_window.h"
#include "tests/support/test_program.h"

using namespace app;

namespace {

constexpr auto two = R"(
watertight: 1
services: { shop: { endpoints: { buy: [ { compute: 1 ms } ] } } }
journeys: { buyers: { arrivals: poisson(20/s), steps: [ { call: shop.buy, timeout: 1 s } ] } }
)";

QAction* choiceOf(MainWindow& window, const QString& name) {
    for (QAction* action : window.findChild<QMenu*>("paletteMenu")->actions())
        if (action->text() == name)
            return action;
    return nullptr;
}

// Where it covers and where it does not, whatever its colour.
QList<int> coverOf(ChartFill fill) {
    QImage image(40, 40, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.fillRect(image.rect(), fillBrush(fill, 1));
    painter.end();
    QList<int> cover;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            cover << qAlpha(image.pixel(x, y)) / 64;
    return cover;
}

// How often the rail of a card changes its colour on the way down.
int changesOfRail(Health health) {
    QImage image(200, 160, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme().canvas);
    SceneNode node;
    node.name = "shop";
    node.rect = QRectF(10, 10, 176, 140);
    CardValues values;
    values.name = node.name;
    values.health = health;
    QPainter painter(&image);
    paintCard(painter, node, values, false);
    painter.end();
    int changes = 0;
    for (int y = 21; y < 140; ++y)
        changes += image.pixel(12, y) == image.pixel(12, y - 1) ? 0 : 1;
    return changes;
}

}  // namespace

class TestPalette : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void cleanup() {
        setHues(Hues::Safe);
        setDark(true);
    }

    void isChosenInTheMenu() {
        support::OpenedWindow shown(two);
        QVERIFY(!theme().isGrey);
        choiceOf(shown.window, "Greys and patterns")->trigger();
        QVERIFY(theme().isGrey && theme().dark);
        shown.window.showTheme(false);
        QVERIFY(theme().isGrey && !theme().dark);
        choiceOf(shown.window, "Colours, also for colour-blind eyes")->trigger();
        QVERIFY(!theme().isGrey && !theme().dark);
    }

    void linesTellHealthByDashes() {
        for (const double share : {0.0, 0.05, 0.5})
            QVERIFY(lineDashes(false, share).isEmpty());
        setHues(Hues::None);
        std::set<QList<qreal>> different;
        for (const bool isMessages : {false, true})
            for (const double share : {0.0, 0.05, 0.5})
                different.insert(lineDashes(isMessages, share));
        QCOMPARE(different.size(), std::size_t(6));
        QVERIFY(lineDashes(false, 0).isEmpty());
    }

    void railsTellHealthByRungs() {
        QCOMPARE(changesOfRail(Health::Degraded), 0);
        setHues(Hues::None);
        QVERIFY(changesOfRail(Health::Degraded) > 10);
        QCOMPARE(changesOfRail(Health::Failing), 0);
        QCOMPARE(changesOfRail(Health::Ok), 0);
    }

    void causesInTheChartsAreToldByPatterns() {
        setHues(Hues::None);
        using enum ChartFill;
        std::set<QList<int>> different;
        const std::initializer_list<ChartFill> fills = {Unavailable, BreakerOpen, Timeout,
                                                        Deadline,    Rejected,    Error};
        for (const ChartFill fill : fills)
            different.insert(coverOf(fill));
        QCOMPARE(different.size(), fills.size());
    }
};

TEST_OF_THIS_FILE(TestPalette);
#include "tst_palette.moc"
