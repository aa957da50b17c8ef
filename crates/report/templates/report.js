// What the pages do when they are used. All of them can be read without it. Words of a page are put
// in as text, never as markup.
"use strict";
(() => {
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const make = (tag, words, className) => {
    const it = document.createElement(tag);
    if (words) it.textContent = words;
    if (className) it.className = className;
    return it;
  };
  const asked = new URLSearchParams(location.search);
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";

  // Words that a passage is about, set off.
  const setOff = (where, words) => {
    const text = where.textContent;
    const at = words ? text.toLowerCase().indexOf(words.toLowerCase()) : -1;
    if (at < 0) return;
    where.replaceChildren(text.slice(0, at), make("mark", text.slice(at, at + words.length)), text.slice(at + words.length));
  };
  all("[data-mark]").forEach((it) => setOff(it, it.dataset.mark));

  // Rows, by words, kinds and owners at once.
  const rows = document.getElementById("rows");
  const filter = document.querySelector("[data-filter]");
  const shapes = all("[data-shape]"), owners = all("[data-hide-owner]");
  const sift = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set([...shapes, ...owners].filter((it) => !isOn(it)).map((it) => it.dataset.shape || it.dataset.hideOwner));
    for (const row of rows.tagName === "TABLE" ? rows.tBodies[0].rows : rows.children) {
      const text = row.textContent.toLowerCase();
      row.hidden = off.has(row.dataset.shapeIs) || off.has(row.dataset.owner) || !words.every((it) => text.includes(it));
    }
  };
  if (filter && rows) {
    filter.value = asked.get("q") || "";
    const hide = (asked.get("hide") || "").split(",");
    [...shapes, ...owners].forEach((it) => {
      if (hide.includes(it.dataset.shape || it.dataset.hideOwner)) press(it, false);
      it.addEventListener("click", () => { press(it, !isOn(it)); sift(); });
    });
    filter.addEventListener("input", sift);
    sift();
  }
  const only = all("[data-only]");
  only.forEach((button) => button.addEventListener("click", () => {
    const on = !isOn(button);
    only.forEach((it) => press(it, it === button && on));
    all("[data-owner]").forEach((it) => { it.hidden = on && it.dataset.owner !== button.dataset.only; });
  }));

  // Marks in a text.
  all("[data-switch]").forEach((button) => {
    const turn = () => document.body.classList.toggle("hide-" + button.dataset.switch, !isOn(button));
    if ((asked.get("hide") || "").split(",").includes(button.dataset.switch)) press(button, false);
    button.addEventListener("click", () => { press(button, !isOn(button)); turn(); });
    turn();
  });

  // The thread.
  const comments = all(".comment");
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
    fold(it, asked.has("collapse"));
  });
  layOut();
  all("[data-collapse]").forEach((button) => button.addEventListener("click", () => {
    comments.forEach((it) => fold(it, button.dataset.collapse === "all"));
    layOut();
  }));
  const reveal = () => {
    const aim = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const home = aim && aim.closest(".comment");
    if (!home || !home.hidden) return;
    comments.forEach((it) => fold(it, false));
    layOut();
    aim.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  // What a mark is, and how to cite it.
  const about = document.querySelector(".reading");
  const card = make("div", "", "card");
  let shown = null;
  const cite = (it) => {
    const owner = it.closest(".comment");
    const page = it.dataset.page || about.dataset.address;
    return "“" + it.textContent.replace(/\s+/g, " ").trim() + "” — " + (owner ? "comment " + owner.id.slice(1) + " on " : "") + about.dataset.title
      + ", characters " + it.dataset.at + (it.dataset.bytes ? ", bytes " + it.dataset.bytes : "") + " of " + about.dataset.input
      + " (SHA-256 " + about.dataset.sha + ")" + (page ? ", " + page : "");
  };
  const show = (it) => {
    if (shown === it) return;
    shown = it;
    const kind = ["person", "organisation", "place", "group", "other", "date"].find((name) => it.classList.contains(name));
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
    if (it.getAttribute("href")) {
      const way = make("a", "All mentions");
      way.href = it.getAttribute("href");
      tools.append(way);
    }
    if (it.dataset.page) {
      const way = make("a", "On the web page");
      way.href = it.dataset.page;
      way.rel = "noreferrer noopener";
      tools.append(way);
    }
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
  if (about) {
    let leaving = 0;
    const over = (event) => {
      const it = event.target.closest && event.target.closest(".m, .card");
      clearTimeout(leaving);
      if (!it) leaving = setTimeout(hide, 250);
      else if (it !== card) show(it);
    };
    document.addEventListener("mouseover", over);
    document.addEventListener("focusin", over);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
    // After a mark, Tab leads into its card.
    document.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && shown && document.activeElement === shown) {
        event.preventDefault();
        card.querySelector("button").focus();
      }
    });
  }

  // The graph.
  const support = document.querySelector("[data-support]");
  if (support) {
    const kinds = all("[data-node-kind]");
    const nodes = all("[data-node]");
    const redraw = () => {
      const off = kinds.filter((it) => !isOn(it)).map((it) => it.dataset.nodeKind);
      nodes.forEach((it) => it.classList.toggle("dim", off.some((kind) => it.classList.contains(kind))));
      all("[data-one]").forEach((it) => {
        const dim = [it.dataset.one, it.dataset.other].some((end) => nodes[end].classList.contains("dim"));
        const out = dim || Number(it.dataset.documents) < Number(support.value);
        if (it.tagName === "TR") it.hidden = out;
        else it.classList.toggle("dim", out);
      });
    };
    kinds.forEach((it) => it.addEventListener("click", () => { press(it, !isOn(it)); redraw(); }));
    support.addEventListener("input", redraw);
  }

  // The search.
  const query = document.getElementById("query");
  if (query) {
    const found = document.getElementById("found"), state = document.getElementById("state");
    const most = 200;
    const texts = [], titles = new Map();
    let names = [], run = 0;
    window.annalistText = (entry) => texts.push(entry);
    window.annalistNames = (list) => { names = list; };
    window.annalistTitles = (list) => list.forEach(([page, title, date]) => titles.set(page, [title, date]));
    const loaded = new Map();
    const load = (path) => {
      if (!loaded.has(path)) loaded.set(path, new Promise((done) => {
        const script = document.createElement("script");
        script.src = path;
        script.onload = script.onerror = done;
        document.head.append(script);
      }));
      return loaded.get(path);
    };
    const hit = (page, title, note, text, words) => {
      const item = make("li"), line = make("p"), way = make("a");
      const name = make("bdi", title);
      way.href = page;
      way.append(name);
      line.append(way, " ", make("span", note, "quiet"));
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
    const look = async () => {
      const words = query.value.trim().toLowerCase();
      const mine = ++run;
      found.replaceChildren();
      if (words.length < 2) { state.textContent = "Two letters or more."; return; }
      let count = 0;
      await load("s/names.js");
      if (mine !== run) return;
      for (const [name, kind, page, documents] of names) {
        if (!name.toLowerCase().includes(words)) continue;
        if (++count <= 20) hit(page, name, kind + ", in " + documents + (documents === 1 ? " document" : " documents"));
      }
      let seen = 0;
      for (const part of query.dataset.parts.split(" ")) {
        await load(part);
        if (mine !== run) return;
        for (; seen < texts.length; seen++) {
          const [page, article, comments] = texts[seen];
          const [title, date] = titles.get(page) || [page, ""];
          if (article.toLowerCase().includes(words) || title.toLowerCase().includes(words)) {
            const inText = article.toLowerCase().includes(words);
            if (++count <= most) hit(page + (inText ? "#:~:text=" + encodeURIComponent(query.value.trim()) : ""), title, "article " + date, inText ? article : "", words);
          }
          for (const [id, author, text] of comments) {
            const inText = text.toLowerCase().includes(words);
            if (!inText && !author.toLowerCase().includes(words)) continue;
            if (++count <= most) hit(page + "#c" + id, title, "comment " + id + " by " + (author || "no name"), inText ? text : "", words);
          }
        }
      }
      state.textContent = count + (count === 1 ? " place" : " places") + " found" + (count > most ? "; the first " + most + " are shown" : "");
    };
    let waiting = 0;
    query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
    query.value = asked.get("q") || "";
    if (query.value) look();
  }
})();
