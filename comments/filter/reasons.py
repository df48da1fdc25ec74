"""The sentence an author reads for each sense: what we noticed, kindly and plainly.

None of them repeats the word that was found, so that nobody learns an insult here.
"""

from typing import Final

from comments.domain.phrases import Phrase

REASONS: Final = {
    "obscene": Phrase("These words are obscene."),
    "lewd": Phrase(
        "These words are sexual in a way that does not belong on this board."
    ),
    "vulgar": Phrase("These words are vulgar."),
    "insult": Phrase("These words insult someone instead of answering them."),
    "slur": Phrase("These words are a slur against a group of people."),
    "sexist": Phrase("These words put someone down for their sex."),
    "dehumanising": Phrase("These words describe people as less than human."),
    "generalising": Phrase("These words speak ill of a whole group for what they are."),
    "exclusion": Phrase("These words say that a group of people does not belong here."),
    "hatred": Phrase("These words express hatred of a group of people."),
    "degrading": Phrase("These words degrade someone."),
    "threat": Phrase("These words threaten someone with harm."),
    "veiled": Phrase("These words can be read as a threat."),
    "wish": Phrase("These words wish harm on someone."),
    "incitement": Phrase("These words call on others to do harm."),
    "self-harm": Phrase("These words tell someone to harm themselves."),
    "learned-obscene": Phrase("The marked words make this read as lewd or obscene."),
    "learned-threat": Phrase(
        "The marked words make this read as a threat or a wish of harm."
    ),
    "learned-identity": Phrase(
        "The marked words make this read as an attack on a group."
    ),
    "learned-insult": Phrase(
        "The marked words make this read as an insult to someone."
    ),
    "banned": Phrase(
        "These words are on the newsroom’s own list of what it does not publish."
    ),
    "watched": Phrase(
        "These words are on the newsroom’s own list of what a moderator reads."
    ),
    "link": Phrase("Links from new authors are looked at by a moderator first."),
    "repeat": Phrase("You have posted this text before; once is enough."),
    "flood": Phrase("You have posted many comments in a short time."),
}
