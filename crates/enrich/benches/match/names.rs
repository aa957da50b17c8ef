//! Generated names: syllables by a dice that always falls the same way.

use annalist_model::{Document, DocumentParts, Sha256};

const BEGINNINGS: [&str; 24] = [
    "Ba", "Cha", "Da", "Fa", "Gho", "Ha", "Ja", "Kha", "La", "Ma", "Na", "Or", "Pe", "Qa", "Ra",
    "Sa", "Sha", "Ta", "U", "Vi", "Wa", "Ya", "Za", "Zhe",
];
const MIDDLES: [&str; 20] = [
    "bi", "da", "fi", "ha", "hme", "li", "lma", "mi", "mou", "na", "ndri", "qi", "ra", "rve", "si",
    "ssa", "ta", "vi", "ya", "zza",
];
const ENDS: [&str; 16] =
    ["d", "di", "f", "k", "l", "li", "m", "n", "ni", "ov", "r", "ri", "s", "t", "wi", "z"];

/// Of every hundred names of a text, this many are listed.
const LISTED_PER_HUNDRED: usize = 20;

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn word(&mut self) -> String {
        let mut word = BEGINNINGS[self.below(BEGINNINGS.len())].to_owned();
        for _ in 0..=self.below(2) {
            word.push_str(MIDDLES[self.below(MIDDLES.len())]);
        }
        word + ENDS[self.below(ENDS.len())]
    }
}

/// So many names of people, two or three words each.
pub(crate) fn generated(count: usize) -> Vec<String> {
    let mut dice = Dice(7);
    (0..count)
        .map(|_| {
            let (given, family) = (dice.word(), dice.word());
            match dice.below(5) {
                0 => format!("{given} {} {family}", dice.word()),
                1 => format!("{given} al-{family}"),
                _ => format!("{given} {family}"),
            }
        })
        .collect()
}

/// A text of prose that names some of these.
pub(crate) fn text(names: &[String]) -> String {
    let mut dice = Dice(11);
    let mut text = String::new();
    for number in 0..2_000 {
        if number % 100 < LISTED_PER_HUNDRED {
            text.push_str(&names[dice.below(names.len())]);
        } else {
            text.push_str("Nobody else");
        }
        text.push_str(" was seen at the gate before the meeting began, two people said.\n\n");
    }
    text
}

/// A document of the paragraphs of `text`.
pub(crate) fn document(text: &str) -> Result<Document, crate::Failure> {
    let parts = DocumentParts::of_text("bench.txt", text, Sha256([0; 32]));
    Ok(Document::new(parts.ok_or("the text is too long")?)?)
}
