#include "tests/support/test_program.h"

#include <cstdio>
#include <map>

namespace support {

namespace {

std::map<std::string, MakeTest>& testsByName() {
    static std::map<std::string, MakeTest> tests;
    return tests;
}

}  // namespace

TestOfFile::TestOfFile(const char* file, MakeTest make) {
    testsByName().emplace(std::filesystem::path(file).stem().string(), make);
}

int runNamedTest(int argc, char** argv) {
    const auto found = testsByName().find(argc > 1 ? argv[1] : "");
    if (found == testsByName().end()) {
        std::fprintf(stderr, "Name one of these tests:\n");
        for (const auto& [name, make] : testsByName()) {
            std::fprintf(stderr, "  %s\n", name.c_str());
        }
        return 2;
    }
    // Qt Test takes the name of the test for that of the program.
    return QTest::qExec(found->second().get(), argc - 1, argv + 1);
}

}  // namespace support
