//! A page as the models that judge it see it, for those who train them.

use crate::saver::SaverNote;
use crate::transfer::Way;
use crate::{DataError, Input, Parser, article, decode, html, kind};

/// A page in numbers.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The page itself, in the order of [`kind_names`].
    pub numbers: Vec<f32>,
    /// Its paragraphs that no comment holds; none where the page is a topic whose first post is its
    /// article.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph in numbers.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Its words, white space folded.
    pub text: String,
    /// In the order of [`paragraph_names`].
    pub numbers: Vec<f32>,
}

/// A parser that has not learned yet.
///
/// # Errors
///
/// The first line of a data file that cannot be used.
pub fn parser() -> Result<Parser, DataError> {
    let parser = Parser::new()?;
    Ok(Parser { models: parser.models.blank(), ..parser })
}

/// The names of the numbers of a page.
pub fn kind_names() -> Vec<&'static str> {
    kind::Kinds::names().to_vec()
}

/// The names of the numbers of a paragraph. The last ones are the likelihoods of the kinds of the
/// page: thread, index, offer.
pub fn paragraph_names() -> Vec<&'static str> {
    article::names()
}

/// The page in numbers.
pub fn page(parser: &Parser, input: &Input<'_>) -> Page {
    let decoded = decode::decode(input.bytes, input.charset, Way::default());
    let mut seen = Page::default();
    html::read(parser, &decoded, SaverNote::default(), &mut |judged| {
        let text = |unit: &article::Unit| {
            let mut text = String::new();
            judged.page.add_text(unit.start..unit.end + 1, &mut text);
            text
        };
        let units = judged.judgement.units.iter().zip(judged.rows);
        seen = Page {
            numbers: judged.judgement.numbers.clone(),
            paragraphs: units
                .map(|(unit, row)| Paragraph { text: text(unit), numbers: row.clone() })
                .collect(),
        };
    });
    seen
}

/// Which paragraphs the product keeps, by what a model says of the numbers of each, 0 to 1.
pub fn pick(
    paragraphs: &[Paragraph],
    is_article: bool,
    likelihood: &dyn Fn(&[f32]) -> f32,
) -> Vec<bool> {
    let lengths: Vec<usize> = paragraphs.iter().map(|it| it.text.len()).collect();
    let likelihoods: Vec<f32> = paragraphs
        .iter()
        .map(|it| article::doubted(&it.numbers, likelihood(&it.numbers), is_article))
        .collect();
    article::pick(&lengths, &likelihoods, 0.15)
}
