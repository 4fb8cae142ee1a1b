#include "models/io/yaml.h"

#include <QtTest>

#include "tests/support/test_program.h"

using namespace models;

namespace {

QString printed(const yaml::Node& node) {
    if (node.isScalar()) {
        return QString::fromUtf8(node.text().data(), qsizetype(node.text().size()));
    }
    QStringList parts;
    for (const yaml::Node& each : node.items()) {
        parts << printed(each);
    }
    for (const yaml::Entry& each : node.entries()) {
        parts << printed(each.key) + "=" + printed(each.value);
    }
    return (node.isSequence() ? "[" : "{") + parts.join(", ") + (node.isSequence() ? "]" : "}");
}

QString printed(const yaml::Parsing& parsing) {
    if (parsing.diagnostics.empty()) {
        return printed(parsing.document.root());
    }
    const Diagnostic& first = parsing.diagnostics.front();
    return QString("%1:%2 %3")
        .arg(first.place.line)
        .arg(first.place.column)
        .arg(QString::fromStdString(first.message));
}

std::string rangeText(const yaml::Parsing& parsing, const yaml::Node& node) {
    return parsing.document.source().substr(node.range().begin,
                                            node.range().end - node.range().begin);
}

yaml::Parsing parse(const std::string& text) {
    return yaml::parse(text, "test.yaml");
}

}  // namespace

