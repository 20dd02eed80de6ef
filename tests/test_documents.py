"""Readers: what is prose, and whether every character knows its place in the source."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inclusivelint.documents import decode, read
from inclusivelint.documents.normalise import INVISIBLE, fold
from inclusivelint.errors import DocumentError
from inclusivelint.model import Segment

PHRASE = "wheelchair-bound"


def texts(source: str, name: str = "a.md") -> list[str]:
    return [segment.text for segment in read(name, source).segments]


def segment_with(source: str, words: str, name: str = "a.md") -> Segment:
    (found,) = [segment for segment in read(name, source).segments if words in segment.text]
    return found


def prose_keys(source: str, name: str = "a.md") -> str:
    return "\n".join(segment.key for segment in read(name, source).segments)


@pytest.mark.parametrize(
    "source",
    [
        "    crazy\n",
        "```\ncrazy\n```\n",
        "~~~ crazy\ncrazy\n~~~\n",
        "Run `crazy` now.\n",
        "Run ``a ` crazy`` now.\n",
        "See https://crazy.example/crazy for it.\n",
        "See <https://crazy.example> for it.\n",
        "Mail crazy@crazy.example or @crazy today.\n",
        "A [link](crazy.md) here.\n",
        "A [link][crazy] here.\n\n[crazy]: http://crazy.example 'crazy'\n",
        "<a href='crazy' class=crazy data-title='crazy'>x</a>\n",
        "<div id=crazy>\n<p>x</p>\n</div>\n",
        "<script>\ncrazy()\n</script>\n",
        "<style>\n.crazy {}\n</style>\n",
        "Text <code>crazy</code> and <kbd>crazy</kbd>.\n",
        "<!-- crazy -->\n",
        "A ~~crazy~~ idea.\n",
        "Open docs/crazy.md and ./crazy/crazy.py first.\n",
        "Pass --crazy to it.\n",
        "{{ crazy }} and {% include crazy %}\n",
        "---\nlayout: crazy\npermalink: /crazy/\n---\n\nText.\n",
        "+++\ntitle = 'crazy'\n+++\n\nText.\n",
    ],
)
def test_what_is_not_prose_is_not_matched(source: str) -> None:
    assert "crazy" not in prose_keys(source)


@pytest.mark.parametrize(
    "source",
    [
        "A crazy idea.\n",
        "# A crazy idea\n",
        "A crazy idea\n============\n",
        "- a crazy idea\n- x\n",
        "1. a crazy idea\n\n   x\n",
        "> a crazy idea\n",
        "- [ ] a crazy idea\n",
        "| a | b |\n|---|---|\n| x | a crazy idea |\n",
        "| a | a crazy idea |\n|---|---|\n| x | y |\n",
        "Text[^1].\n\n[^1]: a crazy idea\n",
        "A [crazy idea](x) here.\n",
        "![a crazy idea](x.png)\n",
        "![x](x.png 'a crazy idea')\n",
        "A [link](x 'a crazy idea') here.\n",
        "A *crazy* idea and **an __idea__**.\n",
        "<p>a crazy idea</p>\n",
        "<div>\n\na *crazy* idea\n\n</div>\n",
        "<img src=x alt='a crazy idea'>\n",
        'Text <abbr title="a crazy idea">x</abbr>.\n',
        "<button aria-label=crazy>x</button>\n",
        "<details><summary>a crazy idea</summary>\nx\n</details>\n",
        "---\ntitle: a crazy idea\n---\n\nText.\n",
        "---\nseo:\n  description: >\n    a crazy\n    idea\n---\n",
        "A cra&shy;zy id&#x65;a.\n",
        "Text <code>x and\n\na crazy idea after an element that was left open.\n",
        "> [!NOTE]\n> a crazy idea\n",
    ],
)
def test_what_is_prose_is_read(source: str) -> None:
    assert "crazy" in prose_keys(source)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("wheelchair-\nbound", "wheelchair-bound"),
        ("wheelchair-\r\n   bound", "wheelchair-bound"),
        ("wheelchair\nbound", "wheelchair bound"),
        ("wheelchair  \nbound", "wheelchair bound"),
        ("wheel\u00adchair bound", "wheelchair bound"),
        ("wheel\u00ad\nchair bound", "wheelchair bound"),
        ("wheelchair\u00a0\u2009bound", "wheelchair bound"),
        ("wheelchair\t bound", "wheelchair bound"),
        ("wheelchair **bound**", "wheelchair bound"),
        ("wheel**chair** bound", "wheelchair bound"),
        ("wheelchair [bound](http://x.example)", "wheelchair bound"),
        ("wheelchair <b>bound</b>", "wheelchair bound"),
        ("wheelchair&nbsp;bound", "wheelchair bound"),
        ("ｗheelchair bound", "wheelchair bound"),
        ("wheel\u200bchair bound", "wheelchair bound"),
        ("wheelchair\u2011bound", "wheelchair-bound"),
        ("wheelchair\u2013bound", "wheelchair-bound"),
    ],
)
def test_spellings_of_a_phrase_fold_to_the_same_words(written: str, words: str) -> None:
    assert words in prose_keys(f"The {written} guests.\n")


def test_an_apostrophe_is_an_apostrophe() -> None:
    assert prose_keys("The gentleman’s agreement") == prose_keys("The gentleman's agreement")


def test_a_fold_keeps_the_length_whatever_the_script() -> None:
    text = "İSTANBUL ﬁ ẞ “x” — ’ ǅ"
    assert len(fold(text)) == len(text)


def test_headings_and_column_headings_are_known() -> None:
    source = "# Words\n\n## Avoid\n\nx\n\n| Use | Instead of |\n|---|---|\n| chair | chairman |\n\n# Other\n\ny\n"
    assert segment_with(source, "x").headings == ("Words", "Avoid")
    assert segment_with(source, "chairman").headings == ("Words", "Avoid", "Instead of")
    assert segment_with(source, "y").headings == ("Other",)


def test_a_block_quote_with_an_attribution_is_a_quotation() -> None:
    assert segment_with("> It was crazy.\n>\n> — Ada Lovelace\n", "crazy").quoted
    assert not segment_with("> **Note** It is crazy.\n", "crazy").quoted


def test_plain_text_divides_at_blank_lines_and_bullets() -> None:
    source = "One\ntwo.\n\n* three\n  four\n2) five\n"
    assert [(s.kind, s.text) for s in read("a.txt", source).segments] == [
        ("paragraph", "One two."),
        ("list-item", "three four"),
        ("list-item", "five"),
    ]


def test_an_unknown_suffix_is_plain_text() -> None:
    assert texts("# One\n**two**\n", "policy.xyz") == ["# One **two**"]


@pytest.mark.parametrize(
    ("data", "cause"),
    [(b"a\x81b", "not a text file"), (b"\x89PNG\r\n\0\0", "not a text file"), (b"\xff\xfea", "UTF-16")],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, cause: str) -> None:
    with pytest.raises(DocumentError, match=cause):
        decode(data)


def test_a_byte_order_mark_and_line_ends_are_kept() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb") == "\ufeffa\r\nb"
    assert decode("\ufeffä".encode("utf-16-le")) == "\ufeffä"


@pytest.mark.parametrize(
    "source", ["", "\ufeff", "\n\n", "---\n", "<!--", "<![if x]>y<![endif]>\n", "\x00", "[a]: b\n"]
)
def test_odd_sources_are_survived(source: str) -> None:
    for name in ("a.md", "a.txt"):
        read(name, source)


# The map back to the source. A phrase is planted in generated Markdown, broken up in every way Markdown allows, and the
# source range of the words that were matched must come out as the phrase once the mark-up is taken away.

GAPS = ["-", "\u2011", "\u2013", " ", "  ", "\t", "\u00a0", "\n", "-\n", "\r\n"]
WRAPPINGS = ["{0}{1}{2}", "**{0}{1}{2}**", "*{0}*{1}**{2}**", "[{0}{1}{2}](http://x.example)", "{0}{1}<b>{2}</b>"]
BLOCKS = [
    "{before}{phrase}{after}\n",
    "> {before}{phrase}{after}\n",
    "- {before}{phrase}{after}\n",
    "* x\n\n  1. {before}{phrase}{after}\n",
    "Text[^1].\n\n[^1]: {before}{phrase}{after}\n",
    "x\n\n<div>\n<p>{before}{phrase}{after}</p>\n</div>\n\ny\n",
]
ONE_LINE_BLOCKS = [
    "# {before}{phrase}{after}\n",
    "| a | b |\n|---|---|\n| x | {before}{phrase}{after} |\n",
    "![{before}{phrase}{after}](x.png)\n",
    "---\ntitle: 'x {phrase} x'\n---\n",
]
FILLERS = st.lists(
    st.sampled_from(
        ["Gäste", "e\u0301te\u0301", "👩🏽‍🦽", "مرحبا", "שלום", "𝒳", "&amp;", "\\*", "`code`", "ﬁn", "“so”", "x"]
    ),
    max_size=4,
).map(" ".join)


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str]:
    gap = draw(st.sampled_from(GAPS))
    first, second = draw(st.sampled_from(["wheelchair", "WheelChair", "wheel\u00adchair", "wheel&shy;chair"])), "bound"
    wrapping = draw(st.sampled_from(WRAPPINGS))
    several_lines = "\n" in gap
    block = draw(st.sampled_from(BLOCKS if several_lines else [*BLOCKS, *ONE_LINE_BLOCKS]))
    if block.startswith(("---", "![", "x\n\n<div>")):
        wrapping = WRAPPINGS[0]
        first = first.replace("&shy;", "\u00ad")
    if several_lines and block.startswith(">"):
        gap = gap.replace("\n", "\n> ")
    phrase = wrapping.format(first, gap, second)
    before, after = draw(FILLERS), draw(FILLERS)
    text = block.format(before=before + " " if before else "", phrase=phrase, after=" " + after if after else "")
    start, end = (
        draw(st.sampled_from(["", "\ufeff", "Intro é.\n\n", "\ufeff# 😀\n\n"])),
        draw(st.sampled_from(["", "\nOutro.\n"])),
    )
    if block.startswith("---"):
        start = "\ufeff" if start.startswith("\ufeff") else ""
    source = start + text + end
    return (source.replace("\r\n", "\n").replace("\n", "\r\n") if draw(st.booleans()) else source), phrase


def bare(written: str) -> str:
    """What a reader sees of a stretch of source: no mark-up, one kind of dash and space."""
    written = written.replace("&shy;", "")
    written = re.sub(r"\]\([^)]*\)|<[^>]*>|[*\[]", "", written)
    written = re.sub(f"[{INVISIBLE}]", "", unicodedata.normalize("NFKC", written))
    return re.sub(r"[-\s>\u2010-\u2015]+", "-", written).lower()


@given(planted())
@settings(deadline=None)  # the first example imports the parser
def test_a_planted_phrase_is_found_at_its_place(example: tuple[str, str]) -> None:
    source, _ = example
    found = []
    for segment in read("a.md", source).segments:
        for match in re.finditer(r"wheelchair[- ]bound", segment.key):
            span = segment.source_span(*match.span())
            found.append(bare(source[span.start : span.end]))
    assert found == [PHRASE]


@given(st.text(), st.sampled_from(["a.md", "a.txt"]))
@settings(deadline=None)
def test_any_text_is_read_and_every_place_is_inside_it(source: str, name: str) -> None:
    for segment in read(name, source).segments:
        assert len(segment.key) == len(segment.text)
        last = 0
        for index in range(len(segment.text)):
            span = segment.source_span(index, index + 1)
            assert 0 <= span.start <= span.end <= len(source)
            assert span.start >= last or segment.text[index] == " "
            last = span.start


LAW = """# Contract

