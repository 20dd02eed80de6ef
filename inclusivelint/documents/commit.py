"""Messages of commits as git hands them to its hooks: plain text, with comments and sometimes a diff that git drops."""

from __future__ import annotations

import re

from inclusivelint.documents.plain import read_plain
from inclusivelint.model import Document

# git writes this line before the diff of `commit --verbose`, after the comment character that is configured.
_SCISSORS = re.compile(r"^(?P<mark>\S+) -{24} >8 -{24}[ \t]*\r?$", re.MULTILINE)
_NOT_A_LINE_END = re.compile(r"[^\r\n]")


def read_commit_message(path: str, source: str) -> Document:
    """Read what will be the message. Comment lines are left out, but for directives, which can stand there."""
    scissors = _SCISSORS.search(source)
    mark = scissors["mark"] if scissors else "#"
    message = source[: scissors.start()] if scissors else source
    comments = re.compile(rf"^{re.escape(mark)}(?![ \t]*inclusivelint-).*$", re.MULTILINE)
    # Blanked and not cut, so that places stay as they are.
    blanked = comments.sub(lambda line: _NOT_A_LINE_END.sub(" ", line[0]), message)
    return read_plain(path, blanked)._replace(source=source)
