"""Labels of findings in real documents: what is kept of them, how they are found again, what is counted."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from bench.findings import STORE, main, read_form, read_store

from .commands import Outcome, write

PAGE = "# Guests\n\nThe hall welcomes wheelchair-bound guests. The chairman opens the door.\n"
BANK = """# sent_id = talk-1
# text = You are all welcome here.

# sent_id = talk-2
# text = The firemen came at nine.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"corpus/a/guests.md": PAGE, "ud/en_talk_x-dev.conllu": BANK, "ud/en_talk_x-test.conllu": BANK})
    return tmp_path


def measure(folder: Path, *args: str | Path, code: int = 0) -> Outcome:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        done = main(["--store", str(folder / "labels.jsonl"), *map(str, args)])
    assert done == code, err.getvalue()
    return Outcome(done, out.getvalue(), err.getvalue())


def check(folder: Path, *args: str | Path) -> dict[str, list[str]]:
    """The rows of the report: precision, useful, debatable, wrong, unlabelled, then the same three no longer found."""
    told = measure(folder, "--corpus", folder / "corpus", "--treebanks", folder / "ud", *args).out
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in told.splitlines()]
    return {name: cells for name, *cells in rows}


def label(folder: Path, **labels: str) -> str:
    """Fill in the form for rules, by the last part of their ids, and add it."""
    check(folder, "--form", folder / "form.tsv")
    lines = (folder / "form.tsv").read_text(encoding="utf-8").splitlines()
    filled = [
        next((given + line for name, given in labels.items() if f"/{name}\t" in line), line) for line in lines[1:]
    ]
    write(folder, {"filled.tsv": "\n".join([lines[0], *filled]) + "\n"})
    return measure(folder, "--add", folder / "filled.tsv").out


def test_what_is_unlabelled_is_listed_and_counts_once_it_is_labelled(folder: Path) -> None:
    assert check(folder)["all"] == ["–", "0", "0", "0", "3", "0", "0", "0"]
    assert "2 labels" in label(folder, chairman="useful", fireman="wrong")
    rows = check(folder, "--form", folder / "rest.tsv")
    assert rows["all"] == ["50", "1", "0", "1", "1", "0", "0", "0"]
    assert rows["documents"][:5] == ["100", "1", "0", "0", "1"]
    assert rows["treebanks"][:5] == ["0", "0", "0", "1", "0"]
    assert rows["level warning"][:5] == ["50", "1", "0", "1", "1"]
    assert rows["gendered-language/chairman"][:5] == ["100", "1", "0", "0", "0"]
    assert rows["disability"][:5] == ["–", "0", "0", "0", "1"]
    (rest,) = (folder / "rest.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert "The hall welcomes >>wheelchair-bound<< guests." in rest


def test_the_store_has_no_words_of_the_documents(folder: Path) -> None:
    label(folder, chairman="useful", fireman="debatable")
    kept = (folder / "labels.jsonl").read_text(encoding="utf-8")
    assert '"source": "a/guests.md", "offset": 57' in kept
    assert '"source": "talk", "sentence": "talk-2"' in kept
    assert "opens" not in kept
    assert "nine" not in kept


def test_a_label_goes_with_its_sentence_and_is_told_when_it_has_gone(folder: Path) -> None:
    label(folder, chairman="useful", fireman="wrong")
    write(
        folder, {"corpus/a/guests.md": PAGE.replace("# Guests", "# Our guests\n\nHello.").replace("The ch", "The\nch")}
    )
    assert check(folder)["all"][:5] == ["50", "1", "0", "1", "1"]
    write(folder, {"corpus/a/guests.md": PAGE.replace("chairman opens", "chairman shuts")})
    assert check(folder)["gendered-language/chairman"] == ["–", "0", "0", "0", "1", "1", "0", "0"]
    write(folder, {"corpus/a/guests.md": PAGE.replace("chairman", "chair")})
    assert check(folder)["gendered-language/chairman"] == ["–", "0", "0", "0", "0", "1", "0", "0"]


def test_what_is_not_read_is_not_gone(folder: Path) -> None:
    label(folder, chairman="useful", fireman="wrong")
    documents = measure(folder, "--corpus", folder / "corpus").out
    assert "| all | 100 | 1 | 0 | 0 | 1 | 0 | 0 | 0 |" in documents
    treebanks = measure(folder, "--treebanks", folder / "ud").out
    assert "| all | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 |" in treebanks


def test_a_later_label_stands(folder: Path) -> None:
    label(folder, chairman="useful")
    form = (folder / "filled.tsv").read_text(encoding="utf-8")
    write(folder, {"again.tsv": form.replace("useful", "Wrong ")})
    assert "1 labels" in measure(folder, "--add", folder / "again.tsv").out
    assert [each.label for each in read_store(folder / "labels.jsonl")] == ["wrong"]


def test_the_draw_is_always_the_same(folder: Path) -> None:
    many = "".join(f"# sent_id = talk-{number}\n# text = The firemen came at {number}.\n" for number in range(20))
    write(folder, {"ud/en_talk_x-dev.conllu": many})
    for name in ("one.tsv", "two.tsv"):
        check(folder, "--form", folder / name, "--most", "7")
    one = (folder / "one.tsv").read_text(encoding="utf-8")
    assert one == (folder / "two.tsv").read_text(encoding="utf-8")
    rows = one.splitlines()[1:]
    assert sum("guests.md" in row for row in rows) == 2
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("useful", "usefull"), 'filled.tsv:2: "usefull" is no label; there are useful, debatable, wrong'),
        (("hash", "hatch"), "filled.tsv:1: no column hash"),
        (("\t57\t", "\tfar\t"), "filled.tsv:2: invalid literal"),
    ],
)
def test_a_form_that_is_wrong_changes_nothing(folder: Path, change: tuple[str, str], told: str) -> None:
    label(folder, chairman="useful")
    before = (folder / "labels.jsonl").read_bytes()
    form = (folder / "filled.tsv").read_text(encoding="utf-8")
    lines = [form.splitlines()[0], *(line for line in form.splitlines() if line.startswith("useful"))]
    write(folder, {"filled.tsv": "\n".join(lines).replace(*change)})
    assert told in measure(folder, "--add", folder / "filled.tsv", code=2).err
    assert (folder / "labels.jsonl").read_bytes() == before


def test_a_folder_without_documents_is_told(folder: Path) -> None:
    assert "nowhere: no documents here" in measure(folder, "--corpus", folder / "nowhere", code=2).err


def test_a_damaged_store_is_told(folder: Path) -> None:
    write(folder, {"labels.jsonl": '{"source": "a.md"}\n'})
    told = measure(folder, "--corpus", folder / "corpus", code=2).err
    assert "labels.jsonl:1: no 'label'" in told


def test_the_store_of_the_project_can_be_read() -> None:
    labels = read_store(STORE)
    assert len({(each.key, each.offset) for each in labels}) == len(labels)


def test_a_form_from_a_spreadsheet_can_be_read(folder: Path) -> None:
    label(folder, chairman="useful")
    form = (folder / "filled.tsv").read_text(encoding="utf-8")
    (folder / "office.tsv").write_bytes(b"\xef\xbb\xbf" + form.replace("\n", "\r\n").encode())
    assert list(read_form(folder / "office.tsv")) == list(read_form(folder / "filled.tsv"))
