-- A collection of annalist. Offsets (first_character, end_character) count Unicode code points of
-- the text of the document, end exclusive; bytes are those of the saved file.

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    input TEXT NOT NULL,
    title TEXT NOT NULL,
    site TEXT,
    url TEXT,
    published TEXT,
    published_precision TEXT,
    modified TEXT,
    language TEXT,
    saved_at TEXT,
    sha256 TEXT NOT NULL,
    duplicate_of INTEGER REFERENCES documents (id) DEFERRABLE INITIALLY DEFERRED,
    text TEXT NOT NULL
);

CREATE TABLE authors (
    document INTEGER NOT NULL REFERENCES documents (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document, place)
);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (id),
    number INTEGER NOT NULL,
    parent INTEGER REFERENCES comments (id),
    depth INTEGER NOT NULL,
    kind TEXT NOT NULL,
    author TEXT,
    posted TEXT,
    posted_shown TEXT,
    edited TEXT,
    votes INTEGER,
    url TEXT,
    first_character INTEGER NOT NULL,
    end_character INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document, number)
);

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    article_mentions INTEGER NOT NULL,
    comment_mentions INTEGER NOT NULL,
    place_precision TEXT,
    country TEXT,
    region TEXT,
    latitude REAL,
    longitude REAL,
    gazetteer TEXT
);

CREATE TABLE aliases (
    entity INTEGER NOT NULL REFERENCES entities (id),
    name TEXT NOT NULL,
    kinds TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (entity, name)
);

CREATE TABLE listings (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entities (id),
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    identifier TEXT,
    note TEXT
);

-- What was found, whatever it is; its passages are in spans.
CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('mention', 'date', 'relation', 'event', 'quotation')),
    document INTEGER NOT NULL REFERENCES documents (id),
    comment INTEGER REFERENCES comments (id),
    quoted INTEGER NOT NULL CHECK (quoted IN (0, 1)),
    rule TEXT NOT NULL
);

CREATE TABLE spans (
    id INTEGER PRIMARY KEY,
    claim INTEGER NOT NULL REFERENCES claims (id),
    role TEXT NOT NULL,
    first_character INTEGER NOT NULL,
    end_character INTEGER NOT NULL,
    first_byte INTEGER,
    end_byte INTEGER,
    text TEXT NOT NULL,
    CHECK (first_character <= end_character)
);

CREATE TABLE mentions (
    claim INTEGER PRIMARY KEY REFERENCES claims (id),
    entity INTEGER REFERENCES entities (id),
    type TEXT NOT NULL,
    score_per_mille INTEGER NOT NULL
);

CREATE TABLE dates (
    claim INTEGER PRIMARY KEY REFERENCES claims (id),
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    precision TEXT,
    first_day TEXT,
    last_day TEXT,
    anchor TEXT NOT NULL,
    details TEXT NOT NULL
);

-- Who stands to whom in what relation. The modality says how the text stands behind it: only what is
-- asserted or reported is held for true.
CREATE TABLE relations (
    claim INTEGER PRIMARY KEY REFERENCES claims (id),
    type TEXT NOT NULL,
    role TEXT,
    date INTEGER REFERENCES dates (claim),
    modality TEXT NOT NULL
);

CREATE TABLE events (
    claim INTEGER PRIMARY KEY REFERENCES claims (id),
    predicate TEXT NOT NULL,
    words TEXT,
    date INTEGER REFERENCES dates (claim),
    modality TEXT NOT NULL
);

CREATE TABLE quotations (
    claim INTEGER PRIMARY KEY REFERENCES claims (id),
    kind TEXT NOT NULL,
    cue TEXT
);

-- Who takes part in a relation, an event or a quotation; without an entity where the words are no name.
CREATE TABLE parties (
    claim INTEGER NOT NULL REFERENCES claims (id),
    part TEXT NOT NULL CHECK (part IN ('subject', 'object', 'agent', 'patient', 'recipient', 'place',
        'speaker', 'reporter')),
    entity INTEGER REFERENCES entities (id),
    words TEXT NOT NULL,
    first_character INTEGER NOT NULL,
    end_character INTEGER NOT NULL,
    PRIMARY KEY (claim, part, first_character, end_character)
);

CREATE VIRTUAL TABLE documents_fts USING fts5 (title, text, content = 'documents', content_rowid = 'id');
CREATE VIRTUAL TABLE comments_fts USING fts5 (author, text, content = 'comments', content_rowid = 'id');
CREATE VIRTUAL TABLE entities_fts USING fts5 (name, content = 'entities', content_rowid = 'id');
