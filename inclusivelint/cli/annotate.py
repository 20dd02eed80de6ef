"""`inclusivelint annotate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from inclusivelint.annotator import annotate
from inclusivelint.cli import complain
from inclusivelint.cli.run import SELECTION, Asked, set_up
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.fixer import write_whole


def _selection(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(SELECTION):
        command = option(command)
    return command


@click.command("annotate")
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The copy.",
)
@_selection
def command(
    document: Path,
    output: Path,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_severity: str | None,
    config_path: Path | None,
) -> None:
    """Write a copy of a Word, OpenDocument or PDF file with each finding as a comment.

    Comments that are there already stay. DOCUMENT itself is never changed. Exit code: 0 the copy was
    written, 2 it could not be.
    """
    asked = Asked(
        (str(document),),
        select,
        extend_select,
        ignore,
        min_severity,
        config_path,
        jobs=1,
        cache_dir=None,
        no_cache=True,
    )
    linter = set_up(asked).linter
    try:
        data = document.read_bytes()
        if output.exists() and output.samefile(document):
            raise ConfigError(f"--output: {output} is the document itself, which stays as it is; choose another name")
        annotated = annotate(linter, str(document), data)
    except (DocumentError, OSError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"{document}: {cause}") from None
    try:
        write_whole(output, annotated.data)
    except OSError as error:
        raise ConfigError(f"--output: {output}: {error.strerror or error}") from error
    count = len(annotated.checked.findings)
    complain(f"{output}: {count} finding{'' if count == 1 else 's'} as comments, by inclusivelint")
