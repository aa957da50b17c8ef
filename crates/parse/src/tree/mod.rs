//! Text to a page tree, with the place of each piece of text in the source.
//!
//! html5ever builds the tree and gives no positions; html5gum's tokenizer gives one for every
//! token. So html5gum reads, html5ever builds ([`emitter`]), and a sink around scraper's own
//! ([`sink`]) notes which node each piece of text ends in. One pass, and no search: a passage that
//! stands twice in a file (in the page and in a script) can not be taken for its double.

mod emitter;
mod formatting;
mod nesting;
mod sink;

use std::ops::Range;

use ego_tree::NodeId;
use html5ever::interface::TreeSink;
use html5ever::tokenizer::{Token, TokenSink};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5gum::Tokenizer;
use scraper::Html;

use crate::letters::count;
use emitter::TreeEmitter;
use sink::{MappingSink, Places};

/// Nodes that room is made for before they are met.
const MOST_EXPECTED: usize = 1 << 20;

/// A page tree and where its text came from. Ranges are those of the decoded text.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) html: Html,
    /// Sorted by node; the pieces of one node in the order of its text.
    pieces: Vec<(NodeId, Piece)>,
    /// Sorted by node.
    attributes: Vec<(NodeId, AttributePlace)>,
    /// Sorted by node: where comments in the markup stand.
    comments: Vec<(NodeId, Range<u32>)>,
    /// Elements nested deeper than is read, which were read as if side by side.
    pub(crate) flattened: usize,
    /// Formatting that was not read, because the page leaves too much of it open.
    pub(crate) unformatted: usize,
    /// Whether the page held more elements than are read.
    pub(crate) truncated: bool,
}

/// A stretch of the text of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the node's text.
    pub(crate) length: u32,
    /// First byte of the source.
    pub(crate) start: u32,
    /// One past the last byte of the source.
    pub(crate) end: u32,
    /// Whether the source holds the text letter for letter; else it stands for it as a whole.
    pub(crate) verbatim: bool,
}

/// Where the value of an attribute stands in the source.
#[derive(Clone, Debug)]
struct AttributePlace {
    name: html5ever::LocalName,
    range: Range<u32>,
}

/// How much of a page is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TreeLimits {
    /// Open elements, as browsers bound them (Blink and WebKit stop at 512).
    pub(crate) nesting: usize,
    /// Elements of the page.
    pub(crate) elements: usize,
}

impl Tree {
    /// Reads `source`.
    pub(crate) fn read(source: &str, limits: TreeLimits) -> Tree {
        let options = TreeBuilderOpts {
            // What a page shows to a reader without scripts is in the saved file; a script's
            // result may not be.
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        };
        let builder = TreeBuilder::new(MappingSink::new(likely_nodes(source)), options);
        let mut tokenizer =
            Tokenizer::new_with_emitter(source, TreeEmitter::new(source, &builder, limits));
        // The emitter gives one token, where it will take no more of the page.
        let mut report = tokenizer.next();
        if report.is_none() {
            report = tokenizer.next();
        }
        let report = match report {
            Some(Ok(report)) => report,
            None => emitter::Report::default(),
        };
        drop(tokenizer);
        let _ = builder.process_token(Token::EOFToken, 1);
        builder.end();
        let (html, Places { mut pieces, mut attributes, mut comments }) = builder.sink.finish();
        pieces.sort_by_key(|(node, _)| *node);
        attributes.sort_by_key(|(node, _)| *node);
        comments.sort_by_key(|(node, _)| *node);
        let emitter::Report { flattened, unformatted, truncated } = report;
        Tree { html, pieces, attributes, comments, flattened, unformatted, truncated }
    }

