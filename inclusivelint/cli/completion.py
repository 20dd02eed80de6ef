"""`inclusivelint completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes SHELL complete commands and options.

    \b
    bash:  inclusivelint completion bash >> ~/.bashrc
    zsh:   inclusivelint completion zsh >> ~/.zshrc
    fish:  inclusivelint completion fish > ~/.config/fish/completions/inclusivelint.fish
    """  # noqa: D301  click wants the character
    from inclusivelint.cli import cli

    if kind := get_completion_class(shell):
        completion = kind(cli, {}, "inclusivelint", "_INCLUSIVELINT_COMPLETE")
        # Not `source()`, which starts bash to ask for its version.
        click.echo(completion.source_template % completion.source_vars())
