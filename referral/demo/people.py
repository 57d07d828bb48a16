"""Invented people: names drawn from lists, short plain facts, nothing about violence."""

from dataclasses import dataclass, field

from django.utils import timezone

from directory.codes import (
    AgeBand,
    EducationLevel,
    ExploitationType,
    Gender,
    LabourIndustry,
    MaritalStatus,
    MethodOfControl,
    OnlinePlatform,
    RecruitmentMethod,
    SexualExploitationType,
)

WOMAN, MAN, OTHER = Gender.FEMININE, Gender.MASCULINE, Gender.NON_CONFORMING
TRANS_WOMAN, TRANS_MAN = Gender.TRANSGENDER_FEMININE, Gender.TRANSGENDER_MASCULINE

# For each country: first names of women, of men, family names, places of birth, languages.
_NAMES = {
    "AL": (
        "Ariola Brikena Dafina Elira Fjolla Jonida Majlinda Odeta Rovena Suela Vjollca",
        "Agron Bledar Dritan Ermal Gentian Ilir Kreshnik Luan Petrit Shpend",
        "Bardhoshi Çelkupa Dervishaj Gjinaj Hasanbelli Kokëdhima Lamçja Mëhillaj Rrapollari Shametaj",
        "Fier Korçë Berat Kukës Lushnjë Pogradec",
        "sq it",
    ),
    "MA": (
        "Amina Bouchra Fatiha Ghita Ikram Kenza Loubna Naima Rajae Siham",
        "Abdelhak Badr Driss Hicham Khalid Mounir Rachid Samir Yassine Zakaria",
        "Aboulkhir Belmekki Chafiki Douiri Guerraoui Laaroubi Mernouch Ouazzar Rahali Zeroual",
        "Safi Taza Nador Khouribga Larache Errachidia",
        "ar fr",
    ),
    "UA": (
        "Alina Bohdana Daryna Halyna Kateryna Larysa Myroslava Nadiya Solomiya Yuliia",
        "Andriy Bohdan Danylo Hlib Ivan Maksym Nazar Oleh Roman Yuriy",
        "Bilenchuk Dovhoruk Hordiyets Kovtunko Lysohir Moroziuk Pylypas Ravlenko Synytsiak Vdovychko",
        "Rivne Uman Kolomyia Izmail Kovel Berdychiv",
        "uk pl",
    ),
    "NG": (
        "Adesuwa Ehinome Isoken Ivie Osayi Uwaila",
        "Efosa Ikponmwosa Nosa Osaze Uyi",
        "Aghatise Eboigbe Idubor Obaseyi Uwadiae",
        "Auchi Uromi Ekpoma",
        "en",
    ),
    "BD": (
        "Afroza Nasrin Rokeya Shirin",
        "Anis Faruk Jamil Rafiqul Shahin",
        "Majhi Munshi Pramanik Sarder Talukder",
        "Shariatpur Madaripur Narail",
        "bn",
    ),
}
YEARS = {"0-8": 7, "9-17": 15, "18-20": 19, "21-23": 22, "24-26": 25, "27-29": 28, "30-38": 34, "39-47": 43, "48+": 52}  # fmt: skip

X, R, C = ExploitationType, RecruitmentMethod, MethodOfControl
# The forms of exploitation: what, industry or kind, how it began, how the person was controlled.
_FORMS = {
    "fields": ([X.FORCED_LABOUR], LabourIndustry.A, [R.FRIENDS], [C.DEBT_BONDAGE, C.WITHHOLDS_DOCUMENTS]),
    "building": ([X.FORCED_LABOUR], LabourIndustry.F, [R.ONLINE_ADVERTISEMENT], [C.TAKES_EARNINGS, C.EXCESSIVE_HOURS]),
    "kitchen": ([X.FORCED_LABOUR], LabourIndustry.I, [R.FAMILY], [C.EXCESSIVE_HOURS, C.FALSE_PROMISES]),
    "factory": ([X.FORCED_LABOUR], LabourIndustry.C, [R.BUSINESS], [C.DEBT_BONDAGE, C.THREATS_LAW_ENFORCEMENT]),
    "household": ([X.SERVITUDE, X.FORCED_LABOUR], LabourIndustry.T, [R.FRIENDS], [C.WITHHOLDS_DOCUMENTS, C.RESTRICTS_FINANCES]),
    "sexual": ([X.SEXUAL], "", [R.FRIENDS], [C.DEBT_BONDAGE, C.THREATENS_FAMILY]),
    "online": ([X.SEXUAL], "", [R.SOCIAL_NETWORK], [C.FALSE_PROMISES, C.TAKES_EARNINGS]),
    "criminality": ([X.FORCED_CRIMINALITY], "", [R.SOCIAL_NETWORK], [C.DEBT_BONDAGE, C.THREATENS_FAMILY]),
    "scams": ([X.ONLINE_SCAM_WORK], LabourIndustry.J, [R.ONLINE_ADVERTISEMENT], [C.WITHHOLDS_DOCUMENTS, C.EXCESSIVE_HOURS]),
    "begging": ([X.FORCED_BEGGING], "", [R.FAMILY], [C.TAKES_EARNINGS]),
    "marriage": ([X.FORCED_MARRIAGE, X.SERVITUDE], "", [R.FAMILY], [C.RESTRICTS_FINANCES]),
    "child_labour": ([X.CHILD_LABOUR], LabourIndustry.G, [R.FAMILY], [C.EXCESSIVE_HOURS]),
    "armed_group": ([X.FORCED_MILITARY], "", [R.OTHER], [C.THREATENS_FAMILY]),
    "surrogacy": ([X.SURROGACY], "", [R.ONLINE_ADVERTISEMENT], [C.FALSE_PROMISES]),
    "adoption": ([X.FORCED_ADOPTION], "", [R.FAMILY], [C.THREATENS_FAMILY]),
    "organ": ([X.ORGAN_REMOVAL], "", [R.SOCIAL_NETWORK], [C.FALSE_PROMISES]),
    "other": ([X.OTHER], "", [R.OTHER], [C.OTHER]),
}  # fmt: skip
FORMS = list(_FORMS)
_CODE_WORDS = ["lantern", "river", "linen", "chestnut", "harbour", "almond", "meadow", "copper"]
_CODE_NAMES = ["Amber", "Cedar", "Coral", "Dune", "Fern", "Heron", "Indigo", "Jade", "Lark", "Maple", "Moss", "Olive", "Pearl", "Quartz", "Robin", "Sage", "Slate", "Teal", "Tulip", "Umber", "Violet", "Wren"]  # fmt: skip
_SAFE_HOW = ["Message only, no voice mail.", "Call, and let it ring twice.", "Through the shelter’s reception.", "Message, and wait for the answer."]  # fmt: skip
_SAFE_WHEN = ["Weekdays after 17:00.", "Mornings before 11:00.", "Any day, not at night.", "Tuesday and Thursday afternoon."]  # fmt: skip
_PRETEXT = ["The language school.", "The dentist’s reception.", "A colleague from the bakery.", "The library, about a book."]  # fmt: skip
_MAIN_GOALS = [
    "To sleep well again and decide without hurry.",
    "To stand on my own feet.",
    "To live near my sister and to feel safe.",
    "To learn a trade that I like.",
]
_GOALS = {
    "housing": ("A room of my own, with a key.", "Look at the two rooms that are free."),
    "work": ("A job with a contract.", "Visit the training workshop."),
    "psychological": ("To sleep through the night.", "Make the first appointment."),
    "education": ("To finish school.", "Talk with the school near the house."),
    "family": ("To see my brother again, with somebody there.", "Write the first letter together."),
}


