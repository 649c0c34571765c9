"""Clues (线索): handed to the teams that visit, each once, and answered on the same sheet."""
