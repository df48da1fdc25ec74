"""Which passwords are too easy to guess to protect an account."""

import re
from typing import Final

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 128

# The stems of the passwords that every guessing tool tries first.  Whatever is left of
# a password without its digits and signs is looked up here.
COMMON_STEMS: Final = frozenset(
    """
    access admin administrator amanda andrew angel angels apple arsenal asdf asdfgh
    asdfghjk asdfghjkl ashley austin baby babygirl babylon banana barcelona baseball
    basketball batman biteme blink boomer brandon brooklyn buster butterfly charlie
    cheese chelsea chicken chocolate computer cookie corvette cowboy cricket dallas
    daniel default diamond dolphin donald dragon eagles elephant family ferrari flower
    football forever freedom friend friends fuckyou gandalf george ginger google guest
    hannah harley heather hello helloworld hockey hunter iceman iloveyou iloveu internet
    jackson jasmine jennifer jessica jesus jordan joseph joshua justin killer ladybug
    letmein letmeinplease liverpool login london looking lovely loveme lover maggie
    magic manchester marina martin master matrix matthew maverick melissa mercedes
    merlin metallica michael michelle midnight mickey monkey monster morgan mother
    mustang mynoob naruto nicholas nicole nirvana ninja nothing orange pass passport
    passw passwd password passwords patrick peanut pepper phoenix playboy pokemon
    pookie porsche princess purple qazwsx qazwsxedc qwer qwert qwerty qwertyu qwertyui
    qwertyuiop rainbow ranger richard robert rockstar sample samantha scooter secret
    secure security shadow silver slipknot snoopy soccer softball sophie spider
    spiderman spring starwars startrek steelers summer sunflower sunshine superman
    superstar swordfish system taylor temp temporary test tester testing thomas thunder
    thx tigger tigers trustno trustnoone unknown user username victoria welcome whatever
    william winner winter yamaha yankees yellow zaq zaqwsx zxcvbn zxcvbnm
    changeme changethis comment comments editor moderator newspaper newsroom parley
    reader reporter
    """.split()
)
LETTERS_MEANT: Final = str.maketrans("@4301!5$7", "aaeollsst")
ROWS: Final = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1q2w3e4r5t6y7u8i9o0p",
    "zaq12wsxcde34rfv",
    "!@#$%^&*()",
)


class UnfitPassword(ValueError):
    """A password that protects nothing, with a sentence that says why."""


def check_password(password: str, name: str) -> None:
    """Let a password pass, or raise UnfitPassword; any character is allowed."""
    if len(password) < SHORTEST_PASSWORD:
        raise UnfitPassword(f"A password has at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise UnfitPassword(f"A password has at most {LONGEST_PASSWORD} characters.")
    if _is_common(password.casefold()) or _is_name(password, name):
        raise UnfitPassword(
            "This password is among the first that anybody would try. "
            "Three or four unrelated words make a good one."
        )


def _is_common(password: str) -> bool:
    if len(set(password)) <= 3 or _repeats(password) or _runs(password):
        return True
    return _stem(password) in COMMON_STEMS or _halved_stem(password) in COMMON_STEMS


def _stem(password: str) -> str:
    core = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", password)
    return re.sub(r"[\W_]", "", core.translate(LETTERS_MEANT))


def _halved_stem(password: str) -> str:
    stem = _stem(password)
    middle = len(stem) // 2
    return stem[:middle] if stem[:middle] == stem[middle:] else stem


def _repeats(password: str) -> bool:
    # "abcabcabc" is found inside itself once it is shifted.
    unit = (password + password).find(password, 1)
    return unit < len(password) and unit <= 4


def _runs(password: str) -> bool:
    rows = ROWS + tuple(row[::-1] for row in ROWS)
    pieces = re.findall(r"[a-z]+|\d+|[^a-z\d]+", password)
    whole = any(password in row for row in rows)
    return whole or all(any(piece in row for row in rows) for piece in pieces)


def _is_name(password: str, name: str) -> bool:
    letters = re.sub(r"[\W\d_]", "", password.casefold())
    return bool(letters) and letters == re.sub(r"[\W\d_]", "", name.casefold())
