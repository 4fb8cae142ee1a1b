#include "app/export/report_page.h"

#include <QCoreApplication>

#include "app/look/theme.h"

namespace app {
namespace {

QString pageText(const char* text) {
    return QCoreApplication::translate("app::ReportPage", text);
}

QString tagged(const QString& name, const QString& inside, const QString& kind = {}) {
    const QString attribute =
        kind.isEmpty() ? QString() : QStringLiteral(" class=\"%1\"").arg(kind);
    return QStringLiteral("<%1%2>%3</%1>\n").arg(name, attribute, inside);
}

// What comes from a scenario or a user is never markup.
QString taggedWords(const QString& name, const QString& text, const QString& kind = {}) {
    return tagged(name, text.toHtmlEscaped(), kind);
}

// The measures of the window, for paper: tokens of the light theme, figures of one width.
QString styleSheet() {
    static const QString sheet = QStringLiteral(R"(
:root { color-scheme: light }
body { margin: 0 auto; max-width: 960px; padding: 32px 24px 48px; background: %1; color: %2;
  font: 13px/20px Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums }
h1 { font-size: 22px; line-height: 32px; font-weight: 600; margin: 0 }
h2 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 40px 0 8px;
  padding-top: 16px; border-top: 1px solid %4 }
h3 { font-size: 13px; font-weight: 600; margin: 16px 0 0 }
p { margin: 4px 0; max-width: 72ch }
.about, .when, .note, dt { color: %3 }
.standing { font-size: 16px; line-height: 24px; font-weight: 600; margin-top: 16px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 16px 0 0 }
dd { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; margin: 8px 0; font-size: 12px; line-height: 16px }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0;
  border-bottom: 1px solid %4 }
th { font-weight: 400; color: %3; border-bottom-color: %5 }
td:first-child { font-weight: 600 }
th.figure, td.figure { text-align: right; white-space: nowrap }
th:last-child, td:last-child { padding-right: 0 }
.mark { white-space: nowrap }
.good { color: %6 } .degraded { color: %7 } .bad { color: %8; font-weight: 600 } .open { color: %3 }
img { display: block; width: 100%; height: auto; margin: 8px 0; border: 1px solid %4;
  border-radius: 6px }
pre { font: 12px/18px "JetBrains Mono", ui-monospace, Menlo, Consolas, monospace; margin: 8px 0;
  padding: 12px; background: %9; border: 1px solid %4; border-radius: 4px;
  white-space: pre-wrap; overflow-wrap: anywhere }
summary { cursor: pointer; color: %3 }
@media print { body { max-width: none; padding: 0 } h2, h3 { break-after: avoid }
  tr, img { break-inside: avoid } }
)");
    const Theme& look = lightTheme();
    return sheet.arg(look.panel.name(), look.ink.name(), look.ink3.name(), look.line.name(),
                     look.edge.name(), look.okText.name(), look.degradedText.name(),
                     look.failingText.name(), look.canvas.name());
}

// A sign beside the word, so that nothing is said by colour alone.
QString markText(ReportMark mark, const QString& word) {
    struct Sign {
        const char* kind;
        const char* sign;
    };
    static constexpr Sign signs[] = {
        {"", ""}, {"good", "✓"}, {"degraded", "▲"}, {"bad", "✕"}, {"open", "○"}};
    const Sign& sign = signs[static_cast<std::size_t>(mark)];
    const QString before =
        *sign.sign == 0 ? QString() : QString::fromUtf8(sign.sign) + QStringLiteral("&nbsp;");
    return QStringLiteral("<span class=\"mark %1\">%2%3</span>")
        .arg(QLatin1String(sign.kind), before, word.toHtmlEscaped());
}

QString factsPart(const std::vector<ReportPage::Fact>& facts) {
    QString list;
    for (const ReportPage::Fact& fact : facts)
        list += taggedWords(QStringLiteral("dt"), fact.name) +
                taggedWords(QStringLiteral("dd"), fact.value);
    return facts.empty() ? QString() : tagged(QStringLiteral("dl"), list);
}

QString verdictsPart(const std::vector<ReportPage::Verdict>& verdicts) {
    QString rows;
    for (const ReportPage::Verdict& verdict : verdicts) {
        QStringList details;
        for (const QString& detail : verdict.details)
            details << detail.toHtmlEscaped();
        rows += QStringLiteral("<tr><td>%1</td><td>%2</td><td>%3</td></tr>\n")
                    .arg(verdict.name.toHtmlEscaped(), markText(verdict.mark, verdict.word),
                         details.join(QStringLiteral("<br>")));
    }
    const QString head =
        QStringLiteral("<tr><th>%1</th><th>%2</th><th>%3</th></tr>\n")
            .arg(pageText("What must hold"), pageText("Verdict"), pageText("Found, and wanted"));
    return verdicts.empty() ? QString()
                            : taggedWords(QStringLiteral("h2"), pageText("Verdicts")) +
                                  tagged(QStringLiteral("table"), head + rows);
}

