// What nearly every test includes, read once for all of a folder: most of the time that a test
// takes to compile is that of reading these.
#pragma once

#include <QtTest>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/simulation.h"
#include "tests/support/test_program.h"
