"""Readers: what is prose in each format, how formats and encodings are told, places in the source, hostile text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inclusivelint.documents import decode, encoding_of, format_of, note_of, read
from inclusivelint.documents.quoting import WITHHELD
from inclusivelint.errors import DocumentError
from inclusivelint.model import Reading, Segment

# What is prose and what is not


def keys(name: str, source: str, reading: Reading = Reading()) -> str:  # noqa: B008
    return "\n".join(segment.key for segment in read(name, source, reading).segments)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.rst", ".. code-block:: python\n   :caption: x\n\n   crazy()\n\nText.\n"),
        ("a.rst", "Text::\n\n    crazy\n\nText.\n"),
        ("a.rst", "Call :func:`crazy` and ``crazy`` or `crazy`.\n"),
        ("a.rst", ".. _crazy: http://x.example\n.. crazy words\n   crazy\n"),
        ("a.rst", ".. image:: crazy.png\n   :name: crazy\n"),
        ("a.rst", ">>> crazy\ncrazy\n"),
        ("a.adoc", "----\ncrazy\n----\n"),
        ("a.adoc", "[source,ruby]\ncrazy code\n\ntext\n"),
        ("a.adoc", ":crazy: crazy\n\n////\ncrazy\n////\n// crazy\n"),
        ("a.adoc", "Call `crazy` and {crazy}, +crazy+, kbd:[crazy], <<crazy>>.\n"),
        ("a.adoc", "text\n\n crazy literal\n"),
        ("a.org", "#+BEGIN_SRC c\ncrazy\n#+END_SRC\n#+PROPERTY: crazy\n:LOG:\ncrazy\n:END:\n: crazy\n"),
        ("a.org", "Call =crazy= and ~crazy~ or [[crazy]]. # x\n* COMMENT crazy\ncrazy\n"),
        ("a.tex", "\\label{crazy}\\cite[crazy]{crazy} $crazy$ \\verb|crazy| \\texttt{crazy} % crazy\n"),
        ("a.tex", "\\begin{verbatim}\ncrazy\n\\end{verbatim}\n\\[ crazy \\]\n\\begin{equation*}crazy\\end{equation*}"),
        ("a.tex", "\\newcommand{\\x}{crazy}\ncrazy preamble\n\\begin{document}text\\end{document}"),
        (
            "a.html",
            "<script>crazy words</script><style>crazy</style><p hidden>crazy</p><p style='display:none'>crazy<p>x",
        ),
        ("a.html", "<p lang=de>crazy Wort <b>crazy</b></p><p lang='fr'>crazy<p>x"),
        ("a.html", "<html lang=de><p>crazy</html>"),
        ("a.html", "<code>crazy</code><pre>crazy</pre><kbd>crazy</kbd><!-- crazy --><a href=crazy class=crazy>x</a>"),
        ("a.mdx", "import crazy from 'crazy'\n\nText {crazy} and <X y={crazy}/>.\n\n{/* crazy */}\n"),
        ("a.ipynb", '{"cells": [{"cell_type": "code", "source": ["crazy"]}, {"source": "crazy", "cell_type": "raw"}]}'),
        ("a.po", 'msgid ""\nmsgstr ""\n"Language: de\\n"\n\nmsgid "crazy"\nmsgstr "crazy"\n#~ msgid "crazy"\n'),
        ("a.po", '# crazy\n#: crazy.c:1\nmsgctxt "crazy"\nmsgid "crazy"\nmsgstr "%(crazy)s and {crazy}"\n'),
        ("a.vtt", "WEBVTT\n\nNOTE crazy\n\nSTYLE\n::cue { crazy }\n\ncrazy\n00:01.000 --> 00:02.000\n<v crazy>text\n"),
        ("a.json", '{"crazy": "crazy", "a": "https://crazy.example/a b", "b": "SELECT crazy FROM crazy"}'),
        ("a.yaml", "crazy: crazy\nb: [crazy, 1]\n"),
        ("a.toml", "crazy = 'crazy'\n[a.'crazy words']\nb = 1\n"),
        ("a.csv", "crazy,b\ncrazy,1\n"),
        ("a.eml", "Subject: x\nX-Crazy: crazy\n\n> crazy words\nx\n"),
        ("a.py", "crazy = {'crazy': crazy}\ncrazy('crazy')  # `crazy` crazy_thing crazyThing crazy.py crazy()\n"),
        ("a.py", "# crazy = words(crazy)\n# @crazy :param crazy: x\n"),
        ("a.js", "const crazy = /crazy words/; // {@link crazy} @param {crazy} crazy the x\n"),
        ("a.go", 'import "crazy/crazy"\nvar crazy = crazy\n'),
    ],
)
def test_what_is_not_prose_is_not_read(name: str, source: str) -> None:
    assert "crazy" not in keys(name, source)


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("a.rst", "A crazy idea\n============\n\nText.\n", "heading"),
        ("a.rst", ".. note:: A crazy idea\n   indeed\n", "paragraph"),
        ("a.rst", ".. figure:: a.png\n   :alt: a crazy idea\n\n   Text.\n", "alt"),
        ("a.rst", "x [1]_\n\n.. [1] A crazy idea\n", "footnote"),
        ("a.rst", ":x: a crazy idea\n", "paragraph"),
        ("a.rst", "See :term:`a crazy idea`, `a crazy idea <x>`_.\n", "paragraph"),
        ("a.adoc", "NOTE: A crazy idea\n", "paragraph"),
        ("a.adoc", "term:: a crazy idea\n", "list-item"),
        ("a.adoc", "image::a.png[a crazy idea]\n", "alt"),
        ("a.adoc", "See https://x.example[a crazy idea].\n", "paragraph"),
        ("a.org", "* TODO A crazy idea :tag:\n", "heading"),
        ("a.org", "#+TITLE: A crazy idea\n", "title"),
        ("a.tex", "x\\footnote{a crazy idea} y\n", "footnote"),
        ("a.tex", "\\caption[x]{a crazy idea}\n", "paragraph"),
        ("a.tex", "\\title{a crazy idea}\\begin{document}x\\end{document}\n", "title"),
        ("a.html", "<img alt='a crazy idea'>", "alt"),
        ("a.html", "---\ntitle: a crazy idea\n---\n<p>x", "title"),
        ("a.html", "<input placeholder='a crazy idea'><meta name=description content='x'>", "alt"),
        ("a.html", "<button aria-label='a crazy idea'></button>", "alt"),
        ("a.html", "<p lang=en-GB>a crazy idea</p>", "paragraph"),
        ("a.html", "<html lang=de><p lang=en>a crazy idea</html>", "paragraph"),
        ("a.html", "<div hidden><p>x</div><p>a crazy idea", "paragraph"),
        ("a.html", "<ul><li hidden>x<li>a crazy idea</ul>", "list-item"),
        ("a.mdx", "<Card title='x'>\n  a crazy idea\n</Card>\n", "paragraph"),
        ("a.pot", 'msgid "a crazy idea"\nmsgstr ""\n', "value"),
        ("a.json", '[{"x": ["a crazy idea"]}]', "value"),
        ("a.eml", "From: x\nSubject: =?utf-8?q?a_crazy?=\n =?utf-8?q?_idea?=\n\nx\n", "title"),
        ("a.py", 'print("a crazy idea")\n', "string"),
        ("a.go", "// a crazy idea\n", "comment"),
    ],
)
def test_what_is_prose_is_read(name: str, source: str, kind: str) -> None:
    assert [each.kind for each in read(name, source).segments if "crazy idea" in each.key] == [kind]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (
            "a.rst",
            "+---+------------+\n|Use| Instead of |\n+===+============+\n| x | crazy idea |\n+---+------------+\n",
        ),
        ("a.rst", "===  ==========\nUse  Instead of\n===  ==========\nx    crazy idea\n===  ==========\n"),
        ("a.adoc", "|===\n|Use |Instead of\n\n|x |crazy idea\n|===\n"),
        ("a.org", "| Use | Instead of |\n|-----+------------|\n| x | crazy idea |\n"),
        ("a.html", "<table><tr><th>Use<th>Instead of</tr><tr><td>x<td>crazy idea</table>"),
        ("a.csv", "Use,Instead of\nx,crazy idea\n"),
    ],
)
def test_a_cell_knows_the_heading_of_its_column(name: str, source: str) -> None:
    (cell,) = [each for each in read(name, source).segments if "crazy idea" in each.key]
    assert (cell.kind, cell.headings[-1]) == ("cell", "Instead of")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.rst", "Text.\n\n   A crazy idea.\n\n   -- Ada Nwosu\n"),
        ("a.adoc", "[quote, Ada Nwosu]\n____\nA crazy idea.\n____\n"),
        ("a.html", "<blockquote><p>A crazy idea.</p><footer>— Ada Nwosu</footer></blockquote>"),
    ],
)
def test_a_quotation_with_an_attribution_is_someones_own_words(name: str, source: str) -> None:
    (segment,) = [each for each in read(name, source).segments if "crazy" in each.key]
    assert segment.quoted


PLACES = '{"en": {"title": "crazy", "meta": {"id": "crazy one"}}, "de": {"title": "crazy two"}}'


@pytest.mark.parametrize(
    ("chosen", "texts"),
    [
        ((), ["crazy one", "crazy two"]),
        (("title",), ["crazy", "crazy two"]),
        (("en",), ["crazy", "crazy one"]),
        (("en", "!en.meta"), ["crazy"]),
        (("e*.title",), ["crazy"]),
        (("!de",), ["crazy", "crazy one"]),
    ],
)
def test_keys_choose_the_values_of_data(chosen: tuple[str, ...], texts: list[str]) -> None:
    for name, source in (("a.json", PLACES), ("a.yaml", PLACES.replace('": "', '" : "'))):
        assert [each.text for each in read(name, source, Reading(keys=chosen)).segments] == texts
    toml = "[en]\ntitle = 'crazy'\nmeta.id = 'crazy one'\n[de]\ntitle = 'crazy two'\n"
    assert [each.text for each in read("a.toml", toml, Reading(keys=chosen)).segments] == texts


def test_parts_of_code_can_be_chosen() -> None:
    source = "# crazy words\ncrazyName = is_crazy('crazy')\nx = 'crazy words'\n"

    def read_parts(*parts: str) -> list[tuple[str, str]]:
        segments = read("a.py", source, Reading(parts=parts)).segments
        return [(each.kind, each.text) for each in segments if "crazy" in each.key]

    assert read_parts("comments") == [("comment", "crazy words")]
    assert read_parts("strings") == [("string", "crazy words")]
    assert read_parts("all-strings") == [("string", "crazy"), ("string", "crazy words")]
    assert read_parts("identifiers") == [("name", "crazy Name"), ("name", "is crazy")]
    (first, *_) = read("a.py", source, Reading(parts=("identifiers",))).segments
    assert first.quoting == WITHHELD


def test_alternatives_of_a_mail_are_read_once_and_attachments_never() -> None:
    source = (
        'From: a\nContent-Type: multipart/mixed; boundary="o"\n\n'
        "--o\nContent-Type: multipart/alternative; boundary=i\n\n"
        "--i\n\nA plain crazy idea.\n--i\nContent-Type: text/html\n\n<p>A crazy page.</p>\n--i--\n"
        "--o\nContent-Disposition: attachment\n\nA crazy file.\n--o--\n"
    )
    assert [each.text for each in read("a.eml", source).segments] == ["A plain crazy idea."]


# Detection and encodings


@pytest.mark.parametrize(
    ("name", "source", "form"),
    [
        ("a.MD", "", "Markdown"),
        ("Dockerfile", "", "docker code"),
        ("dockerfile.test", "", "docker code"),
        ("CMakeLists.txt", "", "cmake code"),
        ("page", "<!DOCTYPE html><p>x", "HTML"),
        ("page", "<?xml version='1.0'?>\n<html>", "HTML"),
        ("tool", "#!/usr/bin/env python3\n", "python code"),
        ("tool", "#!/bin/sh\n", "bash code"),
        ("x", "WEBVTT\n\n", "subtitles"),
        ("x", "1\n00:00:01,000 --> 00:00:02,000\nx\n", "subtitles"),
        ("x", "% x\n\\documentclass{a}", "LaTeX"),
        ("x", '# x\nmsgid ""\nmsgstr ""\n', "gettext catalogue"),
        ("x", '{"a": 1}', "JSON"),
        ("x", '{"cells": [{"cell_type": "markdown"}]}', "notebook"),
        ("x", "From: a\nTo: b\nSubject: c\n\nd", "e-mail"),
        ("x", "Subject: we meet at ten.\n", "plain text"),
        ("a.txt", "<!DOCTYPE html>", "plain text"),
    ],
)
def test_a_format_is_told_by_the_name_then_by_the_content(name: str, source: str, form: str) -> None:
    assert format_of(name, source).name == form


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("é".encode(), "utf-8"),
        ("\ufeffé".encode("utf-16-be"), "utf-16-be"),
        ("\ufeffé".encode("utf-32-le"), "utf-32-le"),
        (b"<meta charset=iso-8859-2>\xe9", "iso8859-2"),
        (b"<?xml version='1.0' encoding='ISO-8859-5'?>\xe9", "iso8859-5"),
        (b'"Content-Type: text/plain; charset=ISO-8859-15\\n"\xe9', "iso8859-15"),
        (b"# -*- coding: koi8-r -*-\n\xe9", "koi8-r"),
        (b"\\usepackage[latin9]{inputenc}\xe9", "iso8859-15"),
        (b"<meta charset=latin-1>\x93", "cp1252"),
        (b"<meta charset=nonsense>\xe9", "cp1252"),
        (b"caf\xe9", "cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert encoding_of(data) == encoding
    assert decode(data).encode(encoding) == data
    assert (note_of(data) is not None) == (data == b"caf\xe9")


# Broken and hostile files


@pytest.mark.parametrize(
    ("name", "source", "cause"),
    [
        ("a.json", '{"a": ["b", "c d"', "JSON"),
        ("a.json", '{"a": "b c\n"}', "JSON (line 1)"),
        ("a.json", "]", "JSON (line 1)"),
        ("a.json", '"a b" : 1', "JSON"),
        ("a.ipynb", '{"cells": [', "JSON"),
        ("a.yaml", "a: [b, c", "YAML"),
        ("a.yaml", "a: " + "[" * 10_000, "YAML"),
        ("a.toml", "a = 'b", "TOML"),
        ("a.toml", "a = " + "[" * 100_000, "TOML"),
        ("a.csv", 'a,"b c\n', "CSV"),
        ("a.po", 'msgid "a\nmsgstr "b"\n', "gettext"),
        ("a.po", '"a"\n', "gettext"),
        ("a.eml", "\n\nno header", "e-mail"),
        ("a.eml", "A: b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nA===B\n", "base64"),
    ],
)
def test_a_broken_file_is_told_in_a_line(name: str, source: str, cause: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(cause)) as raised:
        read(name, source)
    assert "\n" not in str(raised.value)


MANY = 20_000
HOSTILE = {
    "a.rst": [
        "**" * MANY,
        "*a " * MANY,
        "`" * MANY,
        "- " * MANY,
        ":a:`" * MANY,
        "a::\n\n " * MANY,
        "| " * MANY,
        "+-" * MANY,
    ],
    "a.adoc": ["*a" * MANY, "__a" * MANY, "<<" * MANY, "link:" * MANY, "|===\n|" * 1000, "a::" * MANY, "[" * MANY],
    "a.org": ["*a " * MANY, "[[" * MANY, "=a " * MANY, "* a\n" * MANY, "#+BEGIN_SRC\n" * 3000, ":A:\n" * 3000],
    "a.tex": [
        "{" * MANY,
        "\\textbf{" * MANY,
        "$" * MANY,
        "\\begin{a}" * MANY,
        "\\[" * MANY,
        "\\a[" * MANY,
        "\\cite{" * 3000,
    ],
    "a.html": [
        "<div>" * MANY,
        "<!--" * MANY,
        "<a " * MANY,
        "<p lang=de>" * MANY,
        "&a" * MANY,
        "<b a='" * MANY,
        "</" * MANY,
    ],
    "a.md": ["<!--" * MANY, "<a " * MANY, "<code>" * 3000],
    "a.mdx": ["{" * MANY, "`" * MANY, "{`" * MANY, "import a\n" * MANY],
    "a.json": ["[" * MANY + "]" * MANY, '{"a":' * MANY + "1" + "}" * MANY, '["' + "\\n" * MANY + '"]'],
    "a.yaml": ["a: " + "b " * MANY, "- a b\n" * MANY, "# a\n" * MANY],
    "a.toml": ["a = ['" + "b c' ,'" * MANY + "']", "# a\n" * MANY],
    "a.csv": ["a b," * MANY, '"a b"' * MANY, "\n" * MANY],
    "a.po": ['msgid "a"\nmsgstr "b c"\n\n' * 5000, 'msgid ""\nmsgstr ""\n' + '"b c "\n' * MANY],
    "a.srt": ["1\n00:00:01,000 --> 00:00:02,000\nab cd\n\n" * 5000, "<i>" * MANY],
    "a.eml": ["A: b\n\n" + "=C3" * MANY, "A: b\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 5000],
    "a.py": ["# a b\n" * 10_000, '"' * MANY, "'''" * 10_000, "(" * MANY, "# " + "a.b" * MANY, "# " + "aB_" * MANY],
    "a.js": ["/*" * MANY, "`${" * 5000, "/" * MANY, "'\\" * 2000],
    "a.rs": ["/* " * 5000],
    "a.c": ["/* * " * MANY, "/**\n" + " *\n" * MANY + "*/"],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time(name: str) -> None:
    """Processor time, so that what else the machine does is no matter; what grows with the square takes minutes."""
    for source in HOSTILE[name]:
        start = time.process_time()
        read(name, source)
        assert time.process_time() - start < 10, source[:20]


def test_aliases_are_not_expanded() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert keys("a.yaml", "l0: &l0 [crazy words]\n" + levels).count("crazy") == 1


def test_without_pygments_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pygments.lexers", None)
    with pytest.raises(DocumentError, match=re.escape('pip install "inclusivelint[code]"')):
        read("a.py", "# a b\n")


# The map back to the source: a phrase is planted in each format, broken as the format allows

TEMPLATES = {
    "a.rst": ["{0} {1} {2}\n", "* {0}\n  {1} {2}\n", "=====\n{0}{1}{2}\n=====\n", ".. note:: {0} {1}\n   {2}\n"],
    "a.adoc": ["{0} {1} {2}\n", "* {0}\n  {1} {2}\n", "|===\n|x |{0} {1} {2}\n|===\n", "term:: {0} {1} {2}\n"],
    "a.org": ["{0} {1} {2}\n", "- {0}\n  {1} {2}\n", "* {0} {1} {2} :x:\n", "| x | {0} {1} {2} |\n"],
    "a.tex": [
        "{0} {1} {2}\n",
        "\\section{{{0} {1} {2}}}\n",
        "x\\footnote{{{0} {1} {2}}}\n",
        "\\textbf{{{0}}} {1} \\emph{{{2}}}\n",
    ],
    "a.html": [
        "<p>{0} {1} {2}",
        "<td>{0} <b>{1}</b> {2}</td>",
        "<img alt='{0} {1} {2}'>",
        "<b>{0}</b>&amp; {1} &eacute;{2}",
    ],
    "a.mdx": ["{{x}} {0} {1} {2}\n", "# {0} {1} {2}\n", "<X y={{z}}>{0} {1} {2}</X>\n"],
    "a.json": ['["x", "{0} \\u00e9\\n{1} {2}"]', '{{"a": {{"b": "\\ud83d\\ude00 {0} {1} \\"{2}"}}}}'],
    "a.yaml": [
        "a: x {0} {1} {2}\n",
        "a: '{0} '' {1} {2}'\n",
        'a: "{0}\\n \\xe9 {1} {2}"\n',
        "a: |\n   {0}\n   {1} {2}\n",
        "- >-\n  {0}\n  {1} {2}\n",
    ],
    "a.toml": ["a = 'x {0} {1} {2}'\n", 'a = "x {0} \\u00e9 {1} {2}"\n', "a = '''\nx {0}\n{1} {2}'''\n"],
    "a.csv": ['x,"{0} "" {1} {2}",y\n', "a;b\nx;y {0} {1} {2}\n"],
    "a.po": ['msgid "x"\nmsgstr "{0} \\n"\n" \\" {1} {2}"\n'],
    "a.srt": ["1\n00:00:01,000 --> 00:00:02,000\n{0}\n<i>{1}</i> {2}\n"],
    "a.eml": [
        "A: b\nSubject: x {0} {1} {2}\n\nx\n",
        "A: b\nContent-Transfer-Encoding: quoted-printable\n\n{0} =C3=A9 {1} =\n{2}\n",
    ],
    "a.ipynb": ['{{"cells": [{{"cell_type": "markdown", "source": ["{0}\\n", "\\u00e9 {1} {2}"]}}]}}'],
    "a.py": ["# {0}\n# {1} {2}\n", 'x = "{0} {1} {2}"\n', 'def f():\n    """{0}\n    {1} {2}\n    """\n'],
    "a.ts": ["/**\n * {0}\n * {1} {2}\n */\n", "// {0}\n// {1} {2}\n", "x = `{0} {1} {2}`;\n"],
    "a.sql": ["-- {0}\n-- {1} {2}\n", "/* {0} {1} {2} */\n"],
}
GAPS = ["-", "\u2011", " ", "  ", "\u00a0", "\n"]
FILLERS = st.lists(
    st.sampled_from(["Gäste", "e\u0301te\u0301", "👩🏽‍🦽", "שלום", "𝒳y", "so"]), min_size=1, max_size=3
).map(" ".join)


@st.composite
def planted(draw: st.DrawFn, name: str) -> str:
    template = draw(st.sampled_from(TEMPLATES[name]))
    one_line = "\n" not in template.rstrip("\n") or name in ("a.csv", "a.po", "a.eml", "a.ipynb", "a.json")
    one_line = one_line or template.startswith(("=", "a: ", "- >", "|===", "1\n"))
    gap = draw(st.sampled_from(GAPS[:-1] if one_line else GAPS))
    breaks = {"a.py": "\n# ", "a.sql": "\n-- ", "a.ts": "\n * " if "*" in template else "\n// "}
    if gap == "\n":
        gap = breaks.get(name, "\n  ")
        if name == "a.py" and '"""' in template:
            gap = "\n    "
        elif "`" in template or "/* " in template or template.startswith("x = "):
            gap = " "
        elif name == "a.toml":
            gap = "\n"
    phrase = draw(st.sampled_from(["wheelchair", "Wheelchair", "wheel\u00adchair"])) + gap + "bound"
    source = template.format("so " + draw(FILLERS), phrase, draw(FILLERS))
    source = source.replace("\r\n", "\n").replace("\n", "\r\n") if draw(st.booleans()) else source
    return draw(st.sampled_from(["", "\ufeff"])) + source


