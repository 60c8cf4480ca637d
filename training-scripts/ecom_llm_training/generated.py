"""Examples written by this project: titles that state attributes, passages that answer questions, plain instructions.

Invented brands, values from the attribute schemas and from the lists below. Every value that is asked for stands in the
text, letter by letter; what is asked for beyond it is absent: that teaches to copy and to leave out, not to know.
"""

import random
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]

SYLLABLES = "ka lo mi ven tor bri sal nor dex qua zi ron pel ash umi far gro hel ivo jun".split()
VALUES = {
    "color": "Black|White|Navy Blue|Forest Green|Rose Gold|Heather Grey|Red|Charcoal|Ivory|Light Brown".split("|"),
    "material": "Stainless Steel|Cotton|Leather|Bamboo|Ceramic|Nylon|Solid Oak|Silicone|Merino Wool|Glass".split("|"),
    "size": "XS|M|XL|US 9|EU 42|10 x 12 in|Queen|32W x 34L|Large|One Size".split("|"),
    "scent": "Lavender|Unscented|Fresh Linen|Vanilla|Citrus".split("|"),
    "style": "Classic|Modern|Slim Fit|Vintage|Low Profile".split("|"),
    "pattern": "Striped|Floral|Plaid|Solid|Polka Dot".split("|"),
    "gender": "Men's|Women's|Unisex|Boys'|Girls'".split("|"),
}
UNITS = {  # of the schemas, as titles write them
    "kg": ("kg", "g", "lb", "oz"),
    "cm": ("cm", "in", "mm"),
    "m": ("m", "ft"),
    "mm": ("mm",),
    "g": ("g", "oz"),
    "min": ("min", "minutes"),
    "hz": ("Hz",),
    "lm": ("lm", "Lumens"),
    "l": ("L", "ml", "oz"),
    "ml": ("ml", "fl oz"),
    "w": ("W", "Watt"),
    "v": ("V",),
    "h": ("hours", "h"),
    "gb": ("GB", "TB"),
    "in": ("in", "Inch", '"'),
    "count": ("Pack", "Count", "pcs"),
}


def brand(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=draw.choice((2, 3)))).capitalize()


def model_name(draw: random.Random) -> str:
    letters = "".join(draw.choices("ABCDEFGHJKLMNPRSTWXZ", k=draw.choice((1, 2, 3))))
    return f"{letters}{draw.choice(('', '-'))}{draw.randint(10, 9_999)}{draw.choice(('', '', 'X', 'B'))}"


def titles(schemas: Row, most: int, seed: int) -> Iterator[Row]:
    """Titles of the categories that core has schemas for."""
    draw = random.Random(f"titles {seed}")
    paths = sorted(schemas["categories"])
    for _ in range(most):
        path = draw.choice(paths)
        specs = [spec for place, specs in schemas["categories"].items() if path.startswith(place) for spec in specs]
        yield _title(path, specs, draw)


def _title(path: str, specs: list[Row], draw: random.Random) -> Row:
    kind = path.split(" > ")[-1]
    kind = kind[:-1] if kind.endswith("s") and not kind.endswith("ss") and draw.random() < 0.8 else kind
    known = {"brand": brand(draw), "type": kind}
    if draw.random() < 0.5:
        known["model"] = model_name(draw)
    absent: list[str] = [] if "model" in known else ["model"]
    for spec in draw.sample(specs, min(len(specs), draw.randint(1, 5))):
        value = _value(spec, draw)
        if value and draw.random() < 0.7:
            known.setdefault(spec["name"], value)
        elif value is not None:
            absent.append(spec["name"])
    if draw.random() < 0.1:
        absent.append("brand")
        del known["brand"]
    rest = [name for name in known if name not in ("brand", "model", "type", "gender")]
    draw.shuffle(rest)
    front = [name for name in ("brand", "gender", "model") if name in known]
    split = draw.randint(0, len(rest))
    head = " ".join(known[name] for name in [*front, *rest[:split], "type"])
    title = draw.choice((", ", " - ", ", ", " ")).join([head, *(known[name] for name in rest[split:])])
    written = draw.choice((str, in_words, in_title_words))
    asked = list(known)
    draw.shuffle(asked)
    return {
        "task": "extract",
        "title": title,
        "category": path,
        "attributes": {written(name): known[name] for name in asked},
        "absent": [written(name) for name in dict.fromkeys(absent) if name not in known],
    }


def _value(spec: Row, draw: random.Random) -> str | None:
    """As a title states it; None for what a title does not state in words of its own."""
    name = spec["name"]
    if spec.get("type") == "yes or no":
        return None
    if spec.get("type") == "number":
        units = UNITS.get(str(spec.get("unit", "")).lower())
        if not units:
            return None
        number = draw.choice((draw.randint(1, 60), draw.randint(2, 20) * 50, round(draw.uniform(0.2, 9.9), 1)))
        return f"{number}{draw.choice((' ', '', '-'))}{draw.choice(units)}"
    if spec.get("values"):
        return str(draw.choice(spec["values"])).title()
    return draw.choice(VALUES[name]) if VALUES.get(name) else None


def in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def in_title_words(name: str) -> str:
    return name.replace("_", " ").title()


