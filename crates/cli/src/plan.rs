//! What the arguments, the environment and the configuration mean together.
//!
//! A flag counts more than an `ANNALIST_` variable (clap sees to that), a variable more than
//! `annalist.toml`, the file more than the default.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use annalist_enrich::{Options, Prefer};
use annalist_pipeline::{
    DEFAULT_MAX_BYTES, DEFAULT_MAX_TEXT, DEFAULT_PAGE_TIMEOUT, Engine, Problem, Selection,
    Settings, Stdin, read_decisions, read_lists, remedy, split_list,
};
use anyhow::{Context, Result, anyhow, bail};

use crate::args::{self, Arguments, Color, Inputs, LogFormat, Meaning, Names};
use crate::config::Config;
use crate::talk::{Level, Talk};

/// The folder of lists beside `annalist.toml`.
const LISTS: &str = "lists";

/// The file of decisions beside `annalist.toml`.
const DECISIONS: &str = "decisions.jsonl";

/// What every verb needs, checked.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) working_folder: PathBuf,
    pub(crate) settings: Settings,
    pub(crate) talk: Talk,
    /// Whether results are shown in bold and colour.
    pub(crate) colors_results: bool,
    prefer: Option<args::Prefer>,
    lists: Vec<PathBuf>,
    decisions: Option<PathBuf>,
    /// The folder of `annalist.toml`, where there is one.
    project: Option<PathBuf>,
}

