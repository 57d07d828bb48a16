from django.conf import settings
from django.urls import path

from shell import views

urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help, name="help"),
    path("help/staying-safe-online/", views.help_online_safety, name="help_online_safety"),
    path("help/keyboard/", views.keyboard, name="keyboard"),
    path("account/keys/", views.keyboard_letters, name="keyboard_letters"),
    path("account/appearance/", views.appearance_choice, name="appearance"),
    path("language/", views.language, name="language"),
    path("welcome/leave-quickly/", views.welcome_leave_quickly, name="welcome_leave_quickly"),
    path("session/leave/", views.session_leave, name="session_leave"),
    path("policy/breach/", views.policy_breach, name="policy_breach"),
    path("more/", views.more, name="more"),
]

if not settings.PRODUCTION:
    from shell import styleguide

    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
