import io
import os

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from referral import keys
from referral.models import CaseKey, Identity
from tests import world
from tests.testing_database import acting_as_owner, owner_cursor


@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=32, max_size=32))
def test_what_was_sealed_opens_again(text, key):
    assert keys.unseal(keys.seal(text, key, "here"), key, "here") == text


@pytest.mark.asvs("11.3.3")
def test_it_does_not_open_in_another_place():
    key = os.urandom(32)

    with pytest.raises(InvalidTag):
        keys.unseal(keys.seal("name", key, "identity|name|1"), key, "identity|name|2")


def test_a_changed_bit_does_not_open():
    key = os.urandom(32)
    sealed = bytearray(keys.seal("name", key, "here"))
    sealed[-1] ^= 1

    with pytest.raises(InvalidTag):
        keys.unseal(bytes(sealed), key, "here")


@pytest.mark.django_db(transaction=True)
def test_an_encrypted_column_is_not_updated_in_bulk_with_plain_text():
    worker = world.member(world.organisation())

    with world.acting(worker), pytest.raises(TypeError, match="encrypted"):
        Identity.objects.update(name_said="plain")


@pytest.mark.django_db(transaction=True)
@pytest.mark.asvs("11.2.2")
def test_keys_are_wrapped_again_and_old_data_opens(settings):
    worker = world.member(world.organisation())
    case = world.contact(worker)
    with world.acting(worker):
        Identity(case=case, name_said="Name").save(force_insert=True)
    settings.MASTER_KEYS = settings.MASTER_KEYS | {99: os.urandom(32)}
    settings.MASTER_KEY_VERSION = 99

    said = io.StringIO()
    with acting_as_owner():
        call_command("rotate_keys", stdout=said)
        versions = set(CaseKey.objects.values_list("master_version", flat=True))

    assert versions == {99}
    # that of the name, and that of the hashes by which the name is found again
    assert "2 keys wrapped again" in said.getvalue()
    settings.MASTER_KEYS = {99: settings.MASTER_KEYS[99]}
    with world.acting(worker):
        assert Identity.objects.get(case=case.pk).name_said == "Name"


@pytest.mark.django_db(transaction=True)
def test_erasing_the_key_erases_the_data():
    worker = world.member(world.organisation())
    case = world.contact(worker)
    with world.acting(worker):
        Identity(case=case, name_said="Name").save(force_insert=True)
    with owner_cursor() as cursor:
        cursor.execute("DELETE FROM referral_casekey WHERE owner = %s", [str(case.pk)])

    with world.acting(worker), pytest.raises(keys.NoKey):
        Identity.objects.get(case=case.pk).name_said.upper()
