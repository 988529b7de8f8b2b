"""spaCy's side of `cargo xtask bench english`: the full pipeline through `nlp.pipe`, default batches, one process, one
pinned core, and one of the two matrix products that it can use: its own (blis), the default, or numpy's.

    bench.py choose FILE   prints which matrix product is the faster on the first rows of FILE: "blis" or "numpy"
    bench.py parse FILE    parses the rows {"id", "text"} of FILE; prints {"ready", "cpu", "tokens"}, in seconds
    bench.py conllu        rows on standard input, CoNLL-U on standard output, as `tidings read --raw --format conllu -`

MATRIX_PRODUCT=numpy in the environment takes numpy's.
"""

import json
import os
import sys
import time

if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

BEGIN = time.perf_counter()

from thinc.api import NumpyOps, set_current_ops  # noqa: E402  (imports are part of the start-up that is timed)

from dump import load  # noqa: E402


def use(product):
    """Pipelines loaded from now on multiply matrices with `product`."""
    set_current_ops(NumpyOps(use_blis=product != "numpy"))


use(os.environ.get("MATRIX_PRODUCT"))


def texts_of(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line)["text"] for line in file]


def cpu_seconds(nlp, texts):
    """CPU time to parse the texts, and the number of tokens."""
    # The first call builds what is built once.
    nlp("The mayor of Velmora resigned on Tuesday.")
    begin = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    return time.process_time() - begin, tokens


def choose(path):
    texts = texts_of(path)[:30]
    pipelines = {}
    for product in ("blis", "numpy"):
        use(product)
        pipelines[product] = load()
    times = {product: [] for product in pipelines}
    for _ in range(3):
        for product, nlp in pipelines.items():
            times[product].append(cpu_seconds(nlp, texts)[0])
    print(min(times, key=lambda product: min(times[product])))


def parse(path):
    nlp = load()
    ready = time.perf_counter() - BEGIN
    cpu, tokens = cpu_seconds(nlp, texts_of(path))
    print(json.dumps({"ready": ready, "cpu": cpu, "tokens": tokens}))


ESCAPES = {code: f"\\u{code:04X}" for code in [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]}
ESCAPES.update({ord("\n"): "\\n", ord("\t"): "\\t", ord("\r"): "\\r"})


def escape(text):
    return text.translate(ESCAPES)


def conllu():
    nlp = load()
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    rows = (json.loads(line) for line in sys.stdin)
    for doc, name in nlp.pipe(((row["text"], row["id"]) for row in rows), as_tuples=True):
        lines = [f"# newdoc id = {name}"]
        places = {}
        for entity in doc.ents:
            for token in entity:
                first, last = token.i == entity.start, token.i == entity.end - 1
                place = "U" if first and last else "B" if first else "L" if last else "I"
                places[token.i] = f"Entity={place}-{entity.label_}"
        for sentence in doc.sents:
            lines.append(f"# text = {escape(sentence.text)}")
            for number, token in enumerate(sentence, 1):
                root = token.head.i == token.i
                misc = [f"Offset={token.idx}:{token.idx + len(token)}"]
                if not token.whitespace_:
                    misc.append("SpaceAfter=No")
                if token.i in places:
                    misc.append(places[token.i])
                columns = (
                    str(number),
                    escape(token.text),
                    escape(token.lemma_),
                    token.pos_ or "_",
                    token.tag_ or "_",
                    str(token.morph) or "_",
                    "0" if root else str(token.head.i - sentence.start + 1),
                    token.dep_ or "_",
                    "_",
                    "|".join(misc),
                )
                lines.append("\t".join(columns))
            lines.append("")
        print("\n".join(lines))


if __name__ == "__main__":
    {"choose": choose, "parse": parse, "conllu": conllu}[sys.argv[1]](*sys.argv[2:])
