//! The page that a folder with its parts was saved beside.

use std::path::Path;

use annalist_parse::Companions;

/// How a page beside such a folder may end. Each is asked for by name: a folder of many saved pages is
/// never listed once for each of them.
pub(crate) const PAGES: [&str; 6] = ["html", "htm", "xhtml", "shtml", "HTML", "HTM"];

/// The name of the page that a browser saved together with this folder.
pub(crate) fn page_beside(folder: &Path, companions: &Companions) -> Option<String> {
    let stems = companions.pages_of(folder.file_name()?.to_str()?);
    let mut pages = stems.flat_map(|stem| PAGES.map(|ending| format!("{stem}.{ending}")));
    pages.find(|page| folder.with_file_name(page).is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_a_page_beside_it_makes_a_folder_its_parts() {
        let companions = Companions::load().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let parts = folder.path().join("Titel-Dateien");
        fs::create_dir_all(&parts).unwrap();
        assert_eq!(page_beside(&parts, &companions), None);
        fs::write(folder.path().join("Titel.txt"), "").unwrap();
        assert_eq!(page_beside(&parts, &companions), None);
        fs::write(folder.path().join("Titel.HTM"), "").unwrap();
        assert_eq!(page_beside(&parts, &companions).as_deref(), Some("Titel.HTM"));
    }
}
