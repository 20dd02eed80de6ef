"""Subtitles (.srt, .vtt): sentences, which go on from cue to cue."""

from __future__ import annotations

import re

from inclusivelint.documents.lines import DIRECTIVE, Line, lines_of
from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Segment, Span

_TIMING = re.compile(r"\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<\d[\d:.]*>|\{\\[^{}\n]*\}|&(?:lrm|rlm|nbsp|amp|lt|gt);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0"}
_SENTENCE_ENDS = re.compile(r"[.!?…:;\])\"'”’♪][\"'”’)\]]*\s*$")
_NEW_SPEAKER = re.compile(r"\s*(?:[-–—]\s|\[|\(|♪|[A-Z][A-Z .'-]{2,30}:\s|<v\b)")
_MOST_CUES = 8


def read_subtitles(path: str, source: str) -> Document:
    """Read the text of the cues; a cue that doesn't end a sentence is read together with the next."""
    reader = _Reader(source)
    reader.run()
    return Document(path, source, reader.segments, reader.comments)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.segments: list[Segment] = []
        self.comments: list[Comment] = []
        self._builder = SegmentBuilder(source)
        self._last = ""
        self._cues = 0

    def run(self) -> None:
        block: list[Line] = []
        for line in lines_of(self.source):
            if line.text.strip():
                block.append(line)
            else:
                self._block(block)
                block = []
        self._block(block)
        self._flush()

    def _flush(self) -> None:
        if segment := self._builder.build():
            self.segments.append(segment)
        self._builder = SegmentBuilder(self.source)
        self._last, self._cues = "", 0

    def _block(self, lines: list[Line]) -> None:
        timing = next((index for index, line in enumerate(lines[:2]) if _TIMING.match(line.text)), None)
        if timing is not None:
            for line in lines[timing + 1 :]:
                self._line(line)
            self._cues += 1
        elif lines and re.match(r"NOTE(?:\s|$)", lines[0].text):
            self._note(lines)

    def _note(self, lines: list[Line]) -> None:
        text = self.source[lines[0].start + len("NOTE") : lines[-1].end].strip()
        if text.startswith(DIRECTIVE):
            self.comments.append(Comment(text, Span(lines[0].start, lines[-1].end)))

    def _line(self, line: Line) -> None:
        if _SENTENCE_ENDS.search(self._last) or _NEW_SPEAKER.match(line.text) or self._cues >= _MOST_CUES:
            self._flush()
        self._last = _TAG.sub("", line.text)
        at = line.start
        for match in _TAG.finditer(self.source, line.start, line.end):
            self._builder.add(at, match.start())
            if match[0] in _ENTITIES:
                self._builder.add_as(_ENTITIES[match[0]], match.start(), match.end())
            at = match.end()
        self._builder.add(at, line.end)
        self._builder.space(line.end, line.after, wraps=True)
