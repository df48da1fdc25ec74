"""The sentence an author reads for each sense: what we noticed, kindly and plainly.

None of them repeats the word that was found, so that nobody learns an insult here.
"""

from typing import Final

REASONS: Final = {
    "obscene": "These words are obscene.",
    "lewd": "These words are sexual in a way that does not belong on this board.",
    "vulgar": "These words are vulgar.",
    "insult": "These words insult someone instead of answering them.",
    "slur": "These words are a slur against a group of people.",
    "sexist": "These words put someone down for their sex.",
    "dehumanising": "These words describe people as less than human.",
    "generalising": "These words speak ill of a whole group for what they are.",
    "exclusion": "These words say that a group of people does not belong here.",
    "hatred": "These words express hatred of a group of people.",
    "degrading": "These words degrade someone.",
    "threat": "These words threaten someone with harm.",
    "veiled": "These words can be read as a threat.",
    "wish": "These words wish harm on someone.",
    "incitement": "These words call on others to do harm.",
    "self-harm": "These words tell someone to harm themselves.",
    "learned-obscene": "The marked words make this read as lewd or obscene.",
    "learned-threat": "The marked words make this read as a threat or a wish of harm.",
    "learned-identity": "The marked words make this read as an attack on a group.",
    "learned-insult": "The marked words make this read as an insult to someone.",
    "banned": "These words are on the newsroom’s own list of what it does not publish.",
    "watched": "These words are on the newsroom’s own list of what a moderator reads.",
    "link": "Links from new authors are looked at by a moderator first.",
    "repeat": "You have posted this text before; once is enough.",
    "flood": "You have posted many comments in a short time.",
}
