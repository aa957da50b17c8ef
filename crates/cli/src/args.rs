//! The arguments as they are typed; what they mean together is decided in the plan.

use std::ffi::OsString;
use std::path::PathBuf;

use annalist_model::{DateTime, EntityKind};
use annalist_pipeline::{DEFAULT_MAX_BYTES, DEFAULT_MAX_TEXT, DEFAULT_PAGE_TIMEOUT, Html};
use clap::builder::PossibleValue;
use clap::{ArgGroup, Args, CommandFactory, Parser, Subcommand, ValueEnum, value_parser};

use crate::exit;

/// Turns saved web pages, with their reader comments, into records that can be checked
#[derive(Debug, Parser)]
#[command(name = "annalist", version, arg_required_else_help = true)]
#[command(after_long_help = exit::TABLE, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Options of every verb.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// Number of threads [default: as many as the machine has]
    #[arg(short, long, global = true, value_name = "N", env = "ANNALIST_JOBS")]
    #[arg(hide_env_values = true, value_parser = value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,

    /// Say only what went wrong
    #[arg(short, long, global = true, value_name = "BOOL", env = "ANNALIST_QUIET")]
    #[arg(hide_env_values = true, num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", hide_possible_values = true)]
    pub(crate) quiet: Option<bool>,

    /// Say what becomes of each input; counts more than --quiet
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// When messages are coloured [default: auto]
    #[arg(long, global = true, value_name = "WHEN", env = "ANNALIST_COLOR")]
    #[arg(hide_env_values = true)]
    pub(crate) color: Option<Color>,

    /// The form of messages [default: text]
    #[arg(long, global = true, value_name = "FORM", env = "ANNALIST_LOG_FORMAT")]
    #[arg(hide_env_values = true)]
    pub(crate) log_format: Option<LogFormat>,

    /// The greatest length of a page that is read, in bytes, unpacked [default: 67108864]
    #[arg(long, global = true, value_name = "N", env = "ANNALIST_MAX_BYTES")]
    #[arg(hide_env_values = true, value_parser = value_parser!(u64).range(1..=MOST_BYTES))]
    pub(crate) max_bytes: Option<u64>,

    /// The greatest length of the text that run and enrich search for names and dates, in bytes
    /// [default: 16777216]
    #[arg(long, global = true, value_name = "N", env = "ANNALIST_MAX_TEXT")]
    #[arg(hide_env_values = true, value_parser = value_parser!(u64).range(1..=MOST_BYTES))]
    pub(crate) max_text: Option<u64>,

    /// How many seconds the reading of one page may take before it is given up [default: 300]
    #[arg(long, global = true, value_name = "SECONDS", env = "ANNALIST_PAGE_TIMEOUT")]
    #[arg(hide_env_values = true, value_parser = value_parser!(u64).range(1..=MOST_SECONDS))]
    pub(crate) page_timeout: Option<u64>,
}

// The help above says so in digits.
const _: () = assert!(DEFAULT_MAX_BYTES == 67_108_864 && DEFAULT_MAX_TEXT == 16_777_216);
const _: () = assert!(DEFAULT_PAGE_TIMEOUT.as_secs() == 300);

/// The longest time for a page: a day.
pub(crate) const MOST_SECONDS: u64 = 24 * 60 * 60;

/// Positions in a page are kept in four bytes.
pub(crate) const MOST_BYTES: u64 = u32::MAX as u64;

