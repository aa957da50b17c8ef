//! How a text was set, as its report shows it.

use annalist_model::{
    Annotations, Attribution, BlockKind, Document, DocumentParts, Emphasis, EmphasisKind, Image,
    Link, ListPlace, Marker, Metadata, Owner, Record, Span, Structure, Table, TextBuilder,
};

use super::{assert_harmless, record};
use crate::markdown::document_markdown;

/// A block of the article, and its place in a list.
type Part<'p> = (BlockKind, Option<(u8, Marker)>, &'p str);

/// The part of the report that shows an article of these blocks; `set` gives its structure, by where
/// words stand in the text.
fn article(parts: &[Part<'_>], set: impl FnOnce(&dyn Fn(&str) -> Span) -> Structure) -> String {
    let mut text = TextBuilder::default();
    for (kind, list, words) in parts {
        text.begin(*kind, Owner::Article);
        text.set_list(list.map(|(depth, marker)| ListPlace { depth, marker }));
        text.push_generated(words);
    }
    let (text, blocks, source_map) = text.finish();
    let find = |words: &str| {
        let start = text.find(words).unwrap();
        Span::from_range(start..start + words.len()).unwrap()
    };
    let structure = set(&find);
    let document = Document::new(DocumentParts {
        metadata: Metadata::default(),
        blocks,
        comments: Vec::new(),
        structure,
        source_map,
        diagnostics: Vec::new(),
        text: text.clone(),
        ..record().document().clone().into_parts()
    });
    let record = Record::new(document.unwrap(), Annotations::default(), Vec::new()).unwrap();
    let report = document_markdown(&record);
    assert_harmless(&report);
    let (_, article) = report.split_once("on the page.[^1]\n\n").unwrap();
    article.split("\n\n## Sources").next().unwrap().to_owned()
}

fn link(span: Span, target: &str) -> Link {
    Link { span, target: target.to_owned() }
}

#[test]
fn headings_lists_and_code_keep_their_form() {
    let shown = article(
        &[
            (BlockKind::Title, None, "Ferry"),
            (BlockKind::Heading(2), None, "What to bring"),
            (BlockKind::ListItem, Some((1, Marker::Number(3))), "A ticket."),
            (BlockKind::ListItem, Some((2, Marker::Bullet)), "Two for a car."),
            (BlockKind::ListItem, Some((1, Marker::Number(4))), "A coat."),
            (BlockKind::Code, None, "pier  1\n```\n# pier"),
            (BlockKind::Correction, None, "Correction: The pier is in Kelm."),
        ],
        |_| Structure::default(),
    );
    let expected = "> ### Ferry\n>\n> ##### What to bring\n>\n> 3. A ticket.\n>\n>    - Two for a \
                    car.\n> 4. A coat.\n>\n> ````\n> pier  1\n> ```\n> # pier\n> ````\n>\n> \
                    _Correction:_ Correction: The pier is in Kelm.";
    assert_eq!(shown, expected);
}

#[test]
fn links_are_live_only_where_they_lead_to_the_web_or_to_a_letter() {
    let shown =
        article(&[(BlockKind::Paragraph, None, "One [two] three, four* five and six.")], |find| {
            Structure {
                links: vec![
                    link(find("One"), "https://a.example/x_(1)?a|b"),
                    link(find("[two]"), "mailto:ada@kelm.example"),
                    link(find("three"), "javascript:alert(1)"),
                    link(find("four*"), "data:text/html,<script>"),
                    link(find("five"), "/relative"),
                ],
                ..Structure::default()
            }
        });
    let expected = "> [One](https://a.example/x%5F%281%29?a%7Cb) [\\[two\\]](mailto:ada@kelm.example) \
                    three, four\\* five and six.";
    assert_eq!(shown, expected);
}

#[test]
fn emphasis_is_shown_where_markdown_can() {
    let shown =
        article(&[(BlockKind::Paragraph, None, "Ada sailed the old ferry home again.")], |find| {
            let set = |words, kind| Emphasis { span: find(words), kind };
            Structure {
                links: vec![link(find("the old"), "https://a.example/")],
                emphasis: vec![
                    set("Ada sailed", EmphasisKind::Strong),
                    set("sailed", EmphasisKind::Emphasis),
                    // Words that cross a link's border, and half of a word.
                    set("old ferry", EmphasisKind::Strong),
                    set("old", EmphasisKind::Emphasis),
                    set("aga", EmphasisKind::Strong),
                ],
                ..Structure::default()
            }
        });
    assert_eq!(shown, "> **Ada _sailed_** [the _old_](https://a.example/) ferry home again.");
}

#[test]
fn a_table_has_its_caption_and_its_headers() {
    let shown = article(
        &[
            (BlockKind::Caption, None, "Fares"),
            (BlockKind::TableRow, None, "\tSummer\tWinter"),
            (BlockKind::TableRow, None, "Adult\t4|5"),
            (BlockKind::TableRow, None, "Tide\tLow"),
        ],
        |find| {
            let span = find("Fares").cover(find("4|5"));
            let headers = vec![find("Summer"), find("Winter"), find("Adult")];
            Structure { tables: vec![Table { span, headers }], ..Structure::default() }
        },
    );
    let expected = "> _Table:_ Fares\n>\n> | | Summer | Winter |\n> | --- | --- | --- |\n> | \
                    **Adult** | 4\\|5 | |\n>\n> | | |\n> | --- | --- |\n> | Tide | Low |";
    assert_eq!(shown, expected);
}

#[test]
fn images_and_quotations_name_their_source() {
    let shown = article(
        &[
            (BlockKind::Caption, None, "The pier."),
            (BlockKind::Quote, None, "We sail."),
            (BlockKind::Quote, None, "— Ada Lorne, May 3"),
            (BlockKind::Quote, None, "We always sail."),
        ],
        |find| Structure {
            images: vec![Image {
                span: find("The pier."),
                address: Some("https://a.example/pier.jpg".to_owned()),
                alt: Some("Low <tide>".to_owned()),
            }],
            attributions: vec![Attribution {
                span: find("We sail.").cover(find("— Ada Lorne, May 3")),
                service: Some("Twitter".to_owned()),
                author: Some("Ada Lorne".to_owned()),
                address: Some("javascript:alert(1)".to_owned()),
            }],
            ..Structure::default()
        },
    );
    let expected = "> _Caption:_ The pier. — image: [Low \\<tide\\>](https://a.example/pier.jpg)\n>\n> > We sail.\n> >\n> > — \
                    Ada Lorne, May 3\n> >\n> > _Source:_ Ada Lorne · Twitter\n>\n> > We always sail.";
    assert_eq!(shown, expected);
}
