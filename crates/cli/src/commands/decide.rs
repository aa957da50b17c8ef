//! `annalist decide`: one more line of the decisions.

use annalist_model::Decision;
use annalist_pipeline::write_decision;
use anyhow::Result;

use crate::args::{self, Decided};
use crate::exit::Exit;
use crate::plan::Plan;

pub(super) fn run(plan: &Plan, arguments: &args::Decide) -> Result<Exit> {
    let decision = match &arguments.what {
        Decided::Same { one, other } => Decision::Same { one: one.clone(), other: other.clone() },
        Decided::NotSame { one, other } => {
            Decision::NotSame { one: one.clone(), other: other.clone() }
        }
        Decided::NotAnEntity { name } => Decision::NotAnEntity { name: name.clone() },
        Decided::Type { name, kind } => Decision::Kind { name: name.clone(), kind: *kind },
        Decided::Name { name, preferred } => {
            Decision::Preferred { name: name.clone(), preferred: preferred.clone() }
        }
    };
    let path = plan.decisions_to_write(arguments.decisions.as_deref());
    write_decision(&path, &decision, arguments.note.as_deref())?;
    let shown = path.display().to_string();
    let message = format!("decided, in {shown}; it holds from the next run on");
    plan.talk.summary(&[&message], &[("decisions", shown.as_str().into())]);
    Ok(Exit::Done)
}
