//! The last capture of an address, so that a second one need not fetch what has not changed.

use std::fs;
use std::path::{Path, PathBuf};

use annalist_capture::Validators;

use super::stored::{self, CaptureFile, PAGE, StoredBody};
use crate::read;
use crate::run::DEFAULT_MAX_BYTES;

/// A member that was captured from the same address.
pub(super) struct Earlier {
    /// The folder of the member.
    folder: PathBuf,
    /// The folder with what came.
    bodies: PathBuf,
    file: CaptureFile,
}

/// Something that came before.
pub(super) struct Known {
    pub(super) validators: Validators,
    pub(super) body: Vec<u8>,
}

impl Earlier {
    /// The last capture of `url` in the collection `to`.
    pub(super) fn find(to: &Path, url: &str) -> Option<Earlier> {
        let members = fs::read_dir(to).ok()?.filter_map(Result::ok);
        let captures = members.filter_map(|member| {
            let folder = member.path();
            let bodies = stored::folder_of(&folder.join("page.html"))?;
            let file = CaptureFile::read(&bodies).ok().filter(|file| file.url == url)?;
            Some(Earlier { folder, bodies, file })
        });
        captures.max_by(|a, b| (a.at(), &a.folder).cmp(&(b.at(), &b.folder)))
    }

    /// The folder of the member.
    pub(super) fn member(&self) -> &Path {
        &self.folder
    }

    /// When it was captured.
    pub(super) fn at(&self) -> &str {
        self.file.page_exchange().map_or("", |page| page.at.as_str())
    }

    /// What came from `url` then, where a server can be asked whether it still stands.
    pub(super) fn known(&self, purpose: &str, url: &str) -> Option<Known> {
        let exchanges = self.file.exchanges.iter().filter(|it| it.purpose == purpose);
        let mut with_body = exchanges.filter(|it| it.body.is_some());
        // A page may have come by a redirect.
        let exchange = match purpose {
            PAGE => with_body.next(),
            _ => with_body.find(|it| it.url == url),
        }?;
        let validators = exchange.validators();
        if validators == Validators::default() {
            return None;
        }
        let body =
            exchange.body.as_ref()?.read(self.folder_for(purpose), DEFAULT_MAX_BYTES).ok()?;
        Some(Known { validators, body })
    }

    fn folder_for(&self, purpose: &str) -> &Path {
        if purpose == PAGE { &self.folder } else { &self.bodies }
    }

    /// The charset that the server named then; one that says that nothing changed need not name it.
    pub(super) fn charset(&self) -> Option<String> {
        let provenance = read::read_provenance(&self.folder.join(read::PROVENANCE)).ok()?;
        provenance.get("charset")?.as_str().map(str::to_owned)
    }

    /// Whether nothing came but what came then, and lies there still: the same page, and the same
    /// answers, or fewer where some did not come.
    pub(super) fn has_all(&self, now: &CaptureFile) -> bool {
        let hashes = |file: &CaptureFile| -> Vec<String> {
            file.answers().map(|(_, body)| body.sha256.clone()).collect()
        };
        let (before, after) = (hashes(&self.file), hashes(now));
        let is_part = after.iter().all(|hash| before.contains(hash)) && !now.faults.is_empty();
        let page = |file: &CaptureFile| file.page_exchange().and_then(|it| it.body.clone());
        let (Some(then), Some(now_page)) = (page(&self.file), page(now)) else { return false };
        then.sha256 == now_page.sha256 && (before == after || is_part) && self.lies_here(&then)
    }

    fn lies_here(&self, page: &StoredBody) -> bool {
        let lies = |body: &StoredBody, folder: &Path| body.read(folder, u64::MAX).is_ok();
        lies(page, &self.folder) && self.file.answers().all(|(_, body)| lies(body, &self.bodies))
    }
}
