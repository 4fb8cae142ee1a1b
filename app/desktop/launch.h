// Reads the command line of the window, opens it, and takes a picture of it where asked.
#pragma once

namespace app {

int launch(int argc, char** argv);

}  // namespace app
