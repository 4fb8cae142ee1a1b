#pragma once

#include <QtCharts>
#include <QtWidgets>

#include "tests/precompiled.h"
