"""The separator's mesh."""

from __future__ import annotations

from typing import Any

import numpy as np
import pybamm


class SeparatorMesh(pybamm.Chebyshev1DSubMesh):
    """Points that are closer at both faces, where the cell's voltage reads the electrolyte.

    With the exact flux at the lithium no mesh loses lithium, and four even points do for a
    capacity that ends where the voltage falls steeply. One that ends on the slope asks for the
    voltage, and coarse cells beside the electrode's fine ones cost a charge: at 10C and 20 °C
    sixteen of these points are within 0.05 mAh/g (to 3.2 V, and charged), sixteen that are finer
    at the lithium alone within 0.18. In the cold the salt at the lithium asks for more of them.
    """

    @classmethod
    def _from_json(cls, snippet: dict[str, Any]) -> SeparatorMesh:
        mesh = cls.__new__(cls)
        pybamm.SubMesh1D.__init__(mesh, np.array(snippet["edges"]), snippet["coord_sys"])
        return mesh
