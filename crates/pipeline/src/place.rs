//! Paths as they are written, without a look at the disk: absolute, common, relative.

use std::path::{Component, Path, PathBuf};

/// `path` below `working_folder`, without `.` and `..`.
pub(crate) fn absolute(working_folder: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in working_folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            _ => whole.push(part),
        }
    }
    whole
}

/// The deepest folder that all of `folders` lie in, themselves included.
pub(crate) fn common<'p>(folders: impl IntoIterator<Item = &'p Path>) -> Option<PathBuf> {
    let mut folders = folders.into_iter();
    let mut common = folders.next()?.to_owned();
    for folder in folders {
        while !folder.starts_with(&common) {
            if !common.pop() {
                return None;
            }
        }
    }
    Some(common)
}

/// The way from the folder `from` to `to`, both absolute, or `None` where there is none (on
/// different drives).
pub(crate) fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let common = common([from, to])?;
    let up = from.strip_prefix(&common).ok()?.components().map(|_| Component::ParentDir);
    let down = to.strip_prefix(&common).ok()?.components();
    let way: PathBuf = up.chain(down).collect();
    Some(if way.as_os_str().is_empty() { PathBuf::from(".") } else { way })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_absolute_without_the_disk() {
        for (path, expected) in
            [("a/./b", "/w/a/b"), ("../b", "/b"), ("/x/y/../z", "/x/z"), (".", "/w"), ("..", "/")]
        {
            assert_eq!(absolute(Path::new("/w"), Path::new(path)), Path::new(expected));
        }
    }

    #[test]
    fn the_common_folder_ends_at_whole_parts() {
        let of = |paths: &[&str]| common(paths.iter().map(Path::new));
        assert_eq!(of(&["/a/bc/d", "/a/bd"]), Some(PathBuf::from("/a")));
        assert_eq!(of(&["/a/b"]), Some(PathBuf::from("/a/b")));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn relative_ways() {
        for (from, to, expected) in [
            ("/a/out", "/a/pages", "../pages"),
            ("/a", "/a/pages", "pages"),
            ("/a/pages/out", "/a/pages", ".."),
            ("/a", "/a", "."),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), Some(PathBuf::from(expected)));
        }
    }
}
