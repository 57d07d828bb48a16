"""A person at a browser: opens pages, fills forms by field name, presses the button that is there."""

from django.urls import reverse


class Desk:
    """One signed-in browser. `go` opens a page of the product by its name, `send` fills and sends its form."""

    def __init__(self, page, server, membership):
        self.page, self.server, self.membership = page, server, membership
        self.seen = []

    def go(self, name, *args):
        answer = self.page.goto(self.server + reverse(name, args=args))
        self.remember()
        assert answer.status == 200, f"{name}: {answer.status}\n{self.text()[:800]}"
        return self

    def follow(self, link):
        with self.page.expect_navigation():
            self.page.locator(link).first.click()
        self.remember()
        return self

    def status(self, name, *args):
        return self.page.goto(self.server + reverse(name, args=args)).status

    def text(self):
        return self.page.locator("main").inner_text()

    def remember(self):
        self.seen.append(self.page.content())

    def fill(self, **values):
        for name, value in values.items():
            for each in value if isinstance(value, list) else [value]:
                self.set(name, each)
        return self

    def choose(self, **values):
        """Fills what changes a preview, and waits until the preview of it is there."""
        if not self.page.evaluate("typeof htmx === 'object'"):
            return self.fill(**values)
        with self.page.expect_response(lambda answer: "/preview/" in answer.url):
            self.fill(**values)
            self.page.locator("main [hx-get*='/preview/']").dispatch_event("change")
        self.page.locator(".htmx-request, .htmx-swapping").first.wait_for(state="detached")
        return self

    def set(self, name, value):
        fields = self.page.locator(f"main [name='{name}']:not([type='hidden'])")
        assert fields.count(), f"no field “{name}” on:\n{self.text()[:1500]}"
        kind = fields.first.evaluate("field => field.type || field.tagName")
        if kind in {"radio", "checkbox"}:
            wanted = (
                fields
                if value is True
                else self.page.locator(
                    f"main [name='{name}'][value='{value}']:not([type='hidden'])"
                )
            )
            # On a phone a bar lies over the lower edge: a person scrolls on until the answer is free.
            wanted.first.evaluate("field => field.scrollIntoView({block: 'center'})")
            wanted.first.check(force=True)
        elif kind.startswith("select"):
            fields.first.select_option(value)
        else:
            fields.first.fill(str(value))

    def has(self, name):
        return self.page.locator(f"main [name='{name}']").count() > 0

    def send(self, button=None, **values):
        """Fills the fields and presses the page's filled button, or the one with this name on it."""
        self.fill(**values)
        press = (
            self.page.get_by_role("main").get_by_role("button", name=button)
            if button
            else self.page.locator("main button.btn-primary, main button.btn-late")
        )
        with self.page.expect_navigation():
            press.first.click()
        self.remember()
        problems = self.page.locator("main .error-summary, main [aria-invalid='true']")
        assert problems.count() == 0, self.text()[:1500]
        return self

    def sees(self, *texts):
        for text in texts:
            assert text in self.text(), f"“{text}” is not in:\n{self.text()[:2500]}"
        return self
