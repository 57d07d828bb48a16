"""Secrets: from the environment, from a file that it names, or (never in production) made once and kept in `.data/secrets`."""

import base64
import os
import secrets


def read_text(name):
    """`NAME`, or the content of the file in `NAME_FILE` (as container platforms mount secrets); empty without either."""
    if os.environ.get(name):
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return ""
    with open(path) as file:
        return file.read().strip()


def read_or_make(name, folder, make):
    return read_text(name) or ("" if folder is None else made_once(folder / name.lower(), make))


def made_once(path, make):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(handle, "w") as file:
        file.write(make())
    return path.read_text()


def new_text():
    return secrets.token_urlsafe(64)


def new_key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def new_key_ring():
    return f"1:{new_key()}"


def parse_key(text):
    return base64.b64decode(text, validate=True)


def parse_key_ring(text):
    """`1:<base64>,2:<base64>`, also one a line; each key 32 bytes. Old versions stay until everything is rewrapped."""
    entries = [entry.split(":", 1) for entry in text.replace(",", " ").split()]
    ring = {int(version): parse_key(key) for version, key in entries}
    if any(len(key) != 32 for key in ring.values()):
        raise ValueError("A master key has 32 bytes.")
    return ring
