"""Texts for a benchmark, made of words of our own: no file, and the same for a seed."""

from random import Random
from typing import Final

from comments.domain.moderation import MAX_TEXT

WHO: Final = (
    "the council,the mayor,my neighbour,the ferry line,our school board,the cyclist,"
    "the driver,a nurse,the baker,the reporter,the minister,the crew,the landlord,"
    "the old mill,the library,the bus company,the judge,the farmer,the engineer,"
    "the shopkeeper,everybody here,the union,the museum,the harbour master"
).split(",")
DOES: Final = (
    "closes,opens,repairs,forgets,promises,measures,sells,paints,blocks,defends,"
    "postpones,explains,counts,rents out,ignores,visits,plans,pays for,questions,"
    "inspects,welcomes,delays,moves,rebuilds"
).split(",")
WHAT: Final = (
    "the bridge,the market hall,the second bus lane,the night train,the playground,"
    "the water tower,our street,the new timetable,the budget,the ticket machine,"
    "the riverside path,the clinic,the car park,the swimming pool,the tram stop,"
    "the archive,the sports ground,the lock,the town square,the recycling yard"
).split(",")
WHEN: Final = (
    "again,on Monday,for the third time,without asking anybody,since the flood,"
    "before the election,in the middle of winter,at last,every single year,"
    "as usual,after the hearing,in broad daylight,with our money,for nothing"
).split(",")
RUDE: Final = (
    "What a pathetic lying idiot.,Only a moron believes that.,You are a clown.,"
    "Shut up and learn to read.,These fools disgust me."
).split(",")


def written(chance: Random, *, rude: bool = False) -> str:
    """One comment of one to nine sentences, with a number that few others have."""
    sentences = [
        f"{chance.choice(WHO)} {chance.choice(DOES)} {chance.choice(WHAT)} "
        f"{chance.choice(WHEN)}.".capitalize()
        for _ in range(1 + int(chance.random() ** 3 * 9))
    ]
    if rude:
        sentences.append(chance.choice(RUDE))
    return f"{' '.join(sentences)} See page {chance.randrange(10**6)}."[:MAX_TEXT]
