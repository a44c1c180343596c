"""`python -m gapcli`."""

from gapcli.cli import run

if __name__ == "__main__":
    run()
