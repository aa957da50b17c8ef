//! The search over what a run found, in a database that is made once and again after each run.

use std::fs;
use std::path::{Path, PathBuf};

use annalist_export::{DATABASE, Hit, Query};

use crate::cache;
use crate::export::{self, ExportPlan, export};
use crate::output::UNFINISHED;
use crate::verify::read_manifest;
use crate::{Control, Problem, hash};

/// The folder of the database, below that of what is kept.
const FOLDER: &str = "search";

/// What the database was made of.
const STAMP: &str = "stamp";

/// What is looked for, and where.
#[derive(Clone, Debug)]
pub struct SearchPlan {
    /// The output folder of a run.
    pub folder: PathBuf,
    /// The folder that relative paths start from.
    pub working_folder: PathBuf,
    /// What is looked for.
    pub query: Query,
    /// Most hits in names, in articles and in comments.
    pub most: usize,
}

/// Looks for what `plan` asks for, best hits first. The database lies with what is kept for the next
/// run; where nothing can be kept there, it is made for this once.
///
/// # Errors
///
/// Where there is no collection, or its database cannot be made or read.
pub fn search(plan: &SearchPlan, control: Control<'_>) -> Result<Option<Vec<Hit>>, Problem> {
    let folder = plan.working_folder.join(&plan.folder);
    export::check(&folder, &plan.folder)?;
    let manifest = read_manifest(&folder, &plan.folder)?;
    let stamp = format!("{} {}", env!("ANNALIST_CODE"), hash::of(manifest.as_bytes()));
    let kept = folder.join(cache::FOLDER).join(FOLDER);
    let is_current = fs::read_to_string(kept.join(STAMP)).is_ok_and(|it| it == stamp);
    let ask = |place: &Path| {
        annalist_export::search(&place.join(DATABASE), &plan.query, plan.most)
            .map_err(|error| Problem::Usage(error.to_string()))
    };
    if is_current && kept.join(DATABASE).is_file() {
        return ask(&kept).map(Some);
    }
    let is_ours = fs::create_dir_all(&kept).is_ok();
    let mut aside = tempfile::Builder::new();
    aside.prefix(UNFINISHED);
    let aside = if is_ours { aside.tempdir_in(&kept) } else { aside.tempdir() };
    let aside = aside.map_err(Problem::file("make the index of the search in", &plan.folder))?;
    let format = annalist_export::format("sqlite")
        .ok_or_else(|| Problem::Usage("there is no database, a defect to report".to_owned()))?;
    let what = ExportPlan {
        folder: plan.folder.clone(),
        format,
        output: Some(aside.path().to_owned()),
        working_folder: plan.working_folder.clone(),
    };
    if export(&what, &mut std::io::sink(), control)?.interrupted {
        return Ok(None);
    }
    let hits = ask(aside.path())?;
    if is_ours {
        // Where it cannot be kept, the next search makes it again.
        let _ = fs::remove_file(kept.join(STAMP));
        let moved = fs::rename(aside.path().join(DATABASE), kept.join(DATABASE));
        let _ = moved.and_then(|()| fs::write(kept.join(STAMP), &stamp));
    }
    Ok(Some(hits))
}
