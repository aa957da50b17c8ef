//! Runs the examples that stand beside the rules.

use annalist_model::{Date, DateTime};

use super::*;
use crate::testing::paragraph_in;

/// The day that the examples are read on, a Thursday.
fn today() -> Options {
    let date = Date::new(2018, Some(9), Some(6)).unwrap();
    Options { date: Some(DateTime::date_only(date)), ..Options::default() }
}

/// A date found: where, its value, and the rules that read it.
type Finding = (Span, String, Vec<&'static str>);

/// Reads a text, which is in the language that it begins with: `@de am 1. Mai`.
fn read(reader: &DateReader, text: &str) -> Vec<Finding> {
    let (language, text) = language_of(text);
    let document = paragraph_in(text, language);
    let words = crate::segment::SegmentWords::load().unwrap();
    let segments = crate::segment::segment(&document, &words);
    let found = reader.read(&document, &segments, &today(), &[]).dates;
    let mut memory = parse::Memory::default();
    let expressions: Vec<Expression> = segments
        .sentences()
        .iter()
        .flat_map(|sentence| {
            reader.read_sentence(&segments, 0, sentence, &[], &mut memory).expressions
        })
        .collect();
    let rules = |parts: &[usize]| parts.iter().map(|part| reader.grammar.rules[*part].id).collect();
    found
        .into_iter()
        .map(|date| {
            let expression = expressions.iter().find(|it| it.span == date.mention.span).unwrap();
            (date.mention.span, shown(&date.mention), rules(&expression.parts))
        })
        .collect()
}

/// The value of a date with what it says beside it.
fn shown(date: &DateMention) -> String {
    format!("{} {}", date.value, date.details).trim_end().to_owned()
}

fn language_of(text: &str) -> (Option<&str>, &str) {
    let marked = text.strip_prefix('@').and_then(|rest| rest.split_once(' '));
    marked.map_or((None, text), |(language, rest)| (Some(language), rest))
}

/// What is wrong with an example of a rule, if anything is.
fn check_example(reader: &DateReader, rule: &str, example: &str) -> Option<String> {
    let (marked, value) = example.rsplit_once(" => ")?;
    let text = marked.replace(['[', ']'], "");
    let (_, marked) = language_of(marked);
    let start = marked.find('[').unwrap_or(0);
    let end = marked.find(']').map_or(marked.len(), |end| end - 1);
    let found = read(reader, &text);
    if value == "nothing" {
        let is_meant =
            |(span, ..): &&Finding| span.start() < end as u32 && start < span.range().end;
        let wrong = found.iter().find(is_meant);
        return wrong.map(|wrong| format!("{rule}: {example}\n    found {wrong:?}"));
    }
    let is_right = |(span, found_value, rules): &Finding| {
        span.range() == (start..end) && found_value == value && rules.contains(&rule)
    };
    (!found.iter().any(is_right)).then(|| format!("{rule}: {example}\n    found {found:?}"))
}

#[test]
fn every_rule_reads_its_examples() {
    let reader = DateReader::load().unwrap();
    let mut wrong = Vec::new();
    for rule in &reader.grammar.rules {
        let mut parts = rule.examples.split(" ! ");
        let examples = parts.next().unwrap_or_default();
        wrong.extend(examples.split(" | ").filter_map(|it| check_example(&reader, rule.id, it)));
        for text in parts {
            let found = read(&reader, text);
            if found.iter().any(|(_, _, rules)| rules.contains(&rule.id)) {
                wrong.push(format!("{}: must not read {text:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_rule_has_an_example() {
    let reader = DateReader::load().unwrap();
    for rule in &reader.grammar.rules {
        assert!(rule.examples.contains(" => "), "{} has no example", rule.id);
    }
}

/// The examples of the rules then run over the table of feasts.
#[test]
fn each_feast_is_asked_for_by_a_rule() {
    let reader = DateReader::load().unwrap();
    let asked: Vec<&str> = reader.grammar.rules.iter().flat_map(|it| it.meaning.feasts()).collect();
    let unused: Vec<&str> = reader.feasts.names().filter(|it| !asked.contains(it)).collect();
    assert!(unused.is_empty(), "no rule asks for {unused:?}");
}

#[test]
fn a_rule_that_cannot_be_used_is_named() {
    let lexicon = Lexicon::load(&WORDS, data_file!("dates/numerals.tsv"));
    let lexicon = lexicon.unwrap();
    let feasts = Feasts::load(data_file!("dates/feasts.tsv")).unwrap();
    let error = |text| {
        let file = DataFile { name: "grammar.tsv", text };
        Grammar::load(file, &lexicon, &feasts).unwrap_err().to_string()
    };
    assert_eq!(
        error("# head\ndate\tx\t<mouth>\tmonth($1)\t0\tx\n"),
        "grammar.tsv:2: <mouth> is no class of words and made by no rule"
    );
    assert_eq!(
        error("date\tx\t<month>\tfeast(yule,0)\t0\tx\n"),
        "grammar.tsv:1: no table gives the days of the feast \"yule\""
    );
    assert_eq!(
        error("date\tx\t<month>\tmonth($2)\t0\tx\n"),
        "grammar.tsv:1: the pattern has no item $2"
    );
    assert_eq!(
        error("a\tx\t<b>\t$1\t0\tx\nb\tx\t<a>\t$1\t0\tx\n"),
        "grammar.tsv:1: the rules of \"a\" lead back to it"
    );
}
