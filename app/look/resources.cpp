#include "app/look/resources.h"

#include <QtCore/qglobal.h>

void initLookResources() {
    Q_INIT_RESOURCE(resources);
}
