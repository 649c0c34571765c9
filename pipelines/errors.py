"""The one kind of error whose message may be shown to a user as it is."""


class SanseError(Exception):
    """Says in Chinese what, where, why it matters and what to do; carries no row and no value.

    The command line prints its text and ends with `exit_code`. Of every other exception it
    prints only the kind and the place in the code, because foreign messages may quote cells.
    """

    exit_code = 1
