"""The settings of the product, told that this is a test."""

import os

os.environ["DESK_ENV"] = "test"

from config.settings import *  # noqa: E402, F403 -- after DESK_ENV is set; everything is taken over
from config.settings import STORAGES  # noqa: E402 -- the same

STATISTICS_NOISE = True  # so that every walk over the pages meets it

# Files of the tests are nowhere; those that ask about the disk bring a folder of their own.
STORAGES["files"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
