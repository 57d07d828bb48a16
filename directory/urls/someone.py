from django.urls import path

from directory.views.someone import someone

urlpatterns = [path("someone/", someone, name="someone")]
