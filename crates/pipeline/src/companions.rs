//! Folders that a browser saves beside a page: `Title.html` and `Title_files/`.

use std::path::Path;

/// What browsers add to the name of a page for the folder with its parts.
const ENDINGS: &str = include_str!("../data/companions.tsv");

/// How a page beside such a folder may end. Each is asked for by name: a folder of many saved pages is
/// never listed once for each of them.
const PAGES: [&str; 6] = ["html", "htm", "xhtml", "shtml", "HTML", "HTM"];

/// The name of the page that a browser saved together with this folder.
pub(crate) fn page_beside(folder: &Path) -> Option<String> {
    let stems = page_names(folder.file_name()?.to_str()?);
    let mut pages = stems.iter().flat_map(|stem| PAGES.map(|ending| format!("{stem}.{ending}")));
    pages.find(|page| folder.with_file_name(page).is_file())
}

/// The names, their endings left out, of the pages that the folder called `name` may belong to.
fn page_names(name: &str) -> Vec<&str> {
    let lines = ENDINGS.lines().filter(|line| !line.starts_with('#'));
    let endings = lines.filter_map(|line| line.split('\t').next());
    let stems = endings.filter_map(|ending| name.strip_suffix(ending));
    stems.filter(|stem| !stem.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_ending_of_the_table_is_known_by_its_example() {
        let rows: Vec<Vec<&str>> = ENDINGS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]), "sorted, without repetition");
        for row in rows {
            let &[ending, _, example] = row.as_slice() else { panic!("{row:?}") };
            assert_eq!(page_names(example), [example.strip_suffix(ending).unwrap()]);
        }
        for name in ["_files", "files", "profiles", "Title_filesystem"] {
            assert!(page_names(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn only_a_page_beside_it_makes_a_folder_its_parts() {
        let folder = tempfile::tempdir().unwrap();
        let parts = folder.path().join("Titel-Dateien");
        fs::create_dir_all(&parts).unwrap();
        assert_eq!(page_beside(&parts), None);
        fs::write(folder.path().join("Titel.txt"), "").unwrap();
        assert_eq!(page_beside(&parts), None);
        fs::write(folder.path().join("Titel.HTM"), "").unwrap();
        assert_eq!(page_beside(&parts).as_deref(), Some("Titel.HTM"));
    }
}
