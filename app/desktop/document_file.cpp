#include "app/desktop/document_file.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>

#include "app/desktop/scenario_files.h"
#include "models/io/layout_writer.h"

namespace app {
namespace {

const QString untitled = QStringLiteral("Untitled");

QMap<QString, QPointF> positionsIn(const models::Scenario& scenario) {
    QMap<QString, QPointF> positions;
    for (const models::CanvasPosition& each : scenario.layout)
        positions.insert(QString::fromStdString(each.name), {each.x, each.y});
    return positions;
}

std::vector<models::CanvasPosition> layoutOf(const QMap<QString, QPointF>& positions) {
    std::vector<models::CanvasPosition> layout;
    for (auto each = positions.begin(); each != positions.end(); ++each)
        layout.push_back({each.key().toStdString(), each.value().x(), each.value().y()});
    return layout;
}

// The layout's name, then the order of its cards where it is a grid.
QStringList layoutWords(const Arrangement& arrangement) {
    return QStringList{layoutName(arrangement)} + arrangement.order;
}

void readLayout(Arrangement& arrangement, const QStringList& words) {
    const auto kept = layoutNamed(words.value(0));
    if (!kept)
        return;
    arrangement.kind = kept->kind;
    arrangement.measure = kept->measure;
    arrangement.order = words.mid(1);
}

}  // namespace

DocumentFile::DocumentFile(Session& session, Remember remember, QObject* parent)
    : QObject(parent), m_session(session), m_remember(remember) {
    connect(&session, &Session::opened, this, &DocumentFile::takeOver);
    connect(&session, &Session::planChanged, this, [this] {
        m_isGivenUp = false;
        Q_EMIT changed();
    });
}

bool DocumentFile::openUntitled(const std::string& scenarioText) {
    return m_session.open(models::readScenario(scenarioText, untitled.toStdString(), {}),
                          QString());
}

void DocumentFile::takeOver() {
    const bool isMended = m_session.hasRun() != m_hadRun;
    m_hadRun = m_session.hasRun();
    if (m_session.fileName() == m_file && m_session.textAsOpened() == m_text && !m_isGivenUp &&
        !isMended)
        return;
    m_file = m_session.fileName();
    m_text = m_session.textAsOpened();
    m_isMoved = false;
    m_isGivenUp = false;
    m_arrangement = {};
    m_arrangement.byHand = positionsIn(m_session.scenario());
    if (isShipped() && m_remember == Remember::Layout) {
        const QVariantMap kept = QSettings().value(settingsKey()).toMap();
        for (auto each = kept.begin(); each != kept.end(); ++each)
            m_arrangement.byHand.insert(each.key(), each.value().toPointF());
    }
    if (m_remember == Remember::Layout)
        readLayout(m_arrangement, QSettings().value(layoutKey()).toStringList());
    m_collapsed.reset();
    const QVariant groups =
        m_remember == Remember::Layout ? QSettings().value(collapsedKey()) : QVariant();
    if (groups.isValid()) {
        const QStringList names = groups.toStringList();
        m_collapsed = QSet<QString>(names.begin(), names.end());
    }
    Q_EMIT changed();
}

bool DocumentFile::isUntitled() const {
    return m_session.hasRun() && m_session.fileName().isEmpty();
}

bool DocumentFile::isShipped() const {
    return isShippedFile(m_session.fileName());
}

bool DocumentFile::isEdited() const {
    return m_session.text() != m_session.textAsOpened();
}

bool DocumentFile::isModified() const {
    const bool isUnsaved = m_session.hasRun() && (isUntitled() || m_isMoved);
    return !m_isGivenUp && (isUnsaved || isEdited());
}

QString DocumentFile::title() const {
    QString name = isUntitled()         ? untitled
                   : m_session.hasRun() ? QString::fromStdString(m_session.scenario().name)
                                        : QFileInfo(m_session.fileName()).fileName();
    if (!m_session.variant().empty())
        name += QStringLiteral(", ") + QString::fromStdString(m_session.variant());
    return isModified() ? name + QLatin1Char('*') : name;
}

void DocumentFile::setPositions(const QMap<QString, QPointF>& positions) {
    Arrangement arrangement = m_arrangement;
    arrangement.byHand = positions;
    setArrangement(arrangement);
}

void DocumentFile::setArrangement(const Arrangement& arrangement) {
    const bool isMoved = arrangement.byHand != m_arrangement.byHand;
    m_arrangement = arrangement;
    if (m_remember == Remember::Layout && !isUntitled())
        QSettings().setValue(layoutKey(), layoutWords(arrangement));
    if (isMoved && !isShipped()) {
        m_isMoved = true;
        m_isGivenUp = false;
    } else if (isMoved && m_remember == Remember::Layout) {
        QVariantMap kept;
        for (auto each = arrangement.byHand.begin(); each != arrangement.byHand.end(); ++each)
            kept.insert(each.key(), each.value());
        QSettings().setValue(settingsKey(), kept);
    }
    Q_EMIT changed();
}

void DocumentFile::setCollapsed(const QSet<QString>& groups) {
    m_collapsed = groups;
    if (m_remember != Remember::Layout || isUntitled())
        return;
    QStringList names(groups.begin(), groups.end());
    names.sort();
    QSettings().setValue(collapsedKey(), names);
}

QString DocumentFile::save(const QString& file) {
    if (isShippedFile(file))
        return tr("%1 comes with the program and stays as it is.").arg(QFileInfo(file).fileName());
    const std::string name = file.toStdString();
    std::string text = m_session.text();
    std::string scenarioName = m_session.scenario().name;
    if (isUntitled() && scenarioName == untitled.toStdString()) {
        scenarioName = QFileInfo(file).completeBaseName().toStdString();
        text = models::setValue(std::move(text), name, "name", scenarioName).text;
    }
    const models::TextEdit edit =
        models::withLayout(std::move(text), name, layoutOf(m_arrangement.byHand));
    if (models::hasErrors(edit.diagnostics))
        return QString::fromStdString(models::toText(edit.diagnostics.front()));
    // Either all of it stands in the file or the old file stays.
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) ||
        target.write(edit.text.data(), static_cast<qint64>(edit.text.size())) < 0 ||
        !target.commit())
        return tr("%1 cannot be written: %2").arg(file, target.errorString());
    m_session.savedAs(file, edit.text, scenarioName);
    m_file = file;
    m_text = edit.text;
    m_isMoved = false;
    Q_EMIT changed();
    return {};
}

void DocumentFile::giveUp() {
    m_isGivenUp = true;
}

// A file of one's own is known by all of its path, in which no slash may part the key.
QString DocumentFile::keyOfLook(const QString& what) const {
    const QFileInfo file(m_session.fileName());
    const QString name = isShipped() ? file.completeBaseName() : file.absoluteFilePath();
    return what + QLatin1Char('/') + QString(name).replace(QLatin1Char('/'), QLatin1Char('|'));
}

QString DocumentFile::collapsedKey() const {
    return keyOfLook(QStringLiteral("collapsed"));
}

QString DocumentFile::layoutKey() const {
    return keyOfLook(QStringLiteral("layout"));
}

QString DocumentFile::settingsKey() const {
    return QStringLiteral("positions/") + QFileInfo(m_session.fileName()).completeBaseName();
}

}  // namespace app
