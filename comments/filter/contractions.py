"""Short forms and what they are short for, so that patterns know one spelling."""

from functools import lru_cache
from typing import Final

SHORT_FORMS: Final = {
    "im": "i am",
    "ima": "i am going to",
    "imma": "i am going to",
    "youre": "you are",
    "ur": "your",
    "u": "you",
    "ya": "you",
    "yall": "you all",
    "y'all": "you all",
    "yer": "your",
    "theyre": "they are",
    "gonna": "going to",
    "gunna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "oughta": "ought to",
    "em": "them",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "cant": "can not",
    "cannot": "can not",
    "wont": "will not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "couldnt": "could not",
    "youll": "you will",
    "theyll": "they will",
    "shoulda": "should have",
    "let's": "let us",
    "lets": "let us",
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "aint": "is not",
    "c'mon": "come on",
}
ENDINGS: Final = {
    "n't": " not",
    "'ll": " will",
    "'re": " are",
    "'ve": " have",
    "'m": " am",
    "'d": " would",
    "'s": " 's",
}


@lru_cache(maxsize=8192)
def expand(word: str) -> tuple[str, ...] | None:
    """Return the words a short form stands for; None when it is not a short form."""
    if word in SHORT_FORMS:
        return tuple(SHORT_FORMS[word].split())
    if "'" not in word:
        return None
    for ending, full in ENDINGS.items():
        if word.endswith(ending):
            return (*word.removesuffix(ending).split(), *full.split())
    return None
