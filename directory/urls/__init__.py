"""The addresses of the directory. The profile comes last: its address is any two letters."""

from directory.urls import (
    asking,
    between,
    editing,
    files,
    finding,
    printing,
    profile,
    someone,
)

urlpatterns = [
    *someone.urlpatterns,
    *asking.urlpatterns,
    *editing.urlpatterns,
    *files.urlpatterns,
    *finding.urlpatterns,
    *between.urlpatterns,
    *printing.urlpatterns,
    *profile.urlpatterns,
]
