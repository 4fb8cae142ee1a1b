// The program of a folder's tests that need no window.
#include "tests/support/test_program.h"

#include <QCoreApplication>

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    return support::runNamedTest(argc, argv);
}
