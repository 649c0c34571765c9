"""What if: the last month computed under other thresholds, points, borders or lines.

Nothing is released and nothing stored is changed. A scenario starts from the month's warehouse,
opened for reading only; what its changes touch is built anew in memory, all else is read there.
"""
