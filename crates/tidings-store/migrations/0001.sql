-- The first store. Numbers of articles and stories are those of this file; ids are what Tidings prints. The id of an
-- event, claim, figure, finding, actor or story is kept as the number of its hex digits. Days are ISO texts.
-- `starts` and `ends` of words count code points of the article's text, as SQLite's substr does. Where the last day is the
-- first, `latest` is '=' in tables; views have both.

CREATE TABLE archive (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO archive VALUES ('cursor', 0), ('grouped', 0), ('heads', 0), ('drift', 0), ('search_row', 0), ('story', 0);

CREATE TABLE versions (
    version INTEGER PRIMARY KEY,
    step TEXT NOT NULL CHECK (step IN ('reading', 'linking')),
    name TEXT NOT NULL,
    UNIQUE (step, name)
) STRICT;

-- What was delivered. It never changes.
CREATE TABLE originals (
    article INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL,
    media_type TEXT NOT NULL,
    source BLOB,
    url TEXT,
    title TEXT,
    outlet TEXT,
    published TEXT,
    remarks TEXT,
    bylines TEXT,
    modified TEXT,
    parts TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE TRIGGER originals_never_change BEFORE UPDATE ON originals
BEGIN
    SELECT RAISE(ABORT, 'originals never change');
END;

CREATE TABLE paths (
    article INTEGER NOT NULL REFERENCES originals,
    path TEXT NOT NULL,
    PRIMARY KEY (article, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (
    story INTEGER PRIMARY KEY,
    id INTEGER,
    title TEXT,
    earliest TEXT,
    latest TEXT,
    articles INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    version INTEGER REFERENCES versions,
    changed INTEGER NOT NULL,
    search_first INTEGER,
    search_last INTEGER,
    outline_days TEXT,
    outline_heads INTEGER NOT NULL,
    outline_square REAL NOT NULL,
    outline_keys BLOB NOT NULL,
    record BLOB
) STRICT;
CREATE UNIQUE INDEX stories_by_id ON stories (id);
CREATE INDEX stories_touched ON stories (story) WHERE touched = 1;

-- What reading made of it.
CREATE TABLE articles (
    article INTEGER PRIMARY KEY REFERENCES originals,
    story INTEGER REFERENCES stories,
    title TEXT,
    outlet TEXT,
    language TEXT,
    earliest TEXT,
    latest TEXT,
    basis TEXT NOT NULL,
    changed INTEGER NOT NULL,
    search_first INTEGER,
    search_last INTEGER
) STRICT;
CREATE INDEX articles_by_story ON articles (story, article);

CREATE TABLE readings (
    article INTEGER NOT NULL REFERENCES originals,
    version INTEGER NOT NULL REFERENCES versions,
    reading BLOB NOT NULL,
    PRIMARY KEY (article, version)
) STRICT, WITHOUT ROWID;

-- What places later articles.
CREATE TABLE story_keys (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (key, day, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE key_holders (key INTEGER PRIMARY KEY, holders INTEGER NOT NULL) STRICT;
CREATE TABLE fingerprints (fingerprint INTEGER PRIMARY KEY, article INTEGER NOT NULL) STRICT;

-- The record of each story, flat.
CREATE TABLE actors (
    id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES stories, nth INTEGER NOT NULL, name TEXT, type TEXT,
    aliases TEXT, speaks_for TEXT, article INTEGER, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL
) STRICT;
CREATE TABLE events (
    id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES stories, nth INTEGER NOT NULL, earliest TEXT, latest TEXT,
    basis TEXT, status TEXT, title TEXT, type TEXT, mode TEXT, ordinal INTEGER, places TEXT, actors TEXT,
    claimants TEXT, articles INTEGER, after_copies INTEGER, agencies TEXT, article INTEGER, starts INTEGER,
    ends INTEGER, on_timeline INTEGER, changed INTEGER NOT NULL
) STRICT;
CREATE TABLE told_claims (
    id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES stories, nth INTEGER NOT NULL, earliest TEXT, latest TEXT,
    basis TEXT, speaker TEXT, voice TEXT, stance TEXT, text TEXT, text_starts INTEGER, text_ends INTEGER, manner TEXT,
    to_whom TEXT, condition TEXT, within TEXT, from_day TEXT, until_day TEXT, articles INTEGER, after_copies INTEGER,
    agencies TEXT, article INTEGER, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL
) STRICT;
CREATE TABLE told_figures (
    id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES stories, nth INTEGER NOT NULL, earliest TEXT, latest TEXT,
    basis TEXT, event INTEGER, effect TEXT, counted TEXT, affected TEXT, unit TEXT, min REAL, max REAL,
    comparator TEXT, approximate INTEGER, none_reported INTEGER, part_of INTEGER, by_whom TEXT, against TEXT,
    places TEXT, voice TEXT, claimed_by TEXT, article INTEGER, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL
) STRICT;
CREATE TABLE found (
    id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES stories, nth INTEGER NOT NULL, kind TEXT,
    between_ids TEXT, because TEXT, question TEXT, innocent_reading TEXT, article INTEGER, starts INTEGER,
    ends INTEGER, changed INTEGER NOT NULL
) STRICT;
CREATE INDEX actors_by_story ON actors (story, nth);
CREATE INDEX events_by_story ON events (story, nth);
CREATE INDEX told_claims_by_story ON told_claims (story, nth);
CREATE INDEX told_figures_by_story ON told_figures (story, nth);
CREATE INDEX found_by_story ON found (story, nth);

-- Ids that are no more, and what they became.
CREATE TABLE removed (
    id TEXT PRIMARY KEY,
    became TEXT,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_by_new ON removed (became);

-- Ids that linking merged into others, as digits: each would stand if the articles before were not there.
CREATE TABLE merged (
    kind TEXT NOT NULL,
    was INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (kind, was)
) STRICT, WITHOUT ROWID;

-- Search. The words are stems; `search_rows` says where they stand, in bytes of the text.
CREATE TABLE search_rows (
    search_row INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    article INTEGER NOT NULL,
    first_byte INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    day INTEGER,
    item INTEGER
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    words, speaker, actors, places, tags,
    content = '', contentless_delete = 1, detail = column, tokenize = 'ascii'
);

CREATE VIEW all_events AS
SELECT printf('s%012x', s.id) AS story, printf('e%012x', e.id) AS id, e.earliest,
    CASE WHEN e.latest = '=' THEN e.earliest ELSE e.latest END AS latest, e.basis, e.status, e.title,
    e.type, e.mode, e.ordinal, e.places, e.actors, e.claimants, e.articles, e.after_copies, e.agencies,
    o.id AS article, e.starts AS start, e.ends AS "end", substr(o.text, e.starts + 1, e.ends - e.starts) AS quote, e.on_timeline
FROM events e JOIN stories s USING (story) LEFT JOIN originals o ON o.article = e.article;

CREATE VIEW timeline AS
SELECT story, id, earliest, latest, basis, status, title, type, mode, ordinal, places, actors, claimants, articles,
    after_copies, agencies, article, start, "end", quote
FROM all_events WHERE on_timeline = 1;

CREATE VIEW claims AS
SELECT printf('s%012x', s.id) AS story, printf('c%012x', c.id) AS id, c.earliest,
    CASE WHEN c.latest = '=' THEN c.earliest ELSE c.latest END AS latest, c.basis, c.speaker,
    c.voice, c.stance, coalesce(c.text, substr(o.text, c.text_starts + 1, c.text_ends - c.text_starts)) AS text, c.manner,
    c.to_whom AS "to", c.condition, c.within, c.from_day AS "from", c.until_day AS until, c.articles, c.after_copies,
    c.agencies, o.id AS article, c.starts AS start, c.ends AS "end",
    substr(o.text, c.starts + 1, c.ends - c.starts) AS quote
FROM told_claims c JOIN stories s USING (story) LEFT JOIN originals o ON o.article = c.article;

CREATE VIEW figures AS
SELECT printf('s%012x', s.id) AS story, printf('f%012x', f.id) AS id, f.earliest,
    CASE WHEN f.latest = '=' THEN f.earliest ELSE f.latest END AS latest, f.basis,
    e.title AS event, f.effect, f.counted, f.affected, f.unit, f.min, f.max, f.comparator, f.approximate,
    f.none_reported, CASE WHEN f.part_of IS NOT NULL THEN printf('f%012x', f.part_of) END AS part_of, f.by_whom AS by,
    f.against, f.places, f.voice, f.claimed_by, o.id AS article, f.starts AS start, f.ends AS "end",
    substr(o.text, f.starts + 1, f.ends - f.starts) AS quote
FROM told_figures f JOIN stories s USING (story) LEFT JOIN events e ON e.id = f.event
    LEFT JOIN originals o ON o.article = f.article;

CREATE VIEW findings AS
SELECT printf('s%012x', s.id) AS story, printf('n%012x', f.id) AS id, f.nth AS rank, f.kind, f.between_ids AS "between",
    f.because, f.question, f.innocent_reading, o.id AS article, f.starts AS start, f.ends AS "end",
    substr(o.text, f.starts + 1, f.ends - f.starts) AS quote
FROM found f JOIN stories s USING (story) LEFT JOIN originals o ON o.article = f.article;
