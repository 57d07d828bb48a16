"""
Invented people in four scripts, for `measure_known`. Spellings are those that clerks use, not those our own tables would give.

One line a name: Latin spellings | Cyrillic | Arabic | Greek. A script that is missing is not used for that name.
"""

import random
import re
from dataclasses import dataclass

ARABIC_GIVEN = """
Mohamed Muhammad Mohammed Mehmet|Мохаммед|محمد|Μοχάμεντ
Ahmed Ahmad|Ахмед|أحمد|Αχμέτ
Youssef Yusuf Yousef|Юсуф|يوسف|Γιουσέφ
Fatima Fatma Fatimah|Фатима|فاطمة|Φατίμα
Khadija Hadija Khadidja|Хадижа|خديجة|Χαντίτζα
Aisha Aicha Ayesha|Айша|عائشة|Αΐσα
Zainab Zeinab Zaynab|Зайнаб|زينب|Ζεϊνάμπ
Mariam Maryam Meryem|Мариам|مريم|Μαριάμ
Omar Omer Umar|Омар|عمر|Ομάρ
Khaled Khalid|Халед|خالد|Χαλέντ
Hassan Hasan|Хасан|حسن|Χασάν
Hussein Husein Hossain|Хусейн|حسين|Χουσεΐν
Ibrahim Brahim Ebrahim|Ибрагим|إبراهيم|Ιμπραχίμ
Salma Selma|Сальма|سلمى|Σάλμα
Nour Noor Nur|Нур|نور|Νουρ
Samira Sameera|Самира|سميرة|Σαμίρα
Rachid Rashid Rasheed|Рашид|رشيد|Ρασίντ
Jamila Djamila Gamila|Джамиля|جميلة|Τζαμίλα
Abderrahmane Abdulrahman|Абдуррахман|عبد الرحمن|Αμπντουλραχμάν
Karim Kareem|Карим|كريم|Καρίμ
Layla Leila Leyla|Лейла|ليلى|Λεϊλά
Tariq Tarek Tarik|Тарик|طارق|Τάρεκ
"""
ARABIC_FAMILY = """
Haddad Hadad|Хаддад|حداد|Χαντάντ
Khoury Khouri Houri|Хури|خوري|Χούρι
Mansour Mansur|Мансур|منصور|Μανσούρ
Benali Ben-Ali|Бенали|بن علي|Μπεναλί
El-Khatib Al-Khatib Khateeb|Аль-Хатиб|الخطيب|Αλ-Χατίμπ
Najjar Nadjar Naggar|Наджар|النجار|Νατζάρ
Saleh Salih|Салех|صالح|Σάλεχ
Bouazza Bouaza|Буазза|بوعزة|Μπουάζα
Darwish Darwich Darwiche|Дарвиш|درويش|Νταρουίς
Qasim Kassem Qassem|Касем|قاسم|Κασέμ
Sharif Cherif Shareef|Шариф|شريف|Σαρίφ
Toumi Tumi|Туми|التومي|Τούμι
Zidane Zidan|Зидан|زيدان|Ζιντάν
Fakhri Fahri|Фахри|فخري|Φαχρί
Hamdan Hamdane|Хамдан|حمدان|Χαμντάν
Jaber Djaber Jabir|Джабер|جابر|Τζάμπερ
Barakat Barakate|Баракат|بركات|Μπαρακάτ
Suleiman Sulaiman Soleimane|Сулейман|سليمان|Σουλεϊμάν
Mahfouz Mahfoud Mahfuz|Махфуз|محفوظ|Μαχφούζ
Ghanem Ghanim|Ганем|غانم|Γανέμ
Idrissi Idrisi|Идрисси|الإدريسي|Ιντρίσι
Rahmani Rahmany|Рахмани|رحماني|Ραχμανί
Shaheen Chahine Shahin|Шахин|شاهين|Σαχίν
Taleb Talib|Талеб|طالب|Τάλεμπ
Yacoubi Yakoubi Jacoubi|Якуби|اليعقوبي|Γιακούμπι
Bakri Bakry|Бакри|بكري|Μπακρί
Nasser Nasir Naser|Насер|ناصر|Νάσερ
Marwan Marouane|Марван|مروان|Μαρουάν
"""
SLAVIC_GIVEN = """
Oleksandra Alexandra Aleksandra|Олександра|ألكسندرا|Αλεξάνδρα
Olena Elena Yelena|Олена|أولينا|Ελένα
Kateryna Ekaterina Katerina|Катерина|كاترينا|Κατερίνα
Natalia Nataliya Natalya|Наталія|ناتاليا|Ναταλία
Oksana Oxana|Оксана|أوكسانا|Οξάνα
Iryna Irina|Ірина|إيرينا|Ιρίνα
Svitlana Svetlana|Світлана|سفيتلانا|Σβετλάνα
Yulia Julia Iulia|Юлія|يوليا|Γιούλια
Dmytro Dmitri Dmitry|Дмитро|دميترو|Ντμίτρι
Serhiy Sergei Sergey|Сергій|سيرغي|Σεργκέι
Andriy Andrei Andrey|Андрій|أندري|Αντρέι
Mykola Nikolai|Микола|ميكولا|Μικόλα
Volodymyr Vladimir|Володимир|فولوديمير|Βολοντίμιρ
Tetiana Tatiana Tatyana|Тетяна|تاتيانا|Τατιάνα
Lyudmila Ludmila Liudmyla|Людмила|لودميلا|Λουντμίλα
Valentyna Valentina|Валентина|فالنتينا|Βαλεντίνα
Viktoria Victoria Viktoriya|Вікторія|فيكتوريا|Βικτόρια
Anastasia Anastasiya|Анастасія|أناستاسيا|Αναστασία
Bohdan Bogdan|Богдан|بوغدان|Μπογκντάν
Vasyl Vasil Vassili|Василь|فاسيل|Βασίλ
"""
SLAVIC_FAMILY = """
Shevchenko Chevtchenko Schewtschenko|Шевченко|شيفتشينكو|Σεβτσένκο
Kovalenko Kowalenko|Коваленко|كوفالينكو|Κοβαλένκο
Bondarenko|Бондаренко|بوندارينكو|Μπονταρένκο
Tkachenko Tkatchenko|Ткаченко|تكاتشينكو|Τκατσένκο
Kravchuk Kravtchouk|Кравчук|كرافتشوك|Κραβτσούκ
Melnyk Melnik|Мельник|ميلنيك|Μέλνικ
Ivanova Iwanowa|Иванова|إيفانوفا|Ιβάνοβα
Petrova Petrowa|Петрова|بيتروفا|Πετρόβα
Sokolova Sokolowa|Соколова|سوكولوفا|Σοκόλοβα
Popov Popow|Попов|بوبوف|Ποπόφ
Lysenko Lisenko|Лисенко|ليسينكو|Λισένκο
Hrytsenko Gritsenko|Гриценко|غريتسينكو|Γκριτσένκο
Zhuravleva Zhuravlyova|Журавлева|جورافليفا|Ζουραβλιόβα
Kuznetsov Kouznetsov|Кузнецов|كوزنيتسوف|Κουζνετσόφ
Morozova Morosowa|Морозова|موروزوفا|Μορόζοβα
Dimitrova Dimitrowa|Димитрова|ديميتروفا|Ντιμίτροβα
Stoyanov Stojanov|Стоянов|ستويانوف|Στογιάνοφ
Georgiev Gueorguiev|Георгиев|جورجييف|Γκεοργκίεφ
Savchenko Savtchenko|Савченко|سافتشينكو|Σαβτσένκο
Rudenko Roudenko|Руденко|رودينكو|Ρουντένκο
Moroz Moros|Мороз|موروز|Μορόζ
Kharchenko Khartchenko|Харченко|خارتشينكو|Χαρτσένκο
Vlasenko Wlasenko|Власенко|فلاسينكو|Βλασένκο
Polishchuk Polishuk|Поліщук|بوليشوك|Πολισούκ
"""
GREEK_GIVEN = """
Giorgos Georgios Yorgos|Георгиос|جورجيوس|Γιώργος
Ioannis Yannis Giannis|Иоаннис|يوانيس|Ιωάννης
Konstantinos Constantinos|Константинос|قسطنطينوس|Κωνσταντίνος
Eleni Heleni|Элени|إيليني|Ελένη
Vasiliki Vassiliki|Василики|فاسيليكي|Βασιλική
Christina Kristina|Христина|كريستينا|Χριστίνα
Dimitris Dimitrios|Димитрис|ديميتريس|Δημήτρης
Sofia Sophia|София|صوفيا|Σοφία
Panagiotis Panayiotis|Панайотис|باناجيوتيس|Παναγιώτης
Evangelia Evaggelia|Евангелия|إيفانجيليا|Ευαγγελία
Katerina Aikaterini|Катерина|كاترينا|Κατερίνα
Thanasis Athanasios|Танасис|تاناسيس|Θανάσης
"""
GREEK_FAMILY = """
Papadopoulos Papadopulos|Пападопулос|بابادوبولوس|Παπαδόπουλος
Georgiou Yeorgiou|Георгиу|جورجيو|Γεωργίου
Nikolaou Nicolaou|Николау|نيكولاو|Νικολάου
Mpakogianni Bakoyanni|Бакоянни|باكوياني|Μπακογιάννη
Vlachou Vlahou|Влаху|فلاخو|Βλάχου
Christodoulou Hristodoulou|Христодулу|خريستودولو|Χριστοδούλου
Antoniou|Антониу|أنتونيو|Αντωνίου
Karagiannis Karayannis|Караяннис|كاراجيانيس|Καραγιάννης
Oikonomou Economou|Икономоу|إيكونومو|Οικονόμου
Theodorou Teodorou|Теодору|تيودورو|Θεοδώρου
Makris|Макрис|ماكريس|Μακρής
Samaras|Самарас|ساماراس|Σαμαράς
Alexiou Alexiu|Алексиу|أليكسيو|Αλεξίου
Pappas Papas|Паппас|باباس|Παππάς
"""
LATIN_GIVEN = """
Blessing|Блессинг|بليسينغ|
Marsela Marcela|Марсела|مارسيلا|Μαρσέλα
Ndoç Ndoc||
Arjeta Arieta|Арьета|أريتا|Αριέτα
Ioana Joana|Иоана|يوانا|Ιωάνα
Ștefan Stefan Shtefan|Штефан|شتيفان|Στέφαν
Nguyệt Nguyet||
Precious|||
Chidi||تشيدي|
Nadège Nadege|Надеж|ناديج|
Elira|Элира|إليرا|Ελίρα
Besnik|Бесник|بيسنيك|Μπέσνικ
Mihaela Michaela|Михаэла|ميهايلا|Μιχαέλα
Adaeze|||
Fatou|Фату|فاتو|Φατού
Mirela|Мирела|ميريلا|Μιρέλα
"""
LATIN_FAMILY = """
Gjokaj Gjoka|Гьокай|جوكاي|Γκιόκαϊ
Hoxha Hodja|Ходжа|هوجا|Χότζα
Përparimaj Perparimaj||
Okafor Okafore|Окафор|أوكافور|Οκαφόρ
Popescu|Попеску|بوبيسكو|Ποπέσκου
Ionescu Jonescu|Ионеску|يونيسكو|Ιονέσκου
Traoré Traore|Траоре|تراوري|Τραορέ
Diallo Dialo|Диалло|ديالو|Ντιάλο
Eze|||
Dragomir|Драгомир|دراغومير|Ντραγκομίρ
Berisha Berischa|Бериша|بيريشا|Μπερίσα
Krasniqi Krasnici|Красничи|كراسنيتشي|Κράσνιτσι
Osagie Ossagie|||
Nwosu|||
Trần Tran||
D’Almeida Dalmeida|||
Munteanu|Мунтяну|مونتيانو|Μουντεάνου
Leka|Лека|ليكا|Λέκα
Shehu Chehu|Шеху|شيهو|Σέχου
Adeyemi|Адеями|أدييمي|
"""
# What names are built of that stand in no list: one line a sound, Latin spellings | Cyrillic | Arabic | Greek.
ARABIC_CONSONANTS = """
b|б|ب|μπ
t|т|ت|τ
j dj g|дж|ج|τζ
h|х|ح|χ
kh h|х|خ|χ
d|д|د|ντ
r|р|ر|ρ
z|з|ز|ζ
s ss|с|س|σ
sh ch|ш|ش|σ
s|с|ص|σ
t|т|ط|τ
gh g|г|غ|γ
f|ф|ف|φ
q k c|к|ق|κ
k|к|ك|κ
l|л|ل|λ
m|м|م|μ
n|н|ن|ν
"""
SLAVIC_CONSONANTS = """
b|б|ب|μπ
v w|в|ف|β
h g|г|غ|γκ
d|д|د|ντ
zh j|ж|ج|ζ
z|з|ز|ζ
k|к|ك|κ
l|л|ل|λ
m|м|م|μ
n|н|ن|ν
p|п|ب|π
r|р|ر|ρ
s ss|с|س|σ
t|т|ت|τ
kh h|х|خ|χ
ts c tz|ц|تس|τσ
ch tch tsch|ч|تش|τσ
sh ch sch|ш|ش|σ
"""
GREEK_CONSONANTS = """
v|в|ف|β
g gh|г|غ|γ
d dh|д|د|δ
z|з|ز|ζ
th|т|ث|θ
k c|к|ك|κ
l|л|ل|λ
m|м|م|μ
n|н|ن|ν
x ks|кс|كس|ξ
p|п|ب|π
r|р|ر|ρ
s|с|س|σ
t|т|ت|τ
f ph|ф|ف|φ
ch h kh|х|خ|χ
"""
LATIN_CONSONANTS = """
b|б|ب|μπ
k c|к|ك|κ
d|д|د|ντ
f|ф|ف|φ
g|г|غ|γκ
l|л|ل|λ
m|м|م|μ
n|н|ن|ν
p|п|ب|π
r|р|ر|ρ
s ss|с|س|σ
sh sch|ш|ش|σ
t|т|ت|τ
v|в|ف|β
z|з|ز|ζ
"""
VOWELS = """
a|а|ا|α
e|е|ي|ε
i y|и|ي|ι
o|о|و|ο
u ou|у|و|ου
"""
ARABIC_VOWELS = """
a|а||α
i e|и||ι
u o ou|у||ου
"""
LONG_VOWELS = """
a aa|а|ا|α
i ee|и|ي|ι
u ou oo|у|و|ου
"""
ENDINGS = {
    "Cyrl": """
enko|енко|ينكو|ένκο
chuk tchouk tschuk|чук|تشوك|τσούκ
ova owa|ова|وفا|όβα
ev eff ew|ев|يف|εφ
sky skyi ski|ський|سكي|σκι
ko|ко|كو|κο
ych itch ich|ич|يتش|ιτς
""",
    "Grek": """
opoulos opulos|опулос|وبولوس|όπουλος
idis ides|идис|يديس|ίδης
akis|акис|اكيس|άκης
ou u|у|و|ου
as|ас|اس|ας
""",
    "Latn": """
escu esku|еску|يسكو|έσκου
aj ai|ай|اي|άι
i|и|ي|ι
u|у|و|ου
o|о|و|ο
a|а|ا|α
""",
}
SCRIPTS = ["Latn", "Cyrl", "Arab", "Grek"]


