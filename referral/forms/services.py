from referral.forms.part import PartForm, line
from referral.models import Services


class ServicesForm(PartForm):
    model = Services
    coded = ("agreed_on", "review_on")

    main_goal = line(Services, "main_goal", text=True)
    agreed_on = line(Services, "agreed_on")
    review_on = line(Services, "review_on")
    practical = line(Services, "practical", text=True)
