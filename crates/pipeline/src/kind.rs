//! What the name of a file says about what it holds.

use annalist_archive::Format;

/// What a file's name claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page or the text of one.
    Page,
    /// Many pages in one file.
    Collection(Format),
    /// A page with all its parts, or one packed, in a form that is not read yet.
    Archive(&'static str),
    /// Something that is no page.
    Other(&'static str),
    /// Nothing that is known.
    Unknown,
}

const PAGE: &[&str] = &["htm", "html", "mht", "mhtml", "shtml", "text", "txt", "xht", "xhtml"];

/// Endings of packed files that are not unpacked.
const PACKED: &[&str] = &["br", "bz2", "lz4", "xz", "z", "zst"];

/// Endings of archives of pages, each with what it is. Sorted.
const ARCHIVES: &[(&str, &str)] =
    &[("maff", "a MAFF archive"), ("webarchive", "a Safari web archive")];

/// Endings of files that are no pages, each with what they are. Sorted.
const OTHERS: &[(&str, &str)] = &[
    ("7z", "an archive"),
    ("aac", "a sound file"),
    ("avi", "a video"),
    ("avif", "an image"),
    ("bmp", "an image"),
    ("bz2", "a packed file"),
    ("css", "a style sheet"),
    ("csv", "a table"),
    ("db", "a database"),
    ("doc", "an office document"),
    ("docx", "an office document"),
    ("eot", "a font"),
    ("epub", "an e-book"),
    ("exe", "a program"),
    ("flac", "a sound file"),
    ("flv", "a video"),
    ("gif", "an image"),
    ("ico", "an image"),
    ("jpeg", "an image"),
    ("jpg", "an image"),
    ("js", "a script"),
    ("json", "JSON data"),
    ("jsonl", "JSON data"),
    ("log", "a log"),
    ("m4a", "a sound file"),
    ("map", "a source map"),
    ("md", "Markdown"),
    ("mjs", "a script"),
    ("mkv", "a video"),
    ("mov", "a video"),
    ("mp3", "a sound file"),
    ("mp4", "a video"),
    ("ndjson", "JSON data"),
    ("odt", "an office document"),
    ("ogg", "a sound file"),
    ("otf", "a font"),
    ("pdf", "a PDF document, which is not read yet"),
    ("png", "an image"),
    ("ppt", "an office document"),
    ("pptx", "an office document"),
    ("rar", "an archive"),
    ("rss", "a feed"),
    ("rtf", "an office document"),
    ("sqlite", "a database"),
    ("svg", "an image"),
    ("swf", "a Flash film"),
    ("tif", "an image"),
    ("tiff", "an image"),
    ("toml", "configuration"),
    ("tsv", "a table"),
    ("ttf", "a font"),
    ("wasm", "a program"),
    ("wav", "a sound file"),
    ("webm", "a video"),
    ("webmanifest", "JSON data"),
    ("webp", "an image"),
    ("woff", "a font"),
    ("woff2", "a font"),
    ("xls", "an office document"),
    ("xlsx", "an office document"),
    ("xml", "XML data"),
    ("yaml", "configuration"),
    ("yml", "configuration"),
];

impl Kind {
    /// What the file called `name` claims to be.
    pub(crate) fn of(name: &str) -> Kind {
        let lower = name.to_ascii_lowercase();
        // A download tool keeps the query in the name: `index.html?p=12`.
        let lower = lower.split('?').next().unwrap_or_default();
        let bare = lower.strip_suffix(".gz").unwrap_or(lower);
        let Some(extension) = extension(bare) else { return Kind::Unknown };
        if let Some(format) = collection(bare, extension) {
            return Kind::Collection(format);
        }
        if PACKED.contains(&extension) {
            let inner = bare.rsplit_once('.').map_or("", |(inner, _)| inner);
            return match Kind::of(inner) {
                Kind::Page | Kind::Archive(_) => {
                    Kind::Archive("a page packed in another way than gzip")
                }
                _ => Kind::Other("a packed file"),
            };
        }
        if PAGE.contains(&extension) {
            return Kind::Page;
        }
        if let Some(what) = look_up(ARCHIVES, extension) {
            return Kind::Archive(what);
        }
        look_up(OTHERS, extension).map_or(Kind::Unknown, Kind::Other)
    }
}

/// The format of an archive of many pages that is called `name`.
fn collection(name: &str, extension: &str) -> Option<Format> {
    match extension {
        "warc" => Some(Format::Warc),
        "wacz" | "zip" => Some(Format::Zip),
        "tar" | "tgz" | "tzst" => Some(Format::Tar),
        "zst" if name.ends_with(".tar.zst") => Some(Format::Tar),
        "zst" if name.ends_with(".warc.zst") => Some(Format::Warc),
        _ => None,
    }
}

/// What stands after the last dot, where something stands before it.
fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
}

fn look_up(table: &[(&str, &'static str)], extension: &str) -> Option<&'static str> {
    let index = table.binary_search_by(|(ending, _)| (*ending).cmp(extension)).ok()?;
    table.get(index).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_without_repetition() {
        for table in [ARCHIVES, OTHERS] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        for list in [PAGE, PACKED] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn names_claim() {
        for (name, kind) in [
            ("a.html", Kind::Page),
            ("A.HTM", Kind::Page),
            ("a.html.gz", Kind::Page),
            ("a.mhtml", Kind::Page),
            ("index.html?p=12", Kind::Page),
            ("a.warc.gz", Kind::Collection(Format::Warc)),
            ("a.css?v=3", Kind::Other("a style sheet")),
            ("a.tar.gz", Kind::Collection(Format::Tar)),
            ("a.warc.zst", Kind::Collection(Format::Warc)),
            ("a.tar.zst", Kind::Collection(Format::Tar)),
            ("a.wacz", Kind::Collection(Format::Zip)),
            ("a.csv.zst", Kind::Other("a packed file")),
            ("index.php", Kind::Unknown),
            ("README", Kind::Unknown),
            (".html", Kind::Unknown),
        ] {
            assert_eq!(Kind::of(name), kind, "{name}");
        }
        assert!(matches!(Kind::of("a.html.br"), Kind::Archive(_)));
    }
}
