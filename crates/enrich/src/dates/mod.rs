//! Expressions of time: found by a grammar that is data, and resolved to days of the calendar.
//!
//! * [`lexicon`] and [`grammar`] hold the words and rules, [`parse`] applies them;
//! * [`moment`] is what an expression means, [`meaning`] how a rule says so, [`evaluate`] what that
//!   does;
//! * [`mod@resolve`] gives an expression its value: [`period`] finds its days, [`calendar`] counts them,
//!   [`cues`] tell where its clause looks, [`mod@open`] speaks for what cannot be resolved;
//! * [`narrative`] says what the text has told of the year;
//! * [`bounds`] narrows down when an undated article was published.

mod beginnings;
mod bounds;
mod calendar;
mod cues;
mod evaluate;
mod feasts;
mod grammar;
mod hijri;
mod lexicon;
mod limits;
mod marks;
mod meaning;
mod moment;
mod narrative;
mod open;
mod parse;
mod period;
mod pieces;
mod plan;
mod range;
mod resolve;
mod triggers;
mod zones;

#[cfg(test)]
mod examples;

use annalist_model::{
    Anchor, BlockKind, Code, DateMention, DateTime, Diagnostic, Document, Limit, Owner,
    PublicationBounds, Span, TimexDetails,
};

pub(crate) use bounds::bounded;
use bounds::publication_bounds;
use calendar::{Grain, Period, from_model};
use cues::{Cues, Direction};
use feasts::Feasts;
use grammar::Grammar;
use lexicon::Lexicon;
use limits::{Limits, open_interval};
use marks::Marks;
use meaning::Value;
use moment::Moment;
use resolve::{Context, DayOrder, Now, Resolved, resolve};
use triggers::Triggers;
use zones::Zones;

use crate::Options;
use crate::segment::{Segments, Sentence};
use annalist_tables::{DataError, DataFile, data_file};

/// Finds expressions of time and says what they mean.
#[derive(Debug)]
pub(crate) struct DateReader {
    lexicon: Lexicon,
    grammar: Grammar,
    cues: Cues,
    limits: Limits,
    zones: Zones,
    feasts: Feasts,
    triggers: Triggers,
}

/// What was found in a document.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The dates, in order.
    pub(crate) dates: Vec<FoundDate>,
    /// For an article without a date: when it must have been published.
    pub(crate) bounds: Option<PublicationBounds>,
}

/// A date with what is known of its surroundings.
#[derive(Clone, Debug)]
pub(crate) struct FoundDate {
    pub(crate) mention: DateMention,
    pub(crate) owner: Owner,
    /// Whether its clause speaks of what is to come.
    pub(crate) looks_forward: bool,
    /// Whether something was missing to resolve it.
    pub(crate) is_open: bool,
}

/// An expression read, not yet resolved.
struct Expression {
    span: Span,
    value: Value,
    marks: Marks,
    limit: Option<Limit>,
    rule: usize,
    #[cfg_attr(not(test), expect(dead_code, reason = "only the examples of rules ask for it"))]
    parts: Vec<usize>,
    direction: Option<Direction>,
}

/// The expressions of one sentence.
struct SentenceExpressions {
    /// Which sentence of the document it is.
    index: usize,
    owner: Owner,
    block: BlockKind,
    expressions: Vec<Expression>,
}

/// The words of time, by language; those of the first count in every text.
const WORDS: [(Option<&str>, DataFile); 2] =
    [(None, data_file!("dates/words.tsv")), (Some("de"), data_file!("dates/words-de.tsv"))];

impl DateReader {
    pub(crate) fn load() -> Result<DateReader, DataError> {
        let lexicon = Lexicon::load(&WORDS, data_file!("dates/numerals.tsv"))?;
        let feasts = Feasts::load(data_file!("dates/feasts.tsv"))?;
        let grammar = Grammar::load(data_file!("dates/grammar.tsv"), &lexicon, &feasts)?;
        let cues = Cues::load(data_file!("dates/cues.tsv"))?;
        let limits = Limits::load(data_file!("dates/limits.tsv"))?;
        let zones = Zones::load(data_file!("dates/zones.tsv"))?;
        let triggers = Triggers::load(data_file!("dates/quiet-words.tsv"), &lexicon, &grammar)?;
        Ok(DateReader { lexicon, grammar, cues, limits, zones, feasts, triggers })
    }

    /// The dates of `document`, in order. `names` are the names found in it: what is part of a
    /// longer name is no date.
    pub(crate) fn read(
        &self,
        document: &Document,
        segments: &Segments<'_>,
        options: &Options,
        names: &[Span],
    ) -> Found {
        let mut memory = parse::Memory::default();
        let mut sentences: Vec<SentenceExpressions> = segments
            .sentences()
            .iter()
            .enumerate()
            .filter(|(_, sentence)| self.triggers.may_be_in(text_of(segments, sentence)))
            .map(|(index, sentence)| {
                self.read_sentence(segments, index, sentence, names, &mut memory)
            })
            .filter(|sentence| !sentence.expressions.is_empty())
            .collect();
        narrative::tell_years(&mut sentences);
        let order = day_order(document, &sentences);
        let is_dated = document.metadata().published.is_some() || options.date.is_some();
        let mut found = self.resolve_all(document, options, &sentences, order, None);
        let bounds = if is_dated { None } else { publication_bounds(document, &found) };
        if let Some((first, last)) = bounds.as_ref().and_then(bounds::window) {
            let ends = [first, last].map(|day| {
                let now = Now { day, minutes: None, anchor: Anchor::PublicationBounds };
                self.resolve_all(document, options, &sentences, order, Some(now))
            });
            bounds::place_between(&mut found, &ends);
        }
        Found { dates: found, bounds }
    }

