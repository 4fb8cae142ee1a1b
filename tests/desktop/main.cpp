// The program of the tests that have a window.
#include <QApplication>

#include "tests/support/test_program.h"

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    return support::runNamedTest(argc, argv);
}
