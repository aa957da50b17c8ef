use super::*;

fn read(name: &str, bytes: &[u8]) -> Result<Vec<ListEntry>, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    read_lists(folder.path(), &[PathBuf::from(name)], 2)
        .map(|lists| lists.lists.into_iter().flat_map(|list| list.entries).collect())
        .map_err(|problem| problem.to_string())
}

#[test]
fn every_form_of_list_gives_the_same() {
    let expected = ListEntry {
        name: "Orvik Zandrik".to_owned(),
        aliases: vec!["O. Zandrik".to_owned(), "Abu Morvel".to_owned()],
        kind: Some(EntityKind::Person),
        identifier: Some("Q7".to_owned()),
        note: Some("a smith".to_owned()),
    };
    for (name, text) in [
        (
            "a.tsv",
            "name\taliases\ttype\tidentifier\tnote\nOrvik Zandrik\tO. Zandrik; Abu Morvel\tperson\tQ7\ta smith\n",
        ),
        (
            "a.csv",
            "\u{feff}id,schema,name,aliases,birth_date,notes\nQ7,Person,Orvik Zandrik,O. Zandrik;Abu Morvel,1950,a smith\n",
        ),
        (
            "a.json",
            r#"[{"name":"Orvik Zandrik","aliases":["O. Zandrik","Abu Morvel"],"type":"person","identifier":"Q7","note":"a smith"}]"#,
        ),
        (
            "a.jsonl",
            "{\"id\":\"Q7\",\"schema\":\"Person\",\"caption\":\"Orvik Zandrik\",\"properties\":{\"name\":[\"Orvik Zandrik\"],\"alias\":[\"O. Zandrik\",\"Abu Morvel\"],\"weakAlias\":[\"Orvik\"],\"notes\":[\"a smith\"]},\"target\":true}\n{\"id\":\"A1\",\"schema\":\"Address\",\"properties\":{\"full\":[\"Basra\"]}}\n",
        ),
    ] {
        assert_eq!(read(name, text.as_bytes()), Ok(vec![expected.clone()]), "{name}");
    }
}

#[test]
fn what_cannot_be_used_is_named_with_file_and_line() {
    let long = format!("name\n{}\n", "x".repeat(LONGEST_NAME + 1));
    for (name, bytes, expected) in [
        ("a.tsv", b"title\nOrvik\n".as_slice(), "a.tsv, line 1: the first line names no column"),
        ("a.tsv", b"name\ttype\nOrvik\n", "a.tsv, line 2: 1 cells where the first line has 2"),
        ("a.csv", b"name,type\nOrvik,ship\n", "a.csv, line 2: the type \"ship\" is none of person"),
        ("a.csv", b"name\nOrvik\n???\n", "a.csv, line 3: the line has no name"),
        ("a.csv", b"name\nOrvik\nZan\xffdrik\n", "a.csv, line 3: the line is no UTF-8"),
        ("a.csv", b"name,name\n", "a.csv, line 1: two columns are called"),
        ("a.csv", b"name\n", "a.csv names nothing"),
        ("a.csv", long.as_bytes(), "a.csv, line 2: the name \"xxxxxxxxxxxxxxxxxxxx\""),
        (
            "a.json",
            b"[{\"name\":\"Orvik\"},\n{\"name\":7}]",
            "a.json, line 2: column 9: invalid type",
        ),
        ("a.json", b"[{\"name\":\"Orvik\"},{}]", "a.json: entry 2: the line has no name"),
        ("a.jsonl", b"{\"name\":\"Orvik\"}\n{\n", "a.jsonl, line 2: column 0: EOF"),
        ("a.txt", b"Orvik", "a.txt is no list by its name"),
    ] {
        let error = read(name, bytes).unwrap_err();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn a_folder_gives_its_lists_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.csv", "a.tsv", ".hidden.csv", "readme.md"] {
        fs::write(folder.path().join(name), "name\nOrvik\n").unwrap();
    }
    let lists = read_lists(folder.path(), &[PathBuf::from(".")], 1).unwrap();
    let names: Vec<&str> = lists.lists.iter().map(|list| list.name.as_str()).collect();
    assert_eq!(names, ["a.tsv", "b.csv"]);
    let problem = read_lists(folder.path(), &[PathBuf::from("none.csv")], 1).unwrap_err();
    assert!(problem.to_string().contains("none.csv"), "{problem}");
}
