//! What the command line promises, as far as it takes no page that can be read.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use common::{annalist, annalist_with, command, folder, names, said};
use serde_json::Value;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

#[test]
fn help_and_version_go_to_stdout() {
    let folder = folder(&[]);
    let help = annalist(folder.path(), &["--help"]);
    help.check(0, &[]);
    assert!(help.out.contains("130  interrupted") && help.err.is_empty(), "{help:#?}");
    assert!(annalist(folder.path(), &["verify", "--help"]).out.contains("Exit codes"));
    assert!(annalist(folder.path(), &["--version"]).out.starts_with("annalist 0."));
}

#[test]
fn what_cannot_be_meant_is_a_mistake_of_usage() {
    let folder = folder(&[("a.html", b"x"), ("b.html", b"x")]);
    for (arguments, words) in [
        (&["walk"][..], "unrecognized subcommand"),
        (&["run", "a.html"], "--output"),
        (&["run", "-o", "out"], "INPUT"),
        (&["run", "a.html", "-o", "out", "--jobs", "0"], "--jobs"),
        (&["run", "a.html", "-o", "out", "--date", "soon"], "no date of ISO 8601"),
        (&["run", "a.html", "-o", "out", "--max-bytes", "9999999999"], "--max-bytes"),
        (&["run", "a.html", "-o", "out", "-0"], "--files-from"),
        (&["run", "--files-from", "no.txt", "-o", "out"], "no.txt"),
        (&["run", "--files-from", "-", "-", "-o", "out"], "both a list of files and a page"),
        (&["schema", "pages"], "record"),
        (&["enrich", "no.jsonl"], "no.jsonl"),
        (&["enrich", "."], "it is a folder"),
        (&["verify", "no"], "cannot read"),
        (&["verify", "."], "is no output folder"),
        (&["add", "file:///etc/hosts", "--to", "c"], "only http and https are fetched"),
        (&["add", "https://ada:x@news.example/", "--to", "c"], "names a user or a password"),
        (&["add", "a.html", "--to", "c", "--slug", "../x"], "\"x\" would do"),
        (&["add", "a.html", "b.html", "--to", "c", "--slug", "x"], "--slug names one page"),
        (&["add", ".", "--to", "c"], ". is a folder, and pages are added one by one"),
    ] {
        annalist(folder.path(), arguments).check(2, &[words]);
    }
    assert_eq!(names(folder.path()), ["a.html", "b.html"]);
}

