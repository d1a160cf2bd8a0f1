// The page opens on answers: the ready-made questions with their first rows, each row with its quote.
(() => {
  const { data, element, state } = page;
  const place = page.byId("view-answers");
  const FIRST = 4;
  const COLUMNS = 3; // of a card that is not opened

  const itemOf = (row) => {
    const document = data.documents[row[1]];
    if (!document || row[3] <= row[2]) return null;
    return { kind: "quote", document, start: row[2], end: row[3], section: data.sectionAt(document, row[2]) };
  };

  const cell = ([text, node], header) =>
    element("td", { "data-header": header, class: Array.from(text).length <= 6 ? "short" : null },
      node >= 0 ? page.nodeLink(data.nodes[node], { title: text }) : element("bdi", { title: text.length > 48 ? text : null }, page.shorten(text, 48)));

  const cardRow = (row, columns) => {
    const item = itemOf(row);
    return element("tr", {},
      columns.map((column, i) => cell(row[0][i], page.pick(column))),
      element("td", { class: "source" }, item
        ? [page.button(page.t("in-text"), () => state.set(page.readerAddress(item)), { class: "plain", title: data.quote(item) }),
           page.button(page.t("copy-citation"), () => page.copy(page.citation.copied(item)), { class: "plain" })]
        : null),
    );
  };

  const cardBlock = (card, now) => {
    const whole = now.card === card.name;
    const told = page.pick([card.rows, card.english.length ? card.english : card.rows]);
    const columns = card.columns.slice(0, whole ? undefined : COLUMNS);
    const rows = whole ? told : told.slice(0, FIRST);
    return element("article", { class: `card${whole ? " whole" : ""}`, id: `card-${card.name}` },
      element("h3", {}, page.pick(card.question)),
      rows.length
        ? element("table", {},
            element("thead", {}, element("tr", {}, columns.map((column) => element("th", { scope: "col" }, page.pick(column))), element("th", { scope: "col" }, page.t("source")))),
            element("tbody", {}, rows.map((row) => cardRow(row, columns))))
        : element("p", { class: "none" }, page.t("card-none")),
      whole && card.total > rows.length ? element("p", { class: "none" }, page.t("rows-cut", page.number(rows.length), page.number(card.total), card.name)) : null,
      card.rows.length > FIRST
        ? page.button(page.t(whole ? "fewer" : "all-rows", page.number(card.total)), () => state.set({ card: whole ? "" : card.name }), { class: "plain more", "aria-expanded": String(whole) })
        : null,
    );
  };

  // What does not add up; it stands for the ready-made question of that name.
  const auditCard = () => {
    const bad = data.counts.filter((c) => !["reconciled", "not-listed"].includes(c.verdict));
    const good = data.counts.filter((c) => c.verdict === "reconciled");
    if (!data.counts.length) return null;
    const row = (count) => element("li", {},
      page.button(page.shorten(count.label, 24), () => state.set(count.document?.hasText ? page.readerAddress(count) : { node: count.node?.key || "" }), { class: "plain" }),
      element("span", { class: page.auditBadge(count).class }, page.auditBadge(count).text),
      element("small", {}, page.auditVerdict(count)));
    return element("article", { class: "card", id: "card-audit" },
      element("h3", {}, page.t("audit-question")),
      element("p", { class: "lead" }, page.t("audit-summary", page.number(good.length), page.number(bad.length))),
      element("ul", { class: "audits" }, [...bad, ...good].slice(0, bad.length > 6 ? 12 : 7).map(row)));
  };

  const figures = () => {
    const dates = data.documents.map((d) => d.date).filter(Boolean).sort();
    const span = dates.length ? (dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} – ${dates.at(-1)}`) : "";
    const pairs = [["figure-documents", data.documents.length], ["figure-things", data.nodes.length], ["figure-facts", data.facts.length], ["figure-demands", data.demands.length]];
    return element("p", { class: "figures" },
      pairs.map(([key, value]) => element("span", {}, element("b", {}, page.number(value)), " ", page.t(key))),
      span ? element("span", {}, element("b", {}, span)) : null);
  };

  // The questions that do not stand above; the one that was chosen is answered here.
  const further = (now) => {
    const cards = data.cards.slice(data.first).filter((card) => card.name !== "counts" || !data.counts.length);
    if (!cards.length) return null;
    const chosen = cards.find((card) => card.name === now.card);
    return element("section", { class: "ways further" },
      element("h2", {}, page.t("more-questions")),
      chosen ? cardBlock(chosen, now) : null,
      element("ul", { class: "questions" }, cards.filter((card) => card !== chosen).map((card) => element("li", {},
        page.button(page.pick(card.question), () => state.set({ card: card.name }), { class: "plain" }), element("small", { class: "count" }, page.number(card.total))))));
  };

  // The things most is said of, with a way into the network.
  const ways = () => {
    const top = data.nodes.filter((n) => n.facts.length).sort((a, b) => b.weight - a.weight).slice(0, 14);
    return element("section", { class: "ways" },
      element("h2", {}, page.t("on-to-network")),
      element("p", { class: "lead" }, page.t("on-to-network-lead")),
      element("ul", { class: "tops" }, top.map((node) => element("li", {},
        page.button(page.glyph(data.classOf(node)), () => state.set({ node: node.key, ...page.network.target(node) }), { class: "node-link" }, element("bdi", {}, page.shorten(node.label, 20)))))),
      page.button(page.t("open-network"), () => state.set({ view: "network", around: "" }), { class: "primary" }));
  };

  page.answers = {
    show(now, before) {
      const before_ = place.dataset.shown;
      const key = [now.card, now.lang].join("|");
      if (before_ === key) return;
      place.dataset.shown = key;
      page.fill(place,
        element("header", { class: "opening" }, element("h2", {}, page.t("answers-title")), figures(),
          data.nodes.length ? page.button(page.t("open-network"), () => state.set({ view: "network", around: "" }), { class: "tool" }) : null),
        element("div", { class: "cards" }, data.cards.slice(0, data.first).filter((card) => card.name !== "counts" || !data.counts.length).map((card) => cardBlock(card, now)), auditCard()),
        further(now),
        ways());
      const opened = now.card && page.byId(`card-${now.card}`);
      if (opened && now.card !== before?.card) opened.scrollIntoView({ block: "start" });
    },
  };
})();
