"""
What was typed and cannot be sent any more, because the session ends: kept as a draft, where the form keeps drafts.

A view that does has the attribute `keep_typed(request, at=..., **kwargs)` (referral/views/drafts.py).
"""

import logging

from django.db import transaction
from django.http import Http404

logger = logging.getLogger(__name__)


def keep_typed(view, request, kwargs, at) -> bool:
    """True when the answers are kept. A failure keeps nothing and stops nothing: the session has to end."""
    keep = getattr(view, "keep_typed", None)
    if keep is None:
        return False
    try:
        with transaction.atomic():
            return keep(request, at=at, **kwargs) is not None
    except Http404:
        return False
    except Exception as problem:
        logger.warning("a draft was not kept: %s", type(problem).__name__)
        return False
