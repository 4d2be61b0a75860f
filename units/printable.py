"""Text that any document can hold: what is pasted from Word may carry signs that no Word, Excel or PDF file takes."""

from __future__ import annotations

import re

# A line break within a paragraph, as Word puts it on the clipboard, and a page break.
_BREAKS = re.compile("[\x0b\x0c]")
# What XML 1.0 has no place for: https://www.w3.org/TR/xml/#charsets
_NOWHERE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text with Word's own breaks as line breaks and without signs that documents refuse."""
    return _NOWHERE.sub("", _BREAKS.sub("\n", text))
