//! How much of the text stands in the saved files.

use annalist_model::Document;

use super::Checked;

/// The characters of body, captions and comments, as code points, by what their bytes give. The
/// blank lines between two blocks count nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Characters {
    /// Those that their bytes give again.
    pub held: usize,
    /// Those that no byte stands for, as the record says: the line end between two parts of a
    /// paragraph, the tab between two cells.
    pub generated: usize,
    /// Those whose bytes give something else, or are gone.
    pub lost: usize,
}

impl Characters {
    /// All of them.
    pub fn total(&self) -> usize {
        self.held + self.generated + self.lost
    }

    /// How many of a thousand hold, rounded down; all of them where there are none.
    pub fn held_per_mille(&self) -> usize {
        (self.held * 1_000).checked_div(self.total()).unwrap_or(1_000)
    }

    pub(super) fn add(&mut self, other: &Characters) {
        self.held += other.held;
        self.generated += other.generated;
        self.lost += other.lost;
    }
}

/// Counts the characters of the blocks of `document`; `sound` tells for each run whether its bytes
/// give its text.
pub(super) fn count(document: &Document, sound: &[bool], checked: &mut Checked) {
    let map = document.source_map();
    for block in document.blocks() {
        let span = block.span;
        let first = map.runs().partition_point(|run| run.text.end() <= span.start());
        let runs = map.runs_in(span);
        let mut generated = code_points(document.slice(span));
        for (run, &holds) in runs.iter().zip(sound.iter().skip(first)) {
            let from = span.start().max(run.text.start()) as usize;
            let to = span.end().min(run.text.end()) as usize;
            let count = document.text().get(from..to).map_or(0, code_points);
            generated -= count.min(generated);
            if holds {
                checked.characters.held += count;
            } else {
                checked.characters.lost += count;
            }
        }
        checked.characters.generated += generated;
    }
}

fn code_points(text: &str) -> usize {
    text.chars().count()
}
