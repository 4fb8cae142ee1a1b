// watertight-desktop [FILE]
#include <QApplication>

#include "app/desktop/launch.h"

int main(int argc, char** argv) {
    return app::launch(argc, argv);
}
