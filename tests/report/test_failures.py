"""Lines about runs that are not ok."""

import pandas as pd

from pybamm_facets.report.record import describe_failures


def test_runs_with_one_reason_share_a_line():
    columns = ["particle", "direction", "c_rate", "status", "reason"]
    rows = [
        ("a", "charge", 0.1, "doubtful", "too warm"),
        ("a", "charge", 1.0, "ok", ""),
        ("a", "charge", 10.0, "doubtful", "too warm"),
        ("a", "discharge", 10.0, "doubtful", "too warm"),
        ("a", "discharge", 20.0, "failed", "no start"),
    ]
    assert list(describe_failures(pd.DataFrame(rows, columns=columns))) == [
        "a charge 0.1C, 10C doubtful: too warm",
        "a discharge 10C doubtful: too warm",
        "a discharge 20C failed: no start",
    ]
    assert not list(describe_failures(pd.DataFrame(rows[1:2], columns=columns)))
