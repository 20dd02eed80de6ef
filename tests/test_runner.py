"""Many files: the cache and the processes change how long a run takes and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from inclusivelint.cache import Cache
from tests.commands import CALM, FOUND, Outcome, posix_only, run, write

EXAMPLES = Path(__file__).parents[1] / "examples"
DATABASE = Path(".inclusivelint_cache", "documents-1.sqlite")
CONFIGURATION = 'rule-paths = ["team.yaml"]\nselect = ["team"]\n'
WORDS = "A sentence about nothing at all, which nobody would ever change. " * 700


@pytest.fixture
def documents(team: Path) -> Path:
    """Documents with directives, with every line end, without findings, and one that can't be read: five with the
    file of the rules."""
    write(
        team,
        {
            ".inclusivelint.toml": CONFIGURATION,
            "a.md": "Ein redword 🙂 and an amberword.\n\n<!-- inclusivelint-disable team/red -->\n\nA redword.\n",
            "b.txt": "One redword\r\nand\ramberword\r\n# inclusivelint-disable-next-line nothing\r\nredword\r\n",
            "c.md": "Nothing.\n",
            "e.md": "",
        },
    )
    (team / "d.md").write_bytes(b"\xff")
    return team


def everything(folder: Path, *args: str) -> tuple[int, str, str]:
    outcome = run("check", ".", "--format", "json", "--min-severity", "suggestion", *args, cwd=folder)
    return outcome.code, outcome.out, outcome.err


def entries(folder: Path) -> int:
    with sqlite3.connect(folder / DATABASE) as database:
        return int(database.execute("SELECT count(*) FROM documents").fetchone()[0])


def spoil(folder: Path, value: str) -> None:
    with sqlite3.connect(folder / DATABASE) as database:
        database.execute("UPDATE documents SET value = ?", (value,))


# The cache


def test_a_second_run_says_the_same(documents: Path) -> None:
    without = everything(documents, "--no-cache")
    assert not (documents / ".inclusivelint_cache").exists()
    assert everything(documents) == without
    assert entries(documents) == 5
    assert everything(documents) == without
    assert run("check", cwd=documents).out == run("check", "--no-cache", cwd=documents).out


def test_the_examples_with_all_rules(documents: Path) -> None:
    shutil.copytree(EXAMPLES, documents / "examples")
    write(documents, {".inclusivelint.toml": "", "b.md": FOUND})
    assert len({everything(documents, *args) for args in (["--no-cache"], [], [])}) == 1


def test_a_second_run_reads_no_document_again(documents: Path) -> None:
    code = (
        "import sys\n"
        "import inclusivelint.linter as linter\n"
        "from inclusivelint.cli import main\n"
        "def read(name, source, reading): raise SystemExit(f'{name} is read')\n"
        "linter.read = read\n"
        "sys.argv = ['inclusivelint', 'check', 'a.md', 'c.md', '--fail-on', 'never']\n"
        "main()\n"
    )

    def unread() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=documents, env=CALM, capture_output=True, text=True, check=False)

    assert unread().stderr.endswith("is read\n")
    run("check", "a.md", "c.md", cwd=documents)
    assert unread().returncode == 0


def test_the_folder_ignores_itself(documents: Path) -> None:
    everything(documents)
    assert (documents / ".inclusivelint_cache" / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"a.md": "A redword, changed.\n"}, id="a document"),
        pytest.param({"team.yaml": None}, id="a rule"),
        pytest.param({".inclusivelint.toml": CONFIGURATION + 'allow = ["redword"]\n'}, id="allow"),
        pytest.param({".inclusivelint.toml": CONFIGURATION + 'ignore = ["team/red"]\n'}, id="ignore"),
        pytest.param(
            {".inclusivelint.toml": CONFIGURATION + '[per-file-ignores]\n"a.md" = ["team"]\n'},
            id="per-file-ignores",
        ),
        pytest.param({".inclusivelint.toml": CONFIGURATION + "require-reason = true\n"}, id="reasons"),
    ],
)
def test_whatever_an_outcome_depends_on_is_noticed(documents: Path, change: dict[str, str | None]) -> None:
    before = everything(documents)
    for name, content in change.items():
        path = documents / name
        text = path.read_text(encoding="utf-8").replace("severity: error", "severity: suggestion")
        path.write_text(text if content is None else content, encoding="utf-8")
    after = everything(documents)
    assert after != before
    assert after == everything(documents, "--no-cache")


def test_options_and_formats_are_told_apart(documents: Path) -> None:
    everything(documents)
    for args in (("--select", "team/red"), ("--ignore", "team/red"), ("--min-severity", "error")):
        assert everything(documents, *args) == everything(documents, *args, "--no-cache")
    shutil.copy(documents / "a.md", documents / "a.txt")
    assert everything(documents) == everything(documents, "--no-cache")


def test_another_version_trusts_nothing(documents: Path) -> None:
    everything(documents)
    spoil(documents, f"{0:08x} nonsense")
    code = (
        "import sys, inclusivelint.runner as runner\n"
        "runner._program = lambda: 'another version'\n"
        "from inclusivelint.cli import main\n"
        "sys.argv = ['inclusivelint', 'check', 'a.md', 'c.md', '--fail-on', 'never']\n"
        "main()\n"
    )
    before = entries(documents)
    subprocess.run([sys.executable, "-c", code], cwd=documents, env=CALM, capture_output=True, check=True)
    assert entries(documents) == before + 2


@pytest.mark.parametrize("damage", [b"", b"no database", None, "", "nonsense", '{"findings": [{}]}', "[" * 9999])
def test_a_damaged_cache_is_as_good_as_none(documents: Path, damage: bytes | str | None) -> None:
    before = everything(documents)
    path = documents / DATABASE
    if isinstance(damage, str):
        import zlib

        spoil(documents, f"{zlib.crc32(damage.encode()):08x} {damage}")
    else:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert everything(documents) == before
    assert everything(documents) == before
    assert everything(documents) == before


def test_a_value_that_was_altered_is_not_used(documents: Path) -> None:
    before = everything(documents)
    with sqlite3.connect(documents / DATABASE) as database:
        database.execute("UPDATE documents SET value = replace(value, 'redword', 'RedWord')")
    assert everything(documents) == before


def test_places_for_the_cache(documents: Path, tmp_path: Path) -> None:
    run("check", "--cache-dir", "one", cwd=documents)
    run("check", cwd=documents, env={"INCLUSIVELINT_CACHE_DIR": str(tmp_path / "two")})
    run("check", cwd=documents, env={"INCLUSIVELINT_CACHE_DIR": ""})
    assert (documents / "one" / DATABASE.name).is_file()
    assert (tmp_path / "two" / DATABASE.name).is_file()
    assert not (documents / ".inclusivelint_cache").exists()
    with (documents / ".inclusivelint.toml").open("a", encoding="utf-8") as stream:
        stream.write('cache-dir = "three"\n')
    run("check", "a.md", cwd=documents)
    assert (documents / "three" / DATABASE.name).is_file()


def test_a_place_that_can_not_be_written_is_done_without(documents: Path) -> None:
    assert everything(documents, "--cache-dir", "a.md/cache") == everything(documents, "--no-cache")


def test_runs_at_the_same_time(documents: Path) -> None:
    expected = everything(documents, "--no-cache")
    command = [sys.executable, "-m", "inclusivelint", "check", ".", "--format", "json", "--min-severity", "suggestion"]
    runs = [
        subprocess.Popen(command, cwd=documents, env=CALM, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for each in runs:
        out, err = each.communicate(timeout=240)
        assert (each.returncode, out, err) == expected
    assert entries(documents) == 5


def test_the_cache_is_bounded(tmp_path: Path) -> None:
    limit = 200_000
    for number in range(10):
        cache = Cache(tmp_path, limit)
        for name in range(20):
            cache.put(f"{number} {name}".encode(), f"{number} {name} " * 400)
        cache.close()
    cache = Cache(tmp_path, limit)
    kept = [number for number in range(10) if cache.get(f"{number} 19".encode()) is not None]
    assert cache.get(b"9 0") == "9 0 " * 400
    assert kept
    assert kept == list(range(kept[0], 10))
    cache.close()
    assert (tmp_path / DATABASE.name).stat().st_size < 2 * limit


# Processes


@pytest.fixture
def many(documents: Path) -> Path:
    """Documents that are worth several processes."""
    write(documents, {f"many/{number:02}.md": f"{WORDS}\n\nA redword at {number}.\n" for number in range(30)})
    return documents


def test_the_number_of_processes_changes_nothing(many: Path) -> None:
    alone = everything(many, "--no-cache", "--jobs", "1")
    assert everything(many, "--no-cache", "--jobs", "3") == alone
    assert everything(many, "--jobs", "2") == alone
    assert everything(many, "--jobs", "2") == alone
    assert entries(many) == 35


def workers(parent: int) -> list[int]:
    """The processes that a process has started, resource trackers left out."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            status = (entry / "stat").read_text(encoding="ascii", errors="replace")
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) == parent and b"spawn_main" in command:
            found.append(int(entry.name))
    return found


