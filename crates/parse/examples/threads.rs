//! Scratch.
#![allow(clippy::all, clippy::pedantic, missing_docs)]
use annalist_model::Owner;
use annalist_parse::{Input, Parser};
use std::io::Read;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let without: Vec<String> = args[1].split(',').map(str::to_owned).collect();
    let only: Option<&String> = args.get(2);
    let parser = Parser::new()
        .unwrap()
        .without_engines(&without.into_iter().filter(|it| it != "none").collect::<Vec<_>>())
        .unwrap();
    let gold = std::fs::read_to_string(format!("{}/gold.jsonl", args[0]));
    let mut pages: Vec<(String, Option<String>, String)> = Vec::new();
    if let Ok(gold) = gold {
        for line in gold.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let id = value["id"].as_str().unwrap().to_owned();
            let mut path = format!("{}/pages/{}.html.gz", args[0], id);
            if !std::path::Path::new(&path).exists() {
                path = format!("{}/pages/{}.html", args[0], id);
            }
            pages.push((id, value["url"].as_str().map(str::to_owned), path));
        }
    } else {
        let mut all: Vec<_> =
            std::fs::read_dir(&args[0]).unwrap().map(|it| it.unwrap().path()).collect();
        all.sort();
        for path in all {
            pages.push((
                path.file_name().unwrap().to_string_lossy().replace(".html.gz", "").to_string(),
                None,
                path.to_string_lossy().to_string(),
            ));
        }
    }
    let mut time = std::time::Duration::ZERO;
    for (id, url, path) in pages {
        if only.is_some_and(|it| !id.contains(it.as_str())) {
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("no {path}");
            continue;
        };
        let mut raw = Vec::new();
        if path.ends_with(".gz") {
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut raw).unwrap();
        } else {
            raw = bytes;
        }
        let input = Input { name: &id, bytes: &raw, url: url.as_deref(), ..Input::default() };
        let start = std::time::Instant::now();
        let document = match parser.parse(&input) {
            Ok(it) => it,
            Err(error) => {
                eprintln!("{id}: {error}");
                println!("{}", serde_json::json!({"id": id, "comments": []}));
                continue;
            }
        };
        time += start.elapsed();
        let mut places = Vec::new();
        let mut count = 0;
        let mut comments = Vec::new();
        for it in document.comments() {
            let text = document.slice(it.span).trim();
            if text.is_empty() {
                let above =
                    it.parent.and_then(|parent| places.get(parent as usize).copied().flatten());
                places.push(above);
                continue;
            }
            places.push(Some(count));
            count += 1;
            let parent: Option<usize> =
                it.parent.and_then(|parent| places.get(parent as usize).copied().flatten());
            comments.push(serde_json::json!({
                "author": it.author.as_ref().map(|it| it.value.clone()),
                "datetime": it.posted.as_ref().and_then(|it| it.value).map(|it| it.to_string()),
                "shown": it.posted.as_ref().and_then(|it| it.shown.clone()),
                "text": text, "parent": parent, "kind": it.kind.as_str(), "votes": it.votes, "permalink": it.permalink, "url": it.author_url,
                "edited": it.edited.as_ref().and_then(|it| it.value).map(|it| it.to_string()),
                "quotes": it.quotes.iter().map(|it| serde_json::json!([document.slice(it.span), it.of, it.author])).collect::<Vec<_>>(),
            }));
        }
        let article: Vec<&str> = document
            .blocks()
            .iter()
            .filter(|it| it.owner == Owner::Article)
            .map(|it| document.slice(it.span))
            .collect();
        let notes: Vec<String> = document
            .diagnostics()
            .iter()
            .map(|it| format!("{}: {}", it.code.as_str(), it.message))
            .collect();
        println!(
            "{}",
            serde_json::json!({"id": id, "comments": comments, "article": article.join("\n"), "notes": notes})
        );
    }
    eprintln!("{:?}", time);
}
