// The ledger of demands: who asks what of whom, how strongly, until when, with sorting, filters and CSV.
(() => {
  const { data, element, state } = page;
  const place = page.byId("view-ledger");
  const FIRST = 150;
  const all = { rows: false };
  let typed = null;

  const addressees = (d) => page.listing(d.addressees.map((a) => a.label));
  const columns = [
    { id: "issuer", value: (d) => d.issuer },
    { id: "addressee", value: addressees },
    { id: "content", value: (d) => d.content },
    { id: "strength", value: (d) => (d.strength ? page.label(d.strength, "strength-") : "") },
    { id: "deadline", value: (d) => d.deadline },
    { id: "status", value: (d) => (d.status ? page.label(d.status, "status-") : "") },
    { id: "source", value: (d) => [d.document?.date, d.document?.title, d.section].filter(Boolean).join(" · ") },
  ];

  const tests = {
    issuer: (d, v) => d.issuer === v,
    addressee: (d, v) => (v === "-" ? !d.addressees.length : d.addressees.some((a) => a.label === v)),
    level: (d, v) => (d.level || "-") === v,
    status: (d, v) => d.status === v,
    find: (d, v) => [d.content, d.issuer, addressees(d), data.quote(d)].some((t) => t.includes(v)),
  };

  const filtered = (now, but = []) =>
    data.demands.filter((d) => page.facets.passesDemand(d, now) &&
      Object.entries(tests).every(([name, test]) => !now[name] || but.includes(name) || test(d, now[name])));

  const sorted = (rows, sort) => {
    const column = columns.find((c) => c.id === sort.replace(/^-/, ""));
    if (!column) return rows;
    const sign = sort.startsWith("-") ? -1 : 1;
    const order = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
    return [...rows].sort((a, b) => {
      const [x, y] = [column.value(a), column.value(b)];
      if (!x !== !y) return x ? -1 : 1;
      return sign * order.compare(x, y) || a.index - b.index;
    });
  };

  const header = (column, now) => {
    const here = now.sort.replace(/^-/, "") === column.id;
    const down = here && now.sort.startsWith("-");
    const next = here ? (down ? "" : `-${column.id}`) : column.id;
    return element("th", { scope: "col", "aria-sort": here ? (down ? "descending" : "ascending") : "none" },
      page.button(page.t(`column-${column.id}`), () => state.set({ sort: next }, true), { class: "sort" }, element("span", { "aria-hidden": "true" }, here ? (down ? " ↓" : " ↑") : "")));
  };

  const place_ = (demand) =>
    [data.documents.length > 1 ? page.shorten(demand.document?.title || "", 18) : page.shorten(demand.section, 24), demand.document?.date].filter(Boolean).join(" · ");

  const row = (demand) => {
    const cells = {
      content: [element("span", { class: `asked ${demand.polarity}` }, demand.polarity === "rejected" ? element("span", { class: "modality Rejected" }, page.t("polarity-rejected")) : null, element("bdi", {}, demand.content)),
        demand.marked.length ? element("p", { class: "marks" }, demand.marked.map((node) => page.nodeLink(node))) : null],
      strength: demand.strength ? element("span", { class: "strength", "data-strength": demand.strength }, page.label(demand.strength, "strength-")) : "",
      source: [page.quoteText(demand, 46), element("p", { class: "where" }, element("bdi", {}, place_(demand))), page.quoteActions(demand)],
      addressee: demand.addressees.length ? undefined : element("span", { class: "lead" }, page.t("not-said")),
    };
    return element("tr", { class: demand.polarity },
      columns.map((column) => element("td", { class: `cell-${column.id}`, "data-header": page.t(`column-${column.id}`) }, cells[column.id] ?? element("bdi", {}, column.value(demand)))));
  };

  const choice = (name, values, label, now) => {
    const select = element("select", { "aria-label": page.t(`column-${name}`), on: { change: () => state.set({ [name]: select.value }, true) } },
      element("option", { value: "" }, page.t("any", page.t(`column-${name}`))),
      values.map(([value, count]) => element("option", { value }, `${page.shorten(label(value), 18)} (${count})`)));
    select.value = now[name];
    return select;
  };

  const tally = (rows, values) => {
    const counts = new Map();
    for (const row of rows) for (const value of values(row)) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };

  const csv = (rows) =>
    page.csv([
      [...columns.map((c) => page.t(`column-${c.id}`)), page.t("column-quote"), page.t("column-start"), page.t("column-end")],
      ...rows.map((d) => [...columns.map((c) => c.value(d)), data.quote(d), d.start, d.end]),
    ]);

  const controls = (now, rows) => {
    const find = element("input", { type: "search", id: "ledger-find", placeholder: page.t("ledger-find"), "aria-label": page.t("ledger-find"),
      on: { input: () => (clearTimeout(typed), (typed = setTimeout(() => state.set({ find: find.value.trim() }, true), 200))) } });
    find.value = now.find;
    const chosen = ["issuer", "addressee", "level", "status", "find"].some((name) => now[name]);
    return element("div", { class: "row-tools" }, find,
      choice("issuer", tally(filtered(now, ["issuer"]), (d) => (d.issuer ? [d.issuer] : [])).slice(0, 80), (v) => v, now),
      choice("addressee", tally(filtered(now, ["addressee"]), (d) => d.addressees.map((a) => a.label)).slice(0, 80), (v) => v, now),
      choice("status", tally(filtered(now, ["status"]), (d) => (d.status ? [d.status] : [])), (v) => page.label(v, "status-"), now),
      chosen ? page.button(page.t("clear-all"), () => state.set({ issuer: "", addressee: "", level: "", status: "", find: "" }), { class: "plain" }) : null,
      element("span", { class: "spring" }),
      page.button("CSV", () => page.download("ledger.csv", "text/csv;charset=utf-8", csv(rows)), { class: "tool" }));
  };

  page.tally = tally;

  page.ledger = {
    filtered,
    show(now) {
      const focused = document.activeElement?.id === "ledger-find" ? document.activeElement.selectionStart : null;
      const rows = sorted(filtered(now), now.sort);
      const shown = all.rows ? rows : rows.slice(0, FIRST);
      page.fill(place,
        element("header", {}, element("h2", {}, page.t("ledger")), element("p", { class: "lead" }, page.t("ledger-count", page.number(rows.length), page.number(data.demands.length)))),
        element("div", { class: "chips" }, page.facetsButton(now), page.facets.chips(now)),
        data.demands.length ? page.matrix(now) : null,
        controls(now, rows),
        rows.length
          ? element("table", { class: "ledger-table" }, element("thead", {}, element("tr", {}, columns.map((c) => header(c, now)))), element("tbody", {}, shown.map(row)))
          : element("p", { class: "none" }, page.t(data.demands.length ? "ledger-none-left" : "ledger-none")),
        rows.length > shown.length ? page.button(page.t("all-rows", page.number(rows.length)), () => ((all.rows = true), this.show(state.get())), { class: "plain more" }) : null);
      if (focused !== null) {
        const find = page.byId("ledger-find");
        find.focus();
        find.setSelectionRange(focused, focused);
      }
    },
  };
})();
