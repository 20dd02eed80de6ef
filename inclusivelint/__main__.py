"""`python -m inclusivelint`."""

from inclusivelint.cli import main

main()
