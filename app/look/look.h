// All of the look, for who draws with all of it.
#pragma once

#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/look/number_text.h"
#include "app/look/style.h"
#include "app/look/theme.h"
