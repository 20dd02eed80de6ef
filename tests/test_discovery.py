from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inclusivelint import discovery
from inclusivelint.discovery import SKIPPED_FOLDERS, Skipped, discover
from inclusivelint.model import Failure

SUFFIXES = frozenset({".md", ".txt"})

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture(autouse=True)
def workdir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(*names: str, content: str = "text\n") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def found(
    *paths: str, exclude: Sequence[str] = (), root: Path = Path(), suffixes: frozenset[str] = SUFFIXES
) -> list[Path | Skipped | Failure]:
    return list(discover(paths, root=root, exclude=exclude, suffixes=suffixes))


def names(*paths: str, exclude: Sequence[str] = (), root: Path = Path()) -> list[str]:
    results = found(*paths, exclude=exclude, root=root)
    assert all(isinstance(each, Path) for each in results), results
    return [str(each) for each in results]


# Files that are named


def test_a_named_file_is_read_whatever_it_is_called_and_whatever_git_ignores() -> None:
    write("notes.xyz", "README", "build/ignored.md")
    write(".gitignore", content="build/\n*.xyz\n")
    Path(".git").mkdir()
    assert names("notes.xyz", "README", "build/ignored.md") == ["notes.xyz", "README", "build/ignored.md"]


def test_a_named_file_in_a_folder_that_is_otherwise_skipped_is_read() -> None:
    write("node_modules/pkg/README.md")
    assert names("node_modules/pkg/README.md") == ["node_modules/pkg/README.md"]
    assert names("node_modules") == ["node_modules/pkg/README.md"]
    assert names(".") == []


def test_paths_stay_as_they_were_written(workdir: Path) -> None:
    write("docs/a.md")
    assert names("docs/a.md") == ["docs/a.md"]
    assert names("./docs") == ["docs/a.md"]
    assert names(".") == ["docs/a.md"]
    assert names("../work/docs") == ["../work/docs/a.md"]
    assert names(str(workdir / "docs")) == [str(workdir / "docs" / "a.md")]


@pytest.mark.parametrize("path", ["missing.md", "missing/", ""])
def test_a_missing_path_is_a_failure(path: str) -> None:
    assert found(path) == [Failure(path, "no such file or directory")]


def test_a_failure_does_not_end_the_run() -> None:
    write("a.md", "b.md")
    assert found("a.md", "gone.md", "b.md") == [
        Path("a.md"),
        Failure("gone.md", "no such file or directory"),
        Path("b.md"),
    ]


def test_what_is_named_twice_fails_once() -> None:
    assert len(found("gone.md", "gone.md")) == 1


def test_a_file_named_as_a_folder_is_a_failure() -> None:
    write("a.md")
    assert found("a.md/") == [Failure("a.md/", "not a directory")]


def test_a_name_with_a_null_character_is_a_failure() -> None:
    [failure] = found("a\0b.md")
    assert isinstance(failure, Failure)
    assert "null" in failure.message


@posix_only
def test_special_files_are_failures_when_named_and_passed_over_in_folders() -> None:
    os.mkfifo("pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.md")
        assert found("pipe.md", "socket.md", "/dev/null") == [
            Failure("pipe.md", "not a file but a named pipe"),
            Failure("socket.md", "not a file but a socket"),
            Failure("/dev/null", "not a file but a device"),
        ]
        assert found(".") == []


# Folders


def test_a_folder_gives_its_files_with_known_suffixes_in_order() -> None:
    write("d/b.md", "d/a/z.txt", "d/a.md", "d/C.MD", "d/code.py", "d/README", "d/.md", "d/c.md.bak")
    assert names("d") == ["d/C.MD", "d/a/z.txt", "d/a.md", "d/b.md"]


def test_hidden_folders_and_files_are_read() -> None:
    write(".github/CONTRIBUTING.md", ".hidden.md")
    assert names(".") == [".github/CONTRIBUTING.md", ".hidden.md"]


def test_a_folder_with_the_name_of_a_file_is_walked() -> None:
    write("notes.md/inner.md")
    assert names(".") == ["notes.md/inner.md"]
    assert names("notes.md") == ["notes.md/inner.md"]


@pytest.mark.parametrize("folder", sorted(SKIPPED_FOLDERS))
def test_folders_of_tools_are_skipped(folder: str) -> None:
    write(f"{folder}/x.md", f"deep/{folder}/x.md", "y.md")
    assert names(".") == ["y.md"]


