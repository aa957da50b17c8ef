-- Made once all rows are there.
CREATE INDEX comments_parent ON comments (parent);
CREATE INDEX claims_document ON claims (document, kind);
CREATE INDEX claims_comment ON claims (comment);
CREATE INDEX spans_claim ON spans (claim);
CREATE INDEX mentions_entity ON mentions (entity);
CREATE INDEX dates_first_day ON dates (first_day);

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

INSERT INTO documents_fts (documents_fts) VALUES ('rebuild');
INSERT INTO comments_fts (comments_fts) VALUES ('rebuild');
INSERT INTO entities_fts (entities_fts) VALUES ('rebuild');
