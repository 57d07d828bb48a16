"""The settings of the product, told that this is a test."""

import os

os.environ["DESK_ENV"] = "test"

from config.settings import *  # noqa: E402, F403 -- after DESK_ENV is set; everything is taken over
