// Where the scenarios are that ship with the program.
#pragma once

#include <QString>
#include <vector>

namespace app {

struct ShippedScenario {
    QString file;
    QString name;  // as the file says it
    bool isDrill = false;
};

// By name, the drills last. Looked for beside the program, where it is installed, and in the source
// tree.
std::vector<ShippedScenario> shippedScenarios();

// Whether the file lies where the shipped ones do: those are never written.
bool isShippedFile(const QString& file);

// The streaming platform, on which the window opens; empty where nothing is installed.
QString firstScenario();

}  // namespace app
