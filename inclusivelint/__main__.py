"""`python -m inclusivelint`."""

from inclusivelint.cli import main

if __name__ == "__main__":  # worker processes import this module, too
    main()
