-- What the article calls who says something, where nobody is named. And what is told in a passage, of one stance or type,
-- is known from an index alone.

ALTER TABLE told_claims ADD COLUMN said_by INTEGER;
ALTER TABLE told_figures ADD COLUMN said_by INTEGER;

DROP VIEW claims;
CREATE VIEW claims AS
SELECT
    printf('s%012x', s.id) AS story, printf('c%012x', t.id) AS id,
    (SELECT word FROM words WHERE number = t.earliest) AS earliest,
    (SELECT word FROM words WHERE number = t.latest) AS latest,
    (SELECT word FROM words WHERE number = t.basis) AS basis,
    (SELECT word FROM words WHERE number = t.speaker) AS speaker,
    (SELECT word FROM words WHERE number = t.said_by) AS said_by,
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

DROP VIEW figures;
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
    (SELECT word FROM words WHERE number = t.claimed_by) AS claimed_by,
    (SELECT word FROM words WHERE number = t.said_by) AS said_by, o.id AS article, t.starts AS start,
    t.ends AS "end", substr(o.text, t.starts + 1, t.ends - t.starts) AS quote
FROM told_figures t JOIN originals o USING (article) JOIN articles a USING (article) JOIN stories s ON s.story = a.story;

DROP INDEX told_claims_by_article;
CREATE INDEX told_claims_by_article ON told_claims (article, starts, stance);
DROP INDEX events_by_article;
CREATE INDEX events_by_article ON events (article, starts, type);