QString effectsPart(const QString& whom, const std::vector<ReportPage::Effect>& effects) {
    if (effects.empty())
        return {};
    QString rows = QStringLiteral(
                       "<tr><th>%1</th><th>%2</th><th class=\"figure\">%3</th><th>%4"
                       "</th></tr>\n")
                       .arg(whom, pageText("Because of it"), pageText("Requests"), pageText("Why"));
    for (const ReportPage::Effect& each : effects)
        rows += QStringLiteral(
                    "<tr><td>%1</td><td>%2</td><td class=\"figure\">%3</td><td>%4</td>"
                    "</tr>\n")
                    .arg(each.name.toHtmlEscaped(), markText(each.mark, each.word),
                         each.count.toHtmlEscaped(), each.reason.toHtmlEscaped());
    return tagged(QStringLiteral("table"), rows);
}

QString faultPart(const ReportPage::Fault& fault) {
    return taggedWords(QStringLiteral("h3"), fault.title) +
           taggedWords(QStringLiteral("p"), fault.when, QStringLiteral("when")) +
           taggedWords(QStringLiteral("p"), fault.summary) +
           effectsPart(pageText("Journey"), fault.journeys) +
           effectsPart(pageText("Service"), fault.services) + factsPart(fault.protections);
}

// As an image of its own: what one picture calls its patterns is no other's business.
QString picturePart(const ReportPage::Picture& picture) {
    return QStringLiteral("<img alt=\"%1\" src=\"data:image/svg+xml;base64,%2\">\n")
        .arg(picture.title.toHtmlEscaped(), QString::fromLatin1(picture.svg.toBase64()));
}

QString tablePart(const ReportPage::Table& table) {
    const auto row = [&](const QStringList& cells, const QString& cell) {
        QString inside;
        for (int i = 0; i < cells.size(); ++i)
            inside += taggedWords(cell, cells[i],
                                  i < table.textColumns ? QString() : QStringLiteral("figure"));
        return tagged(QStringLiteral("tr"), inside);
    };
    QString rows = row(table.columns, QStringLiteral("th"));
    for (const QStringList& cells : table.rows)
        rows += row(cells, QStringLiteral("td"));
    QString text =
        taggedWords(QStringLiteral("h2"), table.title) + tagged(QStringLiteral("table"), rows);
    for (const QString& note : table.notes)
        text += taggedWords(QStringLiteral("p"), note, QStringLiteral("note"));
    return text;
}

QString repeatPart(const ReportPage& page) {
    QString text = taggedWords(QStringLiteral("h2"), pageText("To see it again")) +
                   taggedWords(QStringLiteral("p"), page.howToRepeat);
    if (!page.command.isEmpty())
        text += taggedWords(QStringLiteral("pre"), page.command);
    if (!page.scenarioText.isEmpty())
        text += tagged(QStringLiteral("details"),
                       taggedWords(QStringLiteral("summary"), pageText("The scenario")) +
                           taggedWords(QStringLiteral("pre"), page.scenarioText));
    return text;
}

}  // namespace

QByteArray htmlOf(const ReportPage& page) {
    QString body = taggedWords(QStringLiteral("h1"), page.title) +
                   taggedWords(QStringLiteral("p"), page.about, QStringLiteral("about"));
    if (!page.standing.isEmpty())
        body += taggedWords(QStringLiteral("p"), page.standing, QStringLiteral("standing"));
    body += factsPart(page.facts) + verdictsPart(page.verdicts);
    if (!page.faults.empty())
        body += taggedWords(QStringLiteral("h2"), pageText("What went wrong, and who was hurt"));
    for (const ReportPage::Fault& fault : page.faults)
        body += faultPart(fault);
    if (!page.pictures.empty())
        body += taggedWords(QStringLiteral("h2"), pageText("Pictures"));
    for (const ReportPage::Picture& picture : page.pictures)
        body += picturePart(picture);
    if (!page.notes.empty())
        body += taggedWords(QStringLiteral("h2"), pageText("Bookmarks")) + factsPart(page.notes);
    for (const ReportPage::Table& table : page.tables)
        body += tablePart(table);
    body += repeatPart(page);
    return QStringLiteral(
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n%3</body>\n"
               "</html>\n")
        .arg(page.title.toHtmlEscaped(), styleSheet(), body)
        .toUtf8();
}

}  // namespace app
