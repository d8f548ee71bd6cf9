"""Stress-free strains: the printed equations, the lattice table, and their slopes."""

import numpy as np
import pytest

from pybamm_facets.cross_section import (
    LINEAR,
    MOL_PER_LITRE,
    ContrastStrain,
    Eq9LiteralStrain,
    Eq78Strain,
    IsotropicStrain,
    LatticeStrain,
)
from pybamm_facets.cross_section.stress.plane_stress_elements import plane_stress
from pybamm_facets.crystal import Lattice
from tests.cross_section.elastic import ALPHA, NU, E

S = np.array([0.2, 0.3, 0.6, 0.95])
LAWS = [
    LatticeStrain(),
    LatticeStrain(reference=0.5),
    Eq78Strain(ALPHA, poissons_ratio=NU),
    Eq9LiteralStrain(ALPHA),
    IsotropicStrain(ALPHA),
    ContrastStrain(0.01),
]


def axes(n=4, seed=0):
    c = np.random.default_rng(seed).normal(size=(3, n))
    return c / np.linalg.norm(c, axis=0)


def test_equations_7_and_8_are_plane_stress_with_this_strain():
    ex, ey = np.random.default_rng(1).normal(size=(2, 4)) * 1e-3
    law = Eq78Strain(ALPHA, poissons_ratio=NU)
    alpha_c = law.alpha_dc(S)
    sx = E / (1 - NU**2) * (ex + NU * ey) - E * alpha_c / (1 - NU)  # Eq. 7
    sy = E / (1 - NU**2) * (ey + NU * ex)  # Eq. 8
    c_along_y = np.tile([[0.0], [1.0], [0.0]], (1, 4))
    free = law.tensor(S, c_along_y)
    stress = plane_stress(np.stack([ex, ey, 0 * ex]) - free, E, NU)
    assert stress == pytest.approx(np.stack([sx, sy, 0 * sx]), rel=1e-10, abs=1e-2)
    assert free[0] + free[1] == pytest.approx(alpha_c)
    assert free[0] - free[1] == pytest.approx(alpha_c * (1 + NU) / (1 - NU))


def test_alpha_dc_of_the_readings():
    scales = (1.0, MOL_PER_LITRE * LINEAR)
    printed, litre = (Eq78Strain(ALPHA, scale, poissons_ratio=NU) for scale in scales)
    s = 1 - 35450 / printed.maximum_concentration
    assert printed.alpha_dc(s) == pytest.approx(-ALPHA * 35450)
    assert litre.alpha_dc(s) == pytest.approx(-1.45e-4, rel=3e-3)


def test_x_along_c_turns_the_contrast():
    c = np.array([[1.0], [0.0], [0.0]])
    laws = (Eq78Strain(ALPHA, poissons_ratio=NU, x_along_c=x) for x in (False, True))
    a, other = (law.tensor(S, c) for law in laws)
    assert a[0] - a[1] == pytest.approx(-(other[0] - other[1]))


def test_lattice_strain_is_that_of_the_cells():
    across, along = LatticeStrain()(0.267)
    pristine, charged = Lattice.nmc811(), Lattice.nmc811(0.267)
    assert across == pytest.approx(charged.a / pristine.a - 1, rel=1e-12)
    assert along == pytest.approx(charged.c / pristine.c - 1, rel=1e-12)
    contrasts = {s: np.diff(LatticeStrain()(s))[0] for s in (0.35, 0.267, 0.2, 0.165, 0.143)}
    assert [round(100 * d, 2) for d in contrasts.values()] == pytest.approx(
        [3.85, 3.65, 2.87, 2.01, 1.41], abs=0.02
    )


@pytest.mark.parametrize("law", LAWS, ids=lambda law: type(law).__name__)
def test_slope_is_the_derivative(law):
    c, step = axes(), 1e-6
    slope = (law.tensor(S + step, c) - law.tensor(S - step, c)) / (2 * step)
    assert law.slope(S, c) == pytest.approx(slope, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("law", [law for law in LAWS if type(law) is not Eq9LiteralStrain])
def test_proper_laws_turn_with_the_grain_and_do_not_know_its_direction(law):
    c, turn = axes(), 0.7
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    turned = np.concatenate([rotation @ c[:2], c[2:]])
    xx, yy, xy = law.tensor(S, c)
    matrix = np.array([[xx, xy], [xy, yy]])
    expected = np.einsum("ia,jb,abn->ijn", rotation, rotation, matrix)
    found = law.tensor(S, turned)
    assert found == pytest.approx(expected[[0, 1, 0], [0, 1, 1]], abs=1e-15)
    assert law.tensor(S, -c) == pytest.approx(law.tensor(S, c), abs=1e-16)


def test_equation_9_depends_on_how_a_grain_is_described():
    c = axes()
    directed = Eq9LiteralStrain(ALPHA, period=2 * np.pi)
    assert directed.tensor(S, -c) == pytest.approx(-directed.tensor(S, c))
    line = Eq9LiteralStrain(ALPHA)
    assert line.tensor(S, -c) == pytest.approx(line.tensor(S, c))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: LatticeStrain(reference=1.2),
            r"reference: expected lithium contents within .* got 1\.2",
        ),
        (lambda: LatticeStrain()(np.array([0.05, 0.5])), r"s: expected .*\[0\.12, 1\], got 0\.05"),
        (lambda: LatticeStrain()(np.nan), "s: expected lithium contents"),
        (lambda: Eq78Strain(alpha=-1.0, poissons_ratio=NU), r"alpha=-1\.0"),
        (lambda: Eq78Strain(ALPHA, 0.0, poissons_ratio=NU), r"concentration_scale=0\.0"),
        (lambda: Eq78Strain(ALPHA, poissons_ratio=0.5), r"poissons_ratio=0\.5"),
        (lambda: IsotropicStrain(ALPHA, reference=np.inf), "reference=inf"),
        (lambda: LatticeStrain(reference=True), "reference=True: expected a finite number"),
        (lambda: LatticeStrain(reference="full"), "reference='full': expected a finite number"),
        (lambda: ContrastStrain(contrast=np.nan), "contrast=nan: expected a finite number"),
    ],
)
def test_bad_arguments_are_refused_by_name(make, message):
    with pytest.raises(ValueError, match=message):
        make()
