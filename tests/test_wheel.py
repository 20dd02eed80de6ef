"""What people install: the wheel is built by way of the source distribution, and run far from the checkout."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.commands import CALM

ROOT = Path(__file__).parents[1]
BUILT_FROM = (
    "inclusivelint",
    "rules",
    "data",
    "docs",
    "build_rules.py",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
)
FOUND = "The venue welcomes wheelchair-bound guests.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy that holds no compiled rules, so that those in the wheel come from the build."""
    folder = tmp_path_factory.mktemp("build")
    for name in BUILT_FROM:
        source, target = ROOT / name, folder / "checkout" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "compiled.json"))
        elif source.is_file():
            shutil.copy(source, target)
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(folder / "checkout")]
    done = subprocess.run(command, env=CALM, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel; what the wheel needs is borrowed from the environment at hand."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], env=CALM, check=True, timeout=120)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(install, env=CALM, check=True, timeout=120)
    _, library, _ = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    # The .pth files in there, with that of the editable install among them, are not read for a folder named in one.
    borrowed = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (Path(library.strip()) / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    return python


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(FOUND, encoding="utf-8")
    return tmp_path


def run(program: Path, *args: str, cwd: Path) -> tuple[int, str, str]:
    env = {**CALM, "INCLUSIVELINT_CACHE_DIR": str(cwd / "cache")}
    done = subprocess.run([program, *args], cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def evaluate(python: Path, expression: str, cwd: Path) -> str:
    code, out, err = run(python, "-c", f"import inclusivelint.ruleset as ruleset; print({expression})", cwd=cwd)
    assert code == 0, err
    return out.strip()


def test_the_wheel_holds_the_package_and_its_rules_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("inclusivelint/**/*.py")}
    rules = {f"inclusivelint/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("rules/en/*.yaml")}
    assert len(rules) >= 6
    assert held >= package | rules | {"inclusivelint/py.typed"}
    assert held >= {"inclusivelint/rules/sources.yaml", "inclusivelint/rules/compiled.json"}
    assert {name.partition("/")[0] for name in held} == {"inclusivelint"}
    assert held >= {f"inclusivelint/reporters/page/report.{suffix}" for suffix in ("html", "css", "js")}
    suffixes = {".py", ".typed", ".yaml", ".json", ".onnx", ".npz", ".txt", "", ".html", ".css", ".js", ".md"}
    assert {Path(name).suffix for name in held} <= suffixes


def test_the_wheel_holds_the_judge_and_its_texts(wheel: Path) -> None:
    held = {info.filename: info for info in zipfile.ZipFile(wheel).infolist()}
    judge = [held[f"inclusivelint/judge/{name}"] for name in ("judge.onnx", "judge.json", "tokenizer.json")]
    assert sum(info.compress_size for info in judge) < 25_000_000
    texts = {f"inclusivelint/judge/contrast/{path.name}" for path in ROOT.glob("data/judge/contrast/*.txt")}
    assert len(texts) >= 17
    assert texts <= set(held)


def test_the_wheel_holds_the_english_pipeline_and_its_licence(wheel: Path) -> None:
    held = {info.filename: info for info in zipfile.ZipFile(wheel).infolist()}
    pipeline = [info for name, info in held.items() if name.startswith("inclusivelint/pipeline/")]
    assert {Path(info.filename).name for info in pipeline} >= {"encoder.onnx", "meta.json", "LICENSE"}
    assert sum(info.compress_size for info in pipeline) < 15_000_000


def test_the_installed_pipeline_parses(python: Path, folder: Path) -> None:
    program = (
        "from inclusivelint.engine.pipeline import load_pipeline\n"
        "print([token.dep_ for token in load_pipeline(None)('Women sing.')])"
    )
    assert run(python, "-c", program, cwd=folder) == (0, "['nsubj', 'ROOT', 'punct']\n", "")


def test_the_installed_judge_answers(python: Path, folder: Path) -> None:
    program = (
        "from inclusivelint.engine.judge import Question, load_judge\n"
        "print(load_judge().certainties([Question('The night shift is crazy, so nobody comes.', 19, 24)])[0] > 0.5)"
    )
    assert run(python, "-c", program, cwd=folder) == (0, "True\n", "")


def test_the_wheel_does_not_tell_where_it_was_built(wheel: Path) -> None:
    compiled = zipfile.ZipFile(wheel).read("inclusivelint/rules/compiled.json").decode("utf-8")
    places = set(re.findall(r'"([^"]*disability\.yaml)"', compiled))
    assert not [place for place in places if Path(place).is_absolute()]


def test_the_installed_command_checks_with_the_rules_of_the_wheel(python: Path, folder: Path) -> None:
    home = python.parent.parent.resolve()
    for place in ("ruleset.__file__", "ruleset.rules_folder()"):
        assert home in Path(evaluate(python, place, folder)).resolve().parents
    code, out, err = run(python.parent / "inclusivelint", "check", "a.md", "--quiet", cwd=folder)
    assert (code, err) == (1, "")
    assert out.startswith("a.md:1:20: warning disability/wheelchair-bound ")


def test_the_rules_in_the_wheel_are_compiled(python: Path, folder: Path) -> None:
    compiled = Path(evaluate(python, "ruleset.rules_folder() / ruleset.COMPILED", folder))
    before = compiled.stat().st_mtime_ns
    assert int(evaluate(python, "len(ruleset.load_rules())", folder)) > 50
    assert evaluate(python, "ruleset.load_rules() and 'yaml' in __import__('sys').modules", folder) == "False"
    assert compiled.stat().st_mtime_ns == before
    assert not (folder / "cache").exists()


def test_the_rules_in_the_wheel_can_be_tested(python: Path, folder: Path) -> None:
    age = evaluate(python, "ruleset.rules_folder() / 'en' / 'age.yaml'", folder)
    rules = evaluate(python, "sum(each.category == 'age' for each in ruleset.load_rules())", folder)
    code, out, _ = run(python, "-m", "inclusivelint", "rules", "test", age, cwd=folder)
    assert code == 0
    assert out.splitlines()[-1].startswith(f"{rules} rules, ")


@pytest.mark.parametrize("damage", ["garbage", "stale"])
def test_compiled_rules_that_cannot_be_used_are_made_anew_without_a_word(
    python: Path, folder: Path, damage: str
) -> None:
    """With a copy of what is installed, which the folder it is run in puts first, and the rules of one category."""
    shutil.copytree(Path(evaluate(python, "ruleset.__file__", folder)).parents[1], folder / "inclusivelint")
    rules = folder / "inclusivelint" / "rules"
    for path in (rules / "en").iterdir():
        if path.stem != "disability":
            path.unlink()
    (rules / "packs.yaml").write_text("packs: {}\n", encoding="utf-8")
    compiled = rules / "compiled.json"
    compiled.unlink()
    expected = run(python, "-m", "inclusivelint", "check", "a.md", cwd=folder)
    assert (expected[0], expected[2]) == (1, "")
    whole = compiled.read_bytes()
    (digest,) = re.findall(rb'"digest":"(\w+)"', whole)
    compiled.write_bytes(whole[: len(whole) // 2] if damage == "garbage" else whole.replace(digest, b"0" * len(digest)))
    assert run(python, "-m", "inclusivelint", "check", "a.md", cwd=folder) == expected
    assert compiled.read_bytes() == whole
