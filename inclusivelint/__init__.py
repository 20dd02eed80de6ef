"""inclusivelint: an inclusive-language linter that reads context."""

__version__ = "0.1.0"
