from django.urls import path

from accounts.views import (
    account,
    invitations,
    organisation,
    passwords,
    people,
    signing_in,
    start,
    teams,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("operator/", start.operator_home, name="operator_home"),
    path("account/", account.account, name="account"),
    path("account/memberships/", account.membership_switch, name="membership_switch"),
    path("account/sessions/", account.session_list, name="session_list"),
    path("session/time/", account.session_time, name="session_time"),
    path("account/password/", passwords.password_change, name="password_change"),
    path("account/password/again/", passwords.password_again, name="password_again"),
    path("login/", signing_in.sign_in, name="sign_in"),
    path("logout/", signing_in.account_logout, name="account_logout"),
    path("account/forgotten/", passwords.password_forgotten, name="password_forgotten"),
    path(
        "account/forgotten/sent/", passwords.password_forgotten_done, name="password_forgotten_done"
    ),
    path("account/reset/", passwords.password_reset, name="password_reset"),
    path(
        "account/reset/<slug:user_key>/<slug:token>/",
        passwords.password_reset_link,
        name="password_reset_link",
    ),
    path("invitation/", invitations.invitation_join, name="invitation_join"),
    path("invitation/<slug:token>/", invitations.invitation, name="invitation"),
    path("people/", people.person_list, name="person_list"),
    path("people/invite/", invitations.invitation_new, name="invitation_new"),
    path(
        "people/invitations/<uuid:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("people/<uuid:pk>/", people.person_detail, name="person_detail"),
    path("people/<uuid:pk>/disable/", people.person_disable, name="person_disable"),
    path("teams/", teams.team_list, name="team_list"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<uuid:pk>/", teams.team_detail, name="team_detail"),
    path("organisation/", organisation.organisation_profile, name="organisation_profile"),
    path("organisation/confirm/", organisation.organisation_confirm, name="organisation_confirm"),
]
