"""TimelineJS: the rules of its JSON format, and no markup but our own."""

import json
from html.parser import HTMLParser

from collection import EXPORT, check

ORDER = ["year", "month", "day", "hour", "minute", "second"]


class Tags(HTMLParser):
    def handle_starttag(self, tag, attributes):
        check(tag in ("p", "a"), f"an element {tag}")
        for name, value in attributes:
            check(name == "href" and value.startswith(("http://", "https://")), f"{name}={value}")


timeline = json.loads(EXPORT.read_text(encoding="utf-8"))
events = timeline["events"]
check(events, "no event")
ids = [event["unique_id"] for event in events]
check(len(set(ids)) == len(ids), "an identifier stands twice")
groups = {event["text"]["headline"]: event["group"] for event in events}
for words, group in [("Joan Merrick was elected mayor of Fellbridge in 2012", "happened"),
                     ("Victor Lam was arrested by the Coast Guard on April 9, 2014",
                      "said to have happened")]:
    check(any(headline.startswith(words) and it == group for headline, it in groups.items()),
          f"no event {words!r} that {group}")
for event in events:
    for key in ("start_date", "end_date"):
        date = event.get(key, {})
        parts = list(date)
        check(parts == ORDER[:len(parts)], f"a date without its larger parts: {date}")
        check(all(isinstance(part, int) for part in date.values()), f"a part is no number: {date}")
        check(1 <= date.get("month", 1) <= 12 and 1 <= date.get("day", 1) <= 31, f"{date}")
    check("year" in event["start_date"], "an event without a year")
    for html in (event["text"]["headline"], event["text"]["text"], event["display_date"]):
        Tags().feed(html)
        check("\u202e" not in html, "text that turns others")
