//! The examples of the tables of verbs and roles: each row tells just what it says it does.

use annalist_model::{
    Alias, Annotations, Claims, Document, Entity, EntityKind, Mention, Modality, Party, Span,
};
use annalist_tables::{data_file, read_rows};

use super::ClaimReader;
use crate::segment::{SegmentWords, segment};
use crate::testing::paragraph;

/// A text in which names are marked by their kind: `{person}`, `[organisation]`, `<place>`, `^group^`,
/// `` `other` ``.
fn marked(text: &str) -> (String, Vec<(Span, EntityKind)>) {
    let kinds = [
        ('{', '}', EntityKind::Person),
        ('[', ']', EntityKind::Organisation),
        ('<', '>', EntityKind::Place),
        ('^', '^', EntityKind::Group),
        ('`', '`', EntityKind::Other),
    ];
    let (mut plain, mut names, mut open) = (String::new(), Vec::new(), None);
    for letter in text.chars() {
        match open {
            None => match kinds.iter().find(|(opens, ..)| *opens == letter) {
                Some((_, closes, kind)) => open = Some((plain.len(), *closes, *kind)),
                None => plain.push(letter),
            },
            Some((start, closes, kind)) if letter == closes => {
                names.push((Span::from_range(start..plain.len()).unwrap(), kind));
                open = None;
            }
            Some(_) => plain.push(letter),
        }
    }
    (plain, names)
}

fn annotated(document: &Document, names: &[(Span, EntityKind)]) -> Annotations {
    let mut annotations = Annotations::default();
    for (span, kind) in names {
        let name = document.slice(*span);
        let known = annotations.entities.iter().position(|it| it.name == name);
        let entity = known.unwrap_or(annotations.entities.len()) as u32;
        if known.is_none() {
            annotations.entities.push(Entity {
                id: entity,
                kind: *kind,
                name: name.to_owned(),
                aliases: Vec::<Alias>::new(),
                listings: Vec::new(),
                place: None,
            });
        }
        let rule = "test".to_owned();
        annotations.mentions.push(Mention { span: *span, kind: *kind, entity, rule, score: 900 });
    }
    annotations
}

fn read(reader: &ClaimReader, words: &SegmentWords, text: &str) -> Vec<String> {
    let (plain, names) = marked(text);
    let document = paragraph(&plain);
    let mut annotations = annotated(&document, &names);
    let segments = segment(&document, words);
    annotations.claims = reader.read(&document, &segments, &annotations).claims;
    annotations.check(&document).unwrap();
    told(&document, &annotations, &annotations.claims)
}

fn name_of(document: &Document, found: &Annotations, party: &Party) -> String {
    let entity = party.entity.and_then(|entity| found.entities.get(entity as usize));
    entity.map_or(document.slice(party.span).to_owned(), |it| it.name.clone())
}

fn told(document: &Document, found: &Annotations, claims: &Claims) -> Vec<String> {
    let name = |party: &Party| name_of(document, found, party);
    let how = |modality: Modality, by: Option<&Party>| {
        let modality = match modality {
            Modality::Asserted => String::new(),
            other => format!(" {}", other.as_str()),
        };
        modality + &by.map(|by| format!(" by {}", name(by))).unwrap_or_default()
    };
    let relations = claims.relations.iter().map(|it| {
        let how = how(it.modality, it.reporter.as_ref());
        format!("{}({}, {}){how}", it.kind, name(&it.subject), name(&it.object))
    });
    let events = claims.events.iter().map(|it| {
        let how = how(it.modality, it.reporter.as_ref());
        let parts =
            it.participants.iter().map(|it| format!("{} {}", it.part.as_str(), name(&it.party)));
        format!("{}({}){how}", it.predicate, parts.collect::<Vec<String>>().join(", "))
    });
    let mut told: Vec<String> = relations.chain(events).collect();
    told.sort();
    told.dedup();
    told
}

/// Runs the examples in a cell: `TEXT => A; B | TEXT => nothing`.
fn run(reader: &ClaimReader, words: &SegmentWords, cell: &str, wrong: &mut Vec<String>) {
    for example in cell.split(" | ") {
        let Some((text, expected)) = example.split_once(" => ") else {
            wrong.push(format!("no example: {example}"));
            continue;
        };
        let mut expected: Vec<&str> = expected.split("; ").filter(|it| *it != "nothing").collect();
        expected.sort_unstable();
        let found = read(reader, words, text);
        if found != expected {
            wrong.push(format!("{text}\n   expected {expected:?}\n   found    {found:?}"));
        }
    }
}

