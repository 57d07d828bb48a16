from library.urls import documents, procedures

urlpatterns = [*procedures.urlpatterns, *documents.urlpatterns]
