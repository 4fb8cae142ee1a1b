#include "tests/support/contained.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace tests {

namespace {

[[noreturn]] void runAsChild(const std::function<std::string()>& body, unsigned secondsAtMost,
                             int out) {
    // What an assertion says is said once, when the scenario is run by hand.
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    alarm(secondsAtMost);
    std::string complaint;
    try {
        complaint = body();
    } catch (const std::exception& problem) {
        complaint = std::string("threw: ") + problem.what();
    }
    for (std::size_t written = 0; written < complaint.size();) {
        const ssize_t more = write(out, complaint.data() + written, complaint.size() - written);
        if (more <= 0) {
            _exit(1);
        }
        written += static_cast<std::size_t>(more);
    }
    _exit(0);
}

}  // namespace

std::string contained(const std::function<std::string()>& body, unsigned secondsAtMost) {
    int ends[2];
    if (pipe(ends) != 0) {
        std::perror("pipe");
        std::abort();
    }
    const pid_t child = fork();
    if (child < 0) {
        std::perror("fork");
        std::abort();
    }
    if (child == 0) {
        close(ends[0]);
        runAsChild(body, secondsAtMost, ends[1]);
    }
    close(ends[1]);
    std::string complaint;
    char part[4096];
    for (ssize_t more = read(ends[0], part, sizeof part); more > 0;
         more = read(ends[0], part, sizeof part)) {
        complaint.append(part, static_cast<std::size_t>(more));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return signal == SIGALRM ? "hangs" : "crashed: signal " + std::to_string(signal);
    }
    return WEXITSTATUS(status) == 0 ? complaint : "its process failed";
}

}  // namespace tests
