//! Words within a block that are set in another way than those around them: links, emphasis.

use annalist_model::EmphasisKind;
use html5ever::local_name;

use crate::links::LinkBase;
use crate::manuscript::Manuscript;
use crate::page::Page;

/// The elements around the next node that set words apart, each as the node that it ends before.
#[derive(Default)]
pub(super) struct Inline {
    strong: usize,
    emphasis: usize,
    link: Option<OpenLink>,
}

struct OpenLink {
    end: usize,
    target: String,
    /// Start of the block that its last words stand in.
    block: Option<usize>,
}

impl Inline {
    /// Enters an element that stands within a line.
    pub(super) fn enter(&mut self, page: &Page<'_>, node: usize, links: &LinkBase) {
        let end = page.subtree(node).end;
        match page.tag(node) {
            local_name!("b") | local_name!("strong") => self.strong = self.strong.max(end),
            local_name!("i") | local_name!("em") => self.emphasis = self.emphasis.max(end),
            local_name!("a") => {
                let target = page.attribute(node, "href").and_then(|href| links.target(href));
                self.link = target.map(|target| OpenLink { end, target, block: None });
            }
            _ => (),
        }
    }

    /// Notes how the words of `node` are set, which were written from `from` on.
    pub(super) fn note(&mut self, node: usize, from: usize, out: &mut Manuscript) {
        let Some(span) = out.written_since(from) else { return };
        let block = out.end() - out.text.open_text().len();
        let text = out.text.text();
        for (kind, end) in
            [(EmphasisKind::Strong, self.strong), (EmphasisKind::Emphasis, self.emphasis)]
        {
            if node < end {
                out.structure.add_emphasis(kind, span, block, text);
            }
        }
        if let Some(link) = self.link.as_mut().filter(|link| node < link.end) {
            if link.block == Some(block) {
                out.structure.extend_link(span);
            } else if out.structure.add_link(span, &link.target) {
                link.block = Some(block);
            }
        }
    }
}