@dataclass(frozen=True)
class Name:
    """The parts of one person's name, each by script as spellings."""

    parts: tuple[dict[str, tuple[str, ...]], ...]

    def written(self, dice, script, spelling=None):
        """As a clerk writes it in `script`, in Latin where that part has none there. `spelling` 0 is the first."""
        words = []
        for part in self.parts:
            spellings = part.get(script) or part["Latn"]
            words.append(spellings[0] if spelling == 0 else dice.choice(spellings))
        return words


def _read(lines):
    names = []
    for line in lines.strip().splitlines():
        given = [tuple(cell.split()) if at == 0 else tuple(filter(None, [cell])) for at, cell in enumerate(line.split("|"))]  # fmt: skip
        names.append({script: cell for script, cell in zip(SCRIPTS, given, strict=False) if cell})
    return names


CULTURES = [
    (_read(ARABIC_GIVEN), _read(ARABIC_FAMILY), "Arab"),
    (_read(SLAVIC_GIVEN), _read(SLAVIC_FAMILY), "Cyrl"),
    (_read(GREEK_GIVEN), _read(GREEK_FAMILY), "Grek"),
    (_read(LATIN_GIVEN), _read(LATIN_FAMILY), "Latn"),
]


def _sounds(lines):
    """[{script: spellings}]: an empty cell is a sound that this script does not write."""
    cells = [line.split("|") for line in lines.strip().splitlines()]
    return [
        dict(zip(SCRIPTS, (tuple(cell.split()) for cell in line), strict=True)) for line in cells
    ]


