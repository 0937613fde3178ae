"""`python -m tests.evals.selling facts|stage|fit [--misses]`: how well the decisions fare on our own rows."""

import sys
from importlib import import_module

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in ("facts", "stage", "fit"):
        sys.exit(__doc__)
    sys.exit(import_module(f"tests.evals.{sys.argv[1]}").main(sys.argv[2:]))
