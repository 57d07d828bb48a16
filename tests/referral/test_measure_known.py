import os
import re
from io import StringIO

import pytest
from django.core.management import call_command

from referral.models import PersonKeys
from tests.testing_database import acting_as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_figures_are_printed_and_nothing_is_left_behind():
    people, asked = os.environ.get("MEASURE", "400 200").split()
    printed = StringIO()
    with acting_as_owner():
        call_command(
            "measure_known",
            people=int(people),
            asked=int(asked),
            seed=int(os.environ.get("SEED", "1")),
            stdout=printed,
        )
        assert not PersonKeys.objects.exists()

    found = re.search(r"all +recall (\S+) +precision (\S+)", printed.getvalue())
    assert float(found[1]) >= 0.9, printed.getvalue()
    assert float(found[2]) >= 0.8, printed.getvalue()
    if "MEASURE" in os.environ:
        pytest.fail(printed.getvalue())
