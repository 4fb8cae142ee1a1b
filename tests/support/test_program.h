// The tests of a folder are one program, since most of a small test's building is reading headers
// and linking. Each tst_<subject>.cpp names its class here; `tests_<folder> tst_<subject> [ARGS]`
// runs it, with the arguments that every program of Qt Test takes.
#pragma once

#include <QTest>
#include <filesystem>
#include <memory>
#include <string>

namespace support {

using MakeTest = std::unique_ptr<QObject> (*)();

struct TestOfFile {
    TestOfFile(const char* file, MakeTest make);
};

// Runs the test that the first argument names. Names those that there are, and returns 2, if there
// is none. The program must have its QCoreApplication by then.
int runNamedTest(int argc, char** argv);

}  // namespace support

#define TEST_OF_THIS_FILE(Class)                       \
    static const support::TestOfFile namedTest##Class( \
        __FILE__, []() -> std::unique_ptr<QObject> { return std::make_unique<Class>(); })
