// What the language promises, sentence by sentence: tests/data/contract/*.cases. A case is
//
//     == the sentence
//     $ arguments of `run`, or another command with its own     (optional)
//     @ file.csv its\nlines                                     (optional, any number)
//     the scenario
//     --
//     path/in/the/report = value        of JSON; times to the nanosecond
//     path/in/the/report ~ value 1%     where chance or a histogram's bucket has a part
//     timeline = 1.5 killed a; 2 restarted a
//     exit = 2
//     err has text                      or `err hasnt text`, `out has text`
//
// Every value was worked out by hand from the sentence. A list in the report is looked into by
// number, by `name`, or by `from > to`. Lines that begin with # say how a value comes about.
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/a_command.h"
#include "tests/support/test_program.h"

namespace {

using ReportJson = nlohmann::json;

struct ContractCase {
    QString sentence, where, arguments, scenario;
    QStringList checks;
    std::vector<std::pair<QString, QString>> files;
};

std::vector<ContractCase> casesOf(const QString& path) {
    QFile file(path);
    file.open(QIODevice::ReadOnly);
    const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
    std::vector<ContractCase> all;
    bool isScenario = false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString& line = lines[i];
        if (line.startsWith("== ")) {
            const QString where = QFileInfo(path).baseName() + ':' + QString::number(i + 1);
            all.push_back({line.mid(3), where, {}, {}, {}, {}});
            isScenario = true;
        } else if (all.empty()) {
            continue;
        } else if (line == "--") {
            isScenario = false;
        } else if (isScenario && line.startsWith("$ ")) {
            all.back().arguments = line.mid(2);
        } else if (isScenario && line.startsWith("@ ")) {
            const QString name = line.section(' ', 1, 1);
            all.back().files.emplace_back(name, line.section(' ', 2).replace("\\n", "\n"));
        } else if (isScenario) {
            all.back().scenario += line + '\n';
        } else if (!line.trimmed().isEmpty() && !line.startsWith('#')) {
            all.back().checks << line.trimmed();
        }
    }
    return all;
}

