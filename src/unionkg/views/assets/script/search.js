// One box that finds things, documents, headings, questions and words, by characters, pinyin and initials.
(() => {
  const { data, element } = page;
  const SHOWN = 7;
  let input, list, rows = [], active = -1;

  // How well a text answers: 0 the same, 1 begins, 2 holds, 3 and 4 by letters; -1 not at all.
  const rank = (query, text) => {
    const low = text.toLowerCase();
    if (low === query) return 0;
    const at = low.indexOf(query);
    if (at >= 0) return at === 0 ? 1 : 2;
    if (!page.pinyin.isLetters(query)) return -1;
    const found = page.pinyin.find(query, text);
    return found < 0 ? -1 : found === 0 ? 3 : 4;
  };

  const best = (query, texts) => {
    const ranks = texts.map((text) => rank(query, text)).filter((r) => r >= 0);
    return ranks.length ? Math.min(...ranks) : -1;
  };

  const ranked = (items, query, texts, weight) =>
    items
      .map((item) => [best(query, texts(item)), item])
      .filter(([r]) => r >= 0)
      .sort((a, b) => a[0] - b[0] || weight(b[1]) - weight(a[1]))
      .map(([, item]) => item);

  const headings = () =>
    data.documents.flatMap((document) =>
      (document.sections || [])
        .filter(([, , , a, b]) => b > a)
        .map(([, , , a, b]) => ({ document, start: a, end: b, text: data.slice(document, a, b) })),
    );

  const kinds = (query) => {
    const nodes = ranked(data.nodes, query, (n) => [n.label, ...n.names], (n) => n.weight);
    const documents = ranked(data.documents, query, (d) => [d.title, d.id], () => 0);
    const cards = ranked(data.cards, query, (c) => c.question, () => 0);
    const sections = ranked(headings(), query, (h) => [h.text], () => 0);
    return [
      ["kind-node", nodes, nodeRow],
      ["kind-question", cards, (card) => ({ text: page.pick(card.question), go: { view: "answers", card: card.name } })],
      ["kind-document", documents, (d) => ({ text: d.title, note: d.date, go: { view: "reader", document: d.id, at: "" } })],
      ["kind-section", sections, (h) => ({
        text: h.text, note: h.document.title,
        go: { view: "reader", document: h.document.id, at: `${h.start}-${h.end}` },
      })],
      ["kind-word", wordRows(query), (row) => row],
    ].filter(([, items]) => items.length);
  };

  const nodeRow = (node) => ({
    text: node.label,
    note: [page.pick(data.classOf(node).label), node.names.length ? page.shorten(page.listing(node.names), 24) : ""]
      .filter(Boolean).join(" · "),
    glyph: data.classOf(node),
    go: { node: node.key, ...page.network.target(node) },
  });

  const wordRows = (query) => {
    if (page.pinyin.isLetters(query) && query.length < 3) return [];
    const count = page.concordance.count(query);
    return count ? [{ text: page.t("search-in-text", query, page.number(count)), go: { view: "words", word: query } }] : [];
  };

  const show = () => {
    const query = input.value.trim().toLowerCase();
    rows = [];
    active = -1;
    if (!query) return close();
    const found = kinds(query);
    page.fill(list, found.map(([kind, items, row]) => [
      element("li", { role: "presentation", class: "kind" }, page.t(kind), element("span", { class: "count" }, page.number(items.length))),
      items.slice(0, SHOWN).map((item) => option(row(item))),
    ]));
    if (!found.length) page.fill(list, element("li", { role: "presentation", class: "none" }, page.t("search-none", query)));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (rows.length) mark(0);
  };

  const option = (row) => {
    const index = rows.length;
    const made = element(
      "li",
      { role: "option", id: `found-${index}`, "aria-selected": "false", on: { mousedown: (e) => (e.preventDefault(), choose(index)) } },
      row.glyph ? page.glyph(row.glyph) : null,
      element("bdi", {}, page.shorten(row.text, 34)),
      row.note ? element("small", {}, element("bdi", {}, page.shorten(row.note, 30))) : null,
    );
    rows.push({ ...row, made });
    return made;
  };

  const mark = (index) => {
    rows.forEach(({ made }, i) => made.setAttribute("aria-selected", String(i === index)));
    active = index;
    input.setAttribute("aria-activedescendant", index >= 0 ? `found-${index}` : "");
    if (index >= 0) rows[index].made.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const row = rows[index];
    if (!row) return;
    close();
    input.value = "";
    input.blur();
    page.state.set(row.go);
  };

  const keys = {
    ArrowDown: () => mark(Math.min(active + 1, rows.length - 1)),
    ArrowUp: () => mark(Math.max(active - 1, 0)),
    Enter: () => choose(active),
    Escape: () => (list.hidden ? input.blur() : close()),
  };

  page.search = {
    mount() {
      list = element("ul", { role: "listbox", id: "found", hidden: true, "aria-label": page.t("search") });
      input = element("input", {
        type: "search", role: "combobox", id: "search-input", autocomplete: "off", spellcheck: "false",
        "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list",
        "aria-label": page.t("search"), placeholder: page.t("search-hint"),
        on: {
          input: show,
          focus: () => input.value && show(),
          blur: close,
          keydown: (event) => {
            if (event.isComposing || !keys[event.key]) return;
            event.preventDefault();
            keys[event.key]();
          },
        },
      });
      page.fill(page.byId("search"), input, element("kbd", { "aria-hidden": "true" }, "/"), list);
    },
    focus: () => input.focus(),
  };
})();
