// Any word in its contexts, with counts per 10,000 characters by document, year and level.
(() => {
  const { data, element, state } = page;
  const AROUND = 24;
  const FIRST = 120;
  const place = page.byId("view-words");
  let shownAll = "";

  const texts = (now) => {
    const [ids, years] = [state.many(now.in), state.many(now.year)];
    return data.documents.filter((d) => d.hasText && (!ids.size || ids.has(d.id)) && (!years.size || years.has(d.year)));
  };

  const named = (word) => data.nodes.find((n) => n.label === word) || data.nodes.find((n) => n.names.includes(word));

  // The forms looked for: the word alone, or all names of the thing it names, the longest first.
  const forms = (word, apart) => {
    const node = apart ? null : named(word);
    const found = node ? [node.label, ...node.names] : [word];
    return [...new Set(found)].filter(Boolean).sort((a, b) => b.length - a.length);
  };

  const pattern = (words) => new RegExp(words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");

  const hits = (document, words) => {
    const found = [];
    let [unit, point] = [0, 0];
    for (const match of document.text.matchAll(pattern(words))) {
      point += data.length(document, document.text.slice(unit, match.index));
      unit = match.index;
      found.push({ kind: "quote", document, start: point, end: point + data.length(document, match[0]), form: match[0] });
    }
    return found;
  };

  const line = (hit) => {
    const { document, start, end } = hit;
    const flat = (text) => text.replace(/\s+/g, " ");
    const item = { ...hit, section: data.sectionAt(document, start) };
    return element("tr", {},
      element("td", { class: "left" }, element("div", {}, element("bdi", {}, flat(data.slice(document, Math.max(0, start - AROUND), start))))),
      element("td", { class: "word" }, page.button(hit.form, () => state.set(page.readerAddress(item)), { title: page.t("open-in-text") })),
      element("td", { class: "right" }, flat(data.slice(document, end, end + AROUND))),
      element("td", { class: "where" }, element("bdi", {}, [document.date, data.documents.length > 1 ? page.shorten(document.title, 12) : page.shorten(item.section, 14)].filter(Boolean).join(" · "))));
  };

  const shares = (title, found, documents, key, name = (v) => v) => {
    const rows = new Map();
    for (const document of documents) {
      const value = key(document);
      if (!value) continue;
      const row = rows.get(value) || { hits: 0, length: 0 };
      row.length += document.length;
      rows.set(value, row);
    }
    for (const hit of found) if (rows.has(key(hit.document))) rows.get(key(hit.document)).hits++;
    if (!rows.size) return null;
    const rated = [...rows].map(([value, r]) => [value, r.hits, (10000 * r.hits) / Math.max(r.length, 1)]).sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1));
    return element("table", { class: "shares" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, title), element("th", { scope: "col" }, page.t("count")), element("th", { scope: "col" }, page.t("per-10000")))),
      element("tbody", {}, rated.slice(0, 12).map(([value, count, rate]) =>
        element("tr", {}, element("th", { scope: "row" }, element("bdi", {}, page.shorten(name(value), 20))), element("td", {}, page.number(count)), element("td", {}, rate.toFixed(1))))));
  };

  const result = (now) => {
    const words = forms(now.word, now.apart);
    const documents = texts(now);
    const found = documents.flatMap((d) => hits(d, words));
    const byForm = page.tally(found, (h) => [h.form]);
    const shown = shownAll === now.word ? found.slice(0, 3000) : found.slice(0, FIRST);
    if (!found.length) return element("p", { class: "none" }, page.t("word-none", now.word));
    return [
      element("p", { class: "lead" }, page.t("word-count", page.number(found.length), page.number(new Set(found.map((h) => h.document)).size)),
        byForm.length > 1 ? element("bdi", {}, ` ${byForm.slice(0, 8).map(([form, n]) => `${form} ${n}`).join(" · ")}`) : null),
      element("div", { class: "shares-row" },
        shares(page.t("by-document"), found, documents, (d) => d.id, (v) => data.document(v).title),
        shares(page.t("by-year"), found, documents, (d) => d.year),
        shares(page.t("by-level"), found, documents, (d) => d.level, (v) => page.label(v, "level-"))),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": page.t("concordance") }, element("table", { class: "kwic" }, element("tbody", {}, shown.map(line)))),
      found.length > shown.length ? page.button(page.t("all-rows", page.number(found.length)), () => ((shownAll = now.word), page.concordance.show(state.get())), { class: "plain more" }) : null,
    ];
  };

  const suggestions = () => {
    const words = [...new Set(data.documents.flatMap((d) => d.keywords.slice(0, 6)))].slice(0, 16);
    return words.length ? element("p", { class: "keywords" }, element("span", { class: "lead" }, page.t("keywords")), words.map((word) => page.button(word, () => state.set({ word }), { class: "plain" }))) : null;
  };

  const form = (now) => {
    const input = element("input", { type: "search", id: "word", value: now.word, placeholder: page.t("word-hint"), "aria-label": page.t("word-hint") });
    const apart = element("input", { type: "checkbox", id: "apart", on: { change: () => state.set({ apart: apart.checked ? "1" : "" }) } });
    apart.checked = Boolean(now.apart);
    return element("form", { class: "row-tools", on: { submit: (event) => (event.preventDefault(), state.set({ word: input.value.trim() })) } },
      input, element("button", { type: "submit", class: "tool" }, page.t("look-up")),
      element("label", {}, apart, page.t("variants-apart")));
  };

  page.concordance = {
    count: (word) => data.documents.reduce((sum, d) => sum + (d.hasText ? hits(d, [word]).length : 0), 0),
    texts, hits,
    show(now) {
      if (!data.documents.some((d) => d.hasText)) return page.fill(place, element("p", { class: "none" }, page.t("reader-none")));
      return page.fill(place,
        element("div", { class: "columns" },
          element("div", {}, element("h2", {}, page.t("concordance")), form(now), now.word ? result(now) : [element("p", { class: "lead" }, page.t("word-lead")), suggestions()]),
          page.silence(now)));
    },
  };
})();
