//! `annalist add`: saved pages into a collection.

use annalist_pipeline::{Addition, add};
use anyhow::{Result, bail};

use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;

pub(super) fn run(plan: &Plan, arguments: &args::Add) -> Result<Exit> {
    let slug = arguments.slug.as_deref();
    if slug.is_some() && arguments.pages.len() > 1 {
        bail!("--slug names one page; add pages one by one, or leave it out");
    }
    let max_bytes = plan.settings.max_bytes;
    let additions: Vec<Addition<'_>> = arguments
        .pages
        .iter()
        .map(|page| Addition { page, to: &arguments.to, slug, max_bytes })
        .collect();
    additions.iter().try_for_each(Addition::check)?;

    let engine = plan.plain_engine()?;
    let mut failed = 0;
    for addition in &additions {
        match add(&engine, addition) {
            Ok(added) => {
                let folder = added.folder.display();
                let message = format!(
                    "added {} as {folder}; fill in why, origin and licence in {folder}/source.json",
                    addition.page.display()
                );
                let facts = [("slug", added.slug.into()), ("folder", folder.to_string().into())];
                plan.talk.summary(&[&message], &facts);
            }
            Err(problem) => {
                failed += 1;
                plan.talk.error(&problem.to_string());
            }
        }
    }
    Ok(match failed {
        0 => Exit::Done,
        all if all == additions.len() => Exit::AllFailed,
        _ => Exit::SomeFailed,
    })
}
