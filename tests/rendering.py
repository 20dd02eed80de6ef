"""One policy, written in every format that is read; what is planted in it is the same in all of them."""

from __future__ import annotations

import base64
import json
import quopri
import re
from collections.abc import Callable, Sequence

Block = tuple[str, str]

POLICY: list[Block] = [
    ("heading", "Visits to the house"),
    ("paragraph", "Everyone is welcome, and so are\nwheelchair-bound guests. We no longer say `crazy` in a letter."),
    ("paragraph", "A *crazy* timetable was given up after two\nsanity checks by the team."),
    ("item", "Names are blacklisted for a year."),
    ("item", "Lifts are checked by the house."),
    ("paragraph", "Nobody is turned away, and a café is near."),
]
"""Kinds of blocks with their texts, in which `*` marks strong words and a grave accent code."""

PLANTED = ["wheelchair-bound", "crazy", "sanity checks", "blacklisted"]

_STRONG = re.compile(r"\*([^*]+)\*")
_CODE = re.compile(r"`([^`]+)`")


def _inline(text: str, strong: str, code: str) -> str:
    return _CODE.sub(code, _STRONG.sub(strong, text))


def _blocks(blocks: Sequence[Block], forms: dict[str, str], strong: str, code: str) -> str:
    return "".join(forms[kind].format(_inline(text, strong, code)) for kind, text in blocks)


def markdown(blocks: Sequence[Block]) -> str:
    return _blocks(blocks, {"heading": "# {}\n\n", "paragraph": "{}\n\n", "item": "- {}\n\n"}, r"**\1**", r"`\1`")


def bare(blocks: Sequence[Block]) -> str:
    return _blocks(blocks, {"heading": "{}\n\n", "paragraph": "{}\n\n", "item": "- {}\n\n"}, r"\1", "so")


def rst(blocks: Sequence[Block]) -> str:
    forms = {"heading": "{}\n" + "=" * 40 + "\n\n", "paragraph": "{}\n\n", "item": "* {}\n\n"}
    return _blocks(blocks, forms, r"**\1**", r"``\1``")


def asciidoc(blocks: Sequence[Block]) -> str:
    return _blocks(blocks, {"heading": "= {}\n\n", "paragraph": "{}\n\n", "item": "* {}\n\n"}, r"*\1*", r"`\1`")


def org(blocks: Sequence[Block]) -> str:
    return _blocks(blocks, {"heading": "* {}\n", "paragraph": "{}\n\n", "item": "- {}\n\n"}, r"*\1*", r"=\1=")


def latex(blocks: Sequence[Block]) -> str:
    forms = {
        "heading": "\\section{{{}}}\n",
        "paragraph": "{}\n\n",
        "item": "\\begin{{itemize}}\n\\item {}\n\\end{{itemize}}\n",
    }
    body = _blocks(blocks, forms, r"\\textbf{\1}", r"\\texttt{\1}").replace("café", "caf\\'e")
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\\end{{document}}\n"


def html(blocks: Sequence[Block]) -> str:
    forms = {"heading": "<h1>{}</h1>\n", "paragraph": "<p>{}</p>\n", "item": "<ul><li>{}</ul>\n"}
    body = _blocks(blocks, forms, r"<b>\1</b>", r"<code>\1</code>").replace("café", "caf&eacute;")
    return f"<!DOCTYPE html>\n<html lang='en'><body>\n{body}</body></html>\n"


def notebook(blocks: Sequence[Block]) -> str:
    lines = markdown(blocks).splitlines(keepends=True)
    cells = [
        {"cell_type": "markdown", "source": lines},
        {"cell_type": "code", "source": ["crazy = 1\n"], "outputs": []},
    ]
    return json.dumps({"cells": cells, "nbformat": 4}, indent=1) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def gettext(blocks: Sequence[Block]) -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
    entries = []
    for number, (_, text) in enumerate(blocks):
        strings = "\n".join(_quoted(line) for line in text.splitlines(keepends=True))
        entries.append(f'#: src/a.c:{number}\nmsgid "m{number}"\nmsgstr ""\n{strings}\n\n')
    return head + "".join(entries)


def subtitles(blocks: Sequence[Block]) -> str:
    cues = []
    for number, (_, text) in enumerate(blocks, 1):
        cue = _inline(text, r"<b>\1</b>", "so")
        at = f"00:{number // 60:02}:{number % 60:02}"
        cues.append(f"{number}\n{at},000 --> {at},900\n{cue}\n\n")
    return "".join(cues)


def _mail(body: str, kind: str = "plain", encoding: str = "8bit") -> str:
    return (
        "From: a@house.example\nSubject: Visits\nMIME-Version: 1.0\n"
        f'Content-Type: text/{kind}; charset="utf-8"\nContent-Transfer-Encoding: {encoding}\n\n{body}\n'
    )


