//! A graph as a Mermaid block. Names come from pages: all but letters, digits and blanks is written by
//! its number, so no name can end its label, begin a command or close the block.

use super::escape::shortened;

/// Longest label of a node or an edge, in code points.
const LABEL: usize = 48;

/// A graph in the making: nodes by their numbers, and edges.
#[derive(Default)]
pub(super) struct Mermaid {
    lines: Vec<String>,
}

impl Mermaid {
    pub(super) fn node(&mut self, number: u32, name: &str) {
        self.lines.push(format!("    n{number}[\"{}\"]", label(name)));
    }

    pub(super) fn edge(&mut self, from: u32, to: u32, words: &str) {
        self.lines.push(format!("    n{from} -->|\"{}\"| n{to}", label(words)));
    }

    /// The block; nothing of an empty graph.
    pub(super) fn finish(self) -> Option<String> {
        let lines = self.lines.join("\n");
        (!lines.is_empty()).then(|| format!("```mermaid\nflowchart LR\n{lines}\n```"))
    }
}

/// Words as Mermaid shows them within quotation marks.
fn label(words: &str) -> String {
    let mut label = String::new();
    for letter in shortened(words, LABEL).chars() {
        if letter.is_alphanumeric() || letter == ' ' || letter == '…' {
            label.push(letter);
        } else {
            label.push_str(&format!("#{};", u32::from(letter)));
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_label() {
        let mut graph = Mermaid::default();
        graph.node(0, "a\"] --> b[\"\n```\n<script>#quot;\u{202e}; click n0 \"javascript:x\"");
        graph.edge(0, 0, "x|\" %% y");
        let block = graph.finish().unwrap();
        let lines: Vec<&str> = block.lines().collect();
        assert_eq!(lines.len(), 5, "{block}");
        assert!(lines[2].starts_with("    n0[\"a#34;#93; #45;#45;#62; b#91;#34; #96;#96;#96;"));
        assert_eq!(lines[2].matches('"').count(), 2);
        assert_eq!(lines[3], "    n0 -->|\"x#124;#34; #37;#37; y\"| n0");
        assert_eq!(Mermaid::default().finish(), None);
    }
}