impl Plan {
    /// The plan that the arguments give, in the folder and environment of this process.
    pub(crate) fn new(arguments: &Arguments) -> Result<Plan> {
        let common = &arguments.common;
        let working_folder = std::env::current_dir().context("cannot tell the working folder")?;
        let config = if arguments.verb.is_about_annalist() {
            Config::default()
        } else {
            Config::find(&working_folder)?
        };
        let level = if common.quiet.or(config.quiet).unwrap_or(false) && !common.verbose {
            Level::Errors
        } else if common.verbose {
            Level::Details
        } else {
            Level::Summary
        };
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = match common.color {
            Some(color) => color,
            None if no_color => Color::Never,
            None => config.color.unwrap_or(Color::Auto),
        };
        let colors = |on_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => on_terminal && !no_color,
        };
        let on_terminal = io::stderr().is_terminal();
        let colors_results = colors(io::stdout().is_terminal());
        let talk = Talk::new(
            level,
            common.log_format.or(config.log_format).unwrap_or(LogFormat::Text),
            colors(on_terminal),
            on_terminal,
        );
        let jobs = common.jobs.or(config.jobs).map(usize::from);
        let settings = Settings {
            jobs: jobs.unwrap_or_default(),
            max_bytes: common.max_bytes.or(config.max_bytes).unwrap_or(DEFAULT_MAX_BYTES),
            max_text: common.max_text.or(config.max_text).unwrap_or(DEFAULT_MAX_TEXT),
            page_timeout: common
                .page_timeout
                .or(config.page_timeout)
                .map_or(DEFAULT_PAGE_TIMEOUT, Duration::from_secs),
            ..Settings::default()
        };
        let Config { prefer, lists, decisions, project, .. } = config;
        Ok(Plan {
            working_folder,
            settings,
            talk,
            colors_results,
            prefer,
            lists,
            decisions,
            project,
        })
    }

    /// The engine, its words and rules loaded, and the user's names; with `explain` it gives reasons.
    pub(crate) fn engine(&self, meaning: &Meaning, names: &Names, explain: bool) -> Result<Engine> {
        let prefer = match meaning.prefer.or(self.prefer) {
            Some(args::Prefer::Future) => Prefer::Future,
            Some(args::Prefer::Past) | None => Prefer::Past,
        };
        self.with_names(self.engine_with(Options { date: meaning.date, prefer, explain })?, names)
    }

    /// An engine for what is made of records: lists have had their say.
    pub(crate) fn deciding_engine(&self, decisions: Option<&Path>) -> Result<Engine> {
        self.with_decisions(self.plain_engine()?, decisions)
    }

    fn with_names(&self, engine: Engine, names: &Names) -> Result<Engine> {
        let lists = self.lists_to_read(names);
        let engine = if lists.is_empty() {
            engine
        } else {
            let jobs = self.settings.jobs;
            engine.with_lists(read_lists(&self.working_folder, &lists, jobs)?, jobs)?
        };
        self.with_decisions(engine, names.decisions.as_deref())
    }

    fn with_decisions(&self, engine: Engine, given: Option<&Path>) -> Result<Engine> {
        Ok(match self.decisions_to_read(given) {
            Some(path) => engine.with_decisions(read_decisions(&self.working_folder.join(path))?),
            None => engine,
        })
    }

    /// The lists that hold: those given, else those of the configuration, else those beside it.
    pub(crate) fn lists_to_read(&self, names: &Names) -> Vec<PathBuf> {
        let mut lists =
            if names.lists.is_empty() { self.lists.clone() } else { names.lists.clone() };
        if lists.is_empty() {
            lists.extend(self.of_project(LISTS).filter(|folder| folder.is_dir()));
        }
        lists
    }

    /// The file of the decisions that hold, where there is one.
    pub(crate) fn decisions_to_read(&self, given: Option<&Path>) -> Option<PathBuf> {
        let given = given.map(Path::to_owned).or_else(|| self.decisions.clone());
        given.or_else(|| self.of_project(DECISIONS).filter(|file| file.is_file()))
    }

    /// The folder of `annalist.toml`, where there is one.
    pub(crate) fn project(&self) -> Option<&Path> {
        self.project.as_deref()
    }

    /// What lies beside `annalist.toml`.
    fn of_project(&self, name: &str) -> Option<PathBuf> {
        self.project.as_ref().map(|folder| folder.join(name))
    }

    /// The file that decisions are written to.
    pub(crate) fn decisions_to_write(&self, given: Option<&Path>) -> PathBuf {
        let path = given.map(Path::to_owned).or_else(|| self.decisions.clone());
        let path = path.or_else(|| self.of_project(DECISIONS));
        self.working_folder.join(path.unwrap_or_else(|| PathBuf::from(DECISIONS)))
    }

    /// An engine for what takes no notice of dates.
    pub(crate) fn plain_engine(&self) -> Result<Engine> {
        self.engine_with(Options::default())
    }

    fn engine_with(&self, options: Options) -> Result<Engine> {
        Engine::new(options).context("annalist's own words and rules cannot be used")
    }

    /// How the work is done, where inputs may ask for reasons.
    pub(crate) fn settings_of(&self, inputs: &Inputs) -> Settings {
        Settings { explain: inputs.explain, ..self.settings }
    }

    /// The inputs that were asked for, lists read and standard input taken.
    pub(crate) fn selection(&self, inputs: &Inputs) -> Result<Selection> {
        let list_on_stdin = inputs.files_from.as_deref().is_some_and(is_stdin);
        let (dashes, mut paths): (Vec<PathBuf>, Vec<PathBuf>) =
            inputs.inputs.iter().cloned().partition(|path| is_stdin(path));
        if list_on_stdin && !dashes.is_empty() {
            bail!("standard input cannot be both a list of files and a page");
        }
        if let Some(list) = &inputs.files_from {
            paths.extend(split_list(&read_list(list)?, inputs.null));
        }
        let stdin = if dashes.is_empty() {
            None
        } else {
            let (max_bytes, lay) = (self.settings.max_bytes, std::env::temp_dir());
            Some(Stdin::read(io::stdin().lock(), max_bytes, &lay)?)
        };
        Ok(Selection {
            working_folder: self.working_folder.clone(),
            paths,
            stdin,
            hidden: inputs.hidden,
            no_ignore: inputs.no_ignore,
            leave_out: None,
        })
    }
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

fn read_list(list: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_stdin(list) {
        io::stdin().lock().read_to_end(&mut bytes).map_err(Problem::Stream)?;
    } else {
        bytes = std::fs::read(list).map_err(|error| {
            let shown = list.display();
            anyhow!("cannot read the list of files {shown}: {error}; {}", remedy(&error))
        })?;
    }
    Ok(bytes)
}

/// A stream of lines, and what it is called in messages.
pub(crate) fn open_lines(path: &Path) -> Result<(String, Box<dyn BufRead>)> {
    if is_stdin(path) {
        return Ok(("stdin".to_owned(), Box::new(io::stdin().lock())));
    }
    let file = File::open(path)
        .map_err(|error| anyhow!("cannot read {}: {error}; {}", path.display(), remedy(&error)))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        bail!("cannot read {}: it is a folder; give a file of JSON Lines", path.display());
    }
    Ok((path.display().to_string(), Box::new(BufReader::new(file))))
}
