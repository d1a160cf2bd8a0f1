// Documents and formulations along the dates: when first and last used; only where there is more than one date.
(() => {
  const { data, element, state } = page;
  const place = page.byId("view-time");
  const ROW = 24;
  const MOST = 40;
  const kinds = new Set(["Requirement", "Policy", "Doctrine", "Initiative", "Goal", "Role"]);

  // A date as a number of years; a year alone stands in its middle.
  const moment = (date) => {
    const [year, month, day] = date.split("-").map(Number);
    if (!year) return null;
    return month ? year + (month - 1) / 12 + ((day || 15) - 1) / 372 : year + 0.5;
  };

  const dated = data.documents.filter((d) => moment(d.date) !== null);
  const moments = new Set(dated.map((d) => moment(d.date)));

  const uses = (now) => {
    const chosen = state.many(now.class);
    const rows = data.nodes
      .filter((node) => (chosen.size ? chosen.has(node.type) : kinds.has(node.type)))
      .map((node) => ({ node, documents: node.documents.map((i) => data.documents[i]).filter((d) => moment(d.date) !== null) }))
      .filter((row) => row.documents.length > 1);
    for (const row of rows) row.documents.sort((a, b) => moment(a.date) - moment(b.date));
    return rows.sort((a, b) => b.documents.length - a.documents.length || b.node.weight - a.node.weight).slice(0, MOST)
      .sort((a, b) => moment(a.documents[0].date) - moment(b.documents[0].date) || a.node.index - b.node.index);
  };

  const chart = (rows, width) => {
    const years = [...moments];
    const [first, last] = [Math.floor(Math.min(...years)), Math.floor(Math.max(...years)) + 1];
    const left = Math.min(190, width * 0.36);
    const x = (m) => left + ((m - first) / (last - first)) * (width - left - 24);
    const height = (rows.length + 2) * ROW + 16;
    const step = Math.max(1, Math.ceil((last - first) / Math.max(2, (width - left) / 56)));
    const ticks = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
    const per = new Map();
    for (const d of dated) per.set(d.year, (per.get(d.year) || 0) + 1);
    const most = Math.max(...per.values());
    return element("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": page.t("time") },
      ticks.map((year) => [
        element("line", { x1: x(year), x2: x(year), y1: 18, y2: height, class: "tick" }),
        element("text", { x: x(year), y: 12, class: "year" }, String(year))]),
      element("text", { x: 0, y: 38, class: "row" }, page.t("kind-document")),
      [...per].map(([year, count]) => element("circle", { cx: x(Number(year) + 0.5), cy: 33, r: 3 + 7 * Math.sqrt(count / most), class: "bubble" }, element("title", {}, `${year}: ${count}`))),
      rows.map((row, i) => {
        const y = (i + 1) * ROW + 38;
        const kind = data.classOf(row.node);
        const at = row.documents.map((d) => x(moment(d.date)));
        return element("g", { class: "use", "data-node": row.node.index, on: { click: () => state.set({ node: row.node.key }) } },
          element("title", {}, `${page.plain(row.node.label)}: ${row.documents[0].date} – ${row.documents.at(-1).date}`),
          element("rect", { x: 0, y: y - ROW / 2, width, height: ROW, class: "back" }),
          element("text", { x: 0, y: y + 4, class: "row" }, page.shorten(page.plain(row.node.label), Math.floor(left / 14))),
          element("line", { x1: at[0], x2: at.at(-1), y1: y, y2: y, class: "bar", stroke: kind.colour }),
          at.map((cx) => element("circle", { cx, cy: y, r: 3.5, fill: kind.colour, stroke: "#444", "stroke-width": 0.6 })));
      }));
  };

  const frame = (drawn) => element("div", { class: "chart", tabindex: "0", role: "region", "aria-label": page.t("time") }, drawn);

  const table = (rows) =>
    element("table", { class: "uses" },
      element("thead", {}, element("tr", {}, ["formulation", "first-use", "last-use", "kind-document"].map((k) => element("th", { scope: "col" }, page.t(k))))),
      element("tbody", {}, rows.map(({ node, documents }) => element("tr", {},
        element("th", { scope: "row" }, page.nodeLink(node)),
        [documents[0], documents.at(-1)].map((d) => element("td", {}, page.button(d.date, () => open(node, d), { class: "plain", title: page.plain(d.title) }))),
        element("td", {}, page.number(documents.length))))));

  const open = (node, document) => {
    const first = (document.mentions || []).find((m) => m.node === node.index);
    state.set({ view: "reader", document: document.id, at: first ? `${first.start}-${first.end}` : "" });
  };

  page.time = {
    some: moments.size > 1,
    show(now) {
      const rows = uses(now);
      const width = Math.max(320, Math.min(place.clientWidth - 8, 1100));
      page.fill(place, element("h2", {}, page.t("time")), element("p", { class: "lead" }, page.t("time-lead", page.number(dated.length), page.number(rows.length))),
        rows.length ? [frame(chart(rows, width)), element("details", { class: "uses-block" }, element("summary", {}, page.t("as-table")), table(rows))]
          : [frame(chart([], width)), element("p", { class: "none" }, page.t("time-none"))]);
    },
  };
})();
