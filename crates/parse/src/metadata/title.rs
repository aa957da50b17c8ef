//! What sites add to a headline: their name, before or after a separator.

use super::headline::key;

/// A part of a title that holds the name of the site is no longer than it by more than this.
const LONGER: usize = 4;

/// What sites put between a headline and their name.
pub(super) const SEPARATORS: [&str; 12] =
    [" | ", " - ", " – ", " — ", " » ", " · ", " :: ", " • ", " ‹ ", " / ", "_", "|"];

/// The `title` element is no longer than this, in bytes, with what the site adds.
pub(super) const LONGEST_TITLE: usize = 1_000;

/// A headline without the name of the site; `site` are the keys of the names that the page gives it.
pub(super) fn without_site(title: &str, site: &[String]) -> String {
    let title = title.trim();
    if title.len() > LONGEST_TITLE {
        return title.to_owned();
    }
    let mut best: Option<&str> = None;
    for separator in SEPARATORS {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && is_site(tail, site)
            && !key(head).is_empty()
        {
            best = Some(head);
            break;
        }
        if let Some((head, tail)) = title.split_once(separator)
            && is_site(head, site)
            && !key(tail).is_empty()
        {
            best = Some(tail);
            break;
        }
    }
    match best {
        Some(rest) if rest.len() < title.len() => without_site(rest, site),
        _ => title.to_owned(),
    }
}

/// The part of a title that is the name of the site.
pub(super) fn site_part<'t>(title: &'t str, site: &[String]) -> Option<&'t str> {
    if title.len() > LONGEST_TITLE {
        return None;
    }
    if site.contains(&key(title)) {
        return Some(title);
    }
    SEPARATORS.into_iter().find_map(|separator| {
        let (_, tail) = title.rsplit_once(separator)?;
        let (head, _) = title.split_once(separator)?;
        [tail, head].into_iter().find(|part| is_site(part, site))
    })
}

/// Whether a part of a title is the name of the site.
fn is_site(part: &str, site: &[String]) -> bool {
    let part = key(part);
    !part.is_empty()
        && site.iter().any(|name| {
            !name.is_empty()
                && (*name == part
                    || (part.len() > 3 && name.contains(&part))
                    || (name.len() > 3 && part.contains(name) && name.len() + LONGER >= part.len()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_cut_at_either_end() {
        let site = ["theharbourgazette".to_owned(), "gazette".to_owned()];
        assert_eq!(without_site("Strike ends - The Harbour Gazette", &site), "Strike ends");
        assert_eq!(without_site("Harbour Gazette | Strike ends", &site), "Strike ends");
        assert_eq!(without_site("Strike ends – a chronicle", &site), "Strike ends – a chronicle");
        assert_eq!(without_site("New to Gazette – my boat", &site), "New to Gazette – my boat");
        assert_eq!(without_site("Gazette", &site), "Gazette");
        assert_eq!(site_part("Home - The Harbour Gazette", &site), Some("The Harbour Gazette"));
        assert_eq!(site_part("Strike ends – a chronicle", &site), None);
    }
}
