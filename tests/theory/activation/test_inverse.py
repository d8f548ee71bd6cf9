"""What difference alone would explain a ratio: recovery, uniqueness of signs, no answer."""

from dataclasses import replace

import numpy as np
import pytest

from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    FacetSurfaces,
    InterpolatedReorganization,
    facet_activation_energies,
    fixed_work,
    required_difference,
)
from pybamm_facets.theory.activation.required import POTENTIALS

ELECTROLYTE = ILLUSTRATIVE_ELECTROLYTE
REFERENCE = ILLUSTRATIVE_NMC811_FACETS["(003)"]


def solvent(electrolyte, phi):
    """A curve like that of the finite elements: highest without field."""
    return 0.8 + 0.3256 / np.cosh(phi / 2.5)


def screened_work(electrolyte, phi):
    """A work that follows the potential as that of a double layer does, at no cost."""
    return 0.055 * phi


WORKS = {"fixed": fixed_work(), "following": screened_work}


def answers(ratio, **options):
    found = required_difference(
        ratio, REFERENCE, ELECTROLYTE, reorganization=solvent, works=WORKS, **options
    )
    return {(a.cause, a.work): a for a in found}


@pytest.mark.parametrize("ratio", [1.7, 0.95])
def test_the_difference_found_gives_the_ratio_asked_for(ratio):
    found = answers(ratio)
    solved = [a for a in found.values() if a.difference is not None]
    assert len(solved) >= 3
    for answer in solved:
        name = {"work function": "work_function"}.get(answer.cause, "coupling_strength")
        other = replace(REFERENCE, facet="(104)", **{
            name: getattr(REFERENCE, name) + answer.difference
        })  # fmt: skip
        known = np.linspace(*POTENTIALS, 12)
        result = facet_activation_energies(
            FacetSurfaces((REFERENCE, other)),
            ELECTROLYTE,
            work=WORKS[answer.work],
            reorganization=InterpolatedReorganization(known, [solvent(None, v) for v in known]),
        )
        assert np.exp(result.log_ratio("(003)")[1]) == pytest.approx(ratio, rel=1e-6)
        assert result.activation_energy[1] == pytest.approx(answer.activation_energy, abs=1e-9)


def test_a_ratio_of_one_needs_no_difference():
    for answer in answers(1.0).values():
        assert answer.difference == pytest.approx(0, abs=1e-12)


def test_a_smaller_work_function_speeds_up_under_fixed_work_only():
    found = answers(1.7)
    assert found["work function", "fixed"].difference < 0
    following = found["work function", "following"].difference
    assert following is None or following > 0


def test_out_of_reach_is_said_with_what_is_in_reach():
    answer = answers(1e9)["work function", "fixed"]
    assert answer.difference is None and answer.activation_energy is None
    assert answer.smallest_ratio < 1 < answer.largest_ratio < 1e9
    assert "none from 2.6 to 7.9 eV explains it" in answer.statement
    assert f"{answer.largest_ratio:.3g} are in reach" in answer.statement


def test_interaction_reaches_from_none_to_where_eq_12_turns():
    answer = answers(25.0)["electronic interaction", "fixed"]
    assert answer.searched == pytest.approx((0, 0.504976 * 5.39), rel=1e-6)
    assert answer.difference == pytest.approx(0.1175, abs=1e-3)
    assert "a difference of +0.117" in answer.statement
    assert "leaves no barrier" in answers(1e6)["electronic interaction", "fixed"].statement


def test_a_larger_slope_needs_a_larger_difference():
    cause = ("electronic interaction", "fixed")
    small, large = answers(5.0)[cause], answers(5.0, slope=0.05)[cause]
    assert large.difference > 1.5 * small.difference > 0


@pytest.mark.slow
def test_finite_elements_and_double_layer_tell_that_the_work_function_cannot_explain_25():
    pytest.importorskip("skfem")
    found = {(a.cause, a.work): a for a in required_difference(25.0, REFERENCE, ELECTROLYTE)}
    assert found["work function", "fixed"].difference is None
    own = found["work function", "double layer"].difference
    assert own is None or own > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"j0_ratio": 0.0}, "j0_ratio=0.0"),
        ({"slope": -1.0}, "slope=-1.0"),
        ({"electrode_potential": np.inf}, "electrode_potential=inf"),
        ({"electrode_potential": 9.0}, "reference.work_function=5.0 eV, its facet at 4 V"),
    ],
)
def test_bad_input(options, message):
    arguments = {"j0_ratio": 2.0, "reorganization": solvent} | options
    ratio = arguments.pop("j0_ratio")
    with pytest.raises(ValueError, match=message):
        required_difference(ratio, REFERENCE, ELECTROLYTE, **arguments)
