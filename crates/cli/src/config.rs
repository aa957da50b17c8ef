//! `annalist.toml`: what holds for a whole project.

use std::path::{Path, PathBuf};

use annalist_pipeline::remedy;
use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use toml::{Table, Value};

use crate::args::{Color, LogFormat, MOST_BYTES, MOST_SECONDS, Prefer};

/// The name of the file.
const FILE: &str = "annalist.toml";

/// The keys that the file may hold, sorted.
const KEYS: &[&str] = &[
    "color",
    "decisions",
    "jobs",
    "lists",
    "log-format",
    "max-bytes",
    "max-text",
    "page-timeout",
    "prefer",
    "quiet",
];

/// What the file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) jobs: Option<u16>,
    pub(crate) quiet: Option<bool>,
    pub(crate) color: Option<Color>,
    pub(crate) log_format: Option<LogFormat>,
    pub(crate) prefer: Option<Prefer>,
    pub(crate) max_bytes: Option<u64>,
    pub(crate) max_text: Option<u64>,
    /// Seconds that a page may take.
    pub(crate) page_timeout: Option<u64>,
    /// Lists of names, and folders of them.
    pub(crate) lists: Vec<PathBuf>,
    /// The file of decisions.
    pub(crate) decisions: Option<PathBuf>,
    /// The folder of the file, which its paths start from.
    pub(crate) project: Option<PathBuf>,
}

impl Config {
    /// Reads the nearest file, from `folder` upward. Where there is none, nothing is said.
    pub(crate) fn find(folder: &Path) -> Result<Config> {
        let found = folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file());
        found.map_or(Ok(Config::default()), |path| Config::load(&path))
    }

    fn load(path: &PathBuf) -> Result<Config> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            anyhow!("cannot read {}: {error}; {}", path.display(), remedy(&error))
        })?;
        let mut config = Config::parse(&text).with_context(|| format!("in {}", path.display()))?;
        config.project = path.parent().map(Path::to_owned);
        if let Some(folder) = &config.project {
            config.lists = config.lists.iter().map(|list| folder.join(list)).collect();
            config.decisions = config.decisions.as_ref().map(|file| folder.join(file));
        }
        Ok(config)
    }

    fn parse(text: &str) -> Result<Config> {
        let table: Table = text.parse().map_err(|error| explain(&error, text))?;
        let mut config = Config::default();
        for (key, value) in &table {
            match key.as_str() {
                "color" => config.color = Some(choice(key, value)?),
                "jobs" => config.jobs = Some(u16::try_from(number(key, value, 1024)?)?),
                "decisions" => config.decisions = Some(file(key, value)?),
                "lists" => config.lists = files(key, value)?,
                "log-format" => config.log_format = Some(choice(key, value)?),
                "max-bytes" => config.max_bytes = Some(number(key, value, MOST_BYTES)?),
                "max-text" => config.max_text = Some(number(key, value, MOST_BYTES)?),
                "page-timeout" => config.page_timeout = Some(number(key, value, MOST_SECONDS)?),
                "prefer" => config.prefer = Some(choice(key, value)?),
                "quiet" => {
                    let quiet = value.as_bool();
                    config.quiet = Some(quiet.ok_or_else(|| anyhow!("{key} is true or false"))?);
                }
                unknown => bail!("unknown key {unknown}; {}", hint(unknown)),
            }
        }
        Ok(config)
    }
}

/// What is wrong with the file, on one line.
fn explain(error: &toml::de::Error, text: &str) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    anyhow!("line {line} is no TOML: {}", error.message())
}

/// What a key that does not exist may have been meant as.
fn hint(unknown: &str) -> String {
    let nearest = KEYS.iter().min_by_key(|key| strsim::damerau_levenshtein(key, unknown));
    format!("the nearest is {}; all are {}", nearest.unwrap_or(&""), KEYS.join(", "))
}

fn file(key: &str, value: &Value) -> Result<PathBuf> {
    let path = value.as_str().filter(|path| !path.is_empty());
    path.map(PathBuf::from).ok_or_else(|| anyhow!("{key} is the name of a file, not {value}"))
}

fn files(key: &str, value: &Value) -> Result<Vec<PathBuf>> {
    let files = value.as_array().map(|all| all.iter().map(|it| file(key, it)).collect());
    files.unwrap_or_else(|| Err(anyhow!("{key} is an array of files and folders, not {value}")))
}

fn number(key: &str, value: &Value, most: u64) -> Result<u64> {
    value
        .as_integer()
        .and_then(|number| u64::try_from(number).ok())
        .filter(|number| (1..=most).contains(number))
        .ok_or_else(|| anyhow!("{key} is a number from 1 to {most}, not {value}"))
}

fn choice<T: ValueEnum>(key: &str, value: &Value) -> Result<T> {
    let chosen = value.as_str().and_then(|text| T::from_str(text, false).ok());
    chosen.ok_or_else(|| {
        let known: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|variant| Some(variant.to_possible_value()?.get_name().to_owned()))
            .collect();
        anyhow!("{key} is one of {}, not {value}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read() {
        let text = "color = 'never'\ndecisions = 'd.jsonl'\njobs = 3\nlists = ['l']\nlog-format = 'json'\nmax-bytes = 10\nmax-text = 20\npage-timeout = 30\n\
                    prefer = 'future'\nquiet = true\n";
        assert_eq!(
            Config::parse(text).unwrap(),
            Config {
                jobs: Some(3),
                quiet: Some(true),
                color: Some(Color::Never),
                log_format: Some(LogFormat::Json),
                prefer: Some(Prefer::Future),
                max_bytes: Some(10),
                max_text: Some(20),
                page_timeout: Some(30),
                lists: vec![PathBuf::from("l")],
                decisions: Some(PathBuf::from("d.jsonl")),
                project: None,
            }
        );
        assert_eq!(text.lines().count(), KEYS.len());
    }

    #[test]
    fn what_cannot_be_used_says_what_would_do() {
        for (text, expected) in [
            ("job = 1", "unknown key job; the nearest is jobs"),
            ("max_bytes = 1", "the nearest is max-bytes"),
            ("lists = 'l'", "lists is an array of files and folders, not"),
            ("decisions = 1", "decisions is the name of a file, not 1"),
            ("jobs = 0", "jobs is a number from 1 to 1024, not 0"),
            ("quiet = 1", "quiet is true or false"),
            ("color = 'red'", "color is one of auto, always, never"),
            ("color = 'auto'\njobs = [", "line 2 is no TOML: "),
        ] {
            let error = format!("{:#}", Config::parse(text).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn the_nearest_file_upward_counts() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(folder.path().join(FILE), "jobs = 2").unwrap();
        assert_eq!(Config::find(&deep).unwrap().jobs, Some(2));
        std::fs::write(folder.path().join("a").join(FILE), "bad = 2").unwrap();
        let error = format!("{:#}", Config::find(&deep).unwrap_err());
        assert!(error.contains("a/annalist.toml") || error.contains("a\\annalist.toml"), "{error}");
    }
}
