//! Folders that a browser saves beside a page: `Title.html` and `Title_files/`.

use annalist_tables::{DataError, data_file};

/// What browsers add to the name of a page for the folder with its parts.
#[derive(Debug)]
pub struct Companions {
    endings: Vec<&'static str>,
}

impl Companions {
    /// The endings that come with the program.
    ///
    /// # Errors
    ///
    /// The first line of the data file that cannot be used.
    pub fn load() -> Result<Companions, DataError> {
        let rows = data_file!("companions.tsv").rows()?;
        let endings = rows.iter().map(|row| row.columns().map(|[ending, _, _]| ending));
        Ok(Companions { endings: endings.collect::<Result<_, _>>()? })
    }

    /// The names, without their endings, of the pages that a folder called `folder` may belong to:
    /// none where it is called otherwise than browsers call such folders.
    ///
    /// ```
    /// let companions = annalist_parse::Companions::load()?;
    /// assert_eq!(companions.pages_of("Title_files").collect::<Vec<_>>(), ["Title"]);
    /// assert_eq!(companions.pages_of("profiles").count(), 0);
    /// # Ok::<(), annalist_parse::DataError>(())
    /// ```
    pub fn pages_of<'n>(&self, folder: &'n str) -> impl Iterator<Item = &'n str> {
        let stems = self.endings.iter().filter_map(|ending| folder.strip_suffix(ending));
        stems.filter(|stem| !stem.is_empty())
    }

    /// Whether an address is that of a copy that a browser saved beside the page.
    pub(crate) fn hold(&self, address: &str) -> bool {
        let is_relative = !address.contains("://") && !address.starts_with('/');
        let mut parts = address.trim_start_matches("./").split('/');
        // A file that is called so is no folder.
        let folder = parts.next().filter(|_| parts.next().is_some());
        is_relative && folder.is_some_and(|folder| self.pages_of(folder).next().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ending_of_the_table_is_known_by_its_example() {
        let companions = Companions::load().unwrap();
        for row in data_file!("companions.tsv").rows().unwrap() {
            let [ending, _, example] = row.columns().unwrap();
            let pages: Vec<&str> = companions.pages_of(example).collect();
            assert_eq!(pages, [example.strip_suffix(ending).unwrap()]);
            assert!(companions.hold(&format!("./{example}/a.jpg")), "{example}");
        }
        for name in ["_files", "files", "profiles", "Title_filesystem"] {
            assert_eq!(companions.pages_of(name).count(), 0, "{name}");
        }
    }

    #[test]
    fn only_a_relative_address_in_such_a_folder_is_a_copy() {
        let companions = Companions::load().unwrap();
        for address in ["/a_files/b.jpg", "https://a.example/b_files/c.jpg", "b_file", "c/d.jpg"] {
            assert!(!companions.hold(address), "{address}");
        }
    }
}
