"""Mathematics on arrays: no labels, no pandas, no files."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SmallInts = NDArray[np.int16]  # ranks of many draws
Quantiles = NDArray[np.uint16]  # which quantile a figure takes
Bools = NDArray[np.bool_]