class TestYaml : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void acceptsTheFormsOfTheLanguageWithoutQuotes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tree");
        const auto row = [](const char* text, const char* tree) {
            QTest::newRow(text) << text << tree;
        };
        row("{ at: 1 min, kill: payment, for: 30 s }", "{at=1 min, kill=payment, for=30 s}");
        row("{ at: 3 min, delay: user -> payment, add: 100 ms }",
            "{at=3 min, delay=user -> payment, add=100 ms}");
        row("{ availability: at least 99.9 % }", "{availability=at least 99.9 %}");
        row("[5 %, 25 %, 50 %]", "[5 %, 25 %, 50 %]");
        row("{ latency: 0.25 ms + exp(0.1 ms), loss: 0 % }",
            "{latency=0.25 ms + exp(0.1 ms), loss=0 %}");
        row("{ compute: mix(90 % exp(1 ms) or 10 % exp(20 ms)) }",
            "{compute=mix(90 % exp(1 ms) or 10 % exp(20 ms))}");
        row("{ compute: uniform(1 ms to 9 ms) }", "{compute=uniform(1 ms to 9 ms)}");
        row("{ at: 2 min, crash-loop: user#1, first: 10 s }",
            "{at=2 min, crash-loop=user#1, first=10 s}");
        row("{ lose: any -> catalog, probability: 10 % }",
            "{lose=any -> catalog, probability=10 %}");
        row("{ partition: [ [user, gateway], [payment] ], one-way: false }",
            "{partition=[[user, gateway], [payment]], one-way=false}");
        row("{ slow: user, by: 10x }", "{slow=user, by=10x}");
        row("Videos play while payment is down: { p99: below 300 ms }",
            "{Videos play while payment is down={p99=below 300 ms}}");
        row("{ set: { journeys.buy.steps.0.retry.budget: none }, breaks: [ The storm dies out ] }",
            "{set={journeys.buy.steps.0.retry.budget=none}, breaks=[The storm dies out]}");
        row("{ key: viewer, columns: { plan: text default 'basic', renewed: integer default 0 } }",
            "{key=viewer, columns={plan=text default 'basic', renewed=integer default 0}}");
        row("at: { viewer: \":round\" }", "{at={viewer=:round}}");
        row("{ set: { status: \"'paid'\" }, where: count > 0 }",
            "{set={status='paid'}, where=count > 0}");
        row("during: [60 s, 90 s]", "{during=[60 s, 90 s]}");
        row("{ balancing: hash(viewer), discipline: codel(target 5 ms interval 100 ms) }",
            "{balancing=hash(viewer), discipline=codel(target 5 ms interval 100 ms)}");
        row("{ for: no, version: 1.10, when: 10:30 }", "{for=no, version=1.10, when=10:30}");
        row("{ rate: 500/s, compute: empirical(latencies.csv) }",
            "{rate=500/s, compute=empirical(latencies.csv)}");
        row("{\"json\": [1, {\"is\": \"yaml\"}], \"too\": null}",
            "{json=[1, {is=yaml}], too=null}");
        row("{ fail: 20 % }", "{fail=20 %}");
        row("sql: SELECT count(*) FROM a.b x WHERE x.c = 'paid' AND p.request IS NULL",
            "{sql=SELECT count(*) FROM a.b x WHERE x.c = 'paid' AND p.request IS NULL}");
    }
    void acceptsTheFormsOfTheLanguageWithoutQuotes() {
        QFETCH(QString, text);
        QFETCH(QString, tree);
        QCOMPARE(printed(parse(text.toStdString())), tree);
    }

    void knowsThePlaceAndRangeOfEveryNode() {
        const yaml::Parsing parsing = parse("a: 1\nlonger:\n  - x: 'q'  # note\n  - {y: [2, 3]}\n");
        const yaml::Node list = parsing.document.root().find("longer");
        const yaml::Node quoted = list.items()[0].find("x");
        const yaml::Node flow = list.items()[1];

        QCOMPARE(rangeText(parsing, list), std::string("- x: 'q'  # note\n  - {y: [2, 3]}"));
        QCOMPARE(rangeText(parsing, quoted), std::string("'q'"));
        QVERIFY((quoted.place() == Place{3, 8}));
        QCOMPARE(rangeText(parsing, flow), std::string("{y: [2, 3]}"));
        QCOMPARE(rangeText(parsing, flow.find("y")), std::string("[2, 3]"));
        QCOMPARE(rangeText(parsing, flow.entries()[0].key), std::string("y"));
    }

    void countsColumnsInBytes() {
        const yaml::Parsing parsing = parse("name: Öl und Käse\nübel: [é, x]\n");
        const yaml::Node list = parsing.document.root().find("übel");

        QCOMPARE(rangeText(parsing, parsing.document.root().find("name")),
                 std::string("Öl und Käse"));
        QCOMPARE(rangeText(parsing, list), std::string("[é, x]"));
        QVERIFY((list.items()[1].place() == Place{2, 13}));
    }

    void survivesAByteOrderMarkAndWindowsLineEnds() {
        const yaml::Parsing parsing = parse(
            "\xEF\xBB\xBF"
            "a: 1\r\nb: 2\r\n");

        QCOMPARE(printed(parsing), "{a=1, b=2}");
        QCOMPARE(rangeText(parsing, parsing.document.root().find("b")), std::string("2"));
    }

    void resolvesAliasesAndMerges() {
        QCOMPARE(printed(parse("a: &x {b: 1, c: 2}\nd: *x\n")), "{a={b=1, c=2}, d={b=1, c=2}}");
        QCOMPARE(printed(parse("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\n")),
                 "{a={b=1, c=2}, d={b=3, c=2}}");
        QCOMPARE(printed(parse("a: &x {b: 1}\ne: &y {b: 2, f: 3}\nd:\n  <<: [*x, *y]\n  g: 4\n")),
                 "{a={b=1}, e={b=2, f=3}, d={g=4, b=1, f=3}}");
        QVERIFY(printed(parse("d: {<<: 3}")).contains("`<<` wants a mapping"));
        QVERIFY(printed(parse("d: *nobody")).startsWith("1:4 the alias `*nobody` has no anchor"));
        QVERIFY(printed(parse("a: &x [1, *x]")).contains("inside what it stands for"));
    }

    void refusesKeysGivenTwice() {
        const yaml::Parsing parsing = parse("a: 1\nb: {c: 1, d: 2, c: 3}\na: 2\n");

        QCOMPARE(parsing.diagnostics.size(), std::size_t(2));
        QVERIFY(parsing.diagnostics[0].kind == DiagnosticKind::DuplicateKey);
        QVERIFY((parsing.diagnostics[0].place == Place{2, 17}));
        QVERIFY((parsing.diagnostics[1].place == Place{3, 1}));
        QVERIFY(parsing.isComplete);
    }

    void refusesKeysGivenTwiceInLargeMappings() {
        std::string text;
        for (int i = 0; i < 1000; ++i) {
            text.append("k").append(std::to_string(i)).append(": 1\n");
        }
        QVERIFY(parse(text).diagnostics.empty());
        QCOMPARE(parse(text + "k500: 2\n").diagnostics.size(), std::size_t(1));
    }

    void recognisesForgottenQuotes_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("a colon in flow") << "{ about: note: this }";
        QTest::newRow("a colon in block") << "about: note: this";
        QTest::newRow("at sign") << "{ about: @home }";
        QTest::newRow("percent") << "about: %5";
        QTest::newRow("greater in flow") << "{ where: > 3 }";
        QTest::newRow("greater in block") << "where: > 3";
        QTest::newRow("star") << "{ where: * 3 }";
        QTest::newRow("starred word") << "about: *important*";
        QTest::newRow("ampersand") << "about: & co";
        QTest::newRow("bind") << "{ when: :viewer > 3 }";
        QTest::newRow("text and more") << "about: 'tis' the season";
        QTest::newRow("text and more in flow") << "{ set: 'a' || 'b' }";
    }
    void recognisesForgottenQuotes() {
        QFETCH(QString, text);
        const QString found = printed(parse(text.toStdString()));
        QVERIFY2(found.contains("quotes"), qPrintable(found));
    }

    void marksHalvesOfUnquotedTexts() {
        const yaml::Parsing parsing = parse("{ about: Hello, world, group: x, empty: , last }");
        const std::vector<yaml::Entry> entries = parsing.document.root().entries();

        QCOMPARE(entries.size(), std::size_t(5));
        QVERIFY(!entries[0].value.isWithoutColon());
        QVERIFY(entries[1].value.isWithoutColon());
        QVERIFY(!entries[3].value.isWithoutColon());
        QVERIFY(entries[4].value.isWithoutColon());
    }

    void refusesHostileTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, QByteArray text, DiagnosticKind kind) {
            QTest::newRow(name) << text << int(kind);
        };
        QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 30; ++i) {
            const QByteArray before = "*a" + QByteArray::number(i - 1);
            bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [";
            for (int k = 0; k < 10; ++k) {
                bomb += before + ", ";
            }
            bomb += "]\n";
        }
        QByteArray ladder = "a0: &a0 [x]\n";
        for (int i = 1; i < 5000; ++i) {
            ladder += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [*a" +
                      QByteArray::number(i - 1) + "]\n";
        }
        row("an alias bomb", bomb, DiagnosticKind::TooLarge);
        row("a ladder of aliases", ladder, DiagnosticKind::TooLarge);
        row("lists in lists", QByteArray(1'000'000, '['), DiagnosticKind::TooLarge);
        row("mappings in mappings", QByteArray("{a: ").repeated(200'000), DiagnosticKind::TooLarge);
        row("dashes in dashes", QByteArray("- ").repeated(200'000), DiagnosticKind::TooLarge);
        row("100 MB", QByteArray(100'000'000, ' '), DiagnosticKind::TooLarge);
        row("binary", QByteArray("a: \0b", 5), DiagnosticKind::Syntax);
        row("broken UTF-8", "a: \xC3\x28", DiagnosticKind::Syntax);
        row("two documents", "a: 1\n---\nb: 2\n", DiagnosticKind::Syntax);
        row("a tag", "a: !!python/object x", DiagnosticKind::Syntax);
    }
    void refusesHostileTexts() {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        const yaml::Parsing parsing = parse(text.toStdString());

        QVERIFY(!parsing.isComplete);
        QCOMPARE(int(parsing.diagnostics.front().kind), kind);
    }

    void refusesTooManyValues() {
        const QByteArray text = "[" + QByteArray("x,").repeated(4'000'000) + "]";
        const yaml::Parsing parsing = parse(text.toStdString());
        QVERIFY(!parsing.isComplete);
        QVERIFY(parsing.diagnostics.front().kind == DiagnosticKind::TooLarge);
    }

    void readsAnEmptyText() {
        QVERIFY(parse("").isComplete);
        QVERIFY(parse("").document.root().isEmpty());
        QVERIFY(parse("# nothing\n").document.root().isEmpty());
    }
};

TEST_OF_THIS_FILE(TestYaml);
#include "tst_yaml.moc"