Her employer signs first.

{citation}

a. An employee may assign his rights.

- to his employer.

# Annex

His copy.
"""


@pytest.mark.parametrize(
    ("citation", "is_reprinted"),
    [
        ("Labor Code Section 2870. **Assignment of rights.**", True),
        ("Revised Code of Washington § 49.44.140", True),
        ("Education Act 1996, section 7 provides:", True),
        ("Equality Act 2010, section 149 provides that we plan ahead.", False),
        ("Under the Labor Code, Section 2870. We follow it.", False),
        ("Section 12. Terms.", False),
    ],
)
def test_a_law_that_is_reprinted_is_quoted_to_the_end_of_its_section(citation: str, is_reprinted: bool) -> None:
    quoted = [each.text for each in read("a.md", LAW.format(citation=citation)).segments if each.quoted]
    assert quoted[1:] == (["a. An employee may assign his rights.", "to his employer."] if is_reprinted else [])


@pytest.mark.parametrize(
    ("heading", "is_list"),
    [("References", True), ("7. Works cited", True), ("Further reading:", True), ("Our reference", False)],
)
def test_an_entry_with_a_year_in_a_list_of_references_is_quoted(heading: str, is_list: bool) -> None:
    source = f"# {heading}\n\nFox News. (2014). *Illegal aliens.*\n\n- The crippled city, 1871\n\nWrite to us.\n"
    quoted = [each.text for each in read("a.md", source).segments if each.quoted]
    assert quoted == (["Fox News. (2014). Illegal aliens.", "The crippled city, 1871"] if is_list else [])


@pytest.mark.parametrize(
    ("entry", "is_reference"),
    [
        ("Okafor, Ada. 2003. *The Ladies of the House*. Leeds: Example Press.", True),
        ("Okafor, A., & Lindqvist, B. (2003). Girls at work. Example Press.", True),
        ("—. 2007. *The Ladies Return*. Leeds: Example Press.", True),
        ("Leeds, 2003. The ladies of the house went home.", False),
        ("Okafor, Ada, spoke in 2003. The ladies clapped.", False),
        ("Monday, 4 April 2003. The ladies met.", False),
        ("- hyphens are written thus. 2003. was a year.", False),
    ],
)
def test_what_is_written_as_an_entry_of_a_bibliography_is_quoted_anywhere(entry: str, is_reference: bool) -> None:
    [segment] = read("a.md", f"{entry}\n").segments
    assert segment.quoted is is_reference


def test_a_constitution_is_quoted_to_the_end_of_its_section() -> None:
    opening = "We the People of the United States, in Order to form a Union."
    source = f"# Appendix\n\n{opening}\n\nHe shall.\n\n# Ours\n\nHe shall.\n"
    assert [each.quoted for each in read("a.md", source).segments] == [False, True, True, False, False]


def test_a_quotation_element_in_markdown_has_its_marks() -> None:
    [segment] = read("a.md", "She wrote <q>all men</q> in 1848.\n").segments
    assert segment.text == 'She wrote "all men" in 1848.'