// At blanks, but for those between double quotes.
std::vector<std::string> wordsOf(const QString& text) {
    std::vector<std::string> words;
    std::string word;
    bool isQuoted = false;
    for (const char c : text.toStdString() + ' ') {
        if (c == '"') {
            isQuoted = !isQuoted;
        } else if (c != ' ' || isQuoted) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

void writeText(const QString& path, const QString& text) {
    std::ofstream(path.toStdString(), std::ios::binary) << text.toStdString();
}

QString numberText(double value) {
    QString text = QString::number(value, 'f', 9);
    while (text.endsWith('0')) {
        text.chop(1);
    }
    return text.endsWith('.') ? text.chopped(1) : text;
}

QString valueText(const ReportJson& value) {
    if (value.is_number_float()) {
        return numberText(value.get<double>());
    }
    if (value.is_string()) {
        return QString::fromStdString(value.get<std::string>());
    }
    return QString::fromStdString(value.dump()).replace("\":", "\": ").replace(",\"", ", \"");
}

bool isCalled(const ReportJson& item, const std::string& name) {
    return item.value("name", "") == name ||
           item.value("from", "") + " > " + item.value("to", "") == name;
}

// What stands at `journeys/j/ok`, or which part of the path is not there.
QString valueAt(ReportJson json, const QString& path) {
    for (const QString& part : path.split('/')) {
        const std::string name = part.toStdString();
        ReportJson next;
        bool isThere = json.is_object() && json.contains(name);
        if (isThere) {
            next = json[name];
        }
        for (std::size_t i = 0; json.is_array() && i < json.size(); ++i) {
            if (isCalled(json[i], name) || part == QString::number(i)) {
                next = json[i];
                isThere = true;
            }
        }
        if (!isThere) {
            return "no `" + part + '`';
        }
        json = next;
    }
    return valueText(json);
}

QString timelineOf(const ReportJson& report) {
    QStringList rows;
    for (const ReportJson& row : report["timeline"]) {
        rows << numberText(row["t_s"].get<double>()) + ' ' + valueText(row["what"]) + ' ' +
                    valueText(row["where"]);
    }
    return rows.join("; ");
}

bool isWithin(const QString& value, const QString& wanted) {
    const double middle = wanted.section(' ', 0, 0).toDouble();
    const double tolerance = wanted.section(' ', 1).chopped(1).toDouble() / 100;
    bool isNumber = false;
    return std::abs(value.toDouble(&isNumber) - middle) <= tolerance * std::abs(middle) && isNumber;
}

// Empty, or what was found instead.
QString disagreement(const QString& check, const tests::Outcome& outcome,
                     const ReportJson& report) {
    const QString err = QString::fromStdString(outcome.err);
    if (check.startsWith("err has ")) {
        return err.contains(check.mid(8)) ? QString() : err;
    }
    if (check.startsWith("err hasnt ")) {
        return err.contains(check.mid(10)) ? err : QString();
    }
    if (check.startsWith("out has ")) {
        const QString out = QString::fromStdString(outcome.out);
        return out.contains(check.mid(8)) ? QString() : out;
    }
    static const QRegularExpression form("^(.+?) (=|~) ?(.*)$");
    const QRegularExpressionMatch match = form.match(check);
    const QString path = match.captured(1);
    QString value;
    if (path == "exit") {
        value = QString::number(outcome.exitCode);
    } else if (report.is_discarded()) {
        return "no report: " + err;
    } else {
        value = path == "timeline" ? timelineOf(report) : valueAt(report, path);
    }
    const bool agrees =
        match.captured(2) == "=" ? value == match.captured(3) : isWithin(value, match.captured(3));
    return agrees ? QString() : "found " + value;
}

tests::Outcome outcomeOf(const ContractCase& each, const QString& folder) {
    const QString file = folder + "/scenario.yaml";
    writeText(file, each.scenario);
    for (const auto& [name, text] : each.files) {
        writeText(folder + '/' + name, text);
    }
    std::vector<std::string> arguments = wordsOf(each.arguments);
    if (arguments.empty() || arguments[0].starts_with("--")) {
        arguments.insert(arguments.begin(), {"run", file.toStdString(), "--format", "json"});
    } else {
        arguments.insert(arguments.begin() + 1, file.toStdString());
    }
    return tests::watertight(arguments);
}

}  // namespace

class TestContract : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keeps_data();
    void keeps();
};

void TestContract::keeps_data() {
    QTest::addColumn<ContractCase>("each");
    const QDir folder(SOURCE_DIR "/tests/data/contract");
    for (const QString& file : folder.entryList({"*.cases"}, QDir::Files, QDir::Name)) {
        for (const ContractCase& each : casesOf(folder.filePath(file))) {
            QTest::newRow(qPrintable(each.where + ' ' + each.sentence)) << each;
        }
    }
}

void TestContract::keeps() {
    QFETCH(ContractCase, each);
    const QTemporaryDir folder;

    const tests::Outcome outcome = outcomeOf(each, folder.path());

    const ReportJson report = ReportJson::parse(outcome.out, nullptr, false);
    QStringList problems;
    if (each.checks.filter(QRegularExpression("^exit")).isEmpty() && outcome.exitCode != 0) {
        problems << "exit code " + QString::number(outcome.exitCode) + '\n' +
                        QString::fromStdString(outcome.err);
    }
    for (const QString& check : each.checks) {
        if (const QString problem = disagreement(check, outcome, report); !problem.isEmpty()) {
            problems << "wanted " + check + ", " + problem;
        }
    }
    QVERIFY(!each.checks.isEmpty());
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join('\n')));
}

TEST_OF_THIS_FILE(TestContract);

#include "tst_contract.moc"
