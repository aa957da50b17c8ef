//! Folders are made, and the list of inputs is compared as text.

use std::path::Path;

use super::*;

/// A folder of files, each with its own name as content.
fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{}").unwrap();
    }
    folder
}

fn selection(folder: &Path, paths: &[&str]) -> Selection {
    Selection {
        working_folder: folder.to_owned(),
        paths: paths.iter().map(PathBuf::from).collect(),
        ..Selection::default()
    }
}

/// Each input as `name`, with `?` where it is only tried, `-` where it is skipped, `!` where it
/// failed.
fn list(selection: &Selection) -> Vec<String> {
    let mark = |candidate: &Candidate| match &candidate.content {
        Content::File { claims: true, .. } | Content::Bytes(_) => "",
        Content::File { claims: false, .. } => "?",
        Content::Settled(Status::Failed { .. }) => "!",
        Content::Settled(_) => "-",
        Content::Member(member) if member.claims => "",
        Content::Member(_) => "?",
        Content::Collection { .. } => "archive",
    };
    let found = discover(selection).unwrap();
    found.inputs.iter().map(|it| format!("{}{}", it.name, mark(it))).collect()
}

#[test]
fn one_folder_is_the_root() {
    let folder = folder(&["in/b.html", "in/a/a.html", "in/x.css", "in/README", "in/.hid/a.html"]);
    let mut selection = selection(folder.path(), &["in"]);
    assert_eq!(list(&selection), ["README?", "a/a.html", "b.html", "x.css-"]);
    selection.hidden = true;
    assert_eq!(list(&selection), [".hid/a.html", "README?", "a/a.html", "b.html", "x.css-"]);
}

#[test]
fn names_do_not_depend_on_the_order_and_stay_apart() {
    let folder = folder(&["x/a.html", "y/a.html"]);
    assert_eq!(list(&selection(folder.path(), &["x/a.html", "y"])), ["x/a.html", "y/a.html"]);
    assert_eq!(list(&selection(folder.path(), &["y", "x/a.html"])), ["y/a.html", "x/a.html"]);
    assert_eq!(list(&selection(folder.path(), &["x/a.html"])), ["a.html"]);
}

#[test]
fn a_file_given_twice_counts_once() {
    let folder = folder(&["x/a.html", "x/b.css"]);
    let twice = selection(folder.path(), &["x", "./x/../x/b.css", "x/b.css", "x"]);
    assert_eq!(list(&twice), ["x/a.html", "x/b.css"]);
}

#[test]
fn ignore_files_are_heeded_unless_told() {
    let folder = folder(&["a.html", "b.html"]);
    fs::write(folder.path().join(".ignore"), "b.html\n").unwrap();
    let mut selection = selection(folder.path(), &["."]);
    assert_eq!(list(&selection), ["a.html"]);
    selection.no_ignore = true;
    assert_eq!(list(&selection), ["a.html", "b.html"]);
}

#[test]
fn what_belongs_to_a_page_is_part_of_it() {
    let folder = folder(&[
        "Title.html",
        "Title_files/frame.html",
        "Titel.htm",
        "Titel-Dateien/rahmen.html",
        "Titre_fichiers/cadre.html",
        "other_files/a.html",
        "s/page.html",
        "s/source.json",
        "t/source.json",
    ]);
    assert_eq!(
        list(&selection(folder.path(), &["."])),
        [
            "Titel-Dateien-",
            "Titel.htm",
            "Title.html",
            "Title_files-",
            "Titre_fichiers/cadre.html",
            "other_files/a.html",
            "s/page.html",
            "s/source.json-",
            "t/source.json-"
        ]
    );
    fs::write(folder.path().join("s/source.json"), "{").unwrap();
    assert_eq!(list(&selection(folder.path(), &["s"])), ["page.html", "source.json!"]);
}

#[test]
fn archives_that_are_none_are_named() {
    let folder = folder(&["a.warc.gz", "b.mhtml", "c.pdf"]);
    assert_eq!(
        list(&selection(folder.path(), &["."])),
        ["a.warc.gz/000000000000!", "a.warc.gz-", "b.mhtml", "c.pdf-"]
    );
}

#[test]
fn the_output_is_no_input() {
    let folder = folder(&["a.html", "out/records/a.html.json", "out/x.html"]);
    let mut selection = selection(folder.path(), &["."]);
    selection.leave_out = Some(PathBuf::from("out"));
    assert_eq!(list(&selection), ["a.html"]);
    selection.leave_out = Some(PathBuf::from("."));
    assert!(discover(&selection).is_err());
}

#[test]
fn a_missing_file_is_named() {
    let folder = folder(&["a.html"]);
    assert_eq!(list(&selection(folder.path(), &["a.html", "no.html"])), ["a.html", "no.html!"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_around_are_named() {
    use std::os::unix::fs::symlink;
    let folder = folder(&["a.html", "sub/b.html"]);
    let link = |target: &str, name: &str| symlink(target, folder.path().join(name)).unwrap();
    link("nothing.html", "dangling.html");
    link("self.html", "self.html");
    link("..", "sub/up");
    link("a.html", "copy.html");
    assert_eq!(
        list(&selection(folder.path(), &["."])),
        ["a.html", "copy.html", "dangling.html!", "self.html!", "sub/b.html", "sub/up!"]
    );
    assert_eq!(list(&selection(folder.path(), &["dangling.html"])), ["dangling.html!"]);
}

#[test]
fn standard_input_is_called_dash() {
    let folder = folder(&["-", "a/b.html"]);
    let mut selection = selection(folder.path(), &["a"]);
    selection.stdin = Some(Stdin::Page(Vec::new()));
    assert_eq!(list(&selection), ["a/b.html", "-"]);
    selection.paths = vec![PathBuf::from("./-")];
    assert!(discover(&selection).is_err());
}

#[test]
fn lists_of_paths() {
    let paths = |list: &[u8], nul| split_list(list, nul);
    assert_eq!(paths(b"a\r\n\nb c\n", false), [PathBuf::from("a"), PathBuf::from("b c")]);
    assert_eq!(paths(b"a\nb\0c\0", true), [PathBuf::from("a\nb"), PathBuf::from("c")]);
}
