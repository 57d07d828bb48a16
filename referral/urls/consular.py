from django.urls import path

from referral.views import alert, consular, document_letter

urlpatterns = [
    path("consular/", consular.consular_desk, name="consular_desk"),
    path("consular/visa/", consular.visa_section, name="visa_section"),
    path("consular/visa/slip/", consular.visa_slip, name="visa_slip"),
    path("consular/alerts/new/", alert.alert_new, name="alert_new"),
    path("consular/alerts/not-sent/", alert.alert_not_sent, name="alert_not_sent"),
    path("consular/receipts/<uuid:id>/", alert.alert_receipt, name="alert_receipt"),
    path("alerts/", alert.alert_list, name="alert_list"),
    path("alerts/<uuid:id>/", alert.alert_detail, name="alert_detail"),
    path("alerts/<uuid:id>/take/", alert.alert_take, name="alert_take"),
    path("letter/", document_letter.document_letter, name="document_letter"),
]
