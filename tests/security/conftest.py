from tests.accounts.conftest import clock, outbox

__all__ = ["clock", "outbox"]
