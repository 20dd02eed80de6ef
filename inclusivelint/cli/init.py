"""`inclusivelint init`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click

from inclusivelint.baseline import FILE_NAME
from inclusivelint.config import FILE_NAMES, find_config
from inclusivelint.discovery import discover
from inclusivelint.documents import SUFFIXES
from inclusivelint.errors import ConfigError
from inclusivelint.git import try_git

_ADDRESS = "<address of inclusivelint's repository>"
_REVISION = "<a tag or a commit>"

_CONFIGURATION = """\
# How inclusivelint checks the documents below this folder. What is commented out shows the defaults.

# Only these rules: a rule (technology/abort), a category (technology) or a glob (technology/master-*).
# select = []

# Without these.
# ignore = []

# Files and folders that are never checked, as .gitignore would write them.
{exclude}

# Findings from this level up are shown, and make a run fail: error, warning or suggestion ("never" for fail-on).
# min-severity = "warning"
# fail-on = "warning"

# Phrases that are never reported, such as names and titles of yours.
# allow = ["Chairman of the Trust"]

# Whether exceptions in documents must say why.
# require-reason = false

# Findings that stood when you began. Write it with: inclusivelint baseline
# baseline = "{baseline}"

# Rules of your own.
# rule-paths = ["house-rules"]

# [per-file-ignores]
# "history/*.md" = ["gendered-language"]
"""

_HOOK = f"""\
  - repo: {_ADDRESS}
    rev: {_REVISION}
    hooks:
      - id: inclusivelint
      - id: inclusivelint-commit-msg  # needs: pre-commit install --hook-type commit-msg
"""

_GITHUB = f"""\
name: language
on: [push, pull_request]
permissions:
  contents: read
jobs:
  inclusivelint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: {_ADDRESS.replace("address", "owner/name")}@{_REVISION}
"""

_GITLAB = f"""\
inclusivelint:
  image: python:3.13-slim
  script:
    - pip install "inclusivelint @ git+{_ADDRESS}@{_REVISION}"
    - inclusivelint check
"""

_AZURE = f"""\
steps:
  - task: UsePythonVersion@0
    inputs:
      versionSpec: "3.13"
  - script: pip install "inclusivelint @ git+{_ADDRESS}@{_REVISION}"
  - script: inclusivelint check
"""

_ANYWHERE = f"""\
pip install "inclusivelint @ git+{_ADDRESS}@{_REVISION}"
inclusivelint check
"""

_UNUSUAL = ("vendor", "third_party", "third-party", "external")


@click.command("init")
def command() -> None:
    """Write a configuration with comments, and show what to add for pre-commit and CI here.

    Nothing is asked, and nothing that exists is changed.
    """
    here = Path.cwd()
    counts = Counter(
        path.suffix.lower()
        for path in discover(["."], root=here, exclude=[], suffixes=SUFFIXES)
        if isinstance(path, Path)
    )
    kinds = ", ".join(f"{count} {suffix}" for suffix, count in counts.most_common()) or "none yet"
    click.echo(f"Documents here: {kinds}")
    _configure(here)
    click.echo(f"\nTo begin with old text, record what stands, and set baseline in the configuration:\n\n"
               f"  inclusivelint baseline  # writes {FILE_NAME}\n")  # fmt: skip
    _show_hook(here)
    for title, snippet in _ci(here):
        _show(title, snippet)


def _configure(here: Path) -> None:
    if existing := find_config(here):
        click.echo(f"Configuration: {os.path.relpath(existing)} is there already, and stays as it is")
        return
    present = [f"{name}/" for name in _UNUSUAL if (here / name).is_dir()]
    listed = ", ".join(f'"{name}"' for name in present)
    exclude = f"exclude = [{listed}]" if present else '# exclude = ["archive/", "*.draft.md"]'
    path = here / FILE_NAMES[0]
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(_CONFIGURATION.format(exclude=exclude, baseline=FILE_NAME))
    except OSError as error:
        raise ConfigError(f"init: {path}: {error.strerror or error}") from error
    elsewhere = ""
    if (here / "pyproject.toml").is_file():
        elsewhere = "; its keys can stand under [tool.inclusivelint] in pyproject.toml instead"
    click.echo(f"Configuration: wrote {path.name}{elsewhere}")


def _show_hook(here: Path) -> None:
    file = here / ".pre-commit-config.yaml"
    if not file.is_file():
        _show(f"For pre-commit, a new {file.name}", f"repos:\n{_HOOK}")
    elif "inclusivelint" in file.read_text(encoding="utf-8", errors="replace"):
        click.echo(f"{file.name} has the hook already.\n")
    else:
        _show(f"For pre-commit, under repos: in {file.name}", _HOOK)


def _ci(here: Path) -> list[tuple[str, str]]:
    """What to add for the CI that a repository uses, or could use where it is kept."""
    remotes = (try_git(here, "remote", "--verbose") or b"").decode("utf-8", "replace")
    found = []
    if (here / ".github").is_dir() or "github.com" in remotes:
        found.append(("For GitHub Actions, a new .github/workflows/language.yml", _GITHUB))
    if (here / ".gitlab-ci.yml").is_file() or "gitlab" in remotes:
        found.append(("For GitLab CI, in .gitlab-ci.yml", _GITLAB))
    if (here / "azure-pipelines.yml").is_file() or "dev.azure.com" in remotes:
        found.append(("For Azure Pipelines, in azure-pipelines.yml", _AZURE))
    return found or [("For CI, anywhere", _ANYWHERE)]


def _show(title: str, snippet: str) -> None:
    indented = "".join(f"  {line}\n" for line in snippet.splitlines())
    click.echo(f"{title}:\n\n{indented}")
