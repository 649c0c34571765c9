"""Staging spread over the machines of a cluster that stands already: the same bytes as on one."""
