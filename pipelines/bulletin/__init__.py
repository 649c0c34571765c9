"""The monthly bulletin (工作月报): what came of the lists, as counts that add up.

It judges lists and rules, never cadres: offices stand in the order of their codes, without rank.
"""
