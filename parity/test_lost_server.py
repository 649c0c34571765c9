"""A Spark that is lost in the middle: the run stops and says so, and soon."""

import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

# In a process of its own: one process holds one Spark, and that of the other tests goes on.
RUN = """
import importlib.util, os, signal, subprocess, sys
from pathlib import Path
from pipelines.spark.session import spark_session
from pipelines.spark.warehouse import SparkFailed, SparkWarehouse
from pipelines.warehouse import ensure_layer, open_warehouse

SERVER = '''
import sys
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
# Until it is killed, or the run that began it is no more.
sys.stdin.read()
'''
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
folder = Path(sys.argv[1])
own = None
if importlib.util.find_spec("pysail") is None:
    address = "local[1]"
else:
    own = subprocess.Popen([sys.executable, "-c", SERVER], text=True, **PIPES)
    address = "sc://127.0.0.1:" + own.stdout.readline().strip()
con = open_warehouse(None, threads=1)
ensure_layer(con, "core")
try:
    with spark_session(address, folder, is_small=True) as session:
        tables = SparkWarehouse(session, folder)
        tables._store(con, "core", "first", "select 1 as a", "sql/core/first.sql")
        lost = own.pid if own else session.sparkContext._gateway.proc.pid
        os.kill(lost, signal.SIGKILL)
        tables._store(con, "core", "second", "select 1 as a", "sql/core/second.sql")
except SparkFailed as told:
    print(told, flush=True)
"""


def test_a_server_that_is_lost_ends_the_run_with_a_reason(tmp_path: Path) -> None:
    began = time.monotonic()
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    seen = os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")])
    told = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": seen},
        timeout=300,
        check=False,
    )
    assert "Spark 没有算出 core.second（sql/core/second.sql）" in told.stdout, told.stderr[-800:]
    assert "没有发布" in told.stdout
    assert "中途断开" in told.stdout
    assert time.monotonic() - began < 200
