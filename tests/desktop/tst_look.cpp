// What can be measured of the look, and sheets of all of it for the eye: <build>/look/*.png.
#include <QtTest>
#include <QtWidgets>
#include <cmath>

#include "app/look/caption_ink.h"
#include "app/look/look.h"
#include "tests/support/test_program.h"

using namespace app;

class TestLook : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { QVERIFY(QDir().mkpath(BINARY_DIR "/look")); }
    void shipsItsFonts();
    void digitsAreEquallyWide_data();
    void digitsAreEquallyWide();
    void contrastIsThatOfWcag();
    void signsStandOut_data();
    void signsStandOut();
    void textIsLegible_data();
    void textIsLegible();
    void everyIconDraws_data();
    void everyIconDraws();
    void iconsFollowTheTheme();
    void everyGlyphDraws();
    void buttonsAreAsHighAsDesigned();
    void keyboardFocusHasARing();
    void styleSheetHasNoUnknownWord();
    void drawsSheets_data();
    void drawsSheets();
};

namespace {

constexpr int glyphCount = static_cast<int>(Glyph::Shield) + 1;

void bothThemes() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void allPalettes() {
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("isGrey");
    QTest::newRow("dark") << true << false;
    QTest::newRow("light") << false << false;
    QTest::newRow("dark greys") << true << true;
    QTest::newRow("light greys") << false << true;
}

// Until it is left.
struct Palette {
    Palette(bool dark, bool isGrey) {
        setDark(dark);
        setHues(isGrey ? Hues::None : Hues::Safe);
    }
    ~Palette() { setHues(Hues::Safe); }
};

int inkedPixels(const QImage& image) {
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            inked += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
        }
    }
    return inked;
}

QImage emptyImage(QSize size) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

void paintRow(QPainter& painter, qreal y, qreal side) {
    qreal x = 16;
    for (int i = 0; i < glyphCount; ++i, x += side + 8) {
        paintGlyph(painter, QRectF(x, y, side, side), static_cast<Glyph>(i));
    }
    for (int i = 0; i < iconCount; ++i, x += side + 8) {
        paintIcon(painter, QRectF(x, y, side, side), static_cast<Icon>(i), theme().ink);
    }
}

void paintTexts(QPainter& painter) {
    const auto line = [&painter](int y, const QFont& font, const QColor& colour,
                                 const QString& text) {
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(16, y, text);
    };
    const Theme& t = theme();
    line(40, lookFont(22, 600), t.ink, "Select a service and press K. Try payment.");
    line(64, lookFont(16, 600), t.ink, "341/s  01:12.0  0123456789  1,604");
    line(84, lookFont(13, 600), t.ink, "recommendation  gateway → payment.charge");
    line(104, lookFont(13), t.ink2, "You will read here who failed, who was degraded, ×2");
    line(122, lookFont(12), t.ink3, "slots  inbox  errors  5.8 %  p99 46 ms  1111 0000");
    line(140, monoFont(), t.ink, "SELECT id, name FROM videos WHERE id = 12;");
    int x = 420;
    for (const QColor& colour :
         {t.okText, t.degradedText, t.failingText, t.breakerText, t.you, t.ink}) {
        painter.setPen(colour);
        painter.setFont(lookFont(13));
        painter.drawText(x, 104, "158 failed");
        x += 80;
    }
}

class Sheet : public QWidget {
  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), theme().panel);
        paintTexts(painter);
        paintRow(painter, 160, 14);
        paintRow(painter, 184, 16);
        paintRow(painter, 212, 32);
        paintRow(painter, 256, 64);
    }
};

QPushButton* button(QWidget* parent, Icon icon, const QString& text, bool primary = false) {
    auto* made = new QPushButton(text, parent);
    made->setProperty("primary", primary);
    made->setIcon(primary ? lookIcon(icon, Qt::white) : lookIcon(icon));
    made->setIconSize(buttonIconSize);
    return made;
}

QWidget* separator() {
    auto* line = new QFrame;
    line->setObjectName("barSeparator");
    line->setFixedSize(1, 20);
    return line;
}

QToolButton* menuButton() {
    auto* faults = new QToolButton;
    faults->setText("Faults");
    faults->setIcon(lookIcon(Icon::Bolt));
    faults->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    faults->setPopupMode(QToolButton::InstantPopup);
    faults->setMenu(new QMenu(faults));
    return faults;
}