def test_virtual_environments_are_recognised_by_their_configuration() -> None:
    write("env-3.12/pyvenv.cfg", "env-3.12/lib/LICENSE.txt", "a.md")
    assert names(".") == ["a.md"]
    assert names("env-3.12") == ["env-3.12/lib/LICENSE.txt"]


@posix_only
def test_names_with_spaces_newlines_and_wrong_bytes() -> None:
    wrong = os.fsdecode(b"caf\xe9.md")
    write("two words.md", "two\nlines.md", wrong, "über.md")
    assert names(".") == sorted(["two words.md", "two\nlines.md", wrong, "über.md"])
    assert names(wrong) == [wrong]
    write("new\nfolder/a.md", "new\nfolder/b.md")
    write(".gitignore", content="two*\na.md\n")
    assert names(".") == sorted([wrong, "über.md", "new\nfolder/b.md"])


def test_deep_trees_are_walked() -> None:
    deep = "/".join(["d"] * 300)
    write(f"{deep}/a.md")
    assert names(".") == [f"{deep}/a.md"]


def test_an_unreadable_folder_is_a_failure_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a/x.md", "b/locked/x.md", "c/x.md")
    scandir = os.scandir

    def locked(path: Path) -> os._ScandirIterator[str]:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(str(path))

    monkeypatch.setattr("inclusivelint.discovery.os.scandir", locked)
    assert found(".") == [Path("a/x.md"), Failure("b/locked", "permission denied"), Path("c/x.md")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_folders_and_ignore_files_without_permission_are_failures() -> None:
    write("a/x.md", "b/x.md", "b/.gitignore")
    Path("a").chmod(0)
    Path("b/.gitignore").chmod(0)
    try:
        assert found(".") == [
            Failure("a", "permission denied"),
            Failure("b/.gitignore", "permission denied"),
            Path("b/x.md"),
        ]
    finally:
        Path("a").chmod(0o700)


# No file twice


def test_files_are_given_once_however_often_they_are_named(workdir: Path) -> None:
    write("docs/a.md", "docs/b.md")
    assert names("docs/b.md", "docs", "docs/b.md", "./docs/a.md", str(workdir)) == ["docs/b.md", "docs/a.md"]


@posix_only
def test_links_to_files_are_followed_once() -> None:
    write("docs/real.md", "outside.rst")
    Path("a-link.md").symlink_to("docs/real.md")
    Path("other.md").symlink_to("outside.rst")
    Path("unknown.rst").symlink_to("docs/real.md")
    assert names(".") == ["a-link.md", "other.md"]
    assert names("docs", ".") == ["docs/real.md", "other.md"]


@posix_only
def test_links_to_folders_are_followed_only_when_named() -> None:
    write("real/a.md")
    Path("link").symlink_to("real")
    Path("link.md").symlink_to("real")
    assert names(".") == ["real/a.md"]
    assert names("link") == ["link/a.md"]
    assert names("link", "real") == ["link/a.md"]


@posix_only
def test_loops_and_broken_links() -> None:
    write("a/x.md")
    Path("a/up").symlink_to("..")
    Path("self.md").symlink_to("self.md")
    Path(".#lock.md").symlink_to("user@host.1234")
    assert names(".") == ["a/x.md"]
    assert names("a/up/a/up") == ["a/up/a/up/a/x.md"]
    assert found(".#lock.md") == [Failure(".#lock.md", "broken symbolic link")]
    [failure] = found("self.md")
    assert isinstance(failure, Failure)
    assert "symbolic link" in failure.message


# exclude


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("docs/", ["a.md", "sub/docs.md"]),
        ("/a.md", ["docs/a.md", "docs/b.md", "sub/docs.md"]),
        ("a.md", ["docs/b.md", "sub/docs.md"]),
        ("docs/*.md", ["a.md", "sub/docs.md"]),
        ("**/b.md", ["a.md", "docs/a.md", "sub/docs.md"]),
        ("docs", ["a.md", "sub/docs.md"]),
        ("*", []),
        ("nothing", ["a.md", "docs/a.md", "docs/b.md", "sub/docs.md"]),
        ("# a comment", ["a.md", "docs/a.md", "docs/b.md", "sub/docs.md"]),
    ],
)
def test_exclude_goes_for_folders_and_for_named_files(pattern: str, left: list[str]) -> None:
    every = ["a.md", "docs/a.md", "docs/b.md", "sub/docs.md"]
    write(*every)
    assert names(".", exclude=[pattern]) == left
    reason = f'excluded by "{pattern}"'
    assert found(*every, exclude=[pattern]) == [Path(x) if x in left else Skipped(Path(x), reason) for x in every]