@pytest.mark.parametrize("name", TEMPLATES)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_planted_phrase_is_found_at_its_place(name: str, data: st.DataObject) -> None:
    source = data.draw(planted(name))
    found = []
    for segment in read(name, source).segments:
        for match in re.finditer(r"wheelchair[- ]bound", segment.key):
            span = segment.source_span(*match.span())
            written = re.sub(r"[\u00ad\r]|(?<=\n)\s*(?:#|--|//|\*)", "", source[span.start : span.end])
            found.append(re.sub(r"[-\s\u2010-\u2015]+", "-", written).lower())
    assert found == ["wheelchair-bound"], source


@pytest.mark.parametrize("name", [*TEMPLATES, "a.vtt", "a.rb", "a.php", "Dockerfile", "a.tf", "x"])
@given(
    source=st.text(alphabet=st.sampled_from([*"ab \n\r\t\"'`*_{}[]()<>|#/\\:;=+-.,&%$é\ufeff\u00ad👩"]), max_size=60)
)
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_or_refused_and_every_place_is_inside_it(name: str, source: str) -> None:
    try:
        segments: list[Segment] = list(read(name, source).segments)
    except DocumentError:
        return
    for segment in segments:
        assert len(segment.key) == len(segment.text)
        for index in range(len(segment.text)):
            span = segment.source_span(index, index + 1)
            assert 0 <= span.start <= span.end <= len(source)
