//! Which bearer of a name a text means.

use annalist_model::PlacePrecision;

use super::context::Around;
use super::gazetteer::Bearer;

/// Thousands of people from which a city may be meant by its name alone.
const KNOWN_ALONE: u32 = 100;

/// Thousands of people from which a city may be meant though smaller ones bear its name, and how
/// many times larger than those it must be.
const WORLD_CITY: u32 = 500;
const TIMES_LARGER: u32 = 20;

/// How many times larger a capital must be.
const TIMES_LARGER_CAPITAL: u32 = 8;

/// How many times larger than the next in its own country a city must be.
const TIMES_LARGER_AT_HOME: u32 = 4;

/// How much oftener a country must be named than the next that has a bearer of the name.
const TIMES_OFTENER: u32 = 2;

/// The bearer that was chosen, if one was, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) at: Option<usize>,
    pub(super) rule: &'static str,
}

impl Choice {
    fn of(at: usize, rule: &'static str) -> Option<Choice> {
        Some(Choice { at: Some(at), rule })
    }
}

/// What a name means whatever the text says, if there is no doubt about it. Bearers come largest
/// first.
pub(super) fn plain(bearers: &[Bearer]) -> Option<Choice> {
    let (first, rest) = bearers.split_first()?;
    if first.precision == PlacePrecision::Country {
        return if rest.is_empty() { Choice::of(0, "country") } else { None };
    }
    let is_known = first.people >= KNOWN_ALONE || first.is_capital || first.is_region();
    let abroad = rest.iter().filter(|it| it.country != first.country).map(|it| it.people).max();
    match abroad {
        None if is_known && !first.is_other_name => at_home(bearers, first.country, "only-one"),
        Some(next)
            if !first.is_other_name
                && first.people >= WORLD_CITY
                && first.people >= next.saturating_mul(TIMES_LARGER) =>
        {
            at_home(bearers, first.country, "by-far-the-largest")
        }
        Some(next)
            if first.is_capital && first.people >= next.saturating_mul(TIMES_LARGER_CAPITAL) =>
        {
            at_home(bearers, first.country, "capital")
        }
        _ => None,
    }
}

/// What a name means by what the text names around it; none where it has no bearer.
pub(super) fn choose(bearers: &[Bearer], around: &Around) -> Option<Choice> {
    bearers.first()?;
    if let Some(open) = around.contradicts(bearers) {
        return Some(open);
    }
    if let Some((region, rule)) = around.region_beside(bearers) {
        let inside = |it: &Bearer| it.region == region && it.precision == PlacePrecision::City;
        if let Some(at) = bearers.iter().position(inside) {
            return Choice::of(at, rule);
        }
    }
    let plain = plain(bearers);
    for (counts, rule, times) in [
        (&around.beside, "country-beside", 1),
        (&around.near, "country-in-the-sentence", TIMES_OFTENER),
        (&around.text, "country-of-the-text", TIMES_OFTENER),
    ] {
        let mut named: Vec<(u32, &str)> = Vec::new();
        for bearer in bearers {
            let count = counts.get(bearer.country).copied().unwrap_or_default();
            if count > 0 && !named.iter().any(|(_, country)| *country == bearer.country) {
                named.push((count, bearer.country));
            }
        }
        named.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let most = match named.as_slice() {
            [] => continue,
            [(_, only)] => Some(*only),
            [(most, first), (next, _), ..] => {
                (*most > next.saturating_mul(times)).then_some(*first)
            }
        };
        let Some(country) = most else { break };
        // A large city is not outdone by a country that the text names somewhere.
        let is_far = rule != "country-beside";
        if let Some(Choice { at: Some(at), .. }) = &plain
            && is_far
            && bearers.get(*at).is_some_and(|it| it.country != country)
        {
            return plain;
        }
        return at_home(bearers, country, rule);
    }
    plain.or_else(|| {
        let is_one = bearers.len() == 1;
        Some(Choice { at: None, rule: if is_one { "nothing-speaks-for-it" } else { "ambiguous" } })
    })
}

/// The bearer of the name in this country, if one of them stands out.
fn at_home(bearers: &[Bearer], country: &str, rule: &'static str) -> Option<Choice> {
    let open = Some(Choice { at: None, rule: "ambiguous" });
    let mut here = bearers.iter().enumerate().filter(|(_, it)| it.country == country);
    let Some((at, first)) = here.next() else { return open };
    if first.precision != PlacePrecision::City || first.is_capital {
        return Choice::of(at, rule);
    }
    let next = here.filter(|(_, it)| it.precision == PlacePrecision::City).map(|(_, it)| it.people);
    let stands_out = next
        .max()
        .is_none_or(|next| first.people >= next.max(1).saturating_mul(TIMES_LARGER_AT_HOME));
    if stands_out { Choice::of(at, rule) } else { open }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(country: &'static str, people: u32) -> Bearer {
        Bearer { country, people, ..Bearer::default() }
    }

    #[test]
    fn a_world_city_needs_no_context_and_two_of_a_size_do() {
        let paris = [city("FR", 2138), city("US", 24)];
        assert_eq!(plain(&paris).unwrap().rule, "by-far-the-largest");
        let tripoli = [city("LY", 1303), city("LB", 229)];
        assert_eq!(plain(&tripoli), None);
        let open = choose(&tripoli, &Around::default()).unwrap();
        assert_eq!((open.at, open.rule), (None, "ambiguous"));
    }

    #[test]
    fn a_small_town_needs_a_reason() {
        let town = [city("BR", 20)];
        assert_eq!(choose(&town, &Around::default()).unwrap().at, None);
    }
}