/// When messages are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The form of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// Which way a date is taken that fits both past and future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Prefer {
    /// As news means it
    Past,
    /// As plans mean it
    Future,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Read pages and write records, reports and corpus to a folder
    ///
    /// The folder holds records/NAME.json and reports/NAME.md for each page, corpus.json and
    /// corpus.md for the collection, and what became of each input in manifest.jsonl. One run at a
    /// time may write to a folder. Of a page packed with gzip hash, length, id and byte ranges are
    /// those of the bytes inside.
    ///
    /// A second run does only what is new or changed, and gives to the byte what a run from nothing
    /// gives; what it needs for that lies in the folder .annalist there, which is safe to delete. What
    /// an earlier run wrote of other pages is removed; a run that gives no record leaves all as it is.
    Run(Run),
    /// Say what a run would do: what is new, changed or gone, and what failed, and why
    ///
    /// Takes the inputs and options of run, and changes nothing. The exit code is 0 where a run would
    /// change nothing, and 1 where it would.
    Status(RunStatus),
    /// Say what is installed, which settings, lists and decisions hold here, and what is kept
    Doctor(Doctor),
    /// Read pages and write their documents as JSON Lines to stdout
    ///
    /// Of a page packed with gzip hash, length, id and byte ranges are those of the bytes inside.
    /// Nothing on standard input, where a page should come from there, is a mistake of usage.
    Parse(Parse),
    /// Find names and dates in documents; JSON Lines in, records as JSON Lines out
    ///
    /// A line is a document or a record of annalist, or an object with "text" and, where they are
    /// known, "id" and "date" (ISO 8601; "dct" is taken as well). Keys that annalist does not know
    /// come out at the end of the record. Input without any line is a mistake of usage.
    Enrich(Enrich),
    /// Write reports and corpus of records to a folder; JSON Lines in
    ///
    /// Records are written as they come. What an earlier run wrote to the folder is replaced; where
    /// no line holds a record it is left as it is. Input without any line is a mistake of usage.
    Report(Report),
    /// Do jobs that come on stdin, JSON Lines, and answer each with its record; for engines
    ///
    /// A job is an object with the bytes of a page as base64 ("bytes"), or its "path", or "archive"
    /// with "offset"; with "input" or "id", its name; and, where they are known, "url", "charset" and
    /// "date". For each line comes one line, in order, flushed: the record that run writes, or what
    /// became of the job ("status", "code", "cause", and the "id" as "job"). The worker ends with its
    /// input, and never for the sake of a page; then the exit code is 0, whatever became of the jobs.
    Worker(Worker),
    /// Make one collection of parts that were read anywhere: by workers, by runs, by earlier merges
    ///
    /// A part is a file of JSON Lines that workers wrote, packed with gzip or not, the folder of a run,
    /// or a file that --gather wrote. The same parts give the same bytes in any order and grouping, and
    /// what one run over all pages gives. Where parts tell of one input twice, a record counts more
    /// than a failure, and one that comes again is dropped; another record of that name is a failure.
    Merge(Merge),
    /// Check every cited span against the saved files
    ///
    /// Each saved file must have the length and the SHA-256 that its record says, each run of text
    /// must be decoded again from its bytes, and each claim must cite the bytes of its words.
    /// Mismatches are printed, a line for each; so are files among the records that the manifest
    /// does not list. Of a page packed with gzip hash and length are those of the bytes inside, as
    /// gunzip -c PAGE | sha256sum shows.
    Verify(Verify),
    /// Write what a run found in a format of another tool
    ///
    /// One stream goes to stdout, or to the FILE of --output; several files go to the folder DIR that
    /// it names, in which files of the same names are replaced. The same collection gives the same
    /// bytes. Nothing is left behind where the export does not come to its end.
    Export(Export),
    /// Look for words, names and comments in what a run found
    ///
    /// All words are looked for, in any order; "words in quotation marks" one after the other, word*
    /// for words that begin so, -word for what must not be there. What must hold of the place stands
    /// beside them: in:names, in:articles, in:comments, author:NAME, site:NAME, language:en,
    /// after:2018-09, before:2019, type:person, input:FOLDER/. Give a query with quotation marks or
    /// with -word within '…'. Accents and case count for nothing.
    ///
    /// The first search after a run makes an index, the database of the export sqlite, in
    /// DIR/.annalist. The exit code is 1 where nothing was found.
    Search(Search),
    /// Bring pages into a collection, from files or from the web, with their provenance
    ///
    /// A page becomes DIR/SLUG/page.html (or .txt, .gz kept) with DIR/SLUG/source.json beside it,
    /// in which why it is kept, and its licence, are to be filled in. Nothing is overwritten, and
    /// nothing is kept twice. Of a packed page the hash and length there are those of the bytes
    /// inside.
    ///
    /// An address is fetched, http and https only, as its robots.txt allows, and so are the comments
    /// where the page names a platform that gives them (WordPress, Discourse, Blogger, Hacker News,
    /// Reddit, Stack Exchange, Mastodon, Lemmy, Lobsters, Disqus, a feed). What came lies as it came in
    /// DIR/SLUG/page.capture, and run reads it from there without a network. An address that was
    /// captured before is asked what changed; where nothing did, nothing is added.
    Add(Add),
    /// Say of two names, or of pairs of them, whether both can name the same one
    ///
    /// Two names given here are compared, and why is said: which words are alike, and how, and which
    /// stand in one name alone. The exit code is 1 where they do not match.
    ///
    /// Else lines are read. A line is an object with "name1", "name2" and "type" (person,
    /// organisation, place, group or other). It comes back with "match", "score" (per mille), "rule",
    /// "words" (the words that were paired, and how they are alike), "left1" and "left2" (those that
    /// are left) at its end. Input without any line is a mistake of usage.
    Match(Match),
    /// Compare the names of a collection by key, on many machines
    ///
    /// For engines that group by key: keys gives the names of parts with their keys, judge compares
    /// the names of one key, and merge --judged takes what judge wrote.
    Names {
        #[command(subcommand)]
        step: NamesStep,
    },
    /// Decide something about names, for this run and all that follow
    ///
    /// The decision is added to the end of decisions.jsonl, which run, enrich and report read. It goes
    /// before all rules, models and lists; of two that contradict each other the later one counts.
    /// Names are compared by their letters, whatever their case and accents.
    Decide(Decide),
    /// Print the JSON Schema of a published shape
    Schema(Schema),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual pages of all commands
    Man,
}

