from django.shortcuts import redirect, render

from accounts.access import public, roles
from accounts.landing import landing_page
from accounts.models import Invitation, Membership, Organisation
from accounts.roles import Role


@public
def start(request):
    """`/` leads on: to signing in, or to where the work of this role begins."""
    return redirect(landing_page(request.actor) if request.user.is_authenticated else "sign_in")


@roles(Role.OPERATOR)
def operator_home(request):
    """Counts only. Whoever keeps the installation running sees no case."""
    counts = {
        "organisations": Organisation.objects.filter(is_active=True, has_account=True).count(),
        "people": Membership.objects.active().values("user").distinct().count(),
        "invitations": Invitation.objects.open().count(),
    }
    return render(request, "accounts/operator_home.html", {"counts": counts})
