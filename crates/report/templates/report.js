// What the pages do when they are used. All of them can be read without it. Words of a page are put
// in as text, never as markup.
"use strict";
(() => {
  const all = (what, within) => [...within.querySelectorAll(what)];
  const make = (tag, words, className) => {
    const it = document.createElement(tag);
    if (words) it.textContent = words;
    if (className) it.className = className;
    return it;
  };
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const list = (text) => (text || "").split(",").filter(Boolean);
  const anchor = () => decodeURIComponent(location.hash.slice(1));

  // Words that a passage is about, set off.
  const setOff = (where, words) => {
    const text = where.textContent;
    const at = words ? text.toLowerCase().indexOf(words.toLowerCase()) : -1;
    if (at < 0) return;
    where.replaceChildren(text.slice(0, at), make("mark", text.slice(at, at + words.length)), text.slice(at + words.length));
  };

  // A script of the report, read from disk.
  const read = (path) => new Promise((done) => {
    const it = document.createElement("script");
    it.src = path;
    it.onload = it.onerror = done;
    document.head.append(it);
  });

  // The parts of a long list of rows: what filters ask of those that are on other pages.
  const parting = (page, rows) => {
    const paths = list(rows.dataset.parts);
    const parts = new Map();
    const own = Number(rows.dataset.part);
    let begun = null;
    const links = all(".pager a", page);
    links.forEach((it) => { it.dataset.base = it.getAttribute("href"); });
    window.annalistRows = ([part, words, entries]) => parts.set(part, entries.map(([from, to, is, site, what, about]) => (
      { from, to, is: words[is], siteIs: words[site], whatIs: words[what], aboutIs: about.map((it) => words[it]).join("\n") })));
    // One file has all rows on the page.
    const gather = () => all("section.page", document).forEach((section) => {
      const other = section.querySelector("[data-parts]");
      if (other) parts.set(Number(other.dataset.part), [...other.children].map((it) => it.dataset));
    });
    const isFolder = !page.matches("section.page");
    return {
      isLong: paths.length > 1,
      load: () => { begun = begun || (isFolder ? Promise.all(paths.map(read)) : Promise.resolve(gather())); return begun; },
      all: () => [...parts.values()].flat(),
      // How many rows of each other part fit.
      count: (fits) => new Map([...parts].filter(([part]) => part !== own).map(([part, entries]) => [part, entries.filter(fits).length])),
      // The ways to other parts keep what was asked for, and say how much of it is there.
      tell: (ask, counts) => links.forEach((it) => {
        if (isFolder) it.setAttribute("href", it.dataset.base + (ask ? "?" + ask : ""));
        else it.dataset.ask = ask;
        const count = counts && counts.get(Number(it.dataset.part));
        it.textContent = it.dataset.part + (counts ? " (" + count + ")" : "");
        it.classList.toggle("none", counts !== null && !count);
      }),
      go: (part) => { const way = links.find((it) => Number(it.dataset.part) === part); if (way) { if (isFolder) location.replace(way.href); else way.click(); } },
    };
  };

  // Rows: by words, by what they are, by source, and by the stretch of time that is looked at.
  const sifting = (page, asked) => {
    const rows = page.querySelector("[data-rows]");
    const filter = page.querySelector("[data-filter]");
    if (!rows || !filter) return;
    const items = [...(rows.tagName === "TABLE" ? rows.tBodies[0].rows : rows.children)];
    const hiding = all("[data-hides]", page), site = page.querySelector("[data-site]");
    const about = page.querySelector("[data-about]"), what = page.querySelector("[data-what]");
    const shown = page.querySelector("[data-shown]");
    const zoom = zooming(page, items, () => sift());
    const parts = parting(page, rows);
    // A year is also found in what begins before and ends after it.
    const isYear = (word) => /^\d{4}$/.test(word);
    const hasYear = (it, word) => isYear(word) && Math.floor(it.from / 372) <= Number(word) && Math.floor(it.to / 372) >= Number(word);
    const sift = (isAsked) => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      const off = hiding.filter((it) => !isOn(it)).map((it) => it.dataset.hides);
      const name = about ? about.value.trim().toLowerCase() : "";
      // Whether a row is wanted, but for its words, which those of other pages do not bring.
      const fits = (it) => {
        const is = (it.is || "").split(" ");
        return !off.some((word) => is.includes(word))
          && !(site && site.value && it.siteIs !== site.value)
          && !(what && what.value && it.whatIs !== what.value)
          && !(name && !(it.aboutIs || "").toLowerCase().split("\n").some((word) => word.includes(name)))
          && !zoom.leavesOut(it);
      };
      let count = 0;
      for (const row of items) {
        const text = row.textContent.toLowerCase();
        row.hidden = !fits(row.dataset) || !words.every((it) => text.includes(it) || hasYear(row.dataset, it));
        if (!row.hidden) count++;
      }
      const tell = (rest) => { if (shown) shown.textContent = count === items.length && !rest ? "" : count + " of " + items.length + " here" + rest; };
      tell("");
      if (!parts.isLong) return;
      const ask = new URLSearchParams(Object.entries({ q: filter.value, name: about ? about.value : "", what: what ? what.value : "", site: site ? site.value : "", hide: off.join(), ...zoom.asks() }).filter(([, value]) => value)).toString();
      parts.tell(ask, null);
      if (!ask || !words.every(isYear)) return;
      const mine = ++run;
      parts.load().then(() => {
        if (mine !== run) return;
        const counts = parts.count((it) => fits(it) && words.every((word) => hasYear(it, word)));
        parts.tell(ask, counts);
        const [first] = [...counts].filter(([, others]) => others > 0).map(([part]) => part).sort((a, b) => a - b);
        tell(", " + [...counts.values()].reduce((sum, it) => sum + it, 0) + " on other pages");
        if (isAsked && !count && first) parts.go(first);
      });
    };
    let run = 0;
    hiding.forEach((it) => it.addEventListener("click", () => { press(it, !isOn(it)); sift(); }));
    filter.addEventListener("input", () => sift());
    [site, what].forEach((it) => it && it.addEventListener("change", () => sift()));
    choices(about, items, parts, () => sift());
    asked((ask) => {
      filter.value = ask.get("q") || filter.value;
      [[about, "name"], [what, "what"], [site, "site"]].forEach(([it, key]) => { if (it) it.value = ask.get(key) || it.value; });
      zoom.take(ask);
      const off = list(ask.get("hide"));
      hiding.forEach((it) => { if (off.includes(it.dataset.hides)) press(it, false); });
      sift([...ask.keys()].length > 0);
    });
    sift();
  };

  // The names that rows can be chosen by.
  const choices = (about, items, parts, sift) => {
    if (!about) return;
    const option = (value) => {
      const it = make("option", value);
      it.value = value;
      return it;
    };
    const names = make("datalist");
    names.id = "names-of-rows";
    const fill = (rows) => names.replaceChildren(...[...new Set(rows.flatMap((it) => (it.aboutIs || "").split("\n")))].filter(Boolean).sort().slice(0, 2000).map(option));
    fill(items.map((it) => it.dataset));
    about.after(names);
    about.setAttribute("list", names.id);
    about.addEventListener("input", sift);
    if (parts.isLong) about.addEventListener("focus", () => parts.load().then(() => fill(parts.all())), { once: true });
  };

  // The stretch of time that the lanes of the timeline show. Days are numbers; all months have 31.
  const zooming = (page, items, changed) => {
    const tools = page.querySelector("[data-zoom]");
    if (!tools) return { leavesOut: () => false, asks: () => ({}), take: () => {} };
    const first = Number(tools.dataset.first), last = Number(tools.dataset.last);
    const span = tools.querySelector("[data-span]"), named = tools.querySelector("[data-window]");
    let middle = (first + last) / 2, from = first, to = last;
    const day = (number) => {
      const months = Math.floor(number / 31);
      const two = (it) => String(it).padStart(2, "0");
      return String(Math.floor(months / 12)).padStart(4, "0") + "-" + two(months % 12 + 1) + "-" + two(number % 31 + 1);
    };
    const tall = { day: [0.5, 9], stretch: [3, 4], vague: [2, 6], open: [2, 6] };
    const draw = () => {
      const width = Number(span.value);
      from = width ? Math.round(middle - width / 2) : first;
      to = width ? Math.round(middle + width / 2) : last;
      named.textContent = day(from) + " to " + day(to);
      for (const row of items) {
        const bar = row.querySelector(".lane rect");
        if (!bar) continue;
        const scale = (it) => Math.min(99, Math.max(0, (Number(it) - from) * 100 / (to - from + 1)));
        const [y, height] = tall[bar.classList[0]] || tall.vague;
        bar.setAttribute("x", scale(row.dataset.from).toFixed(1));
        bar.setAttribute("width", Math.max(0.8, scale(row.dataset.to) - scale(row.dataset.from)).toFixed(1));
        bar.setAttribute("y", y);
        bar.setAttribute("height", height);
      }
    };
    span.addEventListener("change", () => {
      // What is looked at: the first row on the screen, or the middle one where none was scrolled to.
      const shown = items.filter((it) => !it.hidden && it.dataset.from);
      const isAbove = shown.length && shown[0].getBoundingClientRect().top >= 0;
      const here = isAbove ? shown[shown.length >> 1] : shown.find((it) => it.getBoundingClientRect().top >= 0);
      if (here && from === first && to === last) middle = Number(here.dataset.from);
      draw();
      changed();
    });
    all("[data-move]", tools).forEach((it) => it.addEventListener("click", () => {
      if (!Number(span.value)) return;
      middle += Number(it.dataset.move) * Number(span.value) / 2;
      draw();
      changed();
    }));
    draw();
    return {
      leavesOut: (row) => Number(span.value) > 0 && (Number(row.to) < from || Number(row.from) > to),
      asks: () => Number(span.value) ? { span: span.value, at: String(middle) } : {},
      take: (ask) => {
        if (!ask.get("span")) return;
        span.value = ask.get("span");
        middle = Number(ask.get("at")) || middle;
        draw();
      },
    };
  };

  // Whose words are shown: those of articles, or those of comments.
  const owners = (page) => {
    const only = all("[data-only]", page);
    only.forEach((button) => button.addEventListener("click", () => {
      const on = !isOn(button);
      only.forEach((it) => press(it, it === button && on));
      all("[data-owner]", page).forEach((it) => { it.hidden = on && it.dataset.owner !== button.dataset.only; });
    }));
  };

  // Marks in a text.
  const marks = (page, asked) => {
    const buttons = all("[data-switch]", page);
    const turn = (button) => page.classList.toggle("hide-" + button.dataset.switch, !isOn(button));
    buttons.forEach((button) => button.addEventListener("click", () => { press(button, !isOn(button)); turn(button); }));
    asked((ask) => buttons.forEach((button) => {
      if (list(ask.get("hide")).includes(button.dataset.switch)) press(button, false);
      turn(button);
    }));
  };

  // The thread: what is folded hides its words and all answers to it.
  const thread = (page) => {
    const comments = all(".comment", page);
    const depth = (it) => Number(it.dataset.depth);
    const fold = (comment, on) => {
      comment.classList.toggle("folded", on);
      const button = comment.querySelector(".fold");
      button.textContent = on ? "▸" : "▾";
      button.setAttribute("aria-expanded", String(!on));
    };
    const layOut = () => {
      let under = Infinity;
      for (const it of comments) {
        if (depth(it) <= under) under = Infinity;
        it.hidden = under !== Infinity;
        if (under === Infinity && it.classList.contains("folded")) under = depth(it);
      }
    };
    comments.forEach((it) => {
      const button = make("button", "▾", "fold");
      button.type = "button";
      button.setAttribute("aria-label", "Collapse or open");
      button.addEventListener("click", () => { fold(it, !it.classList.contains("folded")); layOut(); });
      it.querySelector("header").prepend(button);
      fold(it, false);
    });
    all("[data-collapse]", page).forEach((button) => button.addEventListener("click", () => {
      comments.forEach((it) => fold(it, button.dataset.collapse === "all"));
      layOut();
    }));
    const reveal = () => {
      const aim = anchor() && document.getElementById(anchor());
      const home = aim && page.contains(aim) && aim.closest(".comment");
      if (!home || (!home.hidden && !home.classList.contains("folded"))) return;
      comments.forEach((it) => fold(it, false));
      layOut();
      aim.scrollIntoView();
    };
    window.addEventListener("hashchange", reveal);
    reveal();
  };

  // A place of a long page that is on another part of it.
  const elsewhere = (about) => {
    const parts = about.dataset.parts.split(" ");
    if (parts.length < 2) return;
    const look = () => {
      if (!anchor() || document.getElementById(anchor())) return;
      const found = (about.dataset.anchors + ",").split(",").find((it) => it.startsWith(anchor() + " "));
      const part = found && parts[Number(found.split(" ")[1]) - 1];
      if (part) location.replace("../" + part + location.hash);
    };
    window.addEventListener("hashchange", look);
    look();
  };

  // What a mark is, and how to cite it.
  const kinds = ["person", "organisation", "place", "group", "other", "date", "relation", "event", "quotation"];
  const cards = (page, about) => {
    const card = make("div", "", "card");
    card.setAttribute("role", "note");
    let shown = null, leaving = 0;
    const cite = (it) => {
      const owner = it.closest(".comment");
      const address = it.dataset.page || about.dataset.address;
      return "“" + it.textContent.replace(/\s+/g, " ").trim() + "” — " + (owner ? "comment " + owner.id.replace(/^.*c/, "") + " on " : "") + about.dataset.title
        + ", characters " + it.dataset.at + (it.dataset.bytes ? ", bytes " + it.dataset.bytes : "") + " of " + about.dataset.input
        + " (SHA-256 " + about.dataset.sha + ")" + (address ? ", " + address : "");
    };
    const show = (it) => {
      if (shown === it) return;
      shown = it;
      const kind = kinds.find((name) => it.classList.contains(name));
      const tools = make("div", "", "tools");
      const copy = make("button", "Copy citation");
      copy.type = "button";
      copy.addEventListener("click", () => {
        const area = make("textarea", cite(it));
        card.append(area);
        area.select();
        const done = document.execCommand("copy");
        if (done) area.remove();
        copy.textContent = done ? "Copied" : "Copy it from here:";
      });
      tools.append(copy);
      const way = (words, href) => {
        const link = make("a", words);
        link.href = href;
        tools.append(link);
        return link;
      };
      if (it.getAttribute("href")) way("All mentions", it.getAttribute("href"));
      if (it.dataset.page) way("On the web page", it.dataset.page).rel = "noreferrer noopener";
      const name = make("b", it.dataset.name);
      name.dir = "auto";
      card.replaceChildren(name, make("p", kind + " · " + it.dataset.why), make("p", "characters " + it.dataset.at + (it.dataset.bytes ? " · bytes " + it.dataset.bytes : "")), tools);
      document.body.append(card);
      const box = it.getBoundingClientRect();
      const x = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8));
      card.style.left = x + scrollX + "px";
      card.style.top = box.bottom + scrollY + 4 + "px";
    };
    const hide = () => { card.remove(); shown = null; };
    const over = (event) => {
      // A mouse that rests while the page moves under it takes away nothing that the keyboard asked for.
      const rests = event.type === "mouseover" && !event.movementX && !event.movementY;
      if (rests && shown && shown === document.activeElement) return;
      const it = event.target.closest && event.target.closest(".m, .card");
      clearTimeout(leaving);
      if (it && it !== card && page.contains(it)) show(it);
      else if (it !== card) leaving = setTimeout(hide, 250);
    };
    document.addEventListener("mouseover", over);
    document.addEventListener("focusin", over);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        const mark = shown;
        hide();
        if (mark) mark.focus();
        hide();
      }
      // From a mark, the arrow leads into its card.
      if (event.key === "ArrowDown" && shown && document.activeElement === shown) {
        event.preventDefault();
        card.querySelector("button").focus();
      }
    });
  };

  // The graph.
  const graph = (page) => {
    const support = page.querySelector("[data-support]");
    if (!support) return;
    const relation = page.querySelector("[data-relation]");
    const kindsOf = all("[data-node-kind]", page), nodes = all("[data-node]", page);
    const redraw = () => {
      const off = kindsOf.filter((it) => !isOn(it)).map((it) => it.dataset.nodeKind);
      nodes.forEach((it) => it.classList.toggle("dim", off.some((kind) => it.classList.contains(kind))));
      all("[data-one]", page).forEach((it) => {
        const dim = [it.dataset.one, it.dataset.other].some((end) => nodes[end].classList.contains("dim"));
        const out = dim || Number(it.dataset.documents) < Number(support.value)
          || (relation.value !== "*" && it.dataset.relationIs !== relation.value);
        if (it.tagName === "TR") it.hidden = out;
        else it.classList.toggle("dim", out);
      });
    };
    kindsOf.forEach((it) => it.addEventListener("click", () => { press(it, !isOn(it)); redraw(); }));
    support.addEventListener("input", redraw);
    relation.addEventListener("change", redraw);
    // The browser keeps what was chosen when a page is gone back to.
    redraw();
  };

  // The search.
  const search = (page, asked) => {
    const query = page.querySelector("[data-query]");
    if (!query) return;
    const found = page.querySelector("[data-found]"), state = page.querySelector("[data-state]");
    const most = 200;
    const texts = new Map(), index = new Map(), loaded = new Map();
    const inside = document.getElementById("search-data");
    let names = [], run = 0;
    // The script that speaks: what it holds is kept under its name.
    const speaker = () => inside ? "inside" : document.currentScript.getAttribute("src");
    const take = {
      Text: (entry) => {
        const from = speaker();
        if (!texts.has(from)) texts.set(from, []);
        texts.get(from).push(entry);
      },
      Names: (entries) => { names = entries; },
      Words: ([number, entries]) => index.set(number, entries),
      End: () => {},
    };
    Object.keys(take).forEach((name) => { window["annalist" + name] = take[name]; });
    const load = (path) => {
      if (inside && !loaded.has("inside")) {
        loaded.set("inside", true);
        JSON.parse(inside.textContent).forEach(([name, value]) => take[name](value));
      }
      if (inside) return undefined;
      if (!loaded.has(path)) loaded.set(path, read(path));
      return loaded.get(path);
    };
    // In one file, pages are sections.
    const way = (link) => {
      if (!inside) return link;
      const [at, place] = link.split("#");
      const home = at.replace(/\.html$/, "").replace("/", "-");
      if (!place || place.startsWith(":~:")) return "#" + home;
      let id = home + "." + place;
      for (let part = 2; !document.getElementById(id) && document.getElementById(home + "-" + part); part++) id = home + "-" + part + "." + place;
      return "#" + id;
    };
    const hit = (link, title, note, text, words) => {
      const item = make("li"), line = make("p"), to = make("a");
      to.href = way(link);
      to.append(make("bdi", title));
      line.append(to, " ", make("span", note, "quiet"));
      item.append(line);
      if (text) {
        const at = text.toLowerCase().indexOf(words);
        const from = Math.max(0, at - 80);
        const quote = make("blockquote", (from ? "…" : "") + text.slice(from, at + words.length + 120) + "…");
        quote.dir = "auto";
        setOff(quote, words);
        item.append(quote);
      }
      found.append(item);
    };
    // Words as the index has them: runs of letters and digits, and each letter of scripts without
    // blanks between words. Of a long one it has the beginning.
    const alone = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
    const runs = new RegExp("[" + alone + "]|(?:(?![" + alone + "])[\\p{Alphabetic}\\p{N}])+", "gu");
    const wordsOf = (text) => (text.match(runs) || []).filter((it) => /[\p{Alphabetic}\p{N}]/u.test(it)).map((it) => [...it].slice(0, 12).join(""));
    // The parts that can have all of these words; null for all parts.
    const partsOf = async (text) => {
      let among = null;
      for (const word of wordsOf(text)) {
        const [first, second] = [...word].map((it) => it.codePointAt(0));
        if (second === undefined && !new RegExp("[" + alone + "]", "u").test(word)) continue;
        const number = (first * 31 + (second || 0)) % Number(query.dataset.scripts);
        await load("s/w-" + number + ".js");
        const found = (index.get(number) || []).filter(([it]) => it.startsWith(word));
        if (found.some(([, parts]) => !parts.length)) continue;
        const here = new Set(found.flatMap(([, parts]) => parts));
        among = among ? new Set([...among].filter((it) => here.has(it))) : here;
      }
      return among;
    };
    const look = async () => {
      const words = query.value.trim().toLowerCase();
      const mine = ++run;
      found.replaceChildren();
      if (words.length < 2) { state.textContent = "Two letters or more."; return; }
      let count = 0;
      await load("s/names.js");
      if (mine !== run) return;
      for (const [name, kind, link, documents] of names) {
        if (!name.toLowerCase().includes(words)) continue;
        if (++count <= 20) hit(link, name, kind + ", in " + documents + (documents === 1 ? " document" : " documents"));
      }
      const among = await partsOf(words);
      if (mine !== run) return;
      const parts = query.dataset.parts.split(" ").filter((it, number) => !among || among.has(number));
      for (const part of inside ? ["inside"] : parts) {
        await load(part);
        if (mine !== run) return;
        for (const [at, title, date, article, comments] of texts.get(part) || []) {
          const inText = article.toLowerCase().includes(words);
          if (inText || title.toLowerCase().includes(words)) {
            if (++count <= most) hit(at + (inText ? "#:~:text=" + encodeURIComponent(query.value.trim()) : ""), title, "article " + date, inText ? article : "", words);
          }
          for (const [id, author, text] of comments) {
            const isSaid = text.toLowerCase().includes(words);
            if (!isSaid && !author.toLowerCase().includes(words)) continue;
            if (++count <= most) hit(at + "#c" + id, title, "comment " + id + " by " + (author || "no name"), isSaid ? text : "", words);
          }
        }
      }
      state.textContent = count + (count === 1 ? " place" : " places") + " found" + (count > most ? "; the first " + most + " are shown" : "");
    };
    let waiting = 0;
    query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
    asked((ask) => {
      query.value = ask.get("q") || query.value;
      if (query.value) look();
    });
    query.focus();
  };

  const begun = new WeakSet();
  const asking = new WeakMap();
  const begin = (page) => {
    if (begun.has(page)) return;
    begun.add(page);
    const takers = [];
    const asked = (taker) => takers.push(taker);
    asking.set(page, (ask) => takers.forEach((taker) => taker(ask)));
    all("[data-mark]", page).forEach((it) => setOff(it, it.dataset.mark));
    sifting(page, asked);
    owners(page);
    marks(page, asked);
    thread(page);
    graph(page);
    search(page, asked);
    const about = page.querySelector(".reading");
    if (about) {
      cards(page, about);
      elsewhere(about);
    }
  };

  // A folder has a page a file; one file has them all, and begins each when it is first shown.
  const sections = all("section.page", document);
  if (sections.length === 0) {
    const page = document.querySelector("main");
    begin(page);
    asking.get(page)(new URLSearchParams(location.search));
    return;
  }
  const shownNow = () => {
    const aim = anchor() && document.getElementById(anchor());
    return (aim && aim.closest("section.page")) || sections[0];
  };
  let wanted = "";
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a");
    if (link) wanted = link.dataset.ask || "";
  });
  const turn = () => {
    const page = shownNow();
    begin(page);
    asking.get(page)(new URLSearchParams(wanted));
    wanted = "";
  };
  window.addEventListener("hashchange", turn);
  turn();
})();