    /// The pieces that the text of `node` was read from, in order.
    pub(crate) fn pieces(&self, node: NodeId) -> impl Iterator<Item = Piece> + '_ {
        let first = self.pieces.partition_point(|(other, _)| *other < node);
        self.pieces[first..]
            .iter()
            .take_while(move |(other, _)| *other == node)
            .map(|(_, piece)| *piece)
    }

    /// Where a comment in the markup stands in the source, its signs included.
    pub(crate) fn comment_place(&self, node: NodeId) -> Option<Range<usize>> {
        let at = self.comments.binary_search_by_key(&node, |(other, _)| *other).ok()?;
        let (_, place) = self.comments.get(at)?;
        Some(place.start as usize..place.end as usize)
    }

    /// Says that the value of an attribute starts so many bytes further on: what stood before was
    /// taken off.
    pub(crate) fn shorten_attribute(&mut self, node: NodeId, name: &str, bytes: usize) {
        let first = self.attributes.partition_point(|(other, _)| *other < node);
        let own = self.attributes[first..].iter_mut().take_while(|(other, _)| *other == node);
        for (_, place) in own.filter(|(_, place)| &*place.name == name) {
            let start = place.range.start + bytes as u32;
            place.range.start = start.min(place.range.end);
        }
    }

    /// Where the value of an attribute stands in the source, for the elements and attributes that
    /// hold metadata.
    pub(crate) fn attribute_place(&self, node: NodeId, name: &str) -> Option<Range<usize>> {
        let first = self.attributes.partition_point(|(other, _)| *other < node);
        self.attributes[first..]
            .iter()
            .take_while(|(other, _)| *other == node)
            .find(|(_, place)| &*place.name == name)
            .map(|(_, place)| place.range.start as usize..place.range.end as usize)
    }
}