CONSONANTS = {
    "Arab": _sounds(ARABIC_CONSONANTS),
    "Cyrl": _sounds(SLAVIC_CONSONANTS),
    "Grek": _sounds(GREEK_CONSONANTS),
    "Latn": _sounds(LATIN_CONSONANTS),
}
FREE, SHORT, LONG = _sounds(VOWELS), _sounds(ARABIC_VOWELS), _sounds(LONG_VOWELS)
LAST = {script: _sounds(lines) for script, lines in ENDINGS.items()}
A_SHORT, M_LETTER = SHORT[0], CONSONANTS["Arab"][-2]
SPELLINGS = 3


def built(dice, script):
    """A name that stands in no list, as most surnames: root and pattern in Arabic, syllables and an ending elsewhere."""
    sounds = _rooted(dice) if script == "Arab" else _joined(dice, script)
    spelled = {
        other: ("".join(one[other][0] for one in sounds if one[other]),) for other in SCRIPTS
    }
    ways = (
        "".join(dice.choice(one["Latn"]) for one in sounds if one["Latn"])
        for _way in range(SPELLINGS)
    )
    return spelled | {
        "Latn": tuple(dict.fromkeys(re.sub("c(?=[eiy])", "k", way).title() for way in ways))
    }


def _rooted(dice):
    one, two, three = dice.sample(CONSONANTS["Arab"], 3)
    short, long = dice.choice(SHORT), dice.choice(LONG)
    return dice.choice(
        [
            [one, LONG[0], two, SHORT[1], three],
            [one, A_SHORT, two, LONG[1], three],
            [one, A_SHORT, two, long, three, LONG[1]],
            [M_LETTER, A_SHORT, one, two, LONG[2], three],
            [one, short, two, three, LONG[0], CONSONANTS["Arab"][-1]],
        ]
    )


def _joined(dice, script):
    parts = [dice.choice(CONSONANTS[script]), dice.choice(FREE), dice.choice(CONSONANTS[script])]
    if dice.random() < 0.6:
        parts += [dice.choice(FREE), dice.choice(CONSONANTS[script])]
    return [*parts, dice.choice(LAST[script])]


def listed(dice, names):
    """Those at the head of a list are frequent."""
    return dice.choices(names, [1 / (rank + 3) for rank in range(len(names))])[0]


def invented(dice: random.Random) -> tuple[Name, str, str]:
    """(name, script of the culture, birth date): mostly two parts, sometimes three."""
    given, family, script = dice.choices(CULTURES, [5, 5, 2, 5])[0]
    first = built(dice, script) if dice.random() < 0.35 else listed(dice, given)
    last = built(dice, script) if dice.random() < 0.75 else listed(dice, family)
    parts = [first, last]
    if dice.random() > 0.8:
        parts.insert(1, dice.choice([each for each in given if each != first]))
    born = f"{dice.randint(1960, 2010)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    return Name(tuple(parts)), script, born
