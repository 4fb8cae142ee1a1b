// The command line as a process: the surroundings that commands are handed, and nothing else.
#include <unistd.h>

#include <QCoreApplication>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "app/cli/command_line.h"
#include "app/cli/execution.h"
#include "models/io/shipped_folder.h"

namespace {

volatile std::sig_atomic_t interruptedBy = 0;

void onInterrupt(int signal) {
    interruptedBy = signal;
    std::signal(signal, SIG_DFL);  // a second one ends the program at once
    app::interruptExecution();
}

bool isSet(const char* variable) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before the first thread
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

int openWindow(const std::filesystem::path& file) {
    const std::string program =
        QCoreApplication::applicationDirPath().toStdString() + "/watertight-desktop";
    ::execl(program.c_str(), program.c_str(), file.c_str(), nullptr);
    std::cerr << "watertight: cannot start " << program << '\n';
    return app::exitMachineFault;
}

}  // namespace

int main(int argc, char** argv) {
    // Qt finds the driver of SQLite through this object.
    const QCoreApplication application(argc, argv);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before the first thread
    std::setlocale(LC_NUMERIC, "C");
    std::signal(SIGXFSZ,
                SIG_IGN);  // a file that may not grow is a full disk: an error, not a death
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);

    app::Console console{
        .out = std::cout,
        .err = std::cerr,
        .errIsTerminal = ::isatty(STDERR_FILENO) == 1,
        .hasDisplay = isSet("DISPLAY") || isSet("WAYLAND_DISPLAY"),
        .openWindow = openWindow,
        .in = &std::cin,
        .scenarios = models::shippedFolder(QCoreApplication::applicationDirPath().toStdString(),
                                           WATERTIGHT_SCENARIOS)};
    int code = app::exitMachineFault;
    try {
        code = app::runCommandLine(argc, argv, console);
    } catch (const std::exception& problem) {
        std::cerr << "watertight: " << problem.what() << '\n';
    }
    if (interruptedBy != 0) {
        std::raise(interruptedBy);  // so that the caller sees why it ended
    }
    return code;
}