impl Verb {
    /// Whether what is printed is about annalist itself, so that no configuration has a say in it.
    pub(crate) fn is_about_annalist(&self) -> bool {
        matches!(self, Verb::Schema(_) | Verb::Completions(_) | Verb::Man)
    }
}

/// Whether arguments that cannot be read as a whole ask for messages as JSON.
pub(crate) fn ask_for_json(arguments: &[OsString]) -> bool {
    let flag = arguments
        .windows(2)
        .any(|pair| matches!(pair, [flag, form] if flag == "--log-format" && form == "json"));
    let whole = arguments.iter().any(|argument| argument == "--log-format=json");
    flag || whole || std::env::var_os("ANNALIST_LOG_FORMAT").is_some_and(|form| form == "json")
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) names: Names,
    /// The folder to write to; made where there is none
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) take_over: TakeOver,
    /// Do all anew, and keep nothing for the next run
    #[arg(long, conflicts_with = "rehash")]
    pub(crate) no_cache: bool,
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Try pages again that failed in an earlier run, though they are as they were
    #[arg(long, conflicts_with = "no_cache")]
    pub(crate) retry_failed: bool,
}

/// How the report is written as HTML.
#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// Write the report as HTML, to DIR/html, however many documents there are; unasked, it is
    /// written for at most 5,000
    #[arg(long, conflicts_with_all = ["no_html", "single_file"])]
    pub(crate) html: bool,
    /// Write no report as HTML
    #[arg(long)]
    pub(crate) no_html: bool,
    /// Write the report as HTML into one file, DIR/report.html, for at most 500 documents
    #[arg(long, conflicts_with = "no_html")]
    pub(crate) single_file: bool,
}

impl Pages {
    /// The form of the report.
    pub(crate) fn form(&self) -> Html {
        match (self.html, self.no_html, self.single_file) {
            (true, _, _) => Html::Folder,
            (_, true, _) => Html::None,
            (_, _, true) => Html::SingleFile,
            _ => Html::WhereFew,
        }
    }
}

/// What a run takes over of earlier ones.
#[derive(Debug, Args)]
pub(crate) struct TakeOver {
    /// Read all pages and compare their hashes, also where length, times and inode are as they were
    #[arg(long)]
    pub(crate) rehash: bool,
}

/// Arguments of `status`.
#[derive(Debug, Args)]
pub(crate) struct RunStatus {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) names: Names,
    /// The folder that runs write to
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) take_over: TakeOver,
    /// Print all inputs as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Say also what is kept in a folder that runs write to
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) names: Names,
    /// Print it as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `parse`.
#[derive(Debug, Args)]
pub(crate) struct Parse {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Read as if the markup of a comment engine were not known, or that of all of them
    ///
    /// For measuring what is found of engines that nobody has described.
    #[arg(long, value_name = "ENGINE", hide = true)]
    pub(crate) without_engine: Vec<String>,
}

/// Which pages are read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Saved pages, folders of them, or - for one page on standard input
    ///
    /// Folders are walked as ripgrep walks them: hidden files, and files that an ignore file names,
    /// are left out. Symbolic links are followed. Files named here are always tried.
    #[arg(value_name = "INPUT", required_unless_present = "files_from")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Read more inputs from a list, one a line (- for standard input)
    #[arg(long, value_name = "LIST")]
    pub(crate) files_from: Option<PathBuf>,
    /// The entries of the list end with a NUL byte
    #[arg(short = '0', long = "null", requires = "files_from")]
    pub(crate) null: bool,
    /// Read hidden files as well
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Read files that an ignore file names as well
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Let the diagnostics of each page say how its kind and its body were judged (P019, P020), and
    /// why names were joined or kept apart (E004, E005)
    #[arg(long)]
    pub(crate) explain: bool,
}