// As the window does it: a toolbar holds one widget with margins of its own.
QWidget* runBar() {
    auto* bar = new QWidget;
    bar->setFixedHeight(44);
    auto* speed = new QComboBox;
    speed->addItems({"1×", "10×", "100×"});
    speed->setFixedWidth(72);
    auto* seed = new QSpinBox;
    seed->setValue(42);
    seed->setFixedWidth(56);
    QPushButton* kill = button(bar, Icon::Power, "Kill");
    kill->setEnabled(false);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    for (QWidget* each : std::initializer_list<QWidget*>{
             button(bar, Icon::Pause, "Pause", true), button(bar, Icon::Step, "Step"), separator(),
             new QLabel("Speed"), speed, new QLabel("achieved 1.00×"), separator(),
             new QLabel("Seed"), seed}) {
        row->addWidget(each);
    }
    row->addStretch(1);
    for (QWidget* each :
         std::initializer_list<QWidget*>{kill, menuButton(), button(bar, Icon::Undo, "Undo")}) {
        row->addWidget(each);
    }
    return bar;
}

QWidget* controls() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* row = new QHBoxLayout;
    for (int i = 0; i < 3; ++i) {
        QPushButton* made = button(page, Icon::Restart, "Button");
        made->setEnabled(i != 1);
        made->setDown(i == 2);
        row->addWidget(made);
    }
    auto* more = new QToolButton;
    more->setIcon(lookIcon(Icon::More));
    more->setAutoRaise(true);
    row->addWidget(more);
    row->addWidget(new QCheckBox("Follow the run"));
    auto* checked = new QCheckBox("Checked");
    checked->setChecked(true);
    row->addWidget(checked);
    auto* line = new QLineEdit;
    line->setPlaceholderText("Find");
    row->addWidget(line);
    row->addStretch();
    column->addLayout(row);
    auto* table = new QTableWidget(12, 3);
    table->setHorizontalHeaderLabels({"Journey", "rate", "p99"});
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    for (int i = 0; i < 12; ++i) {
        table->setItem(i, 0, new QTableWidgetItem("watch-video"));
        table->setItem(i, 1, new QTableWidgetItem(rateText(100.0 * i)));
    }
    table->selectRow(1);
    column->addWidget(table);
    return page;
}

std::unique_ptr<QMainWindow> sampleWindow() {
    auto window = std::make_unique<QMainWindow>();
    for (const char* name : {"File", "Edit", "View", "Simulate", "Faults", "Analyze"}) {
        window->menuBar()->addMenu(name)->addAction("Open");
    }
    QToolBar* bar = window->addToolBar("Main");
    bar->setMovable(false);
    bar->addWidget(runBar());
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* tabs = new QTabBar;
    for (const char* name : {"Call graph", "Traces", "Matrix"}) {
        tabs->addTab(name);
    }
    tabs->setExpanding(false);
    column->addWidget(tabs);
    column->addWidget(new Sheet, 1);
    column->addWidget(controls());
    window->setCentralWidget(centre);
    auto* dock = new QDockWidget("Isolation");
    auto* content = new QLabel("payment is down");
    content->setMinimumWidth(200);
    dock->setWidget(content);
    window->addDockWidget(Qt::RightDockWidgetArea, dock);
    window->statusBar()->addWidget(new QLabel("All 5 services healthy"));
    window->resize(1300, 820);
    return window;
}

}  // namespace

void TestLook::shipsItsFonts() {
    QCOMPARE(QFontInfo(lookFont(13)).family(), QString("Watertight Sans"));
    QCOMPARE(QFontInfo(lookFont(13, 600)).weight(), 600);
    QCOMPARE(QFontInfo(monoFont()).family(), QString("JetBrains Mono"));
    QCOMPARE(QFontInfo(lookFont(22, 600)).pixelSize(), 22);
}

void TestLook::digitsAreEquallyWide_data() {
    QTest::addColumn<int>("px");
    QTest::addColumn<int>("weight");
    for (const int px : {12, 13, 16, 22}) {
        for (const int weight : {400, 600}) {
            QTest::addRow("%d px, %d", px, weight) << px << weight;
        }
    }
}