/// Nodes that `source` is likely to give: an element and a text or two for each two tags. Room for
/// them is made at once, because nodes are large, and moving them as the tree grows takes long.
fn likely_nodes(source: &str) -> usize {
    let tags = count(source.as_bytes(), |byte| byte == b'<');
    (tags * 3 / 2).min(MOST_EXPECTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: TreeLimits = TreeLimits { nesting: 64, elements: 10_000 };

    /// The text nodes of a page, each with the source of its pieces.
    fn texts(source: &str) -> Vec<(String, Vec<&str>)> {
        let tree = Tree::read(source, LIMITS);
        tree.html
            .tree
            .nodes()
            .filter_map(|node| Some((node.id(), node.value().as_text()?.to_string())))
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(id, text)| {
                let pieces: Vec<_> = tree.pieces(id).collect();
                let length: u32 = pieces.iter().map(|piece| piece.length).sum();
                assert_eq!(length as usize, text.len(), "{text:?}");
                let sources =
                    pieces.iter().map(|piece| &source[piece.start as usize..piece.end as usize]);
                (text, sources.collect())
            })
            .collect()
    }

    fn check(source: &str, expected: &[(&str, &[&str])]) {
        let found = texts(source);
        let found: Vec<_> =
            found.iter().map(|(text, pieces)| (text.as_str(), pieces.as_slice())).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn plain_text_is_verbatim() {
        check(
            "<p>One</p><p>Two <b>bold</b> three",
            &[("One", &["One"]), ("Two ", &["Two "]), ("bold", &["bold"]), (" three", &[" three"])],
        );
    }

    #[test]
    fn character_references_stand_for_themselves() {
        check(
            "<p>Fish &amp; chips&hellip;",
            &[("Fish & chips…", &["Fish ", "&amp;", " chips", "&hellip;"])],
        );
        check(
            "<p>&eacute;t&#233; &notanentity; &",
            &[("été ¬anentity; &", &["&eacute;", "t", "&#233;", " ", "&not", "anentity; &"])],
        );
    }

    #[test]
    fn line_ends_and_odd_signs_keep_their_place() {
        check("<p>a\r\nb", &[("a\nb", &["a", "\r", "b"])]);
        check("<p>1 <2 é<é 3", &[("1 <2 é<é 3", &["1 <2 é<é 3"])]);
        check("<p>x<!-- note -->y", &[("x", &["x"]), ("y", &["y"])]);
    }

    #[test]
    fn text_moved_out_of_a_table_keeps_its_place() {
        check(
            "<table>lost<tr><td>cell</td>more</table>",
            &[("lostmore", &["lost", "more"]), ("cell", &["cell"])],
        );
    }

    #[test]
    fn scripts_and_titles_are_not_markup() {
        check(
            "<title>a &lt; b</title><script>if (a<b) '</p>'</script>",
            &[("a < b", &["a ", "&lt;", " b"]), ("if (a<b) '</p>'", &["if (a<b) '</p>'"])],
        );
    }

    #[test]
    fn deep_nesting_is_flattened_and_counted() {
        let source = format!("{}deep{}after", "<div>".repeat(500), "</div>".repeat(500));
        let tree = Tree::read(&source, LIMITS);
        assert!(tree.flattened > 400);
        let depth = tree.html.tree.nodes().map(|node| node.ancestors().count()).max();
        assert!(depth < Some(70), "{depth:?}");
        // Scripts stay scripts, and what stood side by side is not glued.
        let inside = "<script>var evil = 1;</script><p>One.</p><p>Two.</p>";
        let source = format!("{}{inside}{}<p>Three.", "<div>".repeat(100), "</div>".repeat(100));
        let words: Vec<String> = texts(&source).into_iter().map(|(text, _)| text).collect();
        assert_eq!(words, ["var evil = 1;", "One.", "Two.", "Three."]);
        check("<p>one<table><b>two</b>", &[("one", &["one"]), ("two", &["two"])]);
    }

    #[test]
    fn formatting_that_is_never_closed_stays_bounded() {
        let source: String = (0..300).map(|n| format!("<p><font size={n}>x</p>")).collect();
        let tree = Tree::read(&source, LIMITS);
        assert!(tree.html.tree.nodes().count() < 300 * 40);
    }

    #[test]
    fn too_many_elements_end_the_reading() {
        let tree = Tree::read(&"<i>x</i>".repeat(20_000), LIMITS);
        assert!(tree.truncated);
        assert!(tree.html.tree.nodes().count() < 25_000);
    }

    /// All words of a page, in the order of the tree.
    fn words(source: &str, limits: TreeLimits) -> (Tree, Vec<String>) {
        let tree = Tree::read(source, limits);
        let texts = tree.html.root_element().text().map(str::trim);
        let words = texts.filter(|text| !text.is_empty()).map(str::to_owned).collect();
        (tree, words)
    }

    fn depth(tree: &Tree) -> usize {
        tree.html.tree.nodes().map(|node| node.ancestors().count()).max().unwrap_or(0)
    }

    const DEEP: TreeLimits = TreeLimits { nesting: 64, elements: 1_000_000 };

    #[test]
    fn words_in_deep_elements_stay_apart_and_in_order() {
        let inside: String = (0..500).map(|n| format!("<div>in {n}")).collect();
        let outside: String = (0..500).map(|n| format!("</div>out {n}")).collect();
        let (tree, words) = words(&format!("{inside}{outside}"), DEEP);
        let expected = (0..500).map(|n| format!("in {n}"));
        let expected = expected.chain((0..500).map(|n| format!("out {n}")));
        assert_eq!(words, expected.collect::<Vec<_>>());
        assert!(depth(&tree) < 64 + 80, "{}", depth(&tree));
        assert!(tree.flattened > 400);
    }

    #[test]
    fn comments_within_comments_keep_their_words_however_deep_they_stand() {
        let comment = |n| format!("<div class=comment><cite>Ada {n}</cite> 1 May {n} ");
        let (_, words) = words(&(0..2_000).map(comment).collect::<String>(), DEEP);
        let expected = (0..2_000).flat_map(|n| [format!("Ada {n}"), format!("1 May {n}")]);
        assert_eq!(words, expected.collect::<Vec<_>>());
    }

    #[test]
    fn words_beside_elements_that_are_left_out_stay_apart() {
        let deep = "<div>".repeat(200);
        let (_, words) = words(&format!("{deep}<div><div>One</div>Two</div>Three<p>Four"), DEEP);
        assert_eq!(words, ["One", "Two", "Three", "Four"]);
    }

    #[test]
    fn what_lies_below_the_deep_part_is_read_as_ever() {
        let deep = format!("{}deep{}", "<div>".repeat(300), "</div>".repeat(300));
        let plain = "<section class=a><p>One<ul><li>Two</ul></section><p>Three";
        let (tree, words) = words(&format!("{deep}{plain}"), DEEP);
        assert_eq!(words, ["deep", "One", "Two", "Three"]);
        let section = scraper::Selector::parse("body > section.a > ul > li").unwrap();
        assert_eq!(tree.html.select(&section).count(), 1);
    }

    #[test]
    fn a_paragraph_ends_at_a_block_however_deep_it_stands() {
        let limits = TreeLimits { nesting: 512, elements: 10_000 };
        let (tree, _) = words(&format!("{}<p>One<div>Two", "<div>".repeat(100)), limits);
        assert_eq!(tree.flattened, 0);
        let inner = scraper::Selector::parse("p div").unwrap();
        assert_eq!(tree.html.select(&inner).count(), 0);
        let (tree, _) = words(&format!("{}<p>One</p><ul><li>Two", "<div>".repeat(100)), limits);
        let names: Vec<&str> = tree.html.root_element().descendent_elements().map(name).collect();
        assert_eq!(names[names.len() - 3..], ["p", "ul", "li"]);
    }

    fn name(element: scraper::ElementRef<'_>) -> &'static str {
        ["p", "ul", "li", "div"].into_iter().find(|it| *it == element.value().name()).unwrap_or("")
    }

    #[test]
    fn formatting_that_is_left_open_is_given_up_and_its_words_are_kept() {
        for open in ["<p><b><i>", "<p><font size=N>", "<table><td><b>", "<p><b><table><td><i>"] {
            let many = 4_000;
            let source: String =
                (0..many).map(|n| format!("{} {n} ", open.replace('N', &n.to_string()))).collect();
            let (tree, words) = words(&source, DEEP);
            let numbers = words.iter().flat_map(|word| word.split_whitespace());
            let mut numbers: Vec<usize> = numbers.map(|it| it.parse().unwrap()).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (0..many).collect::<Vec<_>>(), "{open}");
            assert!(tree.html.tree.nodes().count() < 16 * many, "{open}");
        }
        let (tree, words) = words(&"<p><b><i>x".repeat(4_000), DEEP);
        assert!(tree.unformatted > 2_000);
        assert_eq!(words.len(), 4_000);
    }

    #[test]
    fn emphasis_that_is_closed_is_read_however_much_there_is() {
        let source = "<p><b>x</b> <i>y</i>".repeat(10_000);
        let (tree, _) = words(&source, DEEP);
        assert_eq!(tree.unformatted, 0);
        let bold = scraper::Selector::parse("b").unwrap();
        assert_eq!(tree.html.select(&bold).count(), 10_000);
    }

    #[test]
    fn signs_without_end_are_read_as_words() {
        for sign in ["<", "&", "\"", "'", "&amp", "&#"] {
            let (tree, words) = words(&format!("<p>one {} two", sign.repeat(50_000)), DEEP);
            let all = words.concat();
            assert!(all.starts_with("one") && all.ends_with("two"), "{sign}");
            assert!(tree.html.tree.nodes().count() < 20, "{sign}");
        }
    }

    #[test]
    fn attributes_are_bounded() {
        let many: String = (0..5_000).map(|n| format!(" data-a{n}=1")).collect();
        let (tree, words) = words(&format!("<p class=first{many}>One"), DEEP);
        assert_eq!(words, ["One"]);
        let element = scraper::Selector::parse("p.first").unwrap();
        let element = tree.html.select(&element).next().unwrap();
        assert_eq!(element.value().attrs().count(), 256);
    }
}
