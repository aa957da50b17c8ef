//! Copies as archives write them, in small pages.

use crate::testing::parse;

const STORY: &str = "<h1>The ferry sails again</h1><p>The ferry to the island will sail again on Monday, the harbour office said, after eleven days in which nobody could cross.</p><p>The captain said that the engine had been mended by two sisters from the mainland, who had never seen one like it.</p>";

fn wayback(bar: &str, end: &str) -> String {
    format!(
        "<html><head><title>The ferry sails again</title><link rel=canonical href='https://web.archive.org/web/20180907093000/http://kelm.example/ferry'></head><body>{bar}{STORY}<p><a href='https://web.archive.org/web/20180907093000/http://kelm.example/author/ada' rel=author>Ada Lorne</a></p></body></html>{end}"
    )
}

const BAR: &str = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><script>__wm.rw(0);</script><div id=wm-ipp-base lang=en><p>42 captures, as the archive has them, from the first of June 2017 to the third of May 2019.</p></div><div id=wm-ipp-print>The Wayback Machine - https://web.archive.org/web/20180907093000/http://kelm.example/ferry</div><p>About this capture, which somebody paid for.</p><!-- END WAYBACK TOOLBAR INSERT -->";

const END: &str = "<!--\n     FILE ARCHIVED ON 09:30:00 Sep 07, 2018 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 14:02:11 Jan 05, 2020.\n-->";

#[test]
fn a_copy_of_the_wayback_machine_is_read_as_the_page() {
    let page = wayback(BAR, END);
    let document = parse(&page);
    let source = document.source();
    assert_eq!(source.url.as_deref(), Some("http://kelm.example/ferry"));
    let address = "https://web.archive.org/web/20180907093000/http://kelm.example/ferry";
    assert_eq!(source.archive_url.as_deref(), Some(address));
    assert_eq!(source.saved_at.unwrap().to_string(), "2018-09-07T09:30:00Z");
    assert_eq!(source.saved_by.as_deref(), Some("Wayback Machine"));
    assert_eq!(&page[source.url_bytes.unwrap().range()], "http://kelm.example/ferry");
    assert_eq!(&page[source.saved_at_bytes.unwrap().range()], "20180907093000");
    let metadata = document.metadata();
    let canonical = metadata.canonical_url.as_ref().unwrap();
    assert_eq!(canonical.value, "http://kelm.example/ferry");
    assert_eq!(&page[canonical.bytes.unwrap().range()], "http://kelm.example/ferry");
    assert_eq!(metadata.published, None, "the time of the capture is none of publication");
    for added in ["capture", "Wayback", "somebody paid"] {
        assert!(!document.text().contains(added), "{added}");
    }
    assert!(document.text().contains("eleven days"));
}

#[test]
fn a_bar_that_lost_its_end_is_known_by_its_elements() {
    let document = parse(&wayback(&BAR.replace("<!-- END WAYBACK TOOLBAR INSERT -->", ""), ""));
    assert!(!document.text().contains("42 captures"));
    assert!(document.text().contains("eleven days"));
}

#[test]
fn a_bar_is_taken_out_though_nothing_says_of_what() {
    let bar = "<div id=wm-ipp-base><p>42 captures, as the archive has them, since 2017.</p></div>";
    let document = parse(&format!("<body>{bar}{STORY}"));
    assert!(!document.text().contains("42 captures"));
    let many = format!("<body>{}{STORY}", "<!-- BEGIN WAYBACK TOOLBAR INSERT -->".repeat(50_000));
    assert!(parse(&many).text().contains("eleven days"));
}

#[test]
fn the_note_at_the_end_alone_gives_the_time() {
    let page = format!("<html><body>{STORY}</body></html>{END}");
    let document = parse(&page);
    let source = document.source();
    assert_eq!(source.url, None);
    assert_eq!(source.saved_at.unwrap().to_string(), "2018-09-07T09:30:00Z");
    assert_eq!(&page[source.saved_at_bytes.unwrap().range()], "09:30:00 Sep 07, 2018");
}

#[test]
fn a_copy_that_somebody_saved_is_as_old_as_the_copy() {
    let note = "<!--\n Page saved with SingleFile \n url: https://web.archive.org/web/20180907093000/http://kelm.example/ferry \n saved date: Sun Jan 05 2020 14:02:11 GMT+0000 (GMT)\n-->";
    let document = parse(&format!("<html>{note}<body>{STORY}</body></html>"));
    let source = document.source();
    assert_eq!(source.url.as_deref(), Some("http://kelm.example/ferry"));
    assert_eq!(source.saved_at.unwrap().to_string(), "2018-09-07T09:30:00Z");
}

#[test]
fn times_in_comments_are_told_from_the_capture() {
    let thread = "<ol class=comment-list><li id=comment-1 class=comment><div class=comment-author><b class=fn>Ada</b></div><div class=comment-metadata>2 days ago</div><div class=comment-content><p>At last, and not a day too early.</p></div></li></ol>";
    let document = parse(&wayback(BAR, END).replace("</body>", &format!("{thread}</body>")));
    let posted = document.comments()[0].posted.as_ref().unwrap().value.unwrap();
    assert_eq!(posted.date.to_string(), "2018-09-05");
}

#[test]
fn archive_today_says_nothing_of_the_article() {
    let page = format!(
        "<html itemscope itemtype='http://schema.org/Article'><head><title>The ferry sails again</title>\
         <meta property=og:site_name content=archive.ph><meta property=article:published_time content=2018-09-07T09:30:00Z itemprop=datePublished>\
         <meta property=twitter:description content='archived 7 Sep 2018 09:30:00 UTC' itemprop=description>\
         <link rel=canonical href='https://archive.ph/AbCd1'><link rel=bookmark href='http://archive.today/20180907093000/https://kelm.example/ferry'></head>\
         <body><center><div id=HEADER><p>archive.today, webpage capture, saved from the address below, as it was at that time.</p></div>\
         <div id=SOLID><div id=CONTENT>{STORY}</div><div>0% 10% 20%</div></div></center></body></html>"
    );
    let document = parse(&page);
    let source = document.source();
    assert_eq!(source.url.as_deref(), Some("https://kelm.example/ferry"));
    assert_eq!(source.saved_by.as_deref(), Some("archive.today"));
    assert_eq!(source.saved_at.unwrap().to_string(), "2018-09-07T09:30:00Z");
    let metadata = document.metadata();
    assert_eq!(metadata.published, None);
    assert_eq!((&metadata.site, &metadata.description), (&None, &None));
    assert_eq!(metadata.canonical_url.as_ref().unwrap().value, "https://kelm.example/ferry");
    assert!(!document.text().contains("webpage capture") && !document.text().contains("20%"));
    assert!(document.text().contains("eleven days"));
}

#[test]
fn a_page_that_links_to_an_archive_is_no_copy() {
    let link = "https://web.archive.org/web/20180907093000/http://kelm.example/ferry";
    let words = format!("never <a href='{link}'>seen</a> ({link}) one");
    let document = parse(&STORY.replace("never seen one", &words));
    assert_eq!(document.source().url, None);
    assert_eq!(document.source().saved_at, None);
    assert!(document.text().contains(link), "{}", document.text());
}
