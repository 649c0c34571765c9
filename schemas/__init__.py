"""Contracts: what every received and every written column means."""
