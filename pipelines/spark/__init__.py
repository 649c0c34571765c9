"""Spark as the second engine: the same sql/, the same results, on a cluster that stands already."""
