"""One cause at a time: what differs, and how often λ is asked for."""

import numpy as np
import pytest

from pybamm_facets.theory import (
    ILLUSTRATIVE_ELECTROLYTE,
    ILLUSTRATIVE_NMC811_FACETS,
    facet_study,
    fixed_work,
)


def test_each_case_lets_one_thing_differ_and_asks_for_each_solvent_once():
    asked = []

    def solvent(electrolyte, phi):
        asked.append(phi)
        return 1.12 - 0.077 * phi

    study = facet_study(
        ILLUSTRATIVE_NMC811_FACETS,
        ILLUSTRATIVE_ELECTROLYTE,
        works={"fixed": fixed_work(0.1)},
        reorganization=solvent,
    )
    assert len(asked) == len(set(asked)) == 6  # (101) has the work function that is held fixed
    assert np.ptp(study.interaction_only.reorganization_energy) == 0
    assert np.ptp(study.work_function_only["fixed"].electronic_energy) == 0
    both = study.both["fixed"].difference("(003)")
    apart = study.work_function_only["fixed"].difference("(003)")
    apart = apart + study.interaction_only.difference("(003)")
    # With the literal level the two causes add up exactly.
    np.testing.assert_allclose(both, apart, atol=1e-15)
    assert study.interaction_only.illustrative_inputs == ("facets", "electrolyte")


def test_a_reference_that_is_not_there_is_named():
    study = facet_study(
        ILLUSTRATIVE_NMC811_FACETS,
        ILLUSTRATIVE_ELECTROLYTE,
        works={"fixed": fixed_work(0.1)},
        reorganization=lambda electrolyte, phi: 1.0,
    )
    with pytest.raises(ValueError, match=r"facet='\(110\)'"):
        study.both["fixed"].difference("(110)")
