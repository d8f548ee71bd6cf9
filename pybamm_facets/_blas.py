"""Linear algebra of small matrices on one thread.

On matrices of a hundred rows the threads of a BLAS library wait for each other for longer than they
compute: twenty times as long on a busy machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute on one thread of BLAS within; a decorator as well."""
    with _controller().limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> ThreadpoolController:
    import scipy.linalg  # noqa: F401  # so that its library is found too

    return ThreadpoolController()
