// Two documents side by side: what the first alone tells, what both tell, what the second alone tells.
(() => {
  const { data, element, state } = page;
  const place = page.byId("view-compare");
  const FIRST = 12;
  const found = data.comparison;
  const documents = found ? found.documents.map((id) => data.document(id)) : [];
  const opened = new Set();

  const quote = (span, side) => {
    if (!span.length) return null;
    const [start, end] = span;
    const document = documents[side];
    const item = { kind: "quote", document, start, end, section: data.sectionAt(document, start) };
    return element("div", { class: "said" }, page.quoteText(item, 60), page.quoteActions(item));
  };

  const entry = ([type, label, node, left, right]) =>
    element("li", {},
      type === "Demand" || node < 0 ? element("bdi", { class: "compared" }, label) : page.nodeLink(data.nodes[node]),
      quote(left, 0), quote(right, 1));

  const side = (name, rows, type) => {
    const key = `${type} ${name}`;
    const shown = opened.has(key) ? rows : rows.slice(0, FIRST);
    return element("div", { class: `side ${name}` },
      element("h4", {}, page.t(`compare-${name}`), element("span", { class: "count" }, page.number(rows.length))),
      rows.length ? element("ul", {}, shown.map(entry)) : element("p", { class: "none" }, page.t("compare-none")),
      rows.length > shown.length
        ? page.button(page.t("more-things", page.number(rows.length - shown.length)), () => (opened.add(key), page.compare.show(state.get())), { class: "plain more" }) : null);
  };

  const block = (type, rows) => {
    const kind = data.classes.find((c) => c.id === type);
    const title = kind ? [page.glyph(kind), page.pick(kind.label)] : page.t("demands");
    return element("section", { class: "compare-block" }, element("h3", {}, title),
      element("div", { class: "sides" },
        side("left", rows.filter((r) => !r[4].length), type),
        side("both", rows.filter((r) => r[3].length && r[4].length), type),
        side("right", rows.filter((r) => !r[3].length), type)));
  };

  const csv = () =>
    page.csv([
      [page.t("facet-class"), page.t("compared"), ...["left", "right"].map((name) => page.t(`compare-${name}-quote`))],
      ...found.rows.map(([type, label, , ...spans]) => [
        type, label, ...spans.map((span, i) => (span.length ? data.slice(documents[i], ...span) : "")),
      ]),
    ]);

  const about = (document, name) =>
    element("p", {}, element("b", { class: "letter" }, page.t(`compare-${name}-letter`)), element("bdi", {}, document.title),
      document.date ? element("small", {}, document.date) : null);

  page.compare = {
    some: Boolean(found),
    show() {
      if (!found) return;
      const types = [...new Set(found.rows.map((row) => row[0]))];
      page.fill(place,
        element("header", {}, element("h2", {}, page.t("compare")), about(documents[0], "left"), about(documents[1], "right"),
          element("p", { class: "lead" }, page.t("compare-lead")),
          found.rows.length ? element("p", { class: "row-tools" }, page.button("CSV", () => page.download("compare.csv", "text/csv;charset=utf-8", csv()), { class: "tool" })) : null),
        types.length ? types.map((type) => block(type, found.rows.filter((row) => row[0] === type))) : element("p", { class: "none" }, page.t("compare-empty")));
    },
  };
})();
