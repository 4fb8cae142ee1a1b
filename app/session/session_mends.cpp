// Texts that cannot be run, mended one problem after the other.
#include "app/session/session.h"

namespace app {
namespace {

// Redoing one is the text that is open already: the first time, and there is no other.
class MendAction final : public QUndoCommand {
  public:
    MendAction(const QString& name, std::function<void()> undone)
        : QUndoCommand(name), m_undone(std::move(undone)) {}

    void undo() override { m_undone(); }

  private:
    std::function<void()> m_undone;
};

}  // namespace

void Session::mendText(const QString& name, const std::string& text) {
    if (hasRun())
        return;
    m_mends.push_back({name, m_text});
    takeMended(text);
}

// Opened anew, with what was mended before it still to be undone; edits stay edits.
void Session::takeMended(const std::string& text) {
    const std::filesystem::path file(m_fileName.toStdString());
    const std::vector<Mend> mends = m_mends;
    cancelOpening();
    adopt(prepare(models::readScenario(text, file.string(), file.parent_path()), m_fileName,
                  m_factory),
          m_textAsOpened);
    m_mends = mends;
    // Later: what undoes it would clear the stack that it is undone by.
    for (const Mend& each : mends)
        m_undoStack.push(new MendAction(each.name, [this] {
            QMetaObject::invokeMethod(this, &Session::undoMend, Qt::QueuedConnection);
        }));
}

void Session::undoMend() {
    if (m_mends.empty())
        return;
    const std::string text = m_mends.back().before;
    m_mends.pop_back();
    takeMended(text);
}

}  // namespace app
