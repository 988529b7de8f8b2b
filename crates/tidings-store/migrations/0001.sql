-- The first store. Numbers of articles and stories are those of this file; ids are what Tidings prints. The id of an
-- event, claim, figure, finding, actor or story is kept as the number of its hex digits. Days are ISO texts.
-- `starts` and `ends` count code points of the article's text, as SQLite's substr does. Words that recur in the tables
-- behind the views (names, stances, days) are numbers of `words`; the views show the words.

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
    outline_days TEXT,
    outline_heads INTEGER NOT NULL,
    outline_square REAL NOT NULL,
    outline_keys BLOB NOT NULL,
    record BLOB
) STRICT;
CREATE UNIQUE INDEX stories_by_id ON stories (id);
CREATE INDEX stories_touched ON stories (story) WHERE touched = 1;

-- What reading made of it. Without a title or an outlet it has the one that was given; an empty one is none.
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
    article INTEGER PRIMARY KEY REFERENCES originals,
    version INTEGER NOT NULL REFERENCES versions,
    reading BLOB NOT NULL
) STRICT;

-- What places later articles: the last 31 bits of the hashes of words and of runs of words.
CREATE TABLE story_keys (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (key, day, story)
) STRICT, WITHOUT ROWID;
CREATE TABLE key_holders (key INTEGER PRIMARY KEY, holders INTEGER NOT NULL) STRICT;
CREATE TABLE fingerprints (fingerprint INTEGER PRIMARY KEY, article INTEGER NOT NULL) STRICT;

-- The record of each story, flat. A row belongs to the story of its article.
CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE actors (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL,
    name INTEGER, type INTEGER, aliases TEXT, speaks_for INTEGER
) STRICT;
CREATE TABLE events (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL,
    earliest INTEGER, latest INTEGER, basis INTEGER, status INTEGER, title TEXT, type INTEGER, mode INTEGER,
    ordinal INTEGER, places INTEGER, actors TEXT, claimants INTEGER, articles INTEGER, after_copies INTEGER,
    agencies INTEGER, title_starts INTEGER, title_ends INTEGER, on_timeline INTEGER
) STRICT;
CREATE TABLE told_claims (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL,
    earliest INTEGER, latest INTEGER, basis INTEGER, speaker INTEGER, voice INTEGER, stance INTEGER, text TEXT,
    manner INTEGER, "to" INTEGER, condition TEXT, within INTEGER, "from" INTEGER, until INTEGER, articles INTEGER,
    after_copies INTEGER, agencies INTEGER, text_starts INTEGER, text_ends INTEGER
) STRICT;
CREATE TABLE told_figures (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL,
    earliest INTEGER, latest INTEGER, basis INTEGER, event INTEGER, effect INTEGER, counted INTEGER, affected INTEGER,
    unit INTEGER, min REAL, max REAL, comparator INTEGER, approximate INTEGER, none_reported INTEGER, part_of INTEGER,
    "by" INTEGER, against INTEGER, places INTEGER, voice INTEGER, claimed_by INTEGER
) STRICT;
CREATE TABLE found (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, starts INTEGER, ends INTEGER, changed INTEGER NOT NULL,
    rank INTEGER, kind INTEGER, "between" TEXT, because TEXT, question INTEGER, innocent_reading INTEGER
) STRICT;
CREATE INDEX actors_by_article ON actors (article);
CREATE INDEX events_by_article ON events (article);
CREATE INDEX told_claims_by_article ON told_claims (article);
CREATE INDEX told_figures_by_article ON told_figures (article);
CREATE INDEX found_by_article ON found (article);

