//! Notes as programs write them, in small pages.

use crate::testing::parse;

/// Checks address, time and program of a page with this note, and that the bytes cited say them.
fn check(page: &str, url: Option<&str>, saved_at: Option<&str>, program: Option<&str>) {
    let document = parse(page);
    let source = document.source();
    assert_eq!(source.url.as_deref(), url, "{page}");
    assert_eq!(source.saved_at.map(|at| at.to_string()).as_deref(), saved_at, "{page}");
    assert_eq!(source.saved_by.as_deref(), program, "{page}");
    assert_eq!(source.url_bytes.is_some(), url.is_some(), "{page}");
    assert_eq!(source.saved_at_bytes.is_some(), saved_at.is_some(), "{page}");
    if let (Some(url), Some(bytes)) = (url, source.url_bytes) {
        assert!(url.ends_with(&page[bytes.range()]), "{}", &page[bytes.range()]);
    }
}

#[test]
fn each_program_is_understood() {
    let url = Some("https://a.example/b");
    check(
        "<html><!--\n Page saved with SingleFile \n url: https://a.example/b \n saved date: Thu Sep 13 2018 11:30:54 GMT+0200 (CEST)\n--><p>x",
        url,
        Some("2018-09-13T11:30:54+02:00"),
        Some("SingleFile"),
    );
    for opening in ["saved from url=(0019)", "Saved from url=(0019)"] {
        check(
            &format!("<!DOCTYPE html>\n<!-- {opening}https://a.example/b -->\n<html><p>x"),
            url,
            None,
            Some("browser"),
        );
    }
    check(
        "<!-- Saved from https://a.example/b at 2018-09-13T09:30:54Z using monolith v2.8.1 --><p>x",
        url,
        Some("2018-09-13T09:30:54Z"),
        Some("monolith"),
    );
    check(
        "<html><!-- Mirrored from a.example/b by HTTrack Website Copier/3.x [XR&CO'2014], Thu, 13 Sep 2018 09:30:54 GMT --><p>x",
        Some("http://a.example/b"),
        Some("2018-09-13T09:30:54Z"),
        Some("HTTrack"),
    );
    check(
        "<html data-scrapbook-source='https://a.example/b' data-scrapbook-create=20180913093054123><p>x",
        url,
        Some("2018-09-13T09:30:54Z"),
        Some("WebScrapBook"),
    );
    check(
        "<meta name=savepage-url content=https://a.example/b><meta name=savepage-date content='Thu Sep 13 2018 11:30:54 GMT+0200 (CEST)'><p>x",
        url,
        Some("2018-09-13T11:30:54+02:00"),
        Some("Save Page WE"),
    );
    check(
        "<meta name=exporter-version content='Evernote Mac 7.5 (457164)'><meta name=created content='2018-09-13 09:30:54 +0000'><meta name=source-url content=https://a.example/b><p>x",
        url,
        Some("2018-09-13T09:30:54Z"),
        Some("Evernote"),
    );
}

#[test]
fn what_is_no_note_says_nothing() {
    for page in [
        "<!-- saved from url=(0014)about:internet --><p>x",
        "<!-- saved from url=(0022)file:///C:/page.html --><p>x",
        "<!-- just a comment --><p>x",
        "<!-- Saved from the flood at last --><p>x",
        "<meta name=source-url content=https://a.example/b><p>x",
        "<html data-scrapbook-create=never><p>x",
    ] {
        check(page, None, None, None);
    }
}

#[test]
fn a_note_behind_many_comments_is_found() {
    let page = format!(
        "{}<!-- saved from url=(0019)https://a.example/b --><p>x",
        "<!-- menu -->".repeat(100)
    );
    check(&page, Some("https://a.example/b"), None, Some("browser"));
}
