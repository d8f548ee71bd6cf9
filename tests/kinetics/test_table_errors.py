"""Bad facet tables: one clear error that names what is wrong."""

import math

import pandas as pd
import pytest

from pybamm_facets import FacetTable
from pybamm_facets.kinetics import FacetKinetics


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"j0": math.nan}, r"\(104\) j0=nan"),
        ({"j0": math.inf}, r"\(104\) j0=inf"),
        ({"j0": 0.0}, r"\(104\) j0=0.0"),
        ({"j0": -1.0}, r"\(104\) j0=-1.0"),
        ({"lower": -1.0}, r"\(104\) lower=-1.0"),
        ({"upper": math.nan}, r"\(104\) upper=nan"),
        ({"lower": 2.5, "upper": 3.0}, r"\(104\) j0=2.0: expected within its bounds \[2.5, 3.0\]"),
        ({"temperature": -20.0}, r"\(104\) temperature=-20.0"),
        (
            {"stoichiometry": 0.0},
            r"\(104\) reference_stoichiometry=0.0: expected a number above 0 and below 1",
        ),
        (
            {"stoichiometry": 1.0},
            r"\(104\) reference_stoichiometry=1.0: expected a number above 0 and below 1",
        ),
        ({"stoichiometry": math.nan}, r"\(104\) reference_stoichiometry=nan"),
        ({"temperature": True}, r"\(104\) temperature=True: expected a positive number"),
        ({"j0": "fast"}, r"\(104\) j0='fast': expected a positive number"),
        ({"provenance": "guess"}, r"\(104\) provenance='guess': expected one of paper"),
    ],
)
def test_facet_kinetics_refuses(bad, message):
    with pytest.raises(ValueError, match=message):
        FacetKinetics(**({"facet": "(104)", "j0": 2.0} | bad))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"facet": ["(999)"], "j0_mA_cm2": [1.0]}, r"label='\(999\)'"),
        ({"facet": ["(104)"], "j0_mA_cm2": [1.0], "j0": [1.0]}, r"unknown \['j0'\]"),
        ({"facet": ["(104)"]}, r"missing \['j0_mA_cm2'\]"),
        ({"j0_mA_cm2": [1.0]}, r"missing \['facet'\]"),
        (
            {"facet": ["(104)"], "j0_mA_cm2": [math.nan]},
            r"row=.*'\(104\)'.*: expected facet and j0_mA_cm2",
        ),
        ({"facet": [None], "j0_mA_cm2": [1.0]}, "row=.*: expected facet and j0_mA_cm2"),
        ({"facet": ["(104)"], "j0_mA_cm2": ["much"]}, "j0_mA_cm2='much': expected a number"),
        ({"facet": ["(104)"], "j0_mA_cm2": [-0.1]}, r"\(104\) j0=-1.0"),
        (
            {"facet": ["(102)", "(012)"], "j0_mA_cm2": [1.0, 1.0]},
            r"rows: expected each facet once, got \(102\), \(102\)",
        ),
        ({"facet": [], "j0_mA_cm2": []}, "rows: expected at least one facet"),
    ],
)
def test_facet_table_refuses(columns, message):
    with pytest.raises(ValueError, match=message):
        FacetTable.from_frame(pd.DataFrame(columns))


@pytest.mark.parametrize("x", [0.0, 1.0, 1.2])
def test_reference_lithium_content_must_be_inside(x):
    with pytest.raises(ValueError, match=f"reference_stoichiometry={x!r}"):
        FacetTable.nmc811().parameters(stoichiometry=x)
