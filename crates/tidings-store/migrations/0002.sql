-- Which lines recur in the articles of an outlet: hashes of outlet and line. A line of `edge_lines` would be a leftover if
-- it recurred; each article that has it stands there with a print of its other text, until it does.

CREATE TABLE edge_lines (
    line INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES originals,
    print INTEGER NOT NULL,
    PRIMARY KEY (line, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE recurring_lines (line INTEGER PRIMARY KEY) STRICT;
