//! A page as the models that judge it see it, for those who train them.

use crate::article::{Company, Rows};
use crate::judgement::{HOPELESS, LEAST, Models};
use crate::platforms::StoredComments;
use crate::saver::{Noted, SaverNote};
use crate::transfer::Way;
use crate::{DataError, Input, Parser, article, decode, html, kind};

/// A page in numbers.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The page itself, in the order of [`kind_names`].
    pub numbers: Vec<f32>,
    /// The words of its paragraphs that no comment holds, white space folded; none where the page is
    /// a topic whose first post is its article, or has more than models judge.
    pub texts: Vec<String>,
    rows: Rows,
    company: Company,
}

impl Page {
    /// A paragraph in numbers, in the order of [`second_names`]; those of the second look are 0 until
    /// [`Page::look_again`].
    pub fn row(&self, paragraph: usize) -> &[f32] {
        self.rows.row(paragraph)
    }

    /// Lets the page be seen as one of such a likelihood of each kind.
    pub fn set_kinds(&mut self, kinds: [f32; 3]) {
        self.rows.set_kinds(kinds);
    }

    /// Whether a paragraph is not looked at again, by what the first look says of it.
    pub fn is_hopeless(first: f32) -> bool {
        first < HOPELESS
    }

    /// Writes the numbers of the second look, by what the first says of each paragraph.
    pub fn look_again(&mut self, sums: &[f32]) {
        self.company.look_again(sums, &mut self.rows);
    }

    /// Which paragraphs the product keeps, by what the second look says of each.
    pub fn pick(&self, sums: &[f32]) -> Vec<bool> {
        let lengths: Vec<usize> = self.texts.iter().map(String::len).collect();
        let likelihoods: Vec<f32> = sums.iter().map(|&sum| article::share(sum)).collect();
        article::pick(&lengths, &likelihoods, LEAST)
    }
}

/// A parser that has not learned yet.
///
/// # Errors
///
/// The first line of a data file that cannot be used.
pub fn parser() -> Result<Parser, DataError> {
    Parser::with(Models::blank()?)
}

/// The kind that a page of these likelihoods is taken for; none where that is an article.
pub fn kind_of(likelihoods: [f32; 3]) -> Option<usize> {
    let (kind, _) = kind::likeliest(likelihoods);
    kind::KINDS.iter().position(|known| *known == kind)
}

/// The names of the numbers of a page.
pub fn kind_names() -> Vec<&'static str> {
    kind::Kinds::names().to_vec()
}

/// The names of the numbers of a paragraph at the first look. The last ones are the likelihoods of
/// the kinds of the page: thread, index, offer.
pub fn first_names() -> Vec<&'static str> {
    article::names()
}

/// The names of the numbers of a paragraph at the second look: those of the first come first.
pub fn second_names() -> Vec<&'static str> {
    article::second_names()
}

/// The page in numbers.
pub fn page(parser: &Parser, input: &Input<'_>) -> Page {
    let decoded = decode::decode(input.bytes, input.charset, Way::default());
    let mut seen = Page::default();
    let url = input.url.map(|url| Noted { value: url.to_owned(), bytes: None });
    let note = SaverNote { url, ..SaverNote::default() };
    html::read(parser, &decoded, note, StoredComments::default(), &mut |judged| {
        let paragraphs = &judged.judgement.paragraphs;
        let Some(body) = judged.body else { return };
        let (rows, company) = body.described.clone();
        let judged_by_models = paragraphs.units.iter().take(rows.iter().count());
        seen = Page {
            numbers: judged.judgement.numbers.clone(),
            texts: judged_by_models.map(|unit| paragraphs.words(unit).to_owned()).collect(),
            rows,
            company,
        };
    });
    seen
}
