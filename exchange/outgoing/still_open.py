"""What the database does not ask at the key: consents and referrals, under the rights of who acts."""

from accounts.acting import current_actor
from exchange.export_models import STATISTICAL, Export, Kind, WentOut
from exchange.outgoing.statistical import agreed_to_statistics
from referral.consent import basis, purpose_for
from referral.models import Case, Purpose, Referral


def agreed_to(case: Case, receiver) -> set[str]:
    """The parts that may go on paper to an organisation in this country. Across a border only a referral goes."""
    if receiver.country != case.organisation.country:
        return set()
    if purpose_for(receiver, case.organisation.country) != Purpose.SERVICE:
        return set()
    return basis(case, receiver, Purpose.SERVICE).agreed


def still_open(export: Export) -> bool:
    actor = current_actor()
    if export.kind == Kind.REFERRALS:
        ids = set(export.row_ids)
        return Referral.objects.visible_to(actor).filter(pk__in=ids).count() == len(ids)
    if export.kind in STATISTICAL:
        cases = Case.objects.visible_to(actor).filter(pk__in=export.row_ids)
        cases = list(cases.select_related("journey"))
        elsewhere = WentOut.objects.filter(case__in=cases).exclude(export=export)
        return agreed_to_statistics(cases) == set(export.row_ids) and not elsewhere.exists()
    if export.receiver_id:
        case = Case.objects.visible_to(actor).filter(pk=export.case_id).first()
        return case is not None and set(export.classes) <= agreed_to(case, export.receiver)
    return True
