"""Arrays to work in, kept from block to block."""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np

_LOCAL = threading.local()


def workspace(name: str, shape: tuple[int, ...], kind: Any = np.float64) -> Any:
    """Return an array of this thread to work in, with whatever was left there.

    Fresh temporaries of a block are larger than a processor's cache and what the memory
    allocator keeps: getting them from the system anew costs more than computing in them.
    """
    size, dtype = math.prod(shape), np.dtype(kind)
    held = getattr(_LOCAL, name, None)
    if held is None or held.size < size or held.dtype != dtype:
        held = np.empty(size, dtype)
        setattr(_LOCAL, name, held)
    return held[:size].reshape(shape)
