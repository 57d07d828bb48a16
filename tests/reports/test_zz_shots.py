
import pytest
from django.utils import timezone
from tests import world
from tests.reports import histories
from tests.reports.test_figures import coordinator, counted
pytestmark = pytest.mark.django_db(transaction=True)
def test_shots(browser, sign_in):
    history, now = histories.houses(), timezone.now()
    histories.invent(history, 5, now, 160)
    counted(now)
    italy = coordinator("IT")
    for name, more in {"desk": {}, "mob": {"width": 390}, "ar": {"width": 1280}, "dark": {"color_scheme": "dark"}, "narrow": {"width": 320}}.items():
        page = browser(**more)
        sign_in(page, italy.user)
        if name == "ar":
            page.context.add_cookies([{"name": "django_language", "value": "ar", "url": page.context._options["base_url"] if False else "http://localhost"}])
        page.goto("/progress/")
        page.screenshot(path=f"/tmp/desk_{name}.png", full_page=True)
        print(name, page.evaluate("document.documentElement.scrollWidth"))
        page.goto("/progress/owed/")
        page.screenshot(path=f"/tmp/fig_{name}.png", full_page=True)
        page.goto("/progress/outlook/?value=stay")
        page.screenshot(path=f"/tmp/fig2_{name}.png", full_page=True)
