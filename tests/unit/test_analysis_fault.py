"""What an analysis cannot be made of is said in the reader's language and survives the way between processes."""

from __future__ import annotations

import copy

import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import gains, require_finite


def test_the_sentence_exists_in_both_languages() -> None:
    import numpy as np

    with pytest.raises(AnalysisError) as raised:
        require_finite(np.array([1.0, np.nan]), "cost")
    error = raised.value
    assert error.exit_code == 2
    assert str(error).startswith("cost is not a number in 1 of 2 places (the first is [1])")
    assert error.render("en") == f"shequ: {error}"
    assert error.render("zh").startswith("shequ: cost 在 2 处中有 1 处不是数")


def test_it_can_be_copied_with_its_blanks() -> None:
    import numpy as np

    with pytest.raises(AnalysisError) as raised:
        gains(np.zeros(2), "none", "{odd} name")
    again = copy.copy(raised.value)
    assert str(again) == str(raised.value)
    assert again.blanks == {"what": "{odd} name"}
