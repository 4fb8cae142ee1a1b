#include "app/panels/versions_section.h"

#include <algorithm>
#include <cmath>

#include "app/graph/version_values.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/session/rollout_action.h"

namespace app {
namespace {

constexpr double headRow = 50, firstVersion = 72, versionHeight = 20;
constexpr int rolloutButtonHeight = 28, rolloutButtonGap = 8;

QString nameOf(const sim::ServiceSnapshot& seen, std::uint32_t version) {
    return version < seen.versions.size() ? QString::fromStdString(seen.versions[version].name)
                                          : QString();
}

}  // namespace

VersionsSection::VersionsSection(Session& session, QWidget* parent)
    : InspectorSection(session, parent) {
    m_deploy = new QPushButton(tr("Deploy"), this);
    m_deploy->setObjectName("inspectorDeploy");
    m_deploy->setProperty("menu", true);
    m_deploy->setIcon(lookIcon(Icon::Deploy));
    m_deploy->setIconSize(buttonIconSize);
    m_rollBack = new KeyButton(QStringLiteral("rollBack"), this);
    m_rollBack->setObjectName("inspectorRollBack");
    m_rollBack->setIcon(lookIcon(Icon::Undo));
    m_rollBack->setIconSize(buttonIconSize);
    m_rollBack->setText(tr("Roll back"));
    connect(m_rollBack, &QPushButton::clicked, this,
            [this] { m_session.rollBack(m_session.selectedService()); });
}

void VersionsSection::refresh() {
    m_deploy->setEnabled(m_session.state().failure.empty());
    m_rollBack->setVisible(m_session.canRollBack(m_session.selectedService()));
    m_rollBack->setEnabled(m_deploy->isEnabled());
    contentChanged();
}

void VersionsSection::placeChildren() {
    const int top = static_cast<int>(m_buttonsTop);
    const QSize deploy = m_deploy->sizeHint(), back = m_rollBack->sizeHint();
    const int left = static_cast<int>(PanelPen::sidePadding);
    m_deploy->setGeometry(left, top, deploy.width(), rolloutButtonHeight);
    m_rollBack->setGeometry(left + deploy.width() + rolloutButtonGap, top, back.width(),
                            rolloutButtonHeight);
}

QString VersionsSection::state() const {
    const auto& rollout = seen()->rollout;
    if (!rollout)
        return nameOf(*seen(), seen()->version);
    return tr("%1 → %2, %3")
        .arg(nameOf(*seen(), rollout->from), nameOf(*seen(), rollout->to),
             strategyWord(rollout->strategy));
}

QString VersionsSection::progress() const {
    const auto& rollout = seen()->rollout;
    if (!rollout)
        return {};
    const QString to = nameOf(*seen(), rollout->to);
    if (rollout->strategy == models::Strategy::Canary) {
        if (!rollout->judgedAt)
            return tr("Step %1 of %2: %3 gets its requests when its instances are ready.")
                .arg(rollout->step + 1)
                .arg(rollout->steps)
                .arg(to);
        const double left = std::ceil(models::inSeconds(*rollout->judgedAt - now()));
        return tr("Step %1 of %2: %3 of the requests go to %4, which is judged in %5 s.")
            .arg(rollout->step + 1)
            .arg(rollout->steps)
            .arg(percentText(rollout->weight, 0), to)
            .arg(std::max(0.0, left));
    }
    const auto ready = std::ranges::count_if(seen()->instances, [&](const auto& each) {
        return each.version == rollout->to && each.state == sim::InstanceState::Ready;
    });
    return tr("%1 of %2 instances of %3 are ready.").arg(ready).arg(seen()->wanted).arg(to);
}

double VersionsSection::draw(PanelPen& pen) const {
    if (!hasVersions())
        return 0;
    heading(pen, tr("Versions"), state());
    const QFont font = lookFont(12);
    const QColor caption = theme().ink3;
    const double right = pen.right();
    const double instances = right - 190, share = right - 130, errors = right - 66;
    pen.text(PanelPen::sidePadding, headRow, tr("Name"), font, caption);
    pen.textRight(instances, headRow, tr("instances"), font, caption);
    pen.textRight(share, headRow, tr("answers"), font, caption);
    pen.textRight(errors, headRow, tr("errors"), font, caption);
    pen.textRight(right, headRow, tr("p99"), font, caption);
    double y = firstVersion;
    for (const VersionValues& row : versionValues(*seen())) {
        pen.text(PanelPen::sidePadding, y, row.name, lookFont(13), theme().ink,
                 instances - 60 - PanelPen::sidePadding);
        pen.textRight(instances, y, countText(row.instances), font, theme().ink);
        pen.textRight(share, y, row.share, font, theme().ink);
        pen.textRight(errors, y, row.errors, row.isTrouble ? lookFont(12, 600) : font,
                      row.isTrouble ? theme().failingText : theme().ink);
        pen.textRight(right, y, row.p99, font, theme().ink);
        y += versionHeight;
    }
    double bottom = y - 4;
    if (const QString said = progress(); !said.isEmpty())
        bottom = pen.wrapped(PanelPen::sidePadding, bottom, right - PanelPen::sidePadding, 16, said,
                             font, theme().ink2);
    m_buttonsTop = bottom + 10;
    return m_buttonsTop + rolloutButtonHeight + 12;
}

QString VersionsSection::spoken() const {
    if (!hasVersions())
        return {};
    QStringList parts{tr("Versions: %1").arg(state())};
    for (const VersionValues& row : versionValues(*seen()))
        parts << spokenVersion(row);
    if (const QString said = progress(); !said.isEmpty())
        parts << said;
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
