-- Made once all rows are there.
CREATE INDEX comments_parent ON comments (parent);
CREATE INDEX claims_document ON claims (document, kind);
CREATE INDEX claims_comment ON claims (comment);
CREATE INDEX spans_claim ON spans (claim);
CREATE INDEX mentions_entity ON mentions (entity);
CREATE INDEX dates_first_day ON dates (first_day);
CREATE INDEX parties_entity ON parties (entity);
CREATE INDEX relations_type ON relations (type);
CREATE INDEX events_predicate ON events (predicate);

-- A mention with its words, its entity and its document on one line.
CREATE VIEW named AS
SELECT claims.key AS claim, entities.name AS entity, entities.type, spans.text AS words,
    documents.title AS document, documents.url, claims.comment, claims.quoted,
    spans.first_character, spans.end_character
FROM mentions
JOIN claims ON claims.id = mentions.claim
JOIN spans ON spans.claim = claims.id
JOIN documents ON documents.id = claims.document
LEFT JOIN entities ON entities.id = mentions.entity;

-- What articles and comments speak of, by day.
CREATE VIEW timeline AS
SELECT dates.first_day, dates.last_day, dates.precision, dates.value, spans.text AS words,
    documents.title AS document, documents.url, claims.comment, claims.key AS claim
FROM dates
JOIN claims ON claims.id = dates.claim
JOIN spans ON spans.claim = claims.id
JOIN documents ON documents.id = claims.document
WHERE dates.first_day IS NOT NULL OR dates.last_day IS NOT NULL
ORDER BY coalesce(dates.first_day, dates.last_day), claims.id;

-- A relation on one line, with how the text stands behind it.
CREATE VIEW related AS
SELECT coalesce(subjects.name, subject.words) AS subject, relations.type,
    coalesce(objects.name, object.words) AS object, relations.role, dates.value AS date,
    relations.modality, coalesce(reporters.name, reporter.words) AS reporter,
    (SELECT group_concat(text, ' … ') FROM spans WHERE spans.claim = claims.id) AS words,
    documents.title AS document, documents.url, claims.comment, claims.key AS claim
FROM relations
JOIN claims ON claims.id = relations.claim
JOIN documents ON documents.id = claims.document
JOIN parties AS subject ON subject.claim = claims.id AND subject.part = 'subject'
JOIN parties AS object ON object.claim = claims.id AND object.part = 'object'
LEFT JOIN parties AS reporter ON reporter.claim = claims.id AND reporter.part = 'reporter'
LEFT JOIN entities AS subjects ON subjects.id = subject.entity
LEFT JOIN entities AS objects ON objects.id = object.entity
LEFT JOIN entities AS reporters ON reporters.id = reporter.entity
LEFT JOIN dates ON dates.claim = relations.date;

-- An event on one line: who did what to whom, by day; those without a day last.
CREATE VIEW happened AS
SELECT dates.first_day, dates.last_day, events.predicate,
    (SELECT group_concat(parties.part || ' ' || coalesce(entities.name, parties.words), '; ')
        FROM parties LEFT JOIN entities ON entities.id = parties.entity
        WHERE parties.claim = claims.id) AS parties,
    events.modality,
    (SELECT group_concat(text, ' … ') FROM spans WHERE spans.claim = claims.id) AS words,
    documents.title AS document, documents.url, claims.comment, claims.key AS claim
FROM events
JOIN claims ON claims.id = events.claim
JOIN documents ON documents.id = claims.document
LEFT JOIN dates ON dates.claim = events.date
ORDER BY coalesce(dates.first_day, dates.last_day) IS NULL,
    coalesce(dates.first_day, dates.last_day), claims.id;

INSERT INTO documents_fts (documents_fts) VALUES ('rebuild');
INSERT INTO comments_fts (comments_fts) VALUES ('rebuild');
INSERT INTO entities_fts (entities_fts) VALUES ('rebuild');
