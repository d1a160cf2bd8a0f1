// All that is said of one thing: names, definition, facts by relation in both directions, demands, counts.
(() => {
  const { data, element, state } = page;
  const place = page.byId("detail");
  const FIRST = 6;

  const actions = (node, now) => {
    const from = data.node(now.around);
    const here = now.view === "network" && now.around === node.key && !now.to;
    return element("p", { class: "row-tools" },
      node.facts.length && !here ? page.button(page.t("neighbourhood"), () => state.set({ view: "network", around: node.key, to: "", depth: "1" }), { class: "tool" }) : null,
      from && from !== node && now.to !== node.key
        ? page.button(page.t("path-from", page.shorten(from.label, 8)), () => state.set({ view: "network", to: node.key }), { class: "tool" }) : null,
      page.button(page.t("in-context"), () => state.set({ view: "words", word: node.label, apart: "" }), { class: "tool" }),
    );
  };

  // Facts by direction and relation; within these the other end, each with all its quotes.
  const grouped = (node) => {
    const groups = new Map();
    for (const fact of node.facts) {
      const out = fact.source === node;
      const key = `${out ? "" : "<"}${fact.relation}`;
      if (!groups.has(key)) groups.set(key, { relation: fact.relation, out, ends: new Map() });
      const ends = groups.get(key).ends;
      const other = out ? fact.target : fact.source;
      if (!ends.has(other)) ends.set(other, []);
      ends.get(other).push(fact);
    }
    const size = (group) => group.ends.size;
    return [...groups.values()].sort((a, b) => Number(b.out) - Number(a.out) || size(b) - size(a));
  };

  const sameQuote = (a, b) => Boolean(a && b) && a.document === b.document && a.start === b.start && a.end === b.end;

  const endRow = ([other, facts], i, rows) => {
    const before = i > 0 ? rows[i - 1][1].slice(0, 2).at(-1) : null;
    const position = facts.find((f) => f.position)?.position;
    return element("li", { class: "end" },
      element("div", { class: "end-head" },
        position ? element("span", { class: "position" }, String(position)) : null,
        page.nodeLink(other),
        [...new Map(facts.map((f) => [f.modality, f])).values()].filter((f) => f.modality !== "Stated").map(page.modalityMark)),
      facts.slice(0, 2).map((fact, k) => page.quoteBlock(fact, sameQuote(fact, k ? facts[0] : before))),
      facts.length > 2
        ? element("details", {}, element("summary", {}, page.t("more-quotes", page.number(facts.length - 2))), facts.slice(2, 60).map((fact) => page.quoteBlock(fact))) : null,
    );
  };

  const groupBlock = (group, node) => {
    const ends = [...group.ends];
    const at = ([, facts]) => facts[0].position || 99;
    ends.sort((a, b) => at(a) - at(b) || b[0].weight - a[0].weight || a[0].index - b[0].index);
    const name = page.label(group.relation);
    const more = ends.slice(FIRST, 300);
    return element("section", { class: "relation" },
      element("h3", { title: page.definition(group.relation) },
        element("span", {}, group.out ? `${name} →` : page.t("incoming", name), element("small", {}, page.measured(group.relation) || page.t("precision-none"))),
        element("span", { class: "count" }, page.number(ends.length))),
      element("ul", {}, ends.slice(0, FIRST).map(endRow)),
      more.length ? lazily(page.t("more-things", page.number(more.length)), () => element("ul", {}, more.map(endRow))) : null,
    );
  };

  const lazily = (text, make) => {
    const block = element("details", { on: { toggle: () => block.open && block.children.length === 1 && block.append(make()) } }, element("summary", {}, text));
    return block;
  };

  const demandRow = (demand) =>
    element("li", { class: "end" }, page.demandLine(demand), page.quoteBlock(demand));

  const demandBlock = (node) => {
    if (!node.demands.length) return null;
    return element("section", { class: "relation" },
      element("h3", {}, page.t("demands"), element("span", { class: "count" }, page.number(node.demands.length))),
      element("ul", {}, node.demands.slice(0, 4).map(demandRow)),
      node.demands.length > 4 ? lazily(page.t("more-things", page.number(node.demands.length - 4)), () => element("ul", {}, node.demands.slice(4, 200).map(demandRow))) : null,
    );
  };

  page.auditBadge = (count) => {
    const good = count.verdict === "reconciled";
    const known = count.verdict !== "not-listed";
    const text = known ? `${count.found}/${count.declared} ${good ? "✓" : "✗"}` : `?/${count.declared}`;
    return { text, class: `audit ${good ? "good" : known ? "bad" : "open"}` };
  };

  page.auditVerdict = (count) => page.t(`verdict-${count.verdict}`, count.declared, count.found);

  const countBlock = (node) =>
    node.counts.map((count) => {
      const badge = page.auditBadge(count);
      return element("section", { class: "relation" },
        element("h3", {}, page.t("audit"), element("span", { class: badge.class }, badge.text)),
        element("p", {}, page.auditVerdict(count)),
        count.parts.length ? element("ol", { class: "parts" }, count.parts.map((part) => element("li", {}, page.shorten(part, 60)))) : null,
        count.document ? page.quoteText({ ...count, section: data.sectionAt(count.document, count.start) }) : null,
      );
    });

  const head = (node) => {
    const kind = data.classOf(node);
    const term = node.definition.some(Boolean) ? page.pick(node.definition) : "";
    return [
      element("div", { class: "detail-head" },
        element("h2", { tabindex: "-1" }, page.glyph(kind), element("bdi", {}, node.label)),
        page.button("×", () => state.set({ node: "" }), { class: "icon", "aria-label": page.t("close") })),
      element("p", { class: "kind", title: page.pick(kind.definition) }, `${kind.label[0]} · ${kind.label[1]}`),
      term ? element("p", { class: "definition" }, term) : null,
      node.names.length ? element("p", { class: "names" }, element("span", { class: "lead" }, page.t("other-names")), element("bdi", {}, page.listing(node.names))) : null,
      element("p", { class: "names" }, element("span", { class: "lead" }, page.t("spoken-of")),
        node.documents.slice(0, 5).map((i) => page.button(page.shorten(data.documents[i].title, 18), () => openDocument(node, data.documents[i]), { class: "plain" })),
        node.documents.length > 5 ? page.t("and-more", page.number(node.documents.length - 5)) : null),
    ];
  };

  const openDocument = (node, document) => {
    const first = (document.mentions || []).find((m) => m.node === node.index);
    state.set({ view: "reader", document: document.id, at: first ? `${first.start}-${first.end}` : "" });
  };

  page.detail = {
    show(now) {
      const node = data.node(now.node);
      place.hidden = !node;
      document.body.classList.toggle("with-detail", Boolean(node));
      if (!node) return page.fill(place);
      page.fill(place, head(node), actions(node, now), countBlock(node), demandBlock(node),
        node.facts.length ? grouped(node).map((group) => groupBlock(group, node)) : element("p", { class: "none" }, page.t("no-facts")));
      place.scrollTop = 0;
      return place;
    },
  };
})();