#[test]
fn each_row_tells_what_its_examples_say() {
    let reader = ClaimReader::load().unwrap();
    let words = SegmentWords::load().unwrap();
    let mut wrong = Vec::new();
    for row in read_rows(data_file!("claims/frames.tsv"), 4).unwrap() {
        run(&reader, &words, row.cell(3), &mut wrong);
    }
    for row in read_rows(data_file!("claims/roles.tsv"), 8).unwrap() {
        run(&reader, &words, row.cell(7), &mut wrong);
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Runs the examples in the head of a list: `# example KEY: TEXT => A; B`. `@0` is the first cell of a
/// row, `@past` the past of the verb in it; each of what stands behind the arrow must be told.
fn run_head(
    reader: &ClaimReader,
    words: &SegmentWords,
    file: annalist_tables::DataFile,
    wrong: &mut Vec<String>,
) {
    let head = file.text.lines().filter_map(|line| line.strip_prefix("# example "));
    let examples: Vec<(&str, &str)> = head.map(|line| line.split_once(": ").unwrap()).collect();
    let verbs = read_rows(data_file!("claims/verbs.tsv"), 6).unwrap();
    for row in file.rows().unwrap() {
        let past = verbs.iter().find(|verb| verb.cell(0) == row.cell(0));
        let past = past.map_or("", |verb| verb.cell(2)).split('/').next().unwrap();
        let fill = |text: &str| {
            let text = text.replace("@past", past).replace("@0", row.cell(0));
            text.replace("@1", row.cell(1)).replace("@2", row.cell(2))
        };
        let mut of_row = examples
            .iter()
            .filter(|(key, _)| *key == "each" || (0..6).any(|column| row.cell(column) == *key));
        let Some((_, example)) = of_row.next() else {
            wrong.push(format!("{}: no example is for {:?}", file.name, row.cell(0)));
            continue;
        };
        let (text, expected) = example.split_once(" => ").unwrap();
        let (text, expected) = (fill(text), fill(expected));
        let found = read(reader, words, &text);
        if !expected.split("; ").all(|it| found.iter().any(|found| found == it)) {
            wrong
                .push(format!("{}: {text}\n   expected {expected}\n   found {found:?}", file.name));
        }
    }
}

#[test]
fn each_word_does_what_its_list_says() {
    let reader = ClaimReader::load().unwrap();
    let words = SegmentWords::load().unwrap();
    let mut wrong = Vec::new();
    for file in [
        data_file!("claims/attitudes.tsv"),
        data_file!("claims/contents.tsv"),
        data_file!("claims/modifiers.tsv"),
        data_file!("claims/nouns.tsv"),
        data_file!("claims/verbs.tsv"),
    ] {
        run_head(&reader, &words, file, &mut wrong);
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_pronoun_that_fits_several_is_left_alone_and_said_so() {
    let reader = ClaimReader::load().unwrap();
    let words = SegmentWords::load().unwrap();
    let doubts = |text: &str| {
        let (plain, names) = marked(text);
        let document = paragraph(&plain);
        let annotations = annotated(&document, &names);
        let read = reader.read(&document, &segment(&document, &words), &annotations);
        read.doubt(document.text()).map(|it| it.message)
    };
    let two = "{Omar Sad} met {Ali Dur}. He led [Red Dawn].";
    let doubt = "\"He\" fits several who are named before it; it was left alone";
    assert_eq!(doubts(two).as_deref(), Some(doubt));
    assert_eq!(doubts("{Omar Sad} slept. He led [Red Dawn]."), None);
}

#[test]
fn a_description_is_the_organisation_whose_name_ends_so() {
    let reader = ClaimReader::load().unwrap();
    let words = SegmentWords::load().unwrap();
    let before = "[Red Dawn Brigade] slept. [North Guard] slept. It rained. ";
    for (text, expected) in [
        ("{Omar Sad} led the brigade.", "leader_of(Omar Sad, Red Dawn Brigade)"),
        ("The brigade’s treasurer, {Omar Sad}, left.", "position_held(Omar Sad, Red Dawn Brigade)"),
    ] {
        assert_eq!(read(&reader, &words, &format!("{before}{text}")), [expected]);
    }
    let two = "[Red Dawn Brigade] and [Blue Brigade] slept. {Omar Sad} led the brigade.";
    assert_eq!(read(&reader, &words, two), [""; 0]);
}