/// How dates are taken.
#[derive(Debug, Args)]
pub(crate) struct Meaning {
    /// The date of publication, as ISO 8601; overrules what the pages say
    #[arg(long, value_name = "DATE", env = "ANNALIST_DATE", hide_env_values = true)]
    #[arg(value_parser = parse_date)]
    pub(crate) date: Option<DateTime>,
    /// Which way a date is taken that fits both past and future [default: past]
    #[arg(long, value_name = "WAY", env = "ANNALIST_PREFER", hide_env_values = true)]
    pub(crate) prefer: Option<Prefer>,
}

fn parse_date(text: &str) -> Result<DateTime, String> {
    DateTime::parse_iso(text)
        .ok_or_else(|| "no date of ISO 8601, such as 2018-09-06 or 2018-09-06T17:59Z".to_owned())
}

/// Lists and decisions of the user.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options for names")]
pub(crate) struct Names {
    /// A list of names, or a folder of lists: .tsv, .csv, .json or .jsonl [default: lists beside
    /// annalist.toml]
    ///
    /// What a list names is found whatever rules and models say, and its record carries the
    /// identifier of the list. A table has a first line with "name" and, where known, "aliases"
    /// (parted by ;), "type", "identifier", "note". Entity files of OpenSanctions and other
    /// FollowTheMoney data are read as they are published.
    #[arg(long = "list", value_name = "FILE|DIR")]
    pub(crate) lists: Vec<PathBuf>,
    /// The file of decisions [default: decisions.jsonl beside annalist.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,
}

/// Arguments of `match`.
#[derive(Debug, Args)]
pub(crate) struct Match {
    /// Two names to compare; or a file of JSON Lines, or - for standard input
    #[arg(value_name = "NAME NAME|FILE", num_args = 0..=2)]
    pub(crate) names: Vec<String>,
    /// A file of pairs, as JSON Lines
    #[arg(long, value_name = "FILE", conflicts_with = "names")]
    pub(crate) pairs: Option<PathBuf>,
    /// What the two names are of
    #[arg(long = "type", value_name = "TYPE", default_value = "person", value_parser = parse_kind)]
    pub(crate) kind: EntityKind,
    /// Print the comparison of two names as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn parse_kind(text: &str) -> Result<EntityKind, String> {
    EntityKind::parse(text)
        .ok_or_else(|| format!("one of {}", EntityKind::ALL.map(EntityKind::as_str).join(", ")))
}

/// Arguments of `decide`.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    #[command(subcommand)]
    pub(crate) what: Decided,
    /// The file of decisions [default: decisions.jsonl beside annalist.toml, or here]
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) decisions: Option<PathBuf>,
    /// Why it was decided so
    #[arg(long, value_name = "TEXT", global = true)]
    pub(crate) note: Option<String>,
}

/// What is decided.
#[derive(Debug, Subcommand)]
pub(crate) enum Decided {
    /// Two names are of one
    Same {
        /// One name
        one: String,
        /// The other name
        other: String,
    },
    /// Two names are of two
    NotSame {
        /// One name
        one: String,
        /// The other name
        other: String,
    },
    /// What looks like a name is none
    NotAnEntity {
        /// The words
        name: String,
    },
    /// A name is of a thing of this type
    Type {
        /// The name
        name: String,
        /// person, organisation, place, group or other
        #[arg(value_name = "TYPE", value_parser = parse_kind)]
        kind: EntityKind,
    },
    /// Whatever has this name is to be called by another
    Name {
        /// A name that it has
        name: String,
        /// The name to be used
        preferred: String,
    },
}

/// A stream of lines.
#[derive(Debug, Args)]
pub(crate) struct Lines {
    /// A file of JSON Lines, or - for standard input, on which something must come
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: PathBuf,
}

/// Arguments of `enrich`.
#[derive(Debug, Args)]
pub(crate) struct Enrich {
    #[command(flatten)]
    pub(crate) lines: Lines,
    /// Let the diagnostics say why names were joined (E004) or kept apart (E005)
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) names: Names,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) lines: Lines,
    /// The file of decisions [default: decisions.jsonl beside annalist.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,
    /// The folder to write to; made where there is none
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) pages: Pages,
}

/// Arguments of `worker`.
#[derive(Debug, Args)]
pub(crate) struct Worker {
    /// The folder that paths and the names of inputs start from [default: the working folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// How jobs come and answers go
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: JobFormat,
    /// Let the diagnostics of each page say how its kind and its body were judged (P019, P020), and
    /// why names were joined or kept apart (E004, E005)
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) meaning: Meaning,
    #[command(flatten)]
    pub(crate) names: Names,
}

