// How long a test waits for the engine's thread before it says that what it waits for never came.
#pragma once

inline constexpr int patience = 20000;  // ms
