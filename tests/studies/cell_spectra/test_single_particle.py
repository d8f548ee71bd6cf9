"""The forward spectrum of one particle: Eqs. 2 and 5, diffusion in a sphere, and the coin cell."""

import numpy as np
import pandas as pd
import pytest

import pybamm_facets as pf
from pybamm_facets.impedance import NAMED_CIRCUITS, RANDLES, Spectrum, fit_circuit, invert_facets
from pybamm_facets.impedance.circuits.elements import R, SphericalWarburg
from pybamm_facets.studies.cell_spectra.coin_cell import coin_cell_spectrum
from pybamm_facets.studies.cell_spectra.faceted_particle import facet_areas, faceted_particle
from pybamm_facets.studies.cell_spectra.single_particle import (
    LABORATORY_FREQUENCIES,
    single_particle_spectrum,
    with_double_layer,
)
from pybamm_facets.studies.cell_spectra.single_particle_cell import SingleParticleCell

GAS, FARADAY = 8.31446261815324, 96485.33212331
AREAS = {"(003)": 2e-11, "(104)": 1e-11, "(201)": 4e-11}
DIFFUSIVITY = "Positive particle diffusivity [m2.s-1]"


def resistance(areas, stoichiometry=0.5, temperature=293.15):
    """RT/(F Σ S j0), from the facet table alone."""
    j0 = {row.facet: row.at(stoichiometry, temperature).j0 for row in pf.FacetTable.nmc811().rows}
    current = sum(area * j0[facet] for facet, area in areas.items())
    return GAS * temperature / (FARADAY * current)


@pytest.fixture(scope="module")
def lossless_diffusion():
    values = pf.li2025()
    values.update({DIFFUSIVITY: 1e-4})
    return SingleParticleCell(values)


@pytest.fixture(scope="module")
def cell():
    return SingleParticleCell()


@pytest.mark.parametrize("stoichiometry", [0.02, 0.2, 0.5, 0.9, 0.98, 0.9975])
@pytest.mark.parametrize("temperature", [263.15, 293.15, 333.15])
@pytest.mark.parametrize("areas", [AREAS, {"(113)": 3e-10}])
def test_charge_transfer_resistance_is_eq_5(lossless_diffusion, stoichiometry, temperature, areas):
    state = (stoichiometry, temperature)
    z = lossless_diffusion.faradaic_impedance(faceted_particle(areas), [1e5, 1e3], *state)
    expected = resistance(areas, *state)
    assert z.real == pytest.approx(expected, rel=1e-6)
    assert np.abs(z.imag).max() < 1e-3 * expected
    own = lossless_diffusion.charge_transfer_resistance(faceted_particle(areas), *state)
    assert own == pytest.approx(expected, rel=1e-9)


def test_facets_act_in_parallel(lossless_diffusion):
    single = [
        lossless_diffusion.faradaic_impedance(faceted_particle({facet: area}), [1e5])
        for facet, area in AREAS.items()
    ]
    together = lossless_diffusion.faradaic_impedance(faceted_particle(AREAS), [1e5])
    assert 1 / together.real == pytest.approx(sum(1 / z.real for z in single), rel=1e-6)


@pytest.mark.parametrize("radius", [1e-6, 2.5e-6, 5e-6])
def test_diffusion_is_that_of_a_sphere(cell, radius):
    particle = pf.Agglomerate.isotropic(radius=radius)
    values = cell.parameter_values
    diffusivity = values[DIFFUSIVITY] * particle.diffusivity_ratios[0]
    c_max = values["Maximum concentration in positive electrode [mol.m-3]"]
    ocp, x, step = values["Positive electrode OCP [V]"], 0.6, 1e-5
    slope = (ocp(x + step) - ocp(x - step)) / (2 * step)
    surface = 4 * np.pi * radius**2
    # Z = |dU/dx| R/(F S D c_max) / (s coth s - 1), s² = iω R²/D
    circuit = R("R_CT") + SphericalWarburg("W")
    exact = circuit.impedance(
        LABORATORY_FREQUENCIES,
        {
            "R_CT": resistance(facet_areas(particle), x),
            "R_W": -float(slope) * radius / (FARADAY * surface * diffusivity * c_max),
            "tau_W": radius**2 / diffusivity,
        },
    )
    found = cell.faradaic_impedance(particle, LABORATORY_FREQUENCIES, x)
    assert np.max(np.abs(found / exact - 1)) < 6e-4


