//! The comments of a thread in its order.

use std::collections::BTreeMap;

use super::comment::StoredComment;

/// Ties the comments to those that they answer, and sets each after its parent. A comment that came
/// twice, because something was posted between two requests, is one.
pub(super) fn settled(comments: Vec<StoredComment>, newest_first: bool) -> Vec<StoredComment> {
    let count = comments.len();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    // For each comment the place where it came first.
    let mut first: Vec<usize> = (0..count).collect();
    for (place, comment) in comments.iter().enumerate() {
        if let Some(id) = &comment.id {
            first[place] = *places.entry(id.clone()).or_insert(place);
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut roots = Vec::new();
    let mut all: Vec<usize> = (0..count).filter(|&place| first[place] == place).collect();
    if newest_first {
        all.reverse();
    }
    for &place in &all {
        let comment = &comments[place];
        let named = comment.answers.as_ref().and_then(|id| places.get(id)).copied();
        let parent = comment.parent.map(|parent| first[parent]).or(named);
        match parent.filter(|&parent| parent != place) {
            Some(parent) => children[parent].push(place),
            None => roots.push(place),
        }
    }
    // Comments that answer each other in a ring are reached from nowhere: each opens a thread.
    roots.extend(all);
    let mut comments: Vec<Option<StoredComment>> = comments.into_iter().map(Some).collect();
    let mut settled = Vec::with_capacity(count);
    for root in roots {
        let mut waiting = vec![(root, None)];
        while let Some((place, parent)) = waiting.pop() {
            let Some(comment) = comments[place].take() else { continue };
            let own = Some(settled.len());
            settled.push(StoredComment { parent, ..comment });
            waiting.extend(children[place].iter().rev().map(|&child| (child, own)));
        }
    }
    settled
}
