"""How every picture of Shequ looks: a font that has Chinese, colours that colour-blind eyes tell apart, the same bytes each time."""

from sim.pictures.look import LOOKS, Drawn, Look, MissingGlyphError, drawing, legible, save

__all__ = ["LOOKS", "Drawn", "Look", "MissingGlyphError", "drawing", "legible", "save"]
