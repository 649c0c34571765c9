"""Failures of the reading library, which is not written in Python, as one of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from python_calamine import CalamineError, PasswordError

from pipelines.formats import DAMAGED, NotReadable

Made = TypeVar("Made")


def without_panic(call: Callable[[], Made]) -> Made:
    """What the call returns. Raises NotReadable where the library gives up or panics, and
    lets PasswordError pass.

    The library's own message may quote cells: it is not passed on.
    """
    try:
        return call()
    except PasswordError:
        raise
    except (CalamineError, OSError, ValueError, OverflowError):
        raise NotReadable(DAMAGED) from None
    except BaseException as failure:
        # A panic is no Exception, and its class cannot be imported.
        if type(failure).__name__ != "PanicException":
            raise
        raise NotReadable(DAMAGED) from None
