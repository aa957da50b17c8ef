//! Comments that a page holds twice: for narrow and wide windows, with and without scripts.

use std::collections::HashMap;

use super::Item;
use crate::page::Page;

/// Words that say this much, in bytes, are not said twice by chance.
const TELLING: usize = 60;

/// Removes items that say the same as another, by the same author at the same time. Of two, the one
/// is kept that answers somebody, else the first. Gives the elements of those removed.
pub(super) fn remove(page: &Page<'_>, items: &mut Vec<Item>) -> Vec<usize> {
    let mut first: HashMap<(Option<&str>, String, String), usize> = HashMap::new();
    let mut same_as: Vec<usize> = (0..items.len()).collect();
    for (index, item) in items.iter().enumerate() {
        let words = words_of(page, item);
        let time = match &item.posted {
            Some(stamp) => format!("{:?} {:?}", stamp.value, stamp.shown),
            None if words.len() >= TELLING => String::new(),
            None => continue,
        };
        let author = item.author.as_ref().map(|author| author.value.as_str());
        if words.is_empty() {
            continue;
        }
        let known = *first.entry((author, time, words)).or_insert(index);
        same_as[index] = known;
    }
    if same_as.iter().enumerate().all(|(index, same)| index == *same) {
        return Vec::new();
    }
    // Of each, the one that is kept: a later one where it alone knows its place in the thread.
    let mut chosen: Vec<usize> = (0..items.len()).collect();
    for (index, &same) in same_as.iter().enumerate() {
        if items[chosen[same]].parent.is_none() && items[index].parent.is_some() {
            chosen[same] = index;
        }
    }
    for same in &mut same_as {
        *same = chosen[*same];
    }
    let kept: Vec<usize> = (0..items.len()).filter(|&index| same_as[index] == index).collect();
    let place = |index: usize| kept.binary_search(&same_as[index]).ok();
    let parents: Vec<Option<usize>> = kept
        .iter()
        .enumerate()
        .map(|(new, &index)| items[index].parent.and_then(place).filter(|parent| *parent < new))
        .collect();
    let mut index = 0;
    let mut removed = Vec::new();
    items.retain(|item| {
        index += 1;
        let is_kept = same_as[index - 1] == index - 1;
        if !is_kept {
            removed.push(item.node);
            removed.extend(&item.after);
        }
        is_kept
    });
    for (item, parent) in items.iter_mut().zip(parents) {
        item.parent = parent;
    }
    removed
}

fn words_of(page: &Page<'_>, item: &Item) -> String {
    let mut words = String::new();
    for &node in &item.body {
        page.add_text(page.subtree(node), &mut words);
    }
    words
}
