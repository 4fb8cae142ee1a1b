#include "app/desktop/terms_dialog.h"

#include <QVBoxLayout>
#include <algorithm>

#include "app/look/fonts.h"
#include "app/look/theme.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

QString nameText(const models::Term& term) {
    return text(term.name);
}

QString meaningText(const models::Term& term) {
    return QString::fromStdString(models::meaningOf(term));
}

QString block(const QString& heading, const std::vector<const models::Term*>& terms) {
    QString html = QStringLiteral("<p style='margin-top:14px; color:%1'>%2</p>")
                       .arg(theme().ink3.name(), heading.toHtmlEscaped());
    for (const models::Term* each : terms) {
        html += QStringLiteral(
                    "<p style='margin-top:8px'><span style='font-weight:600'>%1</span><br>%2</p>")
                    .arg(nameText(*each).toHtmlEscaped(), meaningText(*each).toHtmlEscaped());
    }
    return html;
}

bool speaksOf(const models::Term& term, const QString& typed) {
    const QString also = text(term.also);
    return nameText(term).contains(typed, Qt::CaseInsensitive) ||
           also.contains(typed, Qt::CaseInsensitive) ||
           meaningText(term).contains(typed, Qt::CaseInsensitive);
}

}  // namespace

TermsDialog::TermsDialog(QWidget* parent) : QDialog(parent) {
    setObjectName("termsDialog");
    setWindowTitle(tr("What the words mean"));
    resize(460, 560);
    m_filter = new QLineEdit(this);
    m_filter->setPlaceholderText(tr("Any word: p99, breaker, backlog"));
    m_filter->setAccessibleName(tr("Find a word"));
    m_filter->setClearButtonEnabled(true);
    m_text = new QTextBrowser(this);
    m_text->setAccessibleName(tr("Words and what they mean"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(lookFont(13));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(m_filter);
    column->addWidget(m_text, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &TermsDialog::show);
}

void TermsDialog::setPanes(std::vector<PaneTerms> panes) {
    m_panes = std::move(panes);
    show(m_filter->text());
}

// Of what the panes show while nothing is typed, else of all words there are.
void TermsDialog::show(const QString& typed) {
    QString html;
    const QString wanted = typed.trimmed();
    if (wanted.isEmpty()) {
        for (const PaneTerms& each : m_panes) {
            if (!each.terms.empty())
                html += block(each.pane, each.terms);
        }
    } else {
        std::vector<const models::Term*> found;
        for (const models::Term& each : models::allTerms()) {
            if (speaksOf(each, wanted))
                found.push_back(&each);
        }
        html = block(found.empty() ? tr("No such word.") : tr("Of all words"), found);
    }
    m_text->setHtml(html);
}

}  // namespace app
