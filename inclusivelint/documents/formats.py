"""The formats: how a document is recognised, by its name and then by its content, and what reads it."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

PROSE, DATA, CODE = "prose", "data", "code"


class Format(NamedTuple):
    """A format. `reader` is `module:function` below `documents`; `suffixes` and `names` (of files) are in lower case.

    In folders, `PROSE` is read by itself, `DATA` and `CODE` when they are asked for. A reader that is `asked` takes a
    `Reading`; that of a programming language takes the language's name in Pygments, too. In an `encoded` document words
    can stand that its source doesn't show, and nothing can be changed.
    """

    name: str
    reader: str
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    group: str = PROSE
    asked: bool = False
    language: str = ""
    encoded: bool = False


PLAIN = Format("plain text", "plain:read_plain", (".txt", ".text"))
MARKDOWN = Format("Markdown", "markdown:read_markdown", (".md", ".markdown", ".mdown", ".mkd", ".mkdn"))

COMMIT_MESSAGES = ("commit_editmsg", "merge_msg", "squash_msg", "tag_editmsg")
"""The files in which git hands a message to its hooks."""

_DOCUMENTS = (
    Format("commit message", "commit:read_commit_message", names=COMMIT_MESSAGES),
    MARKDOWN,
    PLAIN,
    Format("MDX", "mdx:read_mdx", (".mdx",)),
    Format("reStructuredText", "rst:read_rst", (".rst", ".rest")),
    Format("AsciiDoc", "asciidoc:read_asciidoc", (".adoc", ".asciidoc")),
    Format("HTML", "webpage:read_html", (".html", ".htm", ".xhtml", ".xht")),
    Format("LaTeX", "latex:read_latex", (".tex", ".ltx")),
    Format("Org", "org:read_org", (".org",)),
    Format("notebook", "notebook:read_notebook", (".ipynb",)),
    Format("gettext catalogue", "gettext:read_gettext", (".po", ".pot"), asked=True),
    Format("subtitles", "subtitles:read_subtitles", (".srt", ".vtt")),
    Format("e-mail", "mail:read_mail", (".eml",), encoded=True),
    Format("YAML", "yamltext:read_yaml", (".yaml", ".yml"), group=DATA, asked=True),
    Format("JSON", "jsontext:read_json", (".json", ".jsonc", ".webmanifest"), group=DATA, asked=True),
    Format("TOML", "tomltext:read_toml", (".toml",), group=DATA, asked=True),
    Format("CSV", "table:read_table", (".csv", ".tsv"), group=DATA, asked=True),
)

_LANGUAGES = {
    "python": ".py .pyi .pyw",
    "javascript": ".js .mjs .cjs .jsx",
    "typescript": ".ts .mts .cts .tsx",
    "java": ".java",
    "kotlin": ".kt .kts",
    "scala": ".scala",
    "groovy": ".groovy .gradle jenkinsfile",
    "go": ".go",
    "rust": ".rs",
    "c": ".c .h",
    "cpp": ".cc .cpp .cxx .hpp .hh .hxx .ino",
    "objective-c": ".mm",
    "csharp": ".cs",
    "fsharp": ".fs .fsx",
    "swift": ".swift",
    "dart": ".dart",
    "ruby": ".rb .rake .gemspec rakefile gemfile vagrantfile",
    "php": ".php",
    "perl": ".pl .pm",
    "lua": ".lua",
    "r": ".r",
    "julia": ".jl",
    "elixir": ".ex .exs",
    "erlang": ".erl .hrl",
    "haskell": ".hs",
    "ocaml": ".ml .mli",
    "clojure": ".clj .cljs .cljc",
    "zig": ".zig",
    "solidity": ".sol",
    "bash": ".sh .bash .zsh .ksh .bats",
    "fish": ".fish",
    "powershell": ".ps1 .psm1",
    "terraform": ".tf .tfvars .hcl",
    "nix": ".nix",
    "sql": ".sql",
    "docker": ".dockerfile dockerfile containerfile",
    "make": ".mk makefile gnumakefile",
    "cmake": ".cmake cmakelists.txt",
    "css": ".css",
    "scss": ".scss",
    "less": ".less",
    "protobuf": ".proto",
    "graphql": ".graphql .gql",
    "ini": ".ini .cfg .conf .properties .editorconfig",
}


def _language(name: str, written: str) -> Format:
    given = written.split()
    suffixes = tuple(each for each in given if each.startswith("."))
    names = tuple(each for each in given if not each.startswith("."))
    return Format(f"{name} code", "code:read_code", suffixes, names, group=CODE, asked=True, language=name)


FORMATS = (*_DOCUMENTS, *(_language(name, written) for name, written in _LANGUAGES.items()))
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}
_BY_NAME = {name: form for form in FORMATS for name in form.names}
_BY_TITLE = {form.name: form for form in FORMATS}

_HEAD = 4096
_SIGNS = (
    (re.compile(r"#![^\r\n]*\bpython"), "python code"),
    (re.compile(r"#![^\r\n]*\b(?:ba|z|k|da)?sh\b"), "bash code"),
    (re.compile(r"#![^\r\n]*\bnode\b"), "javascript code"),
    (re.compile(r"#![^\r\n]*\bruby\b"), "ruby code"),
    (re.compile(r"#![^\r\n]*\bperl\b"), "perl code"),
    (re.compile(r"#![^\r\n]*\bphp\b|<\?php"), "php code"),
    (re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+)?html\b", re.I | re.S), "HTML"),
    (re.compile(r"WEBVTT(?:\s|$)|\s*\d+\s*\r?\n\d\d:\d\d:\d\d,\d{3}\s+-->"), "subtitles"),
    (re.compile(r"(?:\s*(?:%[^\r\n]*)?\r?\n)*\s*\\documentclass\b"), "LaTeX"),
    (re.compile(r"(?:#[^\r\n]*\r?\n|\s)*msgid \"\"\r?\nmsgstr \"\""), "gettext catalogue"),
    (re.compile(r"#\+(?:TITLE|AUTHOR|OPTIONS|STARTUP):", re.IGNORECASE), "Org"),
    (re.compile(r"\s*\{\s*\"(?:cells|nbformat|metadata)\"\s*:(?=[\s\S]*\"(?:cell_type|nbformat)\")"), "notebook"),
    (re.compile(r"\s*\{\s*\"[^\"\r\n]*\"\s*:"), "JSON"),
    (re.compile(r"(?:(?:Return-Path|Received|Delivered-To|From|To|Cc|Date|Subject|Message-ID|MIME-Version|Content-Type):"
                r"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){3}", re.IGNORECASE), "e-mail"),
)  # fmt: skip


def names_of(*groups: str) -> frozenset[str]:
    """The suffixes and file names by which documents of these groups are found in folders."""
    return frozenset(each for form in FORMATS if form.group in groups for each in (*form.suffixes, *form.names))


def format_of(name: str, source: str) -> Format:
    """The format that `name` tells, or else the beginning of `source`; plain text where neither does."""
    path = PurePath(name)
    file_name = path.name.lower()
    form = _BY_NAME.get(file_name) or _BY_SUFFIX.get(path.suffix.lower())
    if form is None and file_name.startswith("dockerfile."):
        form = _BY_NAME["dockerfile"]
    if form is not None:
        return form
    head = source[:_HEAD].removeprefix("\ufeff")
    title = next((title for sign, title in _SIGNS if sign.match(head)), PLAIN.name)
    return _BY_TITLE[title]