def test_an_excluded_folder_is_skipped_when_named() -> None:
    write("vendor/lib/a.md")
    assert found("vendor", "vendor/lib", exclude=["vendor/"]) == [
        Skipped(Path("vendor"), 'excluded by "vendor/"'),
        Skipped(Path("vendor/lib"), 'excluded by "vendor/"'),
    ]


def test_exclude_can_take_back() -> None:
    write("docs/a.md", "docs/keep.md")
    assert names(".", "docs/keep.md", exclude=["docs/*", "!docs/keep.md"]) == ["docs/keep.md"]


def test_exclude_is_relative_to_the_root_wherever_the_run_starts(
    workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("project/docs/a.md", "project/docs/b.md", "docs/a.md")
    project = workdir / "project"
    assert names(".", exclude=["/docs/a.md"], root=Path("project")) == ["docs/a.md", "project/docs/b.md"]
    assert names("docs", exclude=["*.md"], root=project) == ["docs/a.md"]
    monkeypatch.chdir(project / "docs")
    assert names(".", "../../docs", exclude=["/docs/a.md"], root=project) == ["b.md", "../../docs/a.md"]


@posix_only
def test_exclude_holds_below_a_root_reached_through_a_link(workdir: Path) -> None:
    write("project/docs/a.md", "project/b.md")
    Path("alias").symlink_to("project")
    assert names("alias", exclude=["docs/"], root=workdir / "project") == ["alias/b.md"]
    assert names("project", exclude=["docs/"], root=workdir / "alias") == ["project/b.md"]


def test_exclude_does_not_bring_back_what_git_ignores() -> None:
    write("a.md")
    write(".gitignore", content="a.md\n")
    assert names(".", exclude=["!a.md"]) == []


# git


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("repository")
    git(folder, "init", "--quiet")
    return folder


def git(folder: Path, *arguments: str) -> bytes:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": str(folder)}
    return subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True).stdout


def empty(repository: Path) -> None:
    for path in repository.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def plant(folder: Path, files: Sequence[str]) -> None:
    for name in files:
        path = folder / name
        if not any(parent.is_file() for parent in path.parents) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")


def ours(folder: Path) -> set[str]:
    everything = frozenset({"", ".md", ".txt"})
    results = list(discover([str(folder)], root=folder, exclude=[], suffixes=everything))
    assert not any(isinstance(each, (Failure, Skipped)) for each in results), results
    return {each.relative_to(folder).as_posix() for each in results if isinstance(each, Path)}


def gits(folder: Path) -> set[str]:
    listed = git(folder, "ls-files", "-z", "--others", "--cached", "--exclude-standard")
    return {os.fsdecode(name) for name in listed.split(b"\0") if name}


TREE = [
    "a.md", "b.md", "keep.md", "#hash.md", "!bang.md", "with space.md", "trailing .md", "[x].md", "back\\slash.md",
    "Docs/a.md", "docs/a.md", "docs/b.txt", "docs/keep.md", "docs/deep/a.md", "docs/deep/keep.md", "docs/deep/er/a.md",
    "docs.md/inner.md", "build/a.md", "src/build/a.md", "src/docs/a.md", "src/a.md", ".hidden/a.md", ".dot.md", "ab/x",
    "x",
]  # fmt: skip

