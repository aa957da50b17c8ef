//! `annalist add`: pages into a collection, from files and from the web.

use std::thread;
use std::time::{Duration, SystemTime};

use annalist_capture::{Clock, Fetcher, Policy};
use annalist_pipeline::{
    Added, Addition, CaptureOrder, Captured, Problem, add, capture, is_address,
};
use anyhow::{Result, bail};

use super::count;
use crate::args;
use crate::exit::Exit;
use crate::plan::Plan;

/// One thing to add.
enum Order<'a> {
    File(Addition<'a>),
    Address(CaptureOrder<'a>),
}

impl Order<'_> {
    fn check(&self) -> Result<(), Problem> {
        match self {
            Order::File(addition) => addition.check(),
            Order::Address(order) => order.check(),
        }
    }
}

pub(super) fn run(plan: &Plan, arguments: &args::Add) -> Result<Exit> {
    if arguments.slug.is_some() && arguments.pages.len() > 1 {
        bail!("--slug names one page; add pages one by one, or leave it out");
    }
    let orders = orders(plan, arguments);
    orders.iter().try_for_each(Order::check)?;

    let engine = plan.plain_engine()?;
    let mut fetcher = Fetcher::new(policy(plan, &arguments.fetching), &SystemClock);
    let mut failed = 0;
    for order in &orders {
        let done = match order {
            Order::File(addition) => add(&engine, addition)
                .map(|added| tell_added(plan, &addition.page.display().to_string(), &added, &[])),
            Order::Address(order) => capture(&engine, &mut fetcher, order)
                .map(|captured| tell_captured(plan, order.url, &captured)),
        };
        if let Err(problem) = done {
            failed += 1;
            plan.talk.error(&problem.to_string());
        }
    }
    Ok(match failed {
        0 => Exit::Done,
        all if all == orders.len() => Exit::AllFailed,
        _ => Exit::SomeFailed,
    })
}

fn orders<'a>(plan: &Plan, arguments: &'a args::Add) -> Vec<Order<'a>> {
    let (to, slug) = (arguments.to.as_path(), arguments.slug.as_deref());
    let max_bytes = plan.settings.max_bytes;
    let comments = !arguments.fetching.no_comments;
    let pages = arguments.pages.iter();
    pages
        .map(|page| match page.to_str().filter(|text| is_address(text)) {
            Some(url) => Order::Address(CaptureOrder { url, to, slug, max_bytes, comments }),
            None => Order::File(Addition { page, to, slug, max_bytes }),
        })
        .collect()
}

fn policy(plan: &Plan, fetching: &args::Fetching) -> Policy {
    let home = env!("CARGO_PKG_REPOSITORY");
    Policy {
        user_agent: format!("annalist/{} (+{home})", env!("CARGO_PKG_VERSION")),
        honours_robots: !fetching.ignore_robots,
        longest_body: plan.settings.max_bytes,
        timeout: Duration::from_secs(fetching.timeout),
        pause: Duration::from_secs(fetching.pause),
        ..Policy::default()
    }
}

/// The clock of this machine.
struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}

fn tell_added(plan: &Plan, what: &str, added: &Added, more: &[String]) {
    let folder = added.folder.display();
    let told = more.iter().map(|it| format!(", {it}")).collect::<String>();
    let message = format!(
        "added {what} as {folder}{told}; fill in why, origin and licence in {folder}/source.json"
    );
    let facts = [("slug", added.slug.clone().into()), ("folder", folder.to_string().into())];
    plan.talk.summary(&[&message], &facts);
}

fn tell_captured(plan: &Plan, url: &str, captured: &Captured) {
    let faults = match captured {
        Captured::Added { member, answers, faults } => {
            let told = match answers {
                0 => Vec::new(),
                many => {
                    vec![format!("with {} about its comments", count(*many, "answer", "answers"))]
                }
            };
            tell_added(plan, url, member, &told);
            faults
        }
        Captured::Unchanged { folder, since, faults } => {
            let folder = folder.display();
            let message =
                format!("{url} has not changed since {since} ({folder}); nothing was added");
            let facts = [("folder", folder.to_string().into()), ("since", since.as_str().into())];
            plan.talk.summary(&[&message], &facts);
            faults
        }
    };
    for fault in faults {
        plan.talk.warning(&format!("not all comments of {url} came: {fault}"));
    }
}
