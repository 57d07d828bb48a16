from django.urls import path

from accounts.views import account, passwords, signing_in, start

urlpatterns = [
    path("", start.start, name="start"),
    path("operator/", start.operator_home, name="operator_home"),
    path("account/", account.account, name="account"),
    path("account/memberships/", account.membership_switch, name="membership_switch"),
    path("account/sessions/", account.session_list, name="session_list"),
    path("account/password/", passwords.password_change, name="password_change"),
    path("account/sign-in/", signing_in.sign_in, name="sign_in"),
    path("account/sign-out/", signing_in.account_logout, name="account_logout"),
    path("account/forgotten/", passwords.password_forgotten, name="password_forgotten"),
    path(
        "account/forgotten/sent/", passwords.password_forgotten_done, name="password_forgotten_done"
    ),
    path(
        "account/reset/<slug:user_key>/<slug:token>/",
        passwords.password_reset,
        name="password_reset",
    ),
]
