from django.urls import path

from library.views import measures, person_texts, procedures

urlpatterns = [
    path("texts/", person_texts.person_text_list, name="person_text_list"),
    path("texts/<slug:code>/<slug:language>/", person_texts.person_text_detail, name="person_text_detail"),
    path(
        "texts/<slug:code>/<slug:language>/reviewed/",
        person_texts.person_text_review,
        name="person_text_review",
    ),
    path("procedures/", procedures.procedure_list, name="procedure_list"),
    path("procedures/<slug:code>/", procedures.procedure_detail, name="procedure_detail"),
    path("procedures/<slug:code>/pdf/", procedures.procedure_pdf, name="procedure_pdf"),
    path("procedures/<slug:code>/new/", measures.measure_new, name="measure_new"),
    path(
        "procedures/<slug:code>/<slug:measure>/change/",
        measures.measure_change,
        name="measure_change",
    ),
    path(
        "procedures/<slug:code>/<slug:measure>/remove/",
        measures.measure_remove,
        name="measure_remove",
    ),
    path("procedures/<slug:code>/<slug:measure>/", procedures.measure_detail, name="measure_detail"),
]
