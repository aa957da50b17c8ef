//! The HTML report in a real browser: Debian's chromium, through chromedriver.
//!
//! Where there is no browser, the checks say that they were skipped; with
//! `ANNALIST_TEST_BROWSER=required`, as continuous integration sets it, they fail. All checks share
//! one browser and one report, so they run one after the other. Words given as arguments choose
//! among them, as with other tests; `--pictures` takes the pictures of the README instead.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "it is its own harness, and says what it checked")]

mod checks;
mod collection;
mod driver;
mod pictures;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use checks::CHECKS;
use collection::Collection;
use driver::Browser;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--list") {
        CHECKS.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    let words: Vec<&String> = arguments.iter().filter(|it| !it.starts_with('-')).collect();
    let chosen = CHECKS
        .iter()
        .filter(|(name, _)| words.is_empty() || words.iter().any(|word| name.contains(*word)));
    let chosen: Vec<_> = chosen.collect();
    if chosen.is_empty() {
        return ExitCode::SUCCESS;
    }
    let browser = match Browser::start() {
        Ok(browser) => browser,
        Err(cause) => {
            println!("{} checks of the report in a browser skipped: {cause}", chosen.len());
            let is_required =
                std::env::var("ANNALIST_TEST_BROWSER").is_ok_and(|it| it == "required");
            return if is_required { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    if arguments.iter().any(|it| it == "--pictures") {
        pictures::take(&browser);
        return ExitCode::SUCCESS;
    }
    let collection = Collection::make();
    let mut failed = 0;
    for (name, check) in &chosen {
        browser.begin();
        let is_ok = catch_unwind(AssertUnwindSafe(|| check(&browser, &collection))).is_ok();
        println!("test {name} ... {}", if is_ok { "ok" } else { "FAILED" });
        failed += usize::from(!is_ok);
    }
    println!("\n{} passed, {failed} failed in a browser", chosen.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
