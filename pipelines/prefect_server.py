"""Starts the local Prefect server so that it asks nobody: `python -m pipelines.prefect_server`."""

import runpy
import sys

# A port on which nothing listens: refused at once, without leaving the machine.
_NOWHERE = "http://127.0.0.1:9/"


def main() -> None:
    """Run `prefect server start` with the arguments given."""
    from prefect.server.api import collections

    # The catalogues of worker and block kinds are part of the package, but the server asks a
    # public site for newer ones first, and no setting keeps it from that.
    collections.KNOWN_VIEWS.update(dict.fromkeys(collections.KNOWN_VIEWS, _NOWHERE))
    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
