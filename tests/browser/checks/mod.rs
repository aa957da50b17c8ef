//! What must hold of the report in a browser.

mod looks;
mod reading;
mod safety;
mod tools;

use std::path::PathBuf;

use crate::collection::Collection;
use crate::driver::Browser;

type Check = fn(&Browser, &Collection);

/// All checks, by name.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("every_kind_of_page_opens_with_a_clean_console", reading::every_kind_of_page_opens),
    ("nothing_is_asked_for_but_files_of_the_report", safety::nothing_leaves),
    ("payloads_stay_words", safety::payloads_stay_words),
    ("a_list_is_filtered", tools::a_list_is_filtered),
    ("figures_lead_to_what_they_count", reading::figures_lead),
    ("marks_are_switched_and_tell_what_they_are", reading::marks_tell),
    ("a_thread_is_collapsed", reading::a_thread_is_collapsed),
    ("claims_of_articles_and_of_comments_are_told_apart", reading::owners_are_told_apart),
    ("claims_are_joined_with_how_the_text_stands_behind_them", reading::claims_are_joined),
    ("the_timeline_is_zoomed_and_filtered", tools::the_timeline_is_zoomed),
    ("filters_hold_on_all_pages_of_the_timeline", tools::filters_hold_on_all_pages),
    ("the_graph_is_filtered", tools::the_graph_is_filtered),
    ("words_and_names_are_found", tools::words_are_found),
    ("all_is_reached_by_keyboard", tools::all_is_reached_by_keyboard),
    ("a_long_page_goes_on_on_others", reading::a_long_page_goes_on),
    ("nothing_is_wider_than_a_narrow_screen", looks::narrow),
    ("text_runs_as_its_script_does", looks::text_runs_as_its_script_does),
    ("light_dark_and_print_are_readable", looks::schemes_are_readable),
    ("one_file_does_what_the_folder_does", reading::one_file),
];

/// A page of each kind.
fn kinds(collection: &Collection) -> Vec<PathBuf> {
    let names = [
        "index",
        "documents",
        "person",
        "organisation",
        "place",
        "group",
        "other",
        "relations",
        "events",
        "contradictions",
        "timeline",
        "graph",
        "search",
    ];
    let mut pages: Vec<PathBuf> =
        names.iter().map(|name| collection.page(&format!("{name}.html"))).collect();
    pages.push(collection.document("wordpress-nested-thread"));
    pages.push(collection.document("harm.html"));
    pages.push(collection.document("text-dump"));
    pages.extend(collection.pages_of("e").into_iter().take(3));
    pages
}

#[track_caller]
fn is_clean(browser: &Browser, what: &str) {
    let said = browser.log("browser");
    assert!(said.is_empty(), "{what}: {said:?}");
}
