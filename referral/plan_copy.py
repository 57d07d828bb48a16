"""
The words around a plan in the person's own language: short, in the first person, nothing that names a desk or a reason.

Reviewed are English and French. The others are read by an interpreter until somebody reviews them: the page says so.
"""

from dataclasses import dataclass

from library.person_text import LANGUAGES

REVIEWED = {"en", "fr"}


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    goal: str
    step: str
    who: str
    until: str
    me: str
    we: str
    provider: str
    partner: str
    family: str
    nobody: str
    again: str
    change: str
    late: str

    def of_who(self, code: str) -> str:
        names = {"person": self.me, "worker": self.we, "provider": self.provider}
        names |= {"partner": self.partner, "family": self.family, "nobody": self.nobody}
        return names.get(code, "")


WORDS = {
    "en": Words(
        "My plan", "What I want", "What comes next", "Who does it", "Until",
        "I do", "Those who help me here", "Another service", "Those who help me there", "My family", "Nobody yet",
        "We look at it again on", "I can change it at any time. Help goes on.",
        "The days are for those who help me. I am never late.",
    ),
    "fr": Words(
        "Mon plan", "Ce que je veux", "La suite", "Qui le fait", "Jusqu’au",
        "Moi", "Les personnes qui m’aident ici", "Un autre service", "Les personnes qui m’aident là-bas", "Ma famille", "Personne encore",
        "Nous le revoyons le", "Je peux le changer à tout moment. L’aide continue.",
        "Les dates sont pour ceux qui m’aident. Je ne suis jamais en retard.",
    ),
    "es": Words(
        "Mi plan", "Lo que quiero", "Lo que sigue", "Quién lo hace", "Hasta",
        "Yo", "Quienes me ayudan aquí", "Otro servicio", "Quienes me ayudan allí", "Mi familia", "Todavía nadie",
        "Lo vemos otra vez el", "Puedo cambiarlo en cualquier momento. La ayuda sigue.",
        "Las fechas son para quienes me ayudan. Yo nunca llego tarde.",
    ),
    "it": Words(
        "Il mio piano", "Quello che voglio", "Il prossimo passo", "Chi lo fa", "Entro",
        "Io", "Chi mi aiuta qui", "Un altro servizio", "Chi mi aiuta là", "La mia famiglia", "Ancora nessuno",
        "Lo guardiamo di nuovo il", "Posso cambiarlo in ogni momento. L’aiuto continua.",
        "Le date sono per chi mi aiuta. Io non sono mai in ritardo.",
    ),
    "el": Words(
        "Το σχέδιό μου", "Αυτό που θέλω", "Το επόμενο βήμα", "Ποιος το κάνει", "Μέχρι",
        "Εγώ", "Όσοι με βοηθούν εδώ", "Άλλη υπηρεσία", "Όσοι με βοηθούν εκεί", "Η οικογένειά μου", "Κανείς ακόμη",
        "Το ξαναβλέπουμε στις", "Μπορώ να το αλλάξω όποτε θέλω. Η βοήθεια συνεχίζεται.",
        "Οι ημερομηνίες είναι για όσους με βοηθούν. Εγώ δεν αργώ ποτέ.",
    ),
    "pl": Words(
        "Mój plan", "Czego chcę", "Co dalej", "Kto to robi", "Do dnia",
        "Ja", "Ci, którzy pomagają mi tutaj", "Inna instytucja", "Ci, którzy pomagają mi tam", "Moja rodzina", "Jeszcze nikt",
        "Wracamy do tego dnia", "Mogę go zmienić w każdej chwili. Pomoc trwa dalej.",
        "Terminy są dla tych, którzy mi pomagają. Ja nigdy się nie spóźniam.",
    ),
    "sq": Words(
        "Plani im", "Çfarë dua", "Hapi tjetër", "Kush e bën", "Deri më",
        "Unë", "Ata që më ndihmojnë këtu", "Një shërbim tjetër", "Ata që më ndihmojnë atje", "Familja ime", "Ende askush",
        "E shohim përsëri më", "Mund ta ndryshoj në çdo kohë. Ndihma vazhdon.",
        "Datat janë për ata që më ndihmojnë. Unë nuk vonohem kurrë.",
    ),
    "ar": Words(
        "خطتي", "ما أريده", "الخطوة التالية", "من يقوم بذلك", "حتى",
        "أنا", "من يساعدونني هنا", "جهة أخرى", "من يساعدونني هناك", "عائلتي", "لا أحد بعد",
        "ننظر فيها من جديد يوم", "أستطيع أن أغيّرها في أي وقت. وتستمر المساعدة.",
        "المواعيد هي لمن يساعدونني. أنا لا أتأخر أبدًا.",
    ),
    "uk": Words(
        "Мій план", "Чого я хочу", "Що далі", "Хто це робить", "До",
        "Я", "Ті, хто допомагає мені тут", "Інша служба", "Ті, хто допомагає мені там", "Моя родина", "Ще ніхто",
        "Ми повертаємося до нього", "Я можу змінити його будь-коли. Допомога триває.",
        "Дати — для тих, хто мені допомагає. Я ніколи не запізнююся.",
    ),
}  # fmt: skip


def languages() -> list[tuple[str, str]]:
    return [(code, LANGUAGES[code]) for code in WORDS]