void TestLook::digitsAreEquallyWide() {
    QFETCH(int, px);
    QFETCH(int, weight);
    const QFontMetricsF metrics(lookFont(px, weight));
    const qreal ones = metrics.horizontalAdvance("1111111111");
    for (const char* digits : {"0000000000", "0123456789", "7171717171", "4747474747"}) {
        QCOMPARE(metrics.horizontalAdvance(digits), ones);
    }
}

// The luminances of WCAG 2: of black and white 21, of one colour 1, of vermilion and white 3.87.
void TestLook::contrastIsThatOfWcag() {
    QCOMPARE(qRound(contrastOf(Qt::black, Qt::white) * 100), 2100);
    QCOMPARE(qRound(contrastOf(Qt::red, Qt::red) * 100), 100);
    QCOMPARE(qRound(contrastOf("#D55E00", Qt::white) * 100), 387);
    QCOMPARE(markOn("#D55E00"), QColor(Qt::white));
    QCOMPARE(markOn("#E69F00"), QColor("#15181C"));
}

void TestLook::signsStandOut_data() {
    allPalettes();
}

void TestLook::signsStandOut() {
    QFETCH(bool, dark);
    QFETCH(bool, isGrey);
    const Palette palette(dark, isGrey);
    const Theme& t = theme();
    QCOMPARE(t.isGrey, isGrey);
    // On light grounds the sign of what is degraded has an outline.
    const QMap<QString, QColor> signs{
        {"ok", t.ok},           {"degraded", dark ? t.degraded : t.degradedText},
        {"failing", t.failing}, {"down", t.down},
        {"breaker", t.breaker}, {"not judged", t.ink3},
        {"shield", t.ink}};
    const QMap<QString, QColor> grounds{
        {"win", t.win},     {"canvas", t.canvas}, {"panel", t.panel}, {"raise", t.raise},
        {"field", t.field}, {"hover", t.hover},   {"selbg", t.selbg}};
    for (const QString& sign : signs.keys()) {
        for (const QString& ground : grounds.keys()) {
            const double ratio = contrastOf(signs[sign], grounds[ground]);
            QVERIFY2(ratio >= 3, qPrintable(QString("%1 on %2: %3").arg(sign, ground).arg(ratio)));
        }
    }
    // What is drawn within the sign.
    for (const QColor& fill : {t.ok, t.degraded, t.failing, t.down})
        QVERIFY(contrastOf(markOn(fill), fill) >= 3);
    if (isGrey) {
        for (const QColor& each : {t.ok, t.degraded, t.failing, t.down, t.breaker, t.you})
            QVERIFY2(each.hslSaturationF() < 0.02F, qPrintable(each.name()));
    }
}

void TestLook::textIsLegible_data() {
    allPalettes();
}

void TestLook::textIsLegible() {
    QFETCH(bool, dark);
    QFETCH(bool, isGrey);
    const Palette palette(dark, isGrey);
    const Theme& t = theme();
    const QMap<QString, QColor> texts{{"ink", t.ink},
                                      {"ink2", t.ink2},
                                      {"ink3", t.ink3},
                                      {"you", t.you},
                                      {"okText", t.okText},
                                      {"degradedText", t.degradedText},
                                      {"failing", t.failingText},
                                      {"breakerText", t.breakerText}};
    const QMap<QString, QColor> surfaces{{"win", t.win},
                                         {"canvas", t.canvas},
                                         {"panel", t.panel},
                                         {"raise", t.raise},
                                         {"field", t.field}};
    for (const QString& text : texts.keys()) {
        for (const QString& surface : surfaces.keys()) {
            const double ratio = contrastOf(texts[text], surfaces[surface]);
            QVERIFY2(ratio >= 4.5,
                     qPrintable(QString("%1 on %2: %3").arg(text, surface).arg(ratio)));
        }
    }
    QVERIFY(contrastOf(Qt::white, t.primary) >= 4.5);
    // On the ground of what is hovered, selected or in review.
    for (const QColor& ground : {t.hover, t.selbg}) {
        for (const QColor& ink : {t.ink, t.ink2, captionInk(true), t.you})
            QVERIFY(contrastOf(ink, ground) >= 4.5);
    }
    QVERIFY(contrastOf(t.wire, t.canvas) >= 3);
}

void TestLook::everyIconDraws_data() {
    QTest::addColumn<int>("icon");
    for (int i = 0; i < iconCount; ++i) {
        QTest::addRow("%d", i) << i;
    }
}

