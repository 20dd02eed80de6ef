"""What people copy into their CI: valid to the tools made for it, and its shell does what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from inclusivelint.reporters import FORMATS
from tests.commands import CALM, FOUND, GIT, commit, git, posix_only, write

ROOT = Path(__file__).parents[1]
INTEGRATIONS = ROOT / "docs" / "integrations"
SCRIPTS = Path(sysconfig.get_path("scripts"))
WITH_REPORTERS = pytest.mark.skipif(
    not {"github", "sarif", "markdown", "gitlab", "junit"} <= set(FORMATS), reason="needs the reporters for CI"
)


def tool(name: str) -> str:
    """The program called `name`, from the development dependencies or elsewhere; skips the test without it."""
    found = shutil.which(name, path=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
    return found or pytest.skip(f"{name} is not installed")


def passes(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, env=CALM, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def read(path: Path) -> object:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# The tools


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-actions", ROOT / "action.yml"),
        ("vendor.gitlab-ci", INTEGRATIONS / "gitlab-ci.yml"),
        ("vendor.azure-pipelines", INTEGRATIONS / "azure-pipelines.yml"),
        ("vendor.github-workflows", INTEGRATIONS / "github-workflow.yml"),
    ],
)
def test_files_fit_their_schemas(schema: str, path: Path) -> None:
    # Azure's schema has patterns that are none in Unicode mode.
    passes(tool("check-jsonschema"), "--regex-variant", "nonunicode", "--builtin-schema", schema, path)


def test_the_workflow_passes_actionlint() -> None:
    passes(tool("actionlint"), INTEGRATIONS / "github-workflow.yml")


def test_the_dockerfile_passes_hadolint() -> None:
    passes(tool("hadolint"), ROOT / "Dockerfile")


def gitlab_shell() -> str:
    job = read(INTEGRATIONS / "gitlab-ci.yml")["inclusivelint"]  # type: ignore[index]
    return "\n".join([*job["before_script"], *job["script"]])


def azure_shell() -> list[str]:
    return [step["bash"] for step in read(INTEGRATIONS / "azure-pipelines.yml")["steps"] if "bash" in step]  # type: ignore[index]


def test_every_script_passes_shellcheck(tmp_path: Path) -> None:
    scripts = [ROOT / "action" / "run.sh", INTEGRATIONS / "ci.sh"]
    for number, (shell, text) in enumerate([("sh", gitlab_shell()), *(("bash", text) for text in azure_shell())]):
        scripts.append(tmp_path / f"{number}.sh")
        scripts[-1].write_text(f"#!/bin/{shell}\n{text}\n", encoding="utf-8")
    passes(tool("shellcheck"), *scripts)


def test_no_input_stands_in_a_script_of_the_action() -> None:
    action = read(ROOT / "action.yml")
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]  # type: ignore[index]
    assert scripts
    assert not any("${{" in script for script in scripts)


# The shell in them


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose second commit adds a finding to one that was there; programs that install do nothing."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    write(folder, {"a.md": FOUND, "with space.md": "Text.\n"})
    commit(folder)
    write(folder, {"a.md": f"{FOUND}\nThe chairman spoke.\n"})
    commit(folder)
    programs = tmp_path / "programs"
    write(programs, {"pip": "#!/bin/sh\n", "python": "#!/bin/sh\n", "apt-get": "#!/bin/sh\nexit 1\n"})
    for program in programs.iterdir():
        program.chmod(0o755)
    return folder


def run_shell(folder: Path, *command: str | Path, **variables: str) -> tuple[int, str]:
    path = os.pathsep.join([str(folder.parent / "programs"), str(SCRIPTS), os.environ["PATH"]])
    env = {**CALM, **GIT, "PATH": path, **variables}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout + done.stderr


def action(folder: Path, **inputs: str) -> tuple[int, str]:
    """What the action's script returns and says, with inputs such as `fail_on`."""
    outside = folder.parent
    defaults = {"paths": ".", "format": "github", "fail_on": "", "baseline": "", "since": "", "version": ""}
    variables = {f"INPUT_{name.upper()}": value for name, value in {**defaults, **inputs}.items()}
    return run_shell(
        folder, "bash", ROOT / "action" / "run.sh", **variables, GITHUB_ACTION_PATH=str(ROOT),
        RUNNER_TEMP=str(outside), GITHUB_STEP_SUMMARY=str(outside / "summary"), GITHUB_OUTPUT=str(outside / "output"),
    )  # fmt: skip