HARD = {
    "comment": "#hash.md\n",
    "escaped hash and bang": "\\#hash.md\n\\!bang.md\n",
    "negation of a file": "*.md\n!keep.md\n",
    "negation below an ignored folder has no effect": "docs/\n!docs/keep.md\n",
    "negation beside an ignored content": "docs/*\n!docs/keep.md\n",
    "double star and back": "docs/**\n!docs/keep.md\n",
    "double star, folders and back": "docs/**\n!docs/**/\n!docs/**/keep.md\n",
    "everything but": "*\n!*/\n!*.md\n",
    "everything but one folder": "/*\n!/docs\n/docs/*\n!/docs/deep/\n",
    "order matters": "!keep.md\n*.md\n",
    "a file's own pattern holds in a folder taken back": "*.md\n!docs\n!src/\n",
    "folders only": "build/\nx/\na.md/\n",
    "anchored": "/build\n/a.md\nsrc/docs\n",
    "leading double star": "**/docs/a.md\n",
    "inner double star": "docs/**/a.md\n",
    "double star with nothing else": "**\n",
    "double star as a folder": "**/\n",
    "any folder": "*/\n",
    "anchored stars": "/*/*/\n",
    "two stars within a name": "d**s/a.md\nke**.md\n",
    "question marks": "?.md\ndoc?\n",
    "sets": "[ab].md\n[!a-k]*.txt\nsrc/[^a]*\n",
    "sets with brackets": "[[]x].md\n[]a].md\n",
    "an unclosed set": "[ab\n*.txt\n",
    "an unknown class": "[[:nonsense:]].md\n*.txt\n",
    "a reversed range": "[9-0].md\n*.txt\n",
    "a set does not match a slash": "docs[/]a.md\ndocs?a.md\n",
    "an escaped letter": "\\a.md\n",
    "a backslash": "back\\\\slash.md\n",
    "a backslash at the end": "a.md\\\n*.txt\n",
    "trailing spaces": "a.md   \nwith\\ space.md  \n",
    "an escaped trailing space": "a.md\\ \n",
    "leading space": " a.md\n",
    "Windows line ends": "a.md\r\nbuild/\r\n\r\n",
    "a byte order mark": "\ufeffa.md\nb.md\n",
    "no line end": "a.md",
    "a lone slash": "/\n//\n!\n",
    "two slashes at the end": "docs//\n",
    "upper and lower case": "DOCS/\nA.md\n",
    "hidden": ".*\n!.dot.md\n",
}


@posix_only
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("ignore", HARD.values(), ids=HARD.keys())
def test_hard_patterns_mean_what_they_mean_to_git(repository: Path, ignore: str) -> None:
    empty(repository)
    plant(repository, TREE)
    (repository / ".gitignore").write_text(ignore, encoding="utf-8", newline="")
    assert ours(repository) == gits(repository)
    assert ours(repository) <= {*TREE, ".gitignore"}


@posix_only
def test_nested_ignore_files_mean_what_they_mean_to_git(repository: Path) -> None:
    empty(repository)
    plant(repository, TREE)
    (repository / ".gitignore").write_text("*.txt\nsrc/a.md\n/docs/deep/er\n")
    (repository / "docs/.gitignore").write_text("!*.txt\n/a.md\nkeep.md\n")
    (repository / "docs/deep/.gitignore").write_text("!keep.md\n!er/\n")
    (repository / "src/.gitignore").write_text("!a.md\nbuild/\n")
    (repository / ".hidden/.gitignore").symlink_to("../.gitignore")
    assert ours(repository) - {".hidden/.gitignore"} == gits(repository) - {".hidden/.gitignore"}
    below = {name.removeprefix("docs/") for name in gits(repository) if name.startswith("docs/")}
    assert ours(repository / "docs") == below
    assert {"b.txt", "deep/keep.md", "deep/er/a.md"} <= below
    assert not {"keep.md", "a.md"} & below


@posix_only
def test_the_repositorys_own_ignore_file_counts_least(repository: Path) -> None:
    empty(repository)
    plant(repository, TREE)
    exclude = repository / ".git/info/exclude"
    before = exclude.read_text()
    try:
        exclude.write_text("docs/deep\na.md\n*.txt\n")
        (repository / "docs/.gitignore").write_text("!a.md\n")
        assert ours(repository) == gits(repository)
        assert ours(repository / "docs") == {"a.md", "keep.md", ".gitignore"}
    finally:
        exclude.write_text(before)


@posix_only
def test_worktrees_share_the_ignore_file_of_their_repository(workdir: Path, repository: Path) -> None:
    main = workdir / "main"
    main.mkdir()
    git(main, "init", "--quiet")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    git(main, *author, "commit", "--quiet", "--allow-empty", "--message", "first")
    git(main, "worktree", "add", "--quiet", "../tree")
    (main / ".git/info").mkdir(exist_ok=True)
    (main / ".git/info/exclude").write_text("ignored.md\n")
    plant(workdir / "tree", ["ignored.md", "sub/ignored.md", "sub/a.md"])
    assert names("tree") == ["tree/sub/a.md"]
    assert names("tree/sub") == ["tree/sub/a.md"]


