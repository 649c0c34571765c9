"""A simulated year: the made-up district answers its lists, and what came of it is counted.

Nobody in it exists. What people do is written in `behaviour.yaml`; what is true of them is known,
so that the ledger can be held against it.
"""

from pipelines.simulation.rounds import Simulated, simulate

__all__ = ["Simulated", "simulate"]
