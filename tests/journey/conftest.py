import pytest
from django.conf import settings
from django.test import Client

from tests.journey.desk import Desk


@pytest.fixture
def desks(people, browser, live_server):
    def open_desk(name, script, size):
        page, client = browser(script=script, **size), Client()
        client.force_login(people[name].user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return Desk(page, live_server.url, people[name])

    return lambda script, **size: {name: open_desk(name, script, size) for name in people}
