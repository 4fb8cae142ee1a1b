// Parameters of the running system: those in force at the instant that is shown, and setting them.
#include <algorithm>

#include "app/session/parameter_action.h"
#include "app/session/session.h"

namespace app {

// In review a command of that very instant is still to come. What was sent and not heard yet is
// told by nobody else.
Session::ParametersKey Session::keyOfParameters() const {
    ParametersKey key;
    key.text = m_text;
    key.variant = m_variant;
    key.commands = m_state.commands;
    const std::size_t all = key.commands ? key.commands->size() : 0;
    key.given = all;
    if (isInReview()) {
        key.given = 0;
        while (key.given < all && (*key.commands)[key.given].at < instantShown())
            ++key.given;
    } else if (m_state.commandsHeard < m_commandsSent) {
        key.sent = m_setsSent.size();
    }
    return key;
}

const sim::Parameters& Session::parameters() const {
    ParametersKey key = keyOfParameters();
    if (m_parameters && m_parametersKey == key)
        return *m_parameters;
    m_parametersKey = std::move(key);
    std::string text = m_text;
    const auto variant = std::ranges::find(m_variants, m_variant, &models::Variant::name);
    if (variant != m_variants.end())
        text = models::withVariant(std::move(text), m_fileName.toStdString(), *variant).text;
    const std::filesystem::path file(m_fileName.toStdString());
    m_parameters.emplace(m_scenario, std::move(text), file.parent_path());
    for (std::size_t i = 0; i < m_parametersKey.given; ++i) {
        const sim::Command& command = (*m_parametersKey.commands)[i].command;
        if (const auto* set = std::get_if<sim::SetParameter>(&command))
            m_parameters->take(*set);
    }
    for (std::size_t i = 0; i < m_parametersKey.sent; ++i)
        m_parameters->take(m_setsSent[i]);
    return *m_parameters;
}

QString Session::setParameter(const sim::WantedParameter& wanted,
                              const std::optional<std::string>& before) {
    if (!hasRun())
        return {};
    const sim::Parameters::Setting setting = parameters().set(wanted);
    if (!setting.command)
        return QString::fromStdString(setting.problem);
    const auto set = [this](const sim::WantedParameter& again) {
        sim::Parameters::Setting now;
        if (hasRun())
            now = parameters().set(again);
        if (now.command)
            send(*std::move(now.command));
    };
    m_undoStack.push(
        new ParameterAction(wanted, setting.command->was ? setting.command->was : before, set));
    poll();
    return {};
}

}  // namespace app
