#!/usr/bin/python3
"""Makes "Watertight Sans" out of Inter: its tabular figures become the ordinary ones.

Qt 6.4 cannot switch OpenType features, and figures of unequal width make every counter jitter.
Needs Debian's fonts-inter, fonts-jetbrains-mono and python3-fonttools. The licence (OFL.txt)
asks for another name than Inter's, so the family is renamed. Run it in resources/fonts.
"""

import pathlib
import shutil
import sys

from fontTools.ttLib import TTFont

INTER = pathlib.Path("/usr/share/fonts/opentype/inter")
MONO = pathlib.Path("/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf")
FAMILY = "Watertight Sans"
DIGITS = "0123456789"
STYLES = {"Regular": 400, "SemiBold": 600}


def substitutions(font, tag):
    """The one-to-one substitutions of a feature, glyph name to glyph name."""
    table = font["GSUB"].table
    pairs = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != tag:
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                subtable = getattr(subtable, "ExtSubTable", subtable)
                pairs.update(getattr(subtable, "mapping", {}))
    return pairs


def freeze(font, tag):
    pairs = substitutions(font, tag)
    # Points and commas keep their own width: as wide as a digit they would tear 1,604 apart.
    figures = {ord(digit): pairs[font.getBestCmap()[ord(digit)]] for digit in DIGITS}
    for table in font["cmap"].tables:
        table.cmap.update({code: figures[code] for code in figures if code in table.cmap})


def level(font):
    """SemiBold's figures differ by 3 of 2,816 units, which adds up in a column."""
    glyphs = {font.getBestCmap()[ord(digit)] for digit in DIGITS}
    widest = max(font["hmtx"][glyph][0] for glyph in glyphs)
    for glyph in glyphs:
        width, bearing = font["hmtx"][glyph]
        if widest - width > 4:
            sys.exit(f"{glyph} is {widest - width} units narrower than the widest figure")
        font["hmtx"][glyph] = (widest, bearing)


def rename(font, style):
    # Toolkits without typographic families know only four styles, so SemiBold is its own family.
    legacy = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names = {1: legacy, 2: "Regular", 3: f"{postscript};tnum", 4: f"{FAMILY} {style}",
             6: postscript, 16: FAMILY, 17: style}
    table = font["name"]
    for unused in (7, 18, 20, 21, 22, 25):
        table.removeNames(nameID=unused)
    for key, text in names.items():
        table.removeNames(nameID=key)
        table.setName(text, key, 3, 1, 0x409)
        table.setName(text, key, 1, 0, 0)
    font["OS/2"].usWeightClass = STYLES[style]
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = postscript
        cff.topDictIndex[0].FamilyName = FAMILY
        cff.topDictIndex[0].FullName = names[4]


def main():
    here = pathlib.Path(__file__).resolve().parent
    for style in STYLES:
        # Without new time stamps the same input gives the same bytes.
        font = TTFont(INTER / f"Inter-{style}.otf", recalcTimestamp=False)
        freeze(font, "tnum")
        level(font)
        rename(font, style)
        font.save(here / f"WatertightSans-{style}.otf")
    shutil.copyfile(MONO, here / MONO.name)


if __name__ == "__main__":
    main()
