"""The words and marks that end a clause, join two, or begin a question."""

from typing import Final

ENDS: Final = frozenset(["\n", ".", ";", "!", "?", "•", "|", "–", "—", "-", "->", "=>", "→"])
ARROWS: Final = frozenset(["->", "=>", "→"])
CONTRASTS: Final = frozenset("but pero although aunque however sino yet".split())
JOINTS: Final = frozenset(
    [",", ":", "(", ")", "&", "+", "/", "and", "y", "e", "then", "luego", "so"]
)
YES: Final = frozenset("yes yep yeah sure".split())
# "Can we", "is there": with a comma before it, a question of its own.
INVERTED: Final = frozenset("can could do does is are would will should".split())
PRONOUNS: Final = frozenset("we you they it i there he she".split())
QUESTION_WORDS: Final = frozenset(["if", "whether", "how", "si"])
ANDS: Final = frozenset(["and", "y", "e", "&", "+"])
# What a point after does not end a sentence.
SHORTENED: Final = frozenset(
    """
    min max approx incl excl vs mr mrs ms dr sr sra dra st ca dept mgr tel ext no nr num pag aprox
    av avda inc co ltd etc eg ie mktg ops acct dir asst
    """.split()
)
# Words before a verb that leave it the first of its clause.
LIGHT: Final = frozenset(
    """
    has have had was were is are been be got did does do will would also already just still then
    now finally again today yesterday both a the an and y e se lo le la les los las
    me nos ya ha han he hemos fue fueron esta estan tambien despues luego hoy ayer ahi por fin
    """.split()
)
# What goes on with another verb: "asked us to call", "agreed to a demo", "promised to send".
STARTERS: Final = frozenset(
    """
    how what which who when where why whose do does did can could is are will would should may
    and if also como que cual cuales quien cuando donde cuanto cuanta cuantos cuantas se hay es son
    pueden puede podemos podria tienen tiene incluye hacen y si existe
    """.split()
)
OPENERS: Final = frozenset(
    ["ask", "request", "plan", "promise", "agree", "defer", "move", "nothing", "decline", "owed"]
)
MAX_CLAUSES: Final = 40  # of one note
MAX_LENGTH: Final = 300  # characters of a clause
NEAR: Final = 4  # words between "not" and what it denies
