from django.urls import path

from referral.views import (
    case_referrals,
    consent,
    inbox,
    link,
    partner,
    recall,
    refer,
    referral,
    request,
    update,
)

IN_CASE = "cases/<str:reference>"

urlpatterns = [
    path(f"{IN_CASE}/consent/", consent.case_consent, name="case_consent"),
    path(f"{IN_CASE}/consent/new/", consent.consent_new, name="consent_new"),
    path(f"{IN_CASE}/consent/<uuid:id>/", consent.consent_detail, name="consent_detail"),
    path(f"{IN_CASE}/consent/<uuid:id>/print/", consent.consent_print, name="consent_print"),
    path(
        f"{IN_CASE}/consent/<uuid:id>/withdraw/", consent.consent_withdraw, name="consent_withdraw"
    ),
    path(f"{IN_CASE}/referrals/", case_referrals.case_referrals, name="case_referrals"),
    path(f"{IN_CASE}/refer/", refer.refer, name="refer"),
    path(f"{IN_CASE}/refer/preview/", refer.refer_preview, name="refer_preview"),
    path(f"{IN_CASE}/refer/<uuid:id>/", refer.referral_sent, name="referral_sent"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:id>/", referral.referral_detail, name="referral_detail"),
    path("inbox/<uuid:id>/accept/", referral.referral_accept, name="referral_accept"),
    path("inbox/<uuid:id>/recall/", recall.recall_answer, name="recall_answer"),
    path("inbox/<uuid:id>/open/", referral.referral_open, name="referral_open"),
    path("inbox/<uuid:id>/ask/", referral.referral_ask, name="referral_ask"),
    path("referrals/<uuid:id>/answer/", referral.referral_answer, name="referral_answer"),
    path("inbox/<uuid:id>/decline/", referral.referral_decline, name="referral_decline"),
    path("inbox/<uuid:id>/give-back/", referral.referral_give_back, name="referral_give_back"),
    path("inbox/<uuid:id>/feedback/", referral.referral_feedback, name="referral_feedback"),
    path("referrals/<uuid:id>/withdraw/", refer.referral_withdraw, name="referral_withdraw"),
    path("referrals/<uuid:id>/partner/", partner.referral_partner, name="referral_partner"),
    path("referrals/<uuid:id>/partner/link/", partner.link_new, name="link_new"),
    path("referrals/<uuid:id>/partner/paper/", partner.partner_paper, name="partner_paper"),
    path("referrals/<uuid:id>/partner/answer/", partner.partner_record, name="partner_record"),
    path("answer/", link.link_answer, name="link_answer"),
    path("answer/<slug:token>/", link.link_open, name="link_open"),
    path("referrals/<uuid:id>/update/", update.referral_update, name="referral_update"),
    path("inbox/<uuid:id>/confirm/", update.update_confirm, name="update_confirm"),
    path("parts/<uuid:id>/take/", referral.part_take, name="part_take"),
    path("requests/", request.request_list, name="request_list"),
    path("requests/<uuid:id>/", request.request_detail, name="request_detail"),
    path("requests/<uuid:id>/answer/", request.request_answer, name="request_answer"),
]
