#pragma once

// Registers what resources.qrc holds. A static library's resources are otherwise dropped by the
// linker. It stands outside every namespace because Q_INIT_RESOURCE must.
void initLookResources();