SEGMENTS = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        "a.md",
        "*",
        "**",
        "*.md",
        "a*",
        "*b",
        "?",
        "a?",
        "[ab]",
        "[!a]",
        "[^b]*",
        "[a-b].md",
        "\\a",
        "*a*b*",
    ]
)
PATTERNS = st.builds(
    lambda negation, start, segments, end: negation + start + "/".join(segments) + end,
    st.sampled_from(["", "", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(SEGMENTS, min_size=1, max_size=3),
    st.sampled_from(["", "", "/", " ", "\r"]),
)
IGNORES = st.lists(PATTERNS, min_size=1, max_size=4).map("\n".join)
FOLDERS = st.lists(st.sampled_from(["a", "b", "ab", "c"]), max_size=3).map(tuple)
FILES = st.builds(
    lambda folder, name: "/".join((*folder, name)), FOLDERS, st.sampled_from(["a.md", "b.md", "a", "bab"])
)


@posix_only
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(FILES, min_size=1, max_size=15), ignore=IGNORES, nested=st.tuples(FOLDERS, IGNORES))
def test_any_pattern_means_what_it_means_to_git(
    repository: Path, files: list[str], ignore: str, nested: tuple[tuple[str, ...], str]
) -> None:
    empty(repository)
    plant(repository, files)
    (repository / ".gitignore").write_text(ignore, newline="")
    inner = repository.joinpath(*nested[0])
    if inner.is_dir() and inner != repository:
        (inner / ".gitignore").write_text(nested[1], newline="")
    assert ours(repository) == gits(repository)


def test_ignore_files_hold_outside_of_repositories_from_the_named_folder_down() -> None:
    write("a/b/x.md", "a/b/y.md", "a/z.md")
    write("a/.gitignore", content="x.md\n")
    assert names("a") == ["a/b/y.md", "a/z.md"]
    assert names("a/b") == ["a/b/x.md", "a/b/y.md"]


def test_a_repository_inside_another_has_its_own_rules() -> None:
    write("inner/a.md", "inner/b.md", "a.md", "c.md")
    write(".gitignore", content="a.md\n")
    write("inner/.gitignore", content="b.md\n")
    Path(".git").mkdir()
    Path("inner/.git").mkdir()
    assert names(".") == ["c.md", "inner/a.md"]
    assert names("inner") == ["inner/a.md"]


def test_an_ignored_folder_is_walked_when_named() -> None:
    write("build/sub/a.md", "b.md")
    write(".gitignore", content="build/\n")
    Path(".git").mkdir()
    assert names(".") == ["b.md"]
    assert names("build", "build/sub") == ["build/sub/a.md"]


@posix_only
def test_odd_ignore_files_are_passed_over() -> None:
    write("a/x.md", "b/x.md", "c/x.md")
    Path("a/.gitignore").mkdir()
    os.mkfifo("b/.gitignore")
    Path("c/.gitignore").write_bytes(b"\xff\xfe\n\x00\nx.md\n")
    assert names(".") == ["a/x.md", "b/x.md"]


@posix_only
def test_ignore_files_and_names_that_are_not_unicode() -> None:
    write(os.fsdecode(b"caf\xe9.md"), "café.md")
    Path(".gitignore").write_bytes(b"caf\xe9.md\n")
    assert names(".") == ["café.md"]


@posix_only
def test_what_reads_patterns_is_loaded_where_there_are_any() -> None:
    write("docs/a.md", "docs/b.md")
    write(".git/info/exclude", content="# git ls-files --others\n")
    code = (
        "import sys; from pathlib import Path; from inclusivelint.discovery import discover;"
        "files = list(discover(['docs/a.md', '.'], root=Path(), exclude=[], suffixes=frozenset(['.md'])));"
        "print(*files); print('pathspec' in sys.modules, 'spacy' in sys.modules)"
    )
    package = Path(discovery.__file__).parent.parent
    output = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(package)}, capture_output=True, check=True
    )
    assert output.stdout.decode().splitlines()[-2:] == ["docs/a.md docs/b.md", "False False"]