-- Ids that are no more, and what they became.
CREATE TABLE removed (
    id TEXT PRIMARY KEY,
    became TEXT,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_by_new ON removed (became);

-- Ids that linking merged into others, by their first seven digits: each would stand if the articles before were not there. `article` is
-- that of what it was merged into; the record of its story says which.
CREATE TABLE merged (
    was INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (was, article)
) STRICT, WITHOUT ROWID;

-- Search. A row is a passage; its words are stems, and what is told in it adds the words of its speakers, places and
-- kinds. `told` is a hash of those.
CREATE TABLE search_rows (
    search_row INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    told INTEGER
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- A block of the index is a page of the file.
INSERT INTO search_index (search_index, rank) VALUES ('pgsz', 960);

CREATE VIEW all_articles AS
SELECT printf('s%012x', s.id) AS story, o.id, nullif(coalesce(a.title, o.title), '') AS title,
    nullif(coalesce(a.outlet, o.outlet), '') AS outlet, a.earliest, a.latest, a.basis, a.language, o.url, o.text
FROM articles a JOIN originals o USING (article) LEFT JOIN stories s USING (story);

CREATE VIEW all_events AS
SELECT
    printf('s%012x', s.id) AS story, printf('e%012x', t.id) AS id,
    (SELECT word FROM words WHERE number = t.earliest) AS earliest,
    (SELECT word FROM words WHERE number = t.latest) AS latest,
    (SELECT word FROM words WHERE number = t.basis) AS basis,
    (SELECT word FROM words WHERE number = t.status) AS status,
    coalesce(t.title, substr(o.text, t.title_starts + 1, t.title_ends - t.title_starts)) AS title,
    (SELECT word FROM words WHERE number = t.type) AS type, (SELECT word FROM words WHERE number = t.mode) AS mode,
    t.ordinal, (SELECT word FROM words WHERE number = t.places) AS places, t.actors,
    (SELECT word FROM words WHERE number = t.claimants) AS claimants, t.articles, t.after_copies,
    (SELECT word FROM words WHERE number = t.agencies) AS agencies, o.id AS article, t.starts AS start,
    t.ends AS "end", substr(o.text, t.starts + 1, t.ends - t.starts) AS quote, t.on_timeline
FROM events t JOIN originals o USING (article) JOIN articles a USING (article) JOIN stories s ON s.story = a.story;

CREATE VIEW timeline AS
SELECT story, id, earliest, latest, basis, status, title, type, mode, ordinal, places, actors, claimants, articles,
    after_copies, agencies, article, start, "end", quote
FROM all_events WHERE on_timeline = 1;

CREATE VIEW claims AS
SELECT
    printf('s%012x', s.id) AS story, printf('c%012x', t.id) AS id,
    (SELECT word FROM words WHERE number = t.earliest) AS earliest,
    (SELECT word FROM words WHERE number = t.latest) AS latest,
    (SELECT word FROM words WHERE number = t.basis) AS basis,
    (SELECT word FROM words WHERE number = t.speaker) AS speaker,
    (SELECT word FROM words WHERE number = t.voice) AS voice,
    (SELECT word FROM words WHERE number = t.stance) AS stance,
    coalesce(t.text, substr(o.text, t.text_starts + 1, t.text_ends - t.text_starts)) AS text,
    (SELECT word FROM words WHERE number = t.manner) AS manner,
    (SELECT word FROM words WHERE number = t."to") AS "to", t.condition,
    (SELECT word FROM words WHERE number = t.within) AS within,
    (SELECT word FROM words WHERE number = t."from") AS "from",
    (SELECT word FROM words WHERE number = t.until) AS until, t.articles, t.after_copies,
    (SELECT word FROM words WHERE number = t.agencies) AS agencies, o.id AS article, t.starts AS start,
    t.ends AS "end", substr(o.text, t.starts + 1, t.ends - t.starts) AS quote
FROM told_claims t JOIN originals o USING (article) JOIN articles a USING (article) JOIN stories s ON s.story = a.story;

CREATE VIEW figures AS
SELECT
    printf('s%012x', s.id) AS story, printf('f%012x', t.id) AS id,
    (SELECT word FROM words WHERE number = t.earliest) AS earliest,
    (SELECT word FROM words WHERE number = t.latest) AS latest,
    (SELECT word FROM words WHERE number = t.basis) AS basis,
    (SELECT coalesce(e.title, substr(p.text, e.title_starts + 1, e.title_ends - e.title_starts))
        FROM events e JOIN originals p USING (article) WHERE e.id = t.event) AS event,
    (SELECT word FROM words WHERE number = t.effect) AS effect,
    (SELECT word FROM words WHERE number = t.counted) AS counted,
    (SELECT word FROM words WHERE number = t.affected) AS affected,
    (SELECT word FROM words WHERE number = t.unit) AS unit, t.min, t.max,
    (SELECT word FROM words WHERE number = t.comparator) AS comparator, t.approximate, t.none_reported,
    CASE WHEN t.part_of IS NOT NULL THEN printf('f%012x', t.part_of) END AS part_of,
    (SELECT word FROM words WHERE number = t."by") AS "by",
    (SELECT word FROM words WHERE number = t.against) AS against,
    (SELECT word FROM words WHERE number = t.places) AS places,
    (SELECT word FROM words WHERE number = t.voice) AS voice,
    (SELECT word FROM words WHERE number = t.claimed_by) AS claimed_by, o.id AS article, t.starts AS start,
    t.ends AS "end", substr(o.text, t.starts + 1, t.ends - t.starts) AS quote
FROM told_figures t JOIN originals o USING (article) JOIN articles a USING (article) JOIN stories s ON s.story = a.story;

CREATE VIEW findings AS
SELECT
    printf('s%012x', s.id) AS story, printf('n%012x', t.id) AS id, t.rank,
    (SELECT word FROM words WHERE number = t.kind) AS kind, t."between", t.because,
    (SELECT word FROM words WHERE number = t.question) AS question,
    (SELECT word FROM words WHERE number = t.innocent_reading) AS innocent_reading,
    o.id AS article, t.starts AS start, t.ends AS "end", substr(o.text, t.starts + 1, t.ends - t.starts) AS quote
FROM found t JOIN originals o USING (article) JOIN articles a USING (article) JOIN stories s ON s.story = a.story;