    /// What the expressions mean, with `assumed` as the day of the article where it gives none.
    fn resolve_all(
        &self,
        document: &Document,
        options: &Options,
        sentences: &[SentenceExpressions],
        order: DayOrder,
        assumed: Option<Now>,
    ) -> Vec<FoundDate> {
        let mut found = Vec::new();
        let mut before: Option<(Owner, usize, Period)> = None;
        for sentence in sentences {
            let owner = sentence.owner;
            let mut context = Context {
                feasts: &self.feasts,
                now: narrative::day_of_addition(sentence)
                    .or_else(|| now_of(document, owner, options))
                    .or(assumed.filter(|_| owner == Owner::Article)),
                before: before.filter(|(of, ..)| *of == owner).map(|(.., period)| period),
                day_before: before
                    .filter(|(of, index, period)| {
                        *of == owner && index + 1 == sentence.index && period.grain == Grain::Day
                    })
                    .map(|(.., period)| period),
                implied: None,
                direction: None,
                order,
                prefer: options.prefer,
            };
            let resolved = resolve_sentence(&sentence.expressions, &mut context);
            before = context.before.map(|period| (owner, sentence.index, period));
            for (expression, resolved) in sentence.expressions.iter().zip(resolved) {
                found.extend(resolved.map(|resolved| self.found(owner, expression, resolved)));
            }
        }
        found
    }

    fn read_sentence(
        &self,
        segments: &Segments<'_>,
        index: usize,
        sentence: &Sentence,
        names: &[Span],
        memory: &mut parse::Memory,
    ) -> SentenceExpressions {
        let pieces = pieces::cut(segments, sentence.tokens.clone(), &self.lexicon, &self.grammar);
        let mut parser = parse::Parser::new(&self.grammar, &pieces, std::mem::take(memory));
        let mut expressions = Vec::new();
        let mut cues = None;
        let mut start = 0;
        while start < pieces.len() {
            let Some(reading) = parser.longest(start) else {
                start += 1;
                continue;
            };
            let span = span_of(&pieces, start, reading.end);
            if let Some(span) = span.filter(|span| !is_part_of_name(*span, names)) {
                let cues = cues.get_or_insert_with(|| self.cues.find(&pieces));
                let direction = self.cues.direction(cues, start, reading.end);
                let limit = self.limits.around(&pieces, start, reading.end);
                let (marks, value) = reading.value.unmarked();
                let (rule, parts) = (reading.rule, reading.parts);
                let expression = Expression { span, value, marks, limit, rule, parts, direction };
                expressions.push(expression);
            }
            start = reading.end.max(start + 1);
        }
        *memory = parser.into_memory();
        SentenceExpressions { index, owner: sentence.owner, block: sentence.block, expressions }
    }

    fn found(&self, owner: Owner, expression: &Expression, resolved: Resolved) -> FoundDate {
        let rule = self.grammar.rules.get(expression.rule).map_or("", |rule| rule.id);
        let day = resolved.period.map(|period| period.first);
        let open = expression.limit.and_then(|limit| open_interval(limit, &resolved));
        let details = TimexDetails {
            modifier: expression.marks.modifier,
            quantity: expression.marks.quantity.map(str::to_owned),
            frequency: expression.marks.frequency.clone(),
            limit: expression.limit.filter(|_| open.is_some()),
            zone: self.zones.of(&expression.value, day),
        };
        FoundDate {
            mention: DateMention {
                span: expression.span,
                kind: resolved.kind,
                value: resolved.value,
                interval: open.or(resolved.interval),
                anchor: resolved.anchor,
                details,
                rule: rule.to_owned(),
            },
            owner,
            looks_forward: expression.direction == Some(Direction::Forward),
            is_open: resolved.is_open,
        }
    }
}

fn text_of<'t>(segments: &Segments<'t>, sentence: &Sentence) -> &'t str {
    let span = segments.span(sentence.tokens.clone());
    span.and_then(|span| segments.text().get(span.range())).unwrap_or_default()
}