def mail(blocks: Sequence[Block]) -> str:
    return _mail(bare(blocks))


def quoted_printable_mail(blocks: Sequence[Block]) -> str:
    return _mail(quopri.encodestring(html(blocks).encode()).decode(), "html", "quoted-printable")


def base64_mail(blocks: Sequence[Block]) -> str:
    return _mail(base64.encodebytes(bare(blocks).encode()).decode(), encoding="base64")


def yaml(blocks: Sequence[Block]) -> str:
    written = []
    for number, (kind, text) in enumerate(blocks):
        if kind == "heading":
            written.append(f"title: '{text}'\n")
        elif kind == "item":
            written.append(f"plain{number}: {text}\n")
        elif number % 2:
            written.append(f"text{number}: >\n  " + text.replace("\n", "\n  ") + "\n")
        else:
            written.append(f"text{number}: {_quoted(text)}\n")
    return "# The policy of the house.\n" + "".join(written)


def json_text(blocks: Sequence[Block]) -> str:
    return json.dumps({"policy": [{kind: text, "id": "crazy"} for kind, text in blocks]}, indent=2) + "\n"


def toml(blocks: Sequence[Block]) -> str:
    parts = [f'[[policy]]\n{kind} = """{text}""" # kept\n' if "\n" in text else f"[[policy]]\n{kind} = '{text}'\n"
             for kind, text in blocks]  # fmt: skip
    return "".join(parts)


def csv(blocks: Sequence[Block]) -> str:
    return "id,kind,text\r\n" + "".join(f'crazy,{kind},"{text}"\r\n' for kind, text in blocks)


def _commented(
    opening: str, line: str, closing: str, before: str = "", after: str = ""
) -> Callable[[Sequence[Block]], str]:
    def render(blocks: Sequence[Block]) -> str:
        parts = [before]
        for _, text in blocks:
            # Code stays code: the name of a thing is no prose.
            lines = [line + each for each in text.replace("`crazy`", "crazy_name").splitlines()]
            parts.append("\n".join([*([opening] if opening else []), *lines, *([closing] if closing else [])]) + "\n\n")
        return "".join([*parts, after])

    return render


def docstrings(blocks: Sequence[Block]) -> str:
    functions = []
    for number, (_, text) in enumerate(blocks):
        indented = text.replace("\n", "\n    ")
        functions.append(f'def crazy{number}(crazy):\n    """{indented}\n    """\n    return crazy["crazy"]\n\n\n')
    return "".join(functions)


_SLASHES = _commented("", "// ", "")
_HASHES = _commented("", "# ", "")
_STARS = _commented("/**", " * ", " */")

FORMATS: dict[str, tuple[str, Callable[[Sequence[Block]], str]]] = {
    "Markdown": ("policy.md", markdown),
    "plain text": ("policy.txt", bare),
    "MDX": ("policy.mdx", lambda blocks: 'import X from "crazy"\n\n' + markdown(blocks) + "<X crazy={crazy} />\n"),
    "reStructuredText": ("policy.rst", rst),
    "AsciiDoc": ("policy.adoc", asciidoc),
    "HTML": ("policy.html", html),
    "LaTeX": ("policy.tex", latex),
    "Org": ("policy.org", org),
    "notebook": ("policy.ipynb", notebook),
    "gettext": ("policy.po", gettext),
    "subtitles": ("policy.srt", subtitles),
    "WebVTT": ("policy.vtt", lambda blocks: "WEBVTT\n\n" + re.sub(r"(:\d\d),", r"\1.", subtitles(blocks))),
    "e-mail": ("policy.eml", mail),
    "e-mail, quoted-printable": ("qp.eml", quoted_printable_mail),
    "e-mail, base64": ("base64.eml", base64_mail),
    "YAML": ("policy.yaml", yaml),
    "JSON": ("policy.json", json_text),
    "TOML": ("policy.toml", toml),
    "CSV": ("policy.csv", csv),
    "Python": ("policy.py", _HASHES),
    "Python docstrings": ("docstrings.py", docstrings),
    "JavaScript": ("policy.js", _STARS),
    "TypeScript": ("policy.ts", _SLASHES),
    "Java": ("Policy.java", _STARS),
    "Go": ("policy.go", _SLASHES),
    "Rust": ("policy.rs", _commented("", "/// ", "")),
    "C": ("policy.c", _commented("/*", "", "*/")),
    "C++": ("policy.cpp", _SLASHES),
    "C#": ("Policy.cs", _commented("", "/// ", "")),
    "Ruby": ("policy.rb", _HASHES),
    "PHP": ("policy.php", _commented("", "// ", "", before="<?php\n")),
    "shell": ("policy.sh", _HASHES),
    "Terraform": ("policy.tf", _HASHES),
    "SQL": ("policy.sql", _commented("", "-- ", "")),
    "Dockerfile": ("Dockerfile", _HASHES),
}
