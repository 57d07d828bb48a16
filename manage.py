#!/usr/bin/env python
"""Runs a command as the least powerful database role that can do it."""

import os
import sys

from django.core.management import execute_from_command_line

AS_OWNER = {
    "check_upgrade",
    "erasures",
    "makemigrations",
    "migrate",
    "rotate_keys",
    "secure_rows",
    "showmigrations",
    "sqlmigrate",
    "squashmigrations",
    "verify_audit",
}
AS_WORKER = {"worker"}
AS_STATISTICS = {"take_snapshot"}


def role_for(command):
    if command in AS_OWNER:
        return "trm_owner"
    if command in AS_STATISTICS:
        return "trm_stats"
    return "trm_worker" if command in AS_WORKER else "trm_app"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DATABASE_ROLE", role_for(sys.argv[1] if len(sys.argv) > 1 else ""))
    migrates = sys.argv[1:2] in (["migrate"], ["secure_rows"])
    os.environ.setdefault("DATABASE_PATIENCE", "migration" if migrates else "command")
    execute_from_command_line(sys.argv)
