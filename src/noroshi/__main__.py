"""Run Noroshi as ``python -m noroshi``."""

from noroshi.cli import main

if __name__ == "__main__":
    main()