@posix_only
@WITH_REPORTERS
def test_the_action_reports_in_every_way(repository: Path) -> None:
    code, out = action(repository)
    assert (code, out.count("::warning ")) == (1, 2)
    outside = repository.parent
    sarif = (outside / "output").read_text(encoding="utf-8").strip().removeprefix("sarif=")
    results = json.loads(Path(sarif).read_text(encoding="utf-8"))["runs"][0]["results"]
    assert len(results) == 2
    assert "wheelchair-bound" in (outside / "summary").read_text(encoding="utf-8")


@posix_only
@WITH_REPORTERS
def test_the_inputs_of_the_action_are_heard(repository: Path) -> None:
    assert action(repository, fail_on="never")[0] == 0
    code, out = action(repository, since="HEAD~1")
    assert (code, out.count("::warning ")) == (1, 1)
    assert action(repository, paths="with space.md\n")[0] == 0
    assert action(repository, paths="a.md\nwith space.md")[0] == 1
    assert action(repository, baseline="none.jsonl")[0] == 2


@posix_only
@WITH_REPORTERS
@pytest.mark.parametrize(
    "value", ["$(touch pwned)", "`touch pwned`", "; touch pwned", "' ; touch pwned #", '"; touch pwned']
)
def test_nothing_in_an_input_is_run(repository: Path, value: str) -> None:
    names = ("paths", "format", "fail_on", "baseline", "since", "version")
    assert action(repository, **dict.fromkeys(names, value))[0] == 2
    assert not (repository / "pwned").exists()


@posix_only
@WITH_REPORTERS
def test_the_gitlab_job(repository: Path) -> None:
    code, out = run_shell(repository, "sh", "-eu", "-c", gitlab_shell(), INCLUSIVELINT="inclusivelint")
    assert (code, out.count(": warning ")) == (1, 2)
    since = git(repository, "rev-parse", "HEAD~1").strip()
    code, out = run_shell(
        repository,
        "sh",
        "-eu",
        "-c",
        gitlab_shell(),
        INCLUSIVELINT="inclusivelint",
        CI_MERGE_REQUEST_DIFF_BASE_SHA=since,
    )
    assert (code, out.count(": warning ")) == (1, 1)
    assert len(json.loads((repository / "gl-code-quality-report.json").read_text(encoding="utf-8"))) == 1


@posix_only
@WITH_REPORTERS
def test_the_azure_steps(repository: Path) -> None:
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    install, check = azure_shell()
    variables = {"INCLUSIVELINT": "inclusivelint", "AGENT_TEMPDIRECTORY": str(repository.parent)}
    assert run_shell(repository, "bash", "-eu", "-c", install, **variables) == (0, "")
    code, out = run_shell(
        repository, "bash", "-eu", "-c", check, **variables, SYSTEM_PULLREQUEST_TARGETBRANCH="refs/heads/main"
    )
    assert (code, out.count(": warning ")) == (1, 1)
    assert (repository.parent / "inclusivelint.xml").is_file()


@posix_only
def test_the_script_for_any_ci(repository: Path) -> None:
    scripts = repository / ".venv-inclusivelint" / "bin"
    scripts.mkdir(parents=True)
    write(repository.parent / "programs", {"python3": "#!/bin/sh\n"})
    (repository.parent / "programs" / "python3").chmod(0o755)
    (scripts / "pip").symlink_to(repository.parent / "programs" / "pip")
    (scripts / "inclusivelint").symlink_to(SCRIPTS / "inclusivelint")
    for paths, base, findings in (
        ((), "", 2),
        ((), "HEAD~1", 1),
        (("with space.md",), "", 0),
        (("a.md",), "HEAD~1", 1),
    ):
        code, out = run_shell(repository, INTEGRATIONS / "ci.sh", *paths, BASE=base)
        assert (code, out.count(": warning ")) == (1 if findings else 0, findings), out


def test_descriptors_name_options_that_there_are() -> None:
    descriptor = read(INTEGRATIONS / "inclusivelint.megalinter-descriptor.yml")
    (linter,) = descriptor["linters"]  # type: ignore[index]
    help_text = run_shell(ROOT, SCRIPTS / "inclusivelint", "check", "--help")[1]
    for option in (linter["cli_config_arg_name"], linter["cli_lint_fix_arg_name"], linter["cli_sarif_args"][0]):
        assert option in help_text
    trunk = read(INTEGRATIONS / "trunk.yaml")["lint"]["definitions"][0]["commands"][0]["run"]  # type: ignore[index]
    dog = read(INTEGRATIONS / "reviewdog.yml")["runner"]["inclusivelint"]["cmd"]  # type: ignore[index]
    for command in (trunk, dog):
        assert command.startswith("inclusivelint check ")
        assert all(word in help_text for word in command.split() if word.startswith("--") and word != "--")