def test_double_layer_is_the_docstrings_formula():
    frequency, faradaic = np.array([1e4, 3.0]), np.array([2e7 - 1e6j, 3e7 - 2e7j])
    z = with_double_layer(frequency, faradaic, 1e6, 3e-11, 0.9)
    s = 2j * np.pi * frequency
    assert z == pytest.approx(1e6 + 1 / (3e-11 * s**0.9 + 1 / faradaic), rel=1e-14)
    high = with_double_layer(np.array([1e14]), faradaic[:1], 1e6, 3e-11, 0.9)
    assert high == pytest.approx(1e6, rel=1e-2)
    assert with_double_layer(frequency, faradaic, 0.0, 0.0, 1.0) == pytest.approx(faradaic)


def test_areas_and_the_agglomerate_that_has_them_give_one_spectrum(cell):
    particle = pf.Agglomerate.isotropic(pf.Texture(kappa=1.0), radius=2e-6)
    assert sum(facet_areas(particle).values()) == pytest.approx(4 * np.pi * 4e-12)
    again = faceted_particle(facet_areas(particle))
    assert again.radius == pytest.approx(2e-6)
    assert again.facet_fractions == pytest.approx(particle.facet_fractions)
    random = pf.Agglomerate.isotropic(radius=2e-6)
    from_areas = single_particle_spectrum(facet_areas(random), cell)
    from_particle = single_particle_spectrum(random, cell)
    assert from_areas.impedance == pytest.approx(from_particle.impedance, rel=1e-9)


def test_the_sets_own_kinetics_are_used(cell):
    values = pf.li2025(facet_table=pf.FacetTable((pf.kinetics.FacetKinetics("(104)", 9.0),)))
    particle = faceted_particle({"(104)": 8e-11})
    own = SingleParticleCell(values).charge_transfer_resistance(particle)
    assert own / cell.charge_transfer_resistance(particle) == pytest.approx(2.8 / 9.0)


def test_paper_scale(cell):
    spectrum = single_particle_spectrum(AREAS, cell)
    assert len(spectrum.frequency) == 43
    assert spectrum.frequency[[0, -1]] == pytest.approx([1e5, 0.1])
    # tens of MOhm, as the paper's Fig. 2b
    assert 1e7 < resistance(AREAS) < 1e8
    assert spectrum.impedance[0].real == pytest.approx(1e6, rel=0.1)