fn span_of(pieces: &[pieces::Piece<'_>], start: usize, end: usize) -> Option<Span> {
    let first = pieces.get(start)?;
    let last = pieces.get(end.checked_sub(1)?)?;
    Some(first.span.cover(last.span))
}

/// Whether a longer name holds or crosses the span. `names` are sorted.
fn is_part_of_name(span: Span, names: &[Span]) -> bool {
    let behind = names.partition_point(|name| name.start() < span.end());
    names
        .get(..behind)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(3)
        .any(|name| name.overlaps(span) && !span.contains(*name))
}

/// Resolves the expressions of one sentence: dates first, in order, then bare times against the
/// date that stands nearest to them.
fn resolve_sentence(
    expressions: &[Expression],
    context: &mut Context<'_>,
) -> Vec<Option<Resolved>> {
    let mut resolved: Vec<Option<Resolved>> = Vec::new();
    for expression in expressions {
        context.direction = expression.direction;
        let is_bare_time = is_bare_time(&expression.value);
        let result = resolve(&expression.value, context).filter(|_| !is_bare_time);
        if let Some(result) = &result
            && is_reference_point(&expression.value)
            && let Some(period) = result.period
        {
            context.before = Some(period);
        }
        resolved.push(result);
    }
    for (index, expression) in expressions.iter().enumerate() {
        if is_bare_time(&expression.value) {
            context.direction = expression.direction;
            context.implied = nearest_day(&resolved, index);
            let result = resolve(&expression.value, context);
            if let Some(slot) = resolved.get_mut(index) {
                *slot = result;
            }
        }
    }
    resolved
}

fn is_bare_time(value: &Value) -> bool {
    match value {
        Value::DayTime(_) => true,
        Value::Moment(moment) => is_bare(moment),
        _ => false,
    }
}

fn is_bare(moment: &Moment) -> bool {
    match moment {
        Moment::At(date, _) => **date == Moment::Implied,
        Moment::Range(from, to) => is_bare(from) && is_bare(to),
        Moment::Lasting(from, _) => is_bare(from),
        _ => false,
    }
}

/// Whether later expressions ("six months later") can hang on it.
fn is_reference_point(value: &Value) -> bool {
    match value {
        Value::Moment(moment) => !matches!(
            moment,
            Moment::Now
                | Moment::Which(0, _)
                | Moment::Reference(_)
                | Moment::Ahead(_)
                | Moment::Around(..)
        ),
        _ => false,
    }
}

/// The day of the sentence that stands nearest to the expression at `index`.
fn nearest_day(resolved: &[Option<Resolved>], index: usize) -> Option<(Period, Anchor)> {
    let days = resolved.iter().enumerate().filter_map(|(at, resolved)| {
        let resolved = resolved.as_ref()?;
        let period = resolved.period.filter(|period| period.grain == Grain::Day)?;
        Some((at.abs_diff(index), (period, resolved.anchor)))
    });
    days.min_by_key(|(distance, _)| *distance).map(|(_, day)| day)
}

/// The point in time that the words of `owner` are read from.
fn now_of(document: &Document, owner: Owner, options: &Options) -> Option<Now> {
    if let Owner::Comment(comment) = owner {
        let comment = document.comments().get(comment as usize);
        let posted = comment.and_then(|comment| comment.posted.as_ref()?.value);
        if let Some(now) = posted.and_then(|posted| to_now(posted, Anchor::CommentPosted)) {
            return Some(now);
        }
    }
    let published = document.metadata().published.as_ref().map(|published| published.value);
    let given = options.date.and_then(|date| to_now(date, Anchor::Given));
    given.or_else(|| published.and_then(|date| to_now(date, Anchor::Published)))
}

/// Nothing can be counted from a date that is not exact to the day.
fn to_now(at: DateTime, anchor: Anchor) -> Option<Now> {
    at.date.day()?;
    let minutes = at.time.map(|time| i64::from(time.hour()) * 60 + i64::from(time.minute()));
    Some(Now { day: from_model(at.date)?, minutes, anchor })
}

/// Which of two numbers is the month: as the first date that can be read in one way only has it,
/// or else as the language of the page has it.
fn day_order(document: &Document, sentences: &[SentenceExpressions]) -> DayOrder {
    let numeric = sentences.iter().flat_map(|sentence| &sentence.expressions).filter_map(|it| {
        match &it.value {
            Value::Moment(Moment::Numeric(first, second, _)) => Some((*first, *second)),
            _ => None,
        }
    });
    for (first, second) in numeric {
        if first > 12 {
            return DayOrder::DayFirst;
        }
        if second > 12 {
            return DayOrder::MonthFirst;
        }
    }
    let language = document.metadata().language.as_ref().map(|language| language.value.as_str());
    let region = language.and_then(|tag| tag.split(['-', '_']).next_back()).unwrap_or("US");
    if region.eq_ignore_ascii_case("us") || language.is_some_and(|tag| tag.len() <= 3) {
        DayOrder::MonthFirst
    } else {
        DayOrder::DayFirst
    }
}

/// One diagnostic for all the dates that could not be resolved.
pub(crate) fn unresolved(found: &[FoundDate]) -> Option<Diagnostic> {
    let open: Vec<&FoundDate> = found.iter().filter(|date| date.is_open).collect();
    let first = open.first()?;
    let message = match open.len() {
        1 => "1 date could not be resolved: nothing says what it is relative to".to_owned(),
        count => {
            format!("{count} dates could not be resolved: nothing says what they are relative to")
        }
    };
    Some(Diagnostic::at(Code::DateUnresolved, first.mention.span, message))
}