@dataclass
class Person:
    country: str
    gender: str
    band: str
    form: str
    name: str = ""
    code_name: str = ""
    born: str = ""
    birth_place: str = ""
    languages: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    dice: object = None

    @property
    def child(self):
        return self.band in (AgeBand.FROM_0, AgeBand.FROM_9)

    def summary(self):
        return {
            "display_name": self.code_name,
            "age_band": self.band,
            "gender": self.gender,
            "citizenships": [self.country],
            "languages": self.languages,
            "interpreter": self.dice.choice(["needed", "not_needed"]),
            "safety_flags": self.flags,
        }

    def identity(self):
        return {
            "name_said": self.name.split()[0],
            "name_on_documents": self.name,
            "born": self.born,
            "birth_place": self.birth_place,
            "identity_number": f"X{self.dice.randrange(10**7, 10**8)}",
            "marital_status": MaritalStatus.SINGLE
            if self.child
            else self.dice.choice(MaritalStatus.values),
            "children": 0 if self.child else self.dice.choice([0, 0, 1, 2]),
            "education": EducationLevel.PRIMARY
            if self.child
            else self.dice.choice([EducationLevel.LOWER_SECONDARY, EducationLevel.UPPER_SECONDARY]),
        }

    def whereabouts(self, country):
        return {
            "ways": ["message", "email", "place"],
            "safe_how": self.dice.choice(_SAFE_HOW),
            "safe_when": self.dice.choice(_SAFE_WHEN),
            "pretext": self.dice.choice(_PRETEXT),
            "code_word": self.code_word(),
            "never": "Do not ring the family home.",
            "phone": f"+00 000 {self.dice.randrange(100, 1000)} {self.dice.randrange(1000, 10000)}",
            "address": "In protected housing. The house manager knows the room.",
            "country": country,
        }

    def code_word(self):
        return self.dice.choice(_CODE_WORDS)

    def account(self, found_in):
        what, industry, began, controlled = _FORMS[self.form]
        return {
            "recruitment": began,
            "recruitment_platforms": [OnlinePlatform.FACEBOOK] if R.SOCIAL_NETWORK in began else [],
            "control": controlled,
            "exploitation": what,
            "industry": industry,
            "sexual_exploitation": self.sexual_kind(),
            "exploitation_countries": [found_in],
            "own_words": "Spoke about it once and does not wish to repeat it.",
        }

    def sexual_kind(self):
        kinds = {
            "sexual": [SexualExploitationType.PROSTITUTION],
            "online": [SexualExploitationType.REMOTE],
        }
        return kinds.get(self.form, [])

    def main_goal(self):
        return self.dice.choice(_MAIN_GOALS)

    def goal(self, kind):
        """What the person wishes in this area, and the next step to it."""
        return _GOALS[kind]


def code_name(number) -> str:
    """Two words that say nothing, different for each of the first hundreds of people."""
    words = len(_CODE_NAMES)
    first, step = number % words, 1 + number // words
    return f"{_CODE_NAMES[first]} {_CODE_NAMES[(first + step) % words].lower()}"


def draw(dice, country, gender, band, form, taken) -> Person:
    """Somebody new: never the same name twice."""
    women, men, families, places, languages = (part.split() for part in _NAMES[country])
    firsts = {WOMAN: women, TRANS_WOMAN: women, MAN: men, TRANS_MAN: men}.get(gender, women + men)
    free = [f"{a} {b}" for a in firsts for b in families if f"{a} {b}" not in taken]
    name = dice.choice(free)
    taken.add(name)
    year = timezone.localdate().year - YEARS[band]
    return Person(
        country=country,
        gender=gender,
        band=band,
        form=form,
        name=name,
        code_name=code_name(len(taken)),
        born=f"{year}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}",
        birth_place=dice.choice(places),
        languages=languages,
        dice=dice,
    )