void TestLook::everyIconDraws() {
    QFETCH(int, icon);
    for (const int ratio : {1, 2}) {
        const QImage image =
            lookIcon(static_cast<Icon>(icon)).pixmap(QSize(16, 16), ratio).toImage();
        QCOMPARE(image.size(), QSize(16, 16) * ratio);
        QVERIFY(inkedPixels(image) >= 8 * ratio);
        const QSize border = image.size() - QSize(1, 1);
        QCOMPARE(qAlpha(image.pixel(0, 0)), 0);
        QCOMPARE(qAlpha(image.pixel(border.width(), border.height())), 0);
    }
}

void TestLook::iconsFollowTheTheme() {
    const QIcon icon = lookIcon(Icon::Play);
    const auto centre = [&icon](QIcon::Mode mode) {
        return icon.pixmap(QSize(16, 16), 1, mode).toImage().pixelColor(7, 8);
    };
    setDark(true);
    QCOMPARE(centre(QIcon::Normal), darkTheme().ink);
    QVERIFY(qAbs(centre(QIcon::Disabled).alpha() - 191) < 3);
    setDark(false);
    QCOMPARE(centre(QIcon::Normal), lightTheme().ink);
    QCOMPARE(lookIcon(Icon::Play, Qt::white).pixmap(16, 16).toImage().pixelColor(7, 8),
             QColor(Qt::white));
}

void TestLook::everyGlyphDraws() {
    for (int i = 0; i < glyphCount; ++i) {
        QImage image = emptyImage({28, 28});
        QPainter painter(&image);
        paintGlyph(painter, QRectF(0, 0, 28, 28), static_cast<Glyph>(i));
        painter.end();
        QVERIFY(inkedPixels(image) > 40);
    }
}

void TestLook::buttonsAreAsHighAsDesigned() {
    applyLook(*qApp, true);
    const auto window = sampleWindow();
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    QCOMPARE(window->menuBar()->height(), 28);
    const auto* bar = window->findChild<QToolBar*>();
    QCOMPARE(bar->height(), 44);
    const auto buttons = bar->findChildren<QAbstractButton*>();
    for (const QWidget* each : buttons) {
        if (each->isVisible()) {
            QCOMPARE(each->height(), 28);
        }
    }
    QCOMPARE(bar->findChild<QComboBox*>()->height(), 28);
    QCOMPARE(bar->findChild<QSpinBox*>()->height(), 28);
    QCOMPARE(window->findChild<QTabBar*>()->height(), 32);
    QCOMPARE(window->statusBar()->height(), 24);
    const auto* dock = window->findChild<QDockWidget*>();
    QCOMPARE(dock->widget()->y(), 32);
}

void TestLook::keyboardFocusHasARing() {
    applyLook(*qApp, true);
    const auto window = sampleWindow();
    window->show();
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    QList<QPushButton*> buttons = window->findChildren<QPushButton*>();
    buttons.removeIf([](const QPushButton* each) { return !each->isEnabled(); });
    buttons[1]->setFocus(Qt::MouseFocusReason);
    QVERIFY(!window->findChild<QFocusFrame*>());
    buttons[0]->setFocus(Qt::TabFocusReason);
    const auto* ring = window->findChild<QFocusFrame*>();
    QVERIFY(ring && ring->isVisible());
    QCOMPARE(ring->size(), buttons[0]->size() + QSize(8, 8));
    QVERIFY(window->grab().save(BINARY_DIR "/look/focus.png"));
    buttons[1]->setFocus(Qt::MouseFocusReason);
    QVERIFY(!ring->isVisible());
}

void TestLook::styleSheetHasNoUnknownWord() {
    QVERIFY(!lookStyleSheet().isEmpty());
    QString rules = lookStyleSheet();
    rules.remove(QRegularExpression("/\\*.*?\\*/"));
    QVERIFY(!rules.contains('@'));
}

void TestLook::drawsSheets_data() {
    bothThemes();
}

void TestLook::drawsSheets() {
    QFETCH(bool, dark);
    applyLook(*qApp, dark);
    const auto window = sampleWindow();
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    const QString file = dark ? BINARY_DIR "/look/dark.png" : BINARY_DIR "/look/light.png";
    QVERIFY(window->grab().save(file));
}

TEST_OF_THIS_FILE(TestLook);
#include "tst_look.moc"