@pytest.mark.parametrize(
    ("circuit", "within"), [(NAMED_CIRCUITS["randles-spherical"], 1e-4), (RANDLES, 5e-3)]
)
@pytest.mark.parametrize("stoichiometry", [0.5, 0.98])
def test_fit_of_a_realistic_spectrum_finds_the_resistance(cell, circuit, within, stoichiometry):
    spectrum = single_particle_spectrum(AREAS, cell, stoichiometry=stoichiometry)
    fit = fit_circuit(circuit, spectrum, starts=2)
    assert fit.values["R_CT"] == pytest.approx(resistance(AREAS, stoichiometry), rel=within)
    assert fit.values["R_s"] == pytest.approx(1e6, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("noise", [0.0, 0.01])
def test_the_loop_closes(cell, noise):
    """j0 goes in; areas, spectra, fits and inversion follow; j0 comes out."""
    rng = np.random.default_rng(2)
    facets = list(pf.FacetTable.nmc811().j0)
    names = [f"P{number}" for number in range(10)]
    areas = pd.DataFrame(rng.dirichlet(np.full(6, 0.5), 10) * 8e-11, names, facets)
    r_ct, errors = {}, {}
    for name, row in areas.iterrows():
        clean = single_particle_spectrum(row.to_dict(), cell)
        real, imaginary = noise * rng.standard_normal((2, len(clean)))
        noisy = clean.impedance + clean.modulus * (real + 1j * imaginary)
        fit = fit_circuit(
            NAMED_CIRCUITS["randles-spherical"], Spectrum(clean.frequency, noisy), starts=3
        )
        r_ct[name], errors[name] = fit.values["R_CT"], fit.standard_errors["R_CT"]
    truth = pd.Series(pf.FacetTable.nmc811().j0)
    if noise:
        inversion = invert_facets(areas, r_ct, r_ct_error=errors)
        pull = (inversion.j0 - truth) / inversion.standard_error
        assert np.abs(pull).max() < 3
        assert (inversion.standard_error / truth)["(201)"] < 0.02
    else:
        inversion = invert_facets(areas, r_ct)
        assert np.abs(inversion.j0 / truth - 1).max() < 1e-3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"stoichiometry": 1.0}, "stoichiometry=1.0"),
        ({"temperature": -3.0}, "temperature=-3.0"),
        ({"series_resistance": -1.0}, "series_resistance=-1.0"),
        ({"double_layer": (0.3, 1.2)}, "α=1.2"),
        ({"frequencies": [10.0, -1.0]}, "frequencies"),
    ],
)
def test_bad_input_is_refused_in_words(cell, arguments, message):
    with pytest.raises(ValueError, match=message):
        single_particle_spectrum(AREAS, cell, **arguments)


def test_bad_areas_are_refused_in_words():
    with pytest.raises(ValueError, match="positive sum"):
        faceted_particle({"(104)": 0.0})
    with pytest.raises(ValueError, match="label='\\(999\\)'"):
        faceted_particle({"(999)": 1e-11})


@pytest.mark.slow
@pytest.mark.parametrize("particle", ["core_shell", "isotropic"])
def test_coin_cell_has_its_own_spectrum(particle):
    values = pf.li2025(particle)
    spectrum = coin_cell_spectrum(values)
    fine = coin_cell_spectrum(values, var_pts={"r_p": 160, "x_p": 20, "x_s": 64})
    assert np.max(np.abs(spectrum.impedance / fine.impedance - 1)) < 3e-3
    # At high frequency: contact, and electrolyte in separator and pores.
    high = coin_cell_spectrum(values, frequencies=[1e8]).impedance.real.item()
    contact = values["Contact resistance [Ohm]"]
    assert contact < high < contact + 5
    assert (spectrum.impedance.imag < 0).all()


def test_coin_cell_charge_transfer_arc_is_that_of_its_facets():
    values = pf.li2025()
    values.update(
        {
            DIFFUSIVITY: 1e-8,
            "Exchange-current density for lithium metal electrode [A.m-2]": 1e6,
            "Positive electrode double-layer capacity [F.m-2]": 1e-4,
        }
    )
    mesh = {"r_p": 20, "x_p": 5, "x_s": 16}
    area = values["Electrode height [m]"] * values["Electrode width [m]"]
    fractions = pf.Agglomerate.core_shell().facet_fractions
    particle_area = (
        3 * values["Positive electrode active material volume fraction"]
        / values["Positive particle radius [m]"]
        * values["Positive electrode thickness [m]"] * area
    )  # fmt: skip
    expected = resistance({f: share * particle_area for f, share in fractions.items()})
    model = pf.FacetSPM({"surface form": "differential"})
    spectrum = coin_cell_spectrum(values, frequencies=[1e8, 3e2], model=model, var_pts=mesh)
    high, plateau = spectrum.impedance.real
    assert plateau - high == pytest.approx(expected, rel=2e-3)
