"""What can go wrong on a worker, each at the word of a file or of the worker's environment.

Loaded by a Dask worker (`dask worker --preload cluster.faults`): it then has `cluster.faulty`
stage for it, which is the process that stages, with these faults.
"""

import os
import sys
from pathlib import Path

from pipelines.cluster import worker
from pipelines.cluster.folder import SharedFolder

worker.COMMAND = (sys.executable, "-m", "cluster.faulty")
if os.environ.get("SANSE_FAULT") == "unseen":
    worker.of_run = lambda _home, token: SharedFolder(Path("/nowhere") / token)