/// How jobs come and answers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum JobFormat {
    /// JSON Lines
    Jsonl,
    /// Streams of Arrow record batches (IPC)
    #[cfg(feature = "arrow")]
    Arrow,
}

/// What an engine does with names.
#[derive(Debug, Subcommand)]
pub(crate) enum NamesStep {
    /// Write the full names of people and organisations that parts hold, with their keys
    ///
    /// A line for each name: type, known_by, name (the fullest writing), words, keys. Of several lines
    /// with the same type and known_by that stands which has most words, and of several such that whose
    /// name comes first; names of one type and key are for judge, where there are two or more.
    Keys {
        /// Files or folders as merge takes them, or - for JSON Lines on standard input
        #[arg(value_name = "PART", default_value = "-")]
        parts: Vec<PathBuf>,
    },
    /// Compare the names of one key, for each line
    ///
    /// A line is {"type": TYPE, "key": KEY, "names": [NAME, ...]}; the answer is for merge --judged.
    Judge {
        /// A file of JSON Lines, or - for standard input
        #[arg(value_name = "FILE", default_value = "-")]
        file: PathBuf,
    },
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("to").required(true))]
pub(crate) struct Merge {
    /// The parts: files or folders, or - for JSON Lines on standard input
    #[arg(value_name = "PART", required = true)]
    pub(crate) parts: Vec<PathBuf>,
    /// The file of decisions [default: decisions.jsonl beside annalist.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,
    /// The folder to write to; made where there is none
    #[arg(short, long, value_name = "DIR", group = "to")]
    pub(crate) output: Option<PathBuf>,
    /// Names that `names judge` compared; they are not compared again
    ///
    /// What was judged of other names than the parts hold counts for nothing.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "gather")]
    pub(crate) judged: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Write what the parts give to a collection to a file, as a part for another merge: without
    /// records, so that DIR of that merge has none of them
    #[arg(long, value_name = "FILE", group = "to")]
    pub(crate) gather: Option<PathBuf>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// A folder that run wrote, a record, or a file of JSON Lines with records
    #[arg(value_name = "DIR|FILE")]
    pub(crate) target: PathBuf,
    /// The folder that the names of the inputs are relative to [default: as the run wrote it down]
    #[arg(long, value_name = "DIR")]
    pub(crate) source: Option<PathBuf>,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The folder that run or report wrote
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The format
    #[arg(long, value_name = "FORMAT", value_parser = format_names())]
    pub(crate) to: String,
    /// The file to write to, or the folder for formats of several files (csv, obsidian,
    /// parquet, sqlite)
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(crate) output: Option<PathBuf>,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let value =
        |format: &annalist_export::Format| PossibleValue::new(format.name).help(format.meaning);
    annalist_export::FORMATS.iter().map(value).into()
}

/// Arguments of `search`.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// The folder that run or report wrote
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// What to look for
    #[arg(value_name = "QUERY", required = true)]
    pub(crate) query: Vec<String>,
    /// The most that is shown of names, of articles and of comments
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: u32,
    /// Print a JSON object a line for each place that was found
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `add`.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Saved pages, or addresses of pages on the web
    #[arg(value_name = "PATH|URL", required = true)]
    pub(crate) pages: Vec<PathBuf>,
    /// The folder of the collection; made where there is none
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    /// The name of the new member [default: made of the title or the file's name]
    #[arg(long)]
    pub(crate) slug: Option<String>,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
}

/// How addresses are fetched.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for addresses")]
pub(crate) struct Fetching {
    /// Do not ask platforms for the comments
    #[arg(long)]
    pub(crate) no_comments: bool,
    /// Fetch also what robots.txt asks not to fetch
    #[arg(long)]
    pub(crate) ignore_robots: bool,
    /// Seconds between two requests to one host
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    #[arg(value_parser = value_parser!(u64).range(..=3_600))]
    pub(crate) pause: u64,
    /// Seconds that one request may take, to the last byte of its answer
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    #[arg(value_parser = value_parser!(u64).range(1..=3_600))]
    pub(crate) timeout: u64,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// The shape
    #[arg(value_name = "NAME", default_value = "record", value_parser = shape_names())]
    pub(crate) name: String,
}

fn shape_names() -> clap::builder::PossibleValuesParser {
    annalist_report::SCHEMAS.iter().copied().into()
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// The command line as clap knows it.
pub(crate) fn command() -> clap::Command {
    Arguments::command().mut_subcommands(|verb| verb.after_long_help(exit::TABLE))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_holds_together() {
        super::command().debug_assert();
    }
}
