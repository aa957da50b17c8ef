//! `annalist export`: what a run found, for other tools.

use annalist_pipeline::{ExportPlan, export};
use anyhow::{Context, Result};

use super::{count, results};
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;

pub(super) fn run(plan: &Plan, arguments: &args::Export) -> Result<Exit> {
    let name = &arguments.to;
    let format = annalist_export::format(name)
        .with_context(|| format!("there is no format {name}, a defect to report"))?;
    let what = ExportPlan {
        folder: arguments.folder.clone(),
        format,
        output: arguments.output.clone(),
        working_folder: plan.working_folder.clone(),
    };
    let progress = Progress::new(&plan.talk)?;
    let done = export(&what, &mut results(), progress.control());
    progress.finish();
    let exported = done?;
    if exported.interrupted {
        return Ok(Exit::Interrupted);
    }
    if let Some(output) = &arguments.output {
        let documents = count(exported.documents, "document", "documents");
        let message = format!("{documents} written to {} as {name}", output.display());
        let facts = [("documents", exported.documents.into()), ("format", name.as_str().into())];
        plan.talk.summary(&[&message], &facts);
    }
    Ok(Exit::Done)
}
