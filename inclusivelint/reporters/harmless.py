"""Other people's text made harmless for what reads a report: a terminal, a build server, a parser, a browser.

Documents, paths and rule texts are written by others. Nothing of them reaches a report but through this module, or
through the automatic escaping of the HTML template.
"""

from __future__ import annotations

import re
from typing import Any

SHOWN: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    # C1 controls, line and paragraph separators, bidi embeddings, overrides and isolates: by name
    **{
        code: f"<U+{code:04X}>"
        for code in (*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    },
    # What has no width and no meaning on a terminal: soft hyphens, zero-width spaces, direction marks, tags
    **dict.fromkeys((0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x2060, 0x2066)), ""),
    **dict.fromkeys((*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)), ""),
    # Lone surrogates, which no encoding can write, and what XML does not allow
    **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd"),
}
"""How characters are shown that would act instead of being read, by code point."""

# Build servers read commands from what a step prints: `##vso[…]` and `##[…]` anywhere in a line, `::…::` at its start.
_COMMAND = re.compile(r"(?<=#)#(?=\w*\[)")

# Lone surrogates can't be encoded; C1 controls and bidi overrides would act on a terminal. All are written as escapes,
# which stand for the same characters. None of them, and no command, occurs outside of strings.
_ESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|" + _COMMAND.pattern)

# Characters that mean something in Markdown wherever they stand; `@` and `#` would also call people and issues.
_MARKED = re.compile(r"[\\`*_\[\]<>&|~!$:]|(?<=www)\.")
_CALLING = re.compile("[@#]")

_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def printable(text: str) -> str:
    """`text` on one line, with nothing in it that acts on a terminal or a build server."""
    if not (text.isascii() and text.isprintable()):
        text = re.sub("[ \t\n]+", " ", text).translate(SHOWN)
    return defused(text)


def defused(text: str) -> str:
    """`text` without commands to a build server: of the same length, a sharp sign in place of the second hash."""
    return _COMMAND.sub("\u266f", text)


def clipped(text: str, most: int) -> str:
    """`text` in `most` characters at most."""
    return text if len(text) <= most else text[: most - 1] + "…"


def json_text(value: Any, indent: int | None = 2) -> str:
    """`value` as JSON that means the same and is safe to print, with a line break at its end."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def xml(text: str) -> str:
    """`text` for an XML attribute or element: on one line, characters that XML 1.0 forbids made visible."""
    return printable(text).translate(_XML)


def markdown(text: str) -> str:
    """`text` that Markdown shows as it stands, and that calls nobody; not for the beginning of a line."""
    return _CALLING.sub("\\\\\\g<0>\u2060", _MARKED.sub(r"\\\g<0>", printable(text)))


def markdown_code(text: str) -> str:
    """`text` as a code span, with as many backticks around it as it takes."""
    shown = printable(text).strip() or " "
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    gap = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def markdown_link(title: str, url: str) -> str:
    """A link where `url` is an address of the web, else the title alone."""
    name = markdown(title) or "source"
    return f"[{name}](<{url}>)" if is_address(url) else name


def is_address(url: str) -> bool:
    """Whether `url` is an address of the web, with nothing in it that could end a link or an attribute."""
    return re.fullmatch(r"https?://[A-Za-z0-9._~:/?#@!$&()*+,;=%-]+", url) is not None
