"""
General signs for consular staff and what to do, the same for every country: common guidance in our own words.
What holds for one country only is a fact of the topics `consular` and `do_not`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Signs:
    code: str
    title: str
    points: tuple[str, ...]


PROTECTION = Signs(
    "protection",
    _("Consular protection: a citizen who comes to you"),
    (
        _("Has no papers, or somebody else keeps them."),
        _("Needs a new document in a great hurry, or after leaving a place of work or a home."),
        _("Is hurt, or does not say how."),
        _("Cannot give an address, or works where many other citizens work and live."),
        _("Speaks of a debt, or of money owed to an agency or a relative."),
        _("Has to beg, steal or carry things for others."),
        _("Is accompanied by someone who answers, or who keeps the documents."),
        _("The family at home has had no contact for some time."),
    ),
)
VISA = Signs(
    "visa",
    _("Visa section: before the journey"),
    (
        _("Does not know the employer, the address, the pay or the work."),
        _("The contract is vague, or unusually generous."),
        _("Somebody else pays the fee, or there is a debt to the agency."),
        _("The same agency, telephone, address or sponsor stands in many files, or the papers are identical."),
        _("The answers sound rehearsed, or someone who came along speaks and holds the documents."),
        _("Has no means to come back, and knows the host from the internet only."),
        _("A child travels with somebody who is no parent, or the letter of consent is doubtful."),
        _("The job does not fit what the person can do: entertainer, au pair, domestic work for a diplomat."),
        _("Is afraid once alone with you."),
    ),
)  # fmt: skip
DO = Signs(
    "do",
    _("What to do"),
    (
        _("See the person alone, in a separate room, with an interpreter who is not the companion."),
        _("Ask neutral questions: who paid, who arranged it, where is your passport, can you leave, whom do you owe?"),
        _("Offer information and the number of the hotline in a form that can be hidden."),
        _("Give documents to the person, into their own hand."),
        _("Write down what you saw, not what you conclude."),
        _("Send a signal to the focal point of the country where the person stands, with the person's consent."),
        _("A child, or someone who may be one: call child protection first, also without consent."),
    ),
)  # fmt: skip
DO_NOT = Signs(
    "do_not",
    _("What not to do"),
    (
        _("Do not promise a permit, a place or a return."),
        _("Do not tell the authorities at home, and do not tell the family, without the person's consent."),
        _("Do not contact anyone in the country of origin about a person who speaks of asylum or of fear: stop and let a lawyer advise."),
        _("Do not hand a document or a message to the companion."),
        _("Do not choose an embassy or a hotline because it is near: ring first."),
        _("Do not say that a person has been identified before the authority has decided."),
    ),
)  # fmt: skip
