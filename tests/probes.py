"""Coverage by probes in the byte code, each gone once it is met: `pytest -p tests.probes`.

On Python 3.11 a tracer costs more than a third of all that the tests take, probes hardly anything.
slipcover's own command lets probes be taken out in bulk, and for that looks into the frames of
whatever runs: generators then live on, and with them the files that they read.
"""

import io
import json

import pytest
import slipcover

PACKAGES = ["pipelines", "schemas"]

_probes = slipcover.Slipcover(immediate=True, branch=True)
# Before anything is imported from the packages: what is already there gets no probes.
slipcover.ImportManager(_probes, slipcover.FileMatcher(sources=PACKAGES)).__enter__()
_found = slipcover.Slipcover(branch=True, source=PACKAGES)
_of_workers: list[dict[str, object]] = []


@pytest.hookimpl(optionalhook=True)  # xdist calls it
def pytest_testnodedown(node: object) -> None:
    output = getattr(node, "workeroutput", {})
    _of_workers.extend([json.loads(output["coverage"])] if "coverage" in output else [])


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["coverage"] = json.dumps(_probes.get_coverage())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell, file by file, what no test has met; the sources that were not even imported too."""
    told = _found.get_coverage()
    for one in [_probes.get_coverage(), *_of_workers]:
        slipcover.merge_coverage(told, one)
    table = io.StringIO()
    slipcover.print_coverage(told, outfile=table, skip_covered=True)
    terminalreporter.section("coverage")
    terminalreporter.write(table.getvalue())
