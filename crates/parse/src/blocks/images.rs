//! The image that a caption belongs to.

use annalist_model::{Image, Span};
use html5ever::local_name;

use crate::companions::Companions;
use crate::links::LinkBase;
use crate::page::{Page, folded};

/// How far above a caption the frame around it and its image is looked for.
const FRAME_HEIGHT: usize = 5;

/// Bytes of other words that such a frame may hold: credits, a button.
const OTHER_WORDS: usize = 120;

/// The text for an image is no longer than this, in bytes; a longer one is left out.
const LONGEST_ALT: usize = 2_000;

/// Where the address of an image may stand: pages that load images late keep it elsewhere.
const ADDRESSES: [&str; 4] = ["data-src", "data-lazy-src", "data-original", "src"];

/// The images of a page, in its order.
#[derive(Debug)]
pub(crate) struct Images<'p> {
    nodes: Vec<usize>,
    companions: &'p Companions,
}

impl<'p> Images<'p> {
    /// All images of `page`.
    pub(crate) fn of(page: &Page<'_>, companions: &'p Companions) -> Images<'p> {
        let nodes = page.all().filter(|&node| page.is(node, &local_name!("img"))).collect();
        Images { nodes, companions }
    }

    /// The image that the element `caption` tells about, of which the words stand at `span`.
    pub(super) fn captioned_by(
        &self,
        page: &Page<'_>,
        caption: usize,
        span: Span,
        links: &LinkBase,
    ) -> Option<Image> {
        let node = self.find(page, caption)?;
        let alt = page.attribute(node, "alt").filter(|alt| alt.len() <= LONGEST_ALT);
        let alt = alt.map(folded).filter(|alt| !alt.is_empty());
        let address = self.address(page, node, links);
        (alt.is_some() || address.is_some()).then_some(Image { span, address, alt })
    }

    /// The image in the nearest frame that holds hardly more words than the caption: the last one
    /// before the caption, else the first one after.
    fn find(&self, page: &Page<'_>, caption: usize) -> Option<usize> {
        let most = page.text_length(caption) + OTHER_WORDS;
        let frames = page.with_ancestors(caption).take(FRAME_HEIGHT).take_while(|&frame| {
            page.text_length(frame) <= most || page.is(frame, &local_name!("figure"))
        });
        frames.into_iter().find_map(|frame| {
            let range = page.subtree(frame);
            let next = self.nodes.partition_point(|&image| image < caption);
            let before = self.nodes[..next].last().filter(|image| range.contains(image));
            before.or_else(|| self.nodes.get(next).filter(|image| range.contains(image))).copied()
        })
    }

    fn address(&self, page: &Page<'_>, node: usize, links: &LinkBase) -> Option<String> {
        let plain = ADDRESSES.into_iter().filter_map(|name| page.attribute(node, name));
        let sets = ["srcset", "data-srcset"];
        let sets = sets.into_iter().filter_map(|name| page.attribute(node, name));
        let first_of_set = sets.filter_map(|set| set.split_ascii_whitespace().next());
        plain
            .chain(first_of_set)
            .filter(|address| !self.companions.hold(address))
            .find_map(|address| links.web_address(address))
    }
}