def started(folder: Path, code: str = "") -> subprocess.Popen[str]:
    """A run in two processes, each of which stops at the first document until it is ended."""
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "inclusivelint", "check", "many", "--no-cache", "--jobs", "2", "--quiet"]
    env = {**CALM, "PYTHONPATH": str(folder)}
    return subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


STOP = """
import signal, sys
# A shell's background jobs start with interrupts ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
if "--multiprocessing-fork" in sys.orig_argv:
    import time
    from inclusivelint.linter import Linter
    Linter.check_data = lambda *args: time.sleep(600)
"""
CRASH = """
import sys
if "--multiprocessing-fork" in sys.orig_argv:
    import os
    from inclusivelint.linter import Linter
    check = Linter.check_data
    Linter.check_data = lambda self, path, data: os._exit(9) if path.endswith("07.md") else check(self, path, data)
"""


def _wait(condition: object, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("end", ["interrupt", "terminate", "kill"])
def test_nothing_is_left_behind(many: Path, end: str) -> None:
    process = started(many, STOP)
    assert _wait(lambda: len(workers(process.pid)) == 2)
    children = workers(process.pid)
    if end == "interrupt":
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    else:
        getattr(process, end)()
    _, err = process.communicate(timeout=60)
    assert _wait(lambda: not any(Path(f"/proc/{child}").exists() for child in children), 20)
    if end == "terminate":
        assert (process.returncode, err) == (143, "")
    if end == "interrupt":
        assert (process.returncode, err.lstrip()) == (2, "inclusivelint: interrupted\n")


@posix_only
def test_a_process_that_crashes_costs_one_document(many: Path) -> None:
    out, err = (process := started(many, CRASH)).communicate(timeout=240)
    assert process.returncode == 2
    assert err == "inclusivelint: many/07.md: the process that checked it ended early (out of memory?)\n"
    assert [line.partition(":")[0] for line in out.splitlines()] == [f"many/{n:02}.md" for n in range(30) if n != 7]


def test_a_run_without_a_terminal_draws_no_bar(many: Path) -> None:
    outcome: Outcome = run("check", "many", "--no-cache", "--fail-on", "never", "--quiet", cwd=many)
    assert (outcome.code, outcome.err) == (0, "")


@posix_only
def test_a_long_run_on_a_terminal_draws_a_bar_and_takes_it_away(many: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    (many / "sitecustomize.py").write_text(
        "import time\nfrom inclusivelint.linter import Linter\ncheck = Linter.check_data\n"
        "Linter.check_data = lambda self, *args: (time.sleep(0.1), check(self, *args))[1]\n",
        encoding="utf-8",
    )
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "inclusivelint", "check", "many", "--no-cache", "--jobs=1", "--quiet"]
    env = {**CALM, "PYTHONPATH": str(many)}
    process = subprocess.Popen(command, cwd=many, env=env, stdout=subprocess.PIPE, stderr=end)
    os.close(end)
    drawn = b""
    with suppress(OSError):  # raised when the other end is closed
        while piece := os.read(terminal, 10_000):
            drawn += piece
    os.close(terminal)
    out, _ = process.communicate(timeout=240)
    assert b"/30" in drawn
    assert drawn.rstrip(b"\r\n").split(b"\r")[-1].strip() == b""
    assert out.count(b"\n") == 30
