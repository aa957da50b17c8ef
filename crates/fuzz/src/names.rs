//! Bytes as two names: whether they match does not depend on which comes first.

use annalist_model::EntityKind;

use crate::engines::ENRICHER;

/// Two names, a line each, of every kind.
pub(crate) fn matching(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (one, other) = text.split_once('\n').unwrap_or((&text, ""));
    for kind in EntityKind::ALL {
        let there = ENRICHER.match_names(one, other, kind);
        let back = ENRICHER.match_names(other, one, kind);
        assert!(there.score <= 1_000, "{there:?}");
        let both = |it: &annalist_enrich::NameMatch| (it.is_match, it.score, it.rule.clone());
        assert!(both(&there) == both(&back), "{kind:?}: {there:?}, and back {back:?}");
        let [one, other] = [one, other].map(|name| ENRICHER.prepare_name(name, kind));
        assert!(ENRICHER.are_spellings(&one, &other) == ENRICHER.are_spellings(&other, &one));
        ENRICHER.each_near_pair(&[one, other], |a, b| assert!(a != b));
    }
}