# What is asked, how a text says it, how an answer says it, and what with. {n} is a number, {x} a word.
FACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "weight": (
        ("How heavy is it?", "What does it weigh?", "Is it light enough to carry around?"),
        ("It weighs {n} {x}.", "Item weight: {n} {x}", "At {n} {x} it was easier to lift than I thought."),
        ("It weighs {n} {x}.",),
        ("pounds", "kg", "ounces"),
    ),
    "battery": (
        ("How long does the battery last?", "How many hours do I get from a charge?"),
        ("A full charge lasts {n} {x}.", "Battery life: {n} {x}", "I get {n} {x} out of it before it needs charging."),
        ("A charge lasts {n} {x}.",),
        ("hours",),
    ),
    "dishwasher": (
        ("Can it go in the dishwasher?", "Is it dishwasher safe?"),
        ("All parts are {x}.", "Care: {x}", "The manual says it is {x}."),
        ("It is {x}.",),
        ("dishwasher safe", "to be washed by hand only"),
    ),
    "warranty": (
        ("How long is the warranty?", "Does it come with a guarantee?"),
        ("It comes with a {n} {x} warranty.", "Warranty: {n} {x}", "The maker covers it for {n} {x}."),
        ("The warranty is {n} {x}.",),
        ("year", "month"),
    ),
    "water": (
        ("Is it waterproof?", "Can I use it in the rain?"),
        ("The outside is {x}.", "Water: {x}", "I was out in a storm with it, and it is {x}."),
        ("It is {x}.",),
        ("waterproof", "water resistant, but not waterproof", "not made for rain"),
    ),
    "fit": (
        ("Does it run small?", "How does it fit?", "Should I order my usual size?"),
        ("It {x}.", "Several buyers say that it {x}.", "For me it {x}."),
        ("It {x}.",),
        ("runs small, so go one size up", "fits true to size", "runs wide"),
    ),
    "origin": (
        ("Where is it made?", "Which country does it come from?"),
        ("Made in {x}.", "Country of origin: {x}", "The label says made in {x}."),
        ("It is made in {x}.",),
        ("Portugal", "the USA", "Vietnam", "Italy", "Japan"),
    ),
    "assembly": (
        ("Do I have to put it together?", "Is assembly required?"),
        ("It arrives {x}.", "Assembly: {x}", "Mine came {x}."),
        ("It comes {x}.",),
        ("fully assembled", "in parts, with the tools in the box"),
    ),
    "power": (
        ("What kind of plug or batteries does it need?", "How is it powered?"),
        ("It runs on {x}.", "Power: {x}", "You have to have {x} for it."),
        ("It runs on {x}.",),
        ("two AA batteries", "a USB-C cable", "a 120 V outlet", "a built-in solar cell"),
    ),
    "noise": (
        ("Is it loud?", "How much noise does it make?"),
        ("It is {x}.", "At night it is {x}.", "We find that it is {x}."),
        ("It is {x}.",),
        ("so quiet that we sleep beside it", "about as loud as a vacuum cleaner"),
    ),
    "age": (
        ("What age is it for?", "Is it safe for a toddler?"),
        ("Recommended from {n} years.", "For ages {n} and up", "Small parts: not for children under {n} years."),
        ("It is meant for children from {n} years.",),
        ("",),
    ),
    "color": (
        ("Does the color match the picture?", "Is the color as shown?"),
        ("The color is {x}.", "In daylight it is {x}.", "I'd say that it is {x}."),
        ("The color is {x}.",),
        ("darker than in the picture", "exactly as shown", "a little lighter than on the screen"),
    ),
}
KINDS = (
    "Desk Lamp|Rain Jacket|Travel Mug|Camping Tent|Electric Kettle|Hiking Boots|Office Chair|Speaker|Backpack|Toy Train"
)
FILLERS = (
    "Arrived on time and well packed.",
    "I bought it as a present and she loves it.",
    "Great value, I would buy it again.",
    "The seller answered within a day.",
    "Looks nice in our house.",
)


def questions(most: int, seed: int) -> Iterator[Row]:
    """Three in four have a passage that answers; in the others it is taken away."""
    draw = random.Random(f"questions {seed}")
    for _ in range(most):
        facts = draw.sample(sorted(FACTS), draw.randint(3, 5))
        product = f"{brand(draw)} {model_name(draw)} {draw.choice(KINDS.split('|'))}"
        asked, texts, answers, words = FACTS[facts[0]]
        filled = {"n": draw.randint(2, 24), "x": draw.choice(words)}
        known = draw.random() < 0.75
        passages = [{"text": draw.choice(texts).format(**filled), "source": "description", "label": 2}] if known else []
        for other in facts[1:]:
            _, says, _, what = FACTS[other]
            text = draw.choice(says).format(n=draw.randint(2, 24), x=draw.choice(what))
            passages.append({"text": text, "source": draw.choice(("review", "description")), "label": 0})
        passages.append({"text": draw.choice(FILLERS), "source": "review", "label": 0})
        draw.shuffle(passages)
        yield {
            "task": "qa",
            "product": product,
            "question": draw.choice(asked),
            "passages": passages,
            "answerable": known,
            "answers": [draw.choice(answers).format(**filled)] if known else [],
        }


WORDS = "river apple stone cloud garden paper window bread silver monday lantern orange forest button winter".split()


def instructions(most: int, seed: int) -> Iterator[Row]:
    """Small tasks that have nothing to do with products, to see what tuning costs a model elsewhere."""
    draw = random.Random(f"instructions {seed}")
    for _ in range(most):
        words = draw.sample(WORDS, draw.randint(3, 6))
        first, second = draw.randint(2, 99), draw.randint(2, 99)
        question, answer = draw.choice(
            (
                (f"Sort these words by the alphabet: {', '.join(words)}", ", ".join(sorted(words))),
                (f"How many words are in this list? {', '.join(words)}", f"There are {len(words)} words."),
                (f"What is {first} + {second}?", f"{first} + {second} = {first + second}"),
                (f"Which is larger, {first} or {second + 100}?", f"{second + 100} is larger."),
                (f"Write these words in capital letters: {' '.join(words)}", " ".join(words).upper()),
                (f"Repeat the last of these words: {', '.join(words)}", words[-1]),
            )
        )
        yield {"task": "general", "question": question, "answer": answer}