#[test]
fn no_page_at_all_is_a_mistake_of_usage() {
    let folder = folder(&[("in/.hidden.html", b"x"), ("css/a.css", b"x"), ("list", b"\n")]);
    annalist(folder.path(), &["run", "in", "-o", "out"]).check(2, &["no page found", "--hidden"]);
    annalist(folder.path(), &["parse", "in"]).check(2, &["no page found"]);
    annalist(folder.path(), &["run", "--files-from", "list", "-o", "out"])
        .check(2, &["no page found"]);
    assert!(!folder.path().join("out").exists());
    for arguments in [&["run", "./css", "-o", "out"][..], &["parse", "./css"]] {
        annalist(folder.path(), arguments)
            .check(2, &["no page found in ./css: the one file there was passed over; -v says why"]);
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn nothing_on_standard_input_is_a_mistake_of_usage() {
    let folder = folder(&[("blank.jsonl", b"\n \n")]);
    for (arguments, words) in [
        (&["enrich"][..], "stdin holds no line"),
        (&["match", "-"], "stdin holds no line"),
        (&["report", "-o", "out"], "stdin holds no line"),
        (&["report", "blank.jsonl", "-o", "deep/out"], "blank.jsonl holds no line"),
        (&["enrich", "blank.jsonl"], "blank.jsonl holds no line"),
        (&["parse", "-"], "nothing came on standard input"),
        (&["run", "-", "-o", "out"], "nothing came on standard input"),
    ] {
        let told = annalist_with(folder.path(), arguments, b"");
        assert_eq!(told.check(2, &[words]).out, "");
    }
    assert_eq!(names(folder.path()), ["blank.jsonl"]);
    assert!(!folder.path().join("deep").exists());
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_any_work() {
    let folder = folder(&[("a.html", b"x"), ("file", b"mine"), ("other/corpus.md", b"mine")]);
    annalist(folder.path(), &["run", "a.html", "-o", "file"]).check(2, &["file is a file"]);
    annalist(folder.path(), &["run", "a.html", "-o", "file/out"]).check(2, &["file/out"]);
    annalist(folder.path(), &["run", "a.html", "-o", "other"])
        .check(2, &["other holds corpus.md, which annalist did not write"]);
    annalist(folder.path(), &["run", ".", "-o", "."]).check(2, &["both input and output"]);
    annalist_with(folder.path(), &["report", "-o", "file"], b"").check(2, &["file is a file"]);
    assert_eq!(names(folder.path()), ["a.html", "file", "other/corpus.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_where_nobody_may_write_is_told() {
    let folder = folder(&[("a.html", b"x")]);
    annalist(folder.path(), &["run", "a.html", "-o", "/proc/annalist"])
        .check(2, &["/proc/annalist"]);
}

#[test]
fn files_that_are_no_pages_fail_and_are_named() {
    let folder = folder(&[("in/image.html", PNG), ("in/empty.html", b""), ("in/a.warc", b"x")]);
    annalist(folder.path(), &["run", "in", "-o", "out", "--no-html"])
        .check(4, &["image.html: ", "empty.html: ", "a.warc/000000000000: no record begins there"]);
    assert_eq!(
        names(&folder.path().join("out")),
        ["corpus.json", "corpus.md", "manifest.jsonl", "run.json"]
    );
}

#[test]
fn a_missing_file_and_a_torn_one_are_named() {
    let torn = &common::gzip(&[b'x'; 5000])[..15];
    let folder =
        folder(&[("torn.html.gz", torn), ("bomb.html.gz", &common::gzip(&[0; 2_000_000]))]);
    let inputs = ["parse", "no.html", "torn.html.gz", "bomb.html.gz", "--max-bytes", "1000000"];
    let told = annalist(folder.path(), &inputs);
    told.check(
        4,
        &["no.html: there is no such file", "torn.html.gz: the gzip data", "more than 1000000"],
    );
    assert_eq!(told.out, "");
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_called_like_pages_stop_nothing() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let folder = folder(&[("in/x.html/inner.txt", b"")]);
    let inside = folder.path().join("in");
    symlink("nowhere.html", inside.join("dangling.html")).unwrap();
    symlink("round.html", inside.join("round.html")).unwrap();
    symlink("..", inside.join("x.html/up")).unwrap();
    let _socket = UnixListener::bind(inside.join("socket.html")).unwrap();
    assert!(Command::new("mkfifo").arg(inside.join("pipe.html")).status().unwrap().success());
    let told = annalist(folder.path(), &["run", "in", "-o", "out"]);
    told.check(
        4,
        &[
            "dangling.html: the symbolic link leads nowhere: there is no nowhere.html",
            "round.html: the symbolic link cannot be followed",
            "x.html/up: the symbolic link leads back to a folder that it lies in",
            "pipe.html: the input is a named pipe",
            "socket.html: the input is a socket",
            "x.html/inner.txt: the file is empty",
        ],
    );
    annalist(folder.path(), &["parse", "in/pipe.html"]).check(4, &["a named pipe"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_or_folder_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("in/a.html", b"x"), ("in/sub/b.html", b"x")]);
    let close = |name: &str, mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.path().join(name), permissions).unwrap();
    };
    close("in/a.html", 0o000);
    close("in/sub", 0o000);
    let bites = fs::read(folder.path().join("in/a.html")).is_err();
    let told = annalist(folder.path(), &["run", "in", "-o", "out"]);
    close("in/sub", 0o755);
    // Permissions do not hold root back.
    if bites {
        told.check(4, &["a.html: the file cannot be read", "sub: the folder cannot be read"]);
    }
}

#[test]
fn malformed_lines_bear_their_number_and_the_rest_goes_on() {
    let folder = folder(&[]);
    let lines = br#"{"row":1,"name1":"Ann Lee","name2":"Ann Lee","type":"person"}
not json
{"name1":"Ann Lee","type":"person"}

{"row":2,"name1":"Ann Lee","name2":"Bob Ray","type":"organisation"}
"#;
    let told = annalist_with(folder.path(), &["match"], lines);
    told.check(
        3,
        &["stdin, line 2: the line is no JSON object", "stdin, line 3: the object has no `name2`"],
    );
    let answers: Vec<Value> =
        told.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!((&answers[0]["row"], &answers[0]["match"]), (&1.into(), &true.into()));
    assert_eq!((&answers[1]["row"], &answers[1]["match"]), (&2.into(), &false.into()));

    let lines = b"{\n{\"text\":3}\n\xff\n{\"schema_version\":1,\"text\":[]}\n[1]\n";
    let told = annalist_with(folder.path(), &["enrich", "-"], lines);
    told.check(
        4,
        &[
            "stdin, line 1: the JSON breaks off after column 1; mend the line",
            "stdin, line 2: `text` is no string; mend",
            "stdin, line 3: from byte 1 on the line is no UTF-8; mend",
            "stdin, line 4: text: a list stands where",
            "stdin, line 5: the line is no JSON object; mend",
        ],
    );
    let told = annalist_with(folder.path(), &["report", "-o", "out"], b"{}\n");
    told.check(4, &["stdin, line 1: `schema_version` is missing"]);
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let folder = folder(&[]);
    let mut lines = Vec::new();
    for row in 0..20_000 {
        writeln!(lines, r#"{{"row":{row},"name1":"Ann","name2":"Ann","type":"person"}}"#).unwrap();
    }
    for (arguments, input) in [
        (&["match"][..], &lines[..]),
        (&["completions", "bash"], b""),
        (&["man"], b""),
        (&["--help"], b""),
    ] {
        let mut command = command(folder.path(), arguments);
        let (reader, writer) = std::io::pipe().unwrap();
        command.stdin(Stdio::piped()).stdout(writer);
        drop(reader);
        let told = said(command, input);
        told.check(0, &[]);
        assert_eq!(told.err, "", "{arguments:?}");
    }
}

#[test]
fn flag_before_variable_before_file_before_default() {
    let folder = folder(&[("a/b/empty.html", b"")]);
    let inside = folder.path().join("a/b");
    let is_json = |variable: Option<&str>, flag: Option<&str>| {
        let mut arguments = vec!["parse", "empty.html"];
        arguments.extend(flag.map(|_| "--log-format"));
        arguments.extend(flag);
        let mut command = command(&inside, &arguments);
        command.envs(variable.map(|value| ("ANNALIST_LOG_FORMAT", value)));
        let told = said(command, b"");
        told.check(4, &["empty.html"]);
        serde_json::from_str::<Value>(told.err.lines().next().unwrap()).is_ok()
    };
    assert!(!is_json(None, None));
    fs::write(folder.path().join("annalist.toml"), "log-format = 'json'").unwrap();
    assert!(is_json(None, None));
    assert!(!is_json(Some("text"), None));
    assert!(is_json(Some("text"), Some("json")));
}

#[test]
fn messages_as_json_name_input_and_cause() {
    let folder = folder(&[("a\u{1b}[2J.html", b"")]);
    let told = annalist(folder.path(), &["parse", ".", "--log-format", "json"]);
    let message: Value = serde_json::from_str(told.check(4, &[]).err.trim_end()).unwrap();
    assert_eq!(message["level"], "error");
    assert_eq!(message["input"], "a\u{1b}[2J.html");
    assert_eq!(message["cause"], "the file is empty");
    let told = annalist(folder.path(), &["parse", "."]);
    assert!(!told.err.contains('\u{1b}'), "{told:#?}");
}

#[cfg(unix)]
#[test]
fn each_message_is_one_line_whatever_a_file_is_called() {
    let folder = folder(&[("in/a\nb\u{1b}[2J\u{2028}.html", b""), ("bad/annalist.toml", b"[")]);
    let told = annalist(folder.path(), &["parse", "in"]);
    assert_eq!(told.check(4, &[]).err, "error: a\\nb\\u{1b}[2J\\u{2028}.html: the file is empty\n");
    let told = annalist(folder.path(), &["add", "no\nfile.html", "--to", "c"]);
    assert_eq!(told.check(4, &["no\\nfile.html"]).err.lines().count(), 1);

    for (place, arguments, code, count) in [
        (".", &["run", "in", "-o", "out\nput"][..], 4, 2),
        (".", &["run", "no\nfile.html", "-o", "out", "-v"], 4, 3),
        (".", &["add", "no\nfile.html", "--to", "c"], 4, 1),
        (".", &["report", "-o", "out"], 2, 1),
        (".", &["walk"], 2, 1),
        (".", &["parse", "--jobs", "0", "in"], 2, 1),
        ("bad", &["parse", "."], 2, 1),
    ] {
        let arguments = [arguments, &["--log-format", "json"]].concat();
        let told = annalist(&folder.path().join(place), &arguments);
        told.check(code, &[]);
        let lines: Vec<Value> =
            told.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), count, "{told:#?}");
    }
}

#[test]
fn colours_come_when_asked_for() {
    let folder = folder(&[("a.html", b"")]);
    let coloured = |flag: &[&str], no_color: &str| {
        let mut arguments = vec!["parse", "a.html"];
        arguments.extend(flag);
        let mut command = command(folder.path(), &arguments);
        command.env("NO_COLOR", no_color);
        said(command, b"").err.contains("\u{1b}[")
    };
    assert!(!coloured(&[], ""));
    assert!(coloured(&["--color", "always"], "1"));
    fs::write(folder.path().join("annalist.toml"), "color = 'always'").unwrap();
    assert!(coloured(&[], ""));
    assert!(!coloured(&[], "1"));
}

#[test]
fn a_mistake_in_the_configuration_is_named() {
    let folder = folder(&[("annalist.toml", b"threads = 3"), ("in/a.html", b"")]);
    annalist(&folder.path().join("in"), &["parse", "a.html"])
        .check(2, &["annalist.toml", "unknown key threads", "jobs"]);
    fs::write(folder.path().join("annalist.toml"), "jobs = 'x'").unwrap();
    annalist(folder.path(), &["parse", "in"]).check(2, &["annalist.toml", "jobs is a number"]);
    fs::write(folder.path().join("annalist.toml"), "quiet = true\njobs =").unwrap();
    let told = annalist(folder.path(), &["parse", "in"]);
    told.check(2, &["annalist.toml: line 2 is no TOML"]);
    assert_eq!(told.err.lines().count(), 1);
    for arguments in [&["schema"][..], &["completions", "bash"], &["man"], &["--version"]] {
        annalist(folder.path(), arguments).check(0, &[]);
    }
}

#[test]
fn quiet_says_only_what_went_wrong_and_verbose_all() {
    let folder = folder(&[("in/a.css", b"x"), ("in/empty.html", b"")]);
    let lines = |flag: &str| {
        let told = annalist(folder.path(), &["run", "in", "-o", "out", flag]);
        told.check(4, &["error: empty.html: the file is empty"]).err.lines().count()
    };
    assert_eq!(lines("-q"), 1);
    assert_eq!(lines("--quiet=false"), 4);
    assert_eq!(lines("-v"), 6);
}

#[test]
fn completions_and_manual_name_every_verb() {
    let folder = folder(&[]);
    let script = annalist(folder.path(), &["completions", "bash"]);
    let manual = annalist(folder.path(), &["man"]);
    for verb in [
        "run", "status", "doctor", "parse", "enrich", "report", "verify", "add", "match", "decide",
        "schema", "worker", "merge",
    ] {
        assert!(script.check(0, &[]).out.contains(verb), "{verb}");
        assert!(manual.check(0, &[]).out.contains(&format!(".TH annalist-{verb} 1")), "{verb}");
    }
}

#[cfg(unix)]
mod interrupted {
    use std::io::{BufRead, BufReader, Lines, Read};
    use std::path::Path;
    use std::process::{Child, ChildStderr, ChildStdin};

    use super::*;
    use crate::common::send;

    /// A command that awaits more lines, and has said what is wrong with the first.
    fn waiting(
        folder: &Path,
        arguments: &[&str],
    ) -> (Child, ChildStdin, Lines<BufReader<ChildStderr>>) {
        let mut command = command(folder, arguments);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        // More lines than are kept in hand, so that the first is answered while more are awaited.
        stdin.write_all(&b"not json\n".repeat(50)).unwrap();
        assert!(stderr.next().unwrap().unwrap().contains("stdin, line 1"));
        (child, stdin, stderr)
    }

    #[test]
    fn interrupted_work_ends_with_its_own_code() {
        let folder = folder(&[]);
        let (mut child, stdin, mut stderr) = waiting(folder.path(), &["match", "--jobs", "1"]);
        send("-INT", &child);
        assert!(stderr.any(|line| line.unwrap().contains("interrupted; finishing")));
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        let mut out = String::new();
        child.stdout.unwrap().read_to_string(&mut out).unwrap();
        assert_eq!(out, "");
    }

    #[test]
    fn a_second_interruption_ends_at_once() {
        let folder = folder(&[]);
        let (mut child, stdin, stderr) =
            waiting(folder.path(), &["match", "--jobs", "1", "--log-format", "json"]);
        send("-INT", &child);
        let told = stderr.map(Result::unwrap).find(|line| line.contains("interrupted")).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["level"], "error");
        // More lines are awaited, so that only the second one can end this.
        send("-INT", &child);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        drop(stdin);
    }
}
