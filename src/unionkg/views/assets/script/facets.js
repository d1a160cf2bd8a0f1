// The filters on the left: values with live counts, any of a facet's values, all facets together.
(() => {
  const { data, element, state } = page;
  const FIRST = 8;
  const opened = new Set(["class", "relation", "modality"]);
  const whole = new Set();

  const facets = [
    { id: "class", values: (f) => (f.source.type === f.target.type ? [f.source.type] : [f.source.type, f.target.type]) },
    { id: "relation", values: (f) => [f.relation], name: (v) => page.label(v) },
    { id: "modality", values: (f) => [f.modality], name: (v) => page.t(`modality-${v}`) },
    { id: "in", values: (f) => (f.document ? [f.document.id] : []), name: (v) => data.document(v)?.title || v },
    { id: "year", values: (f) => (f.document && f.document.year ? [f.document.year] : []), ordered: true },
    { id: "speaker", values: (f) => (f.speaker ? [f.speaker] : []) },
    { id: "strength", values: (f) => (f.strength ? [f.strength] : []), name: (v) => page.label(v, "strength-") },
    { id: "sure", values: (f) => [f.sure], name: (v) => page.t(`sure-${v}`) },
  ];
  const byId = new Map(facets.map((f) => [f.id, f]));
  byId.get("class").name = (v) => page.pick(data.classes.find((c) => c.id === v)?.label || [v, v]);
  for (const facet of facets) {
    facet.name ||= (v) => v;
    facet.column = data.facts.map(facet.values);
    facet.totals = new Map();
    for (const value of facet.column.flat()) facet.totals.set(value, (facet.totals.get(value) || 0) + 1);
  }

  // The order is that of the whole, so that no row moves away under the pointer.
  const order = (facet) => (a, b) => (facet.ordered ? (a < b ? 1 : -1) : facet.totals.get(b) - facet.totals.get(a) || (a < b ? -1 : 1));
  for (const facet of facets) facet.sorted = [...facet.totals.keys()].sort(order(facet));

  let cache = { key: null };

  // One pass: a fact that fails no facet counts everywhere, one that fails one facet counts in that one.
  const compute = (now) => {
    const chosen = facets.map((facet) => state.many(now[facet.id]));
    const key = facets.map((facet) => now[facet.id]).join("\n");
    if (cache.key === key) return cache;
    const counts = facets.map(() => new Map());
    const facts = [];
    data.facts.forEach((fact, i) => {
      let failed = -1;
      for (let k = 0; k < facets.length; k++) {
        if (chosen[k].size && !facets[k].column[i].some((value) => chosen[k].has(value))) {
          if (failed >= 0) return;
          failed = k;
        }
      }
      if (failed < 0) facts.push(fact);
      for (let k = 0; k < facets.length; k++) {
        if (failed >= 0 && failed !== k) continue;
        for (const value of facets[k].column[i]) counts[k].set(value, (counts[k].get(value) || 0) + 1);
      }
    });
    cache = { key, facts, counts, chosen };
    return cache;
  };

  const passesDemand = (demand, now) => {
    const tests = {
      class: (values) => [...demand.marked, ...demand.addressees.map((a) => a.node)].some((n) => n && values.has(n.type)),
      in: (values) => demand.document && values.has(demand.document.id),
      year: (values) => demand.document && values.has(demand.document.year),
      speaker: (values) => values.has(demand.issuer),
      strength: (values) => values.has(demand.strength),
    };
    return Object.entries(tests).every(([id, test]) => !now[id] || test(state.many(now[id])));
  };

  const active = (now) => facets.filter((facet) => now[facet.id]);
  const clear = () => state.set(Object.fromEntries(facets.map((facet) => [facet.id, ""])));

  const valueRow = (facet, value, count, chosen) => {
    const on = chosen.has(value);
    const box = element("input", { type: "checkbox", "data-facet": facet.id, "data-value": value, on: { change: () => state.toggle(facet.id, value) } });
    box.checked = on;
    const kind = facet.id === "class" ? data.classes.find((c) => c.id === value) : null;
    return element("li", { class: count ? "" : "zero" }, element("label", {},
      box, kind ? page.glyph(kind) : null,
      element("bdi", { class: "name", title: facet.name(value) }, facet.name(value)),
      element("span", { class: "count" }, page.number(count)),
    ));
  };

  const facetBlock = (facet, counts, chosen) => {
    const values = facet.sorted;
    const shown = whole.has(facet.id) ? values : values.filter((v, i) => i < FIRST || chosen.has(v));
    const title = page.t(`facet-${facet.id}`);
    const block = element("details", { class: "facet", "data-facet": facet.id, on: { toggle: () => remember(opened, facet.id, block.open) } },
      element("summary", {}, element("span", {}, title), element("span", { class: "count" }, page.number(values.length))),
      chosen.size ? page.button(page.t("clear-facet", title), () => state.set({ [facet.id]: "" }), { class: "plain clear" }) : null,
      values.length
        ? element("ul", {}, shown.map((value) => valueRow(facet, value, counts.get(value) || 0, chosen)))
        : element("p", { class: "none" }, page.t(`facet-${facet.id}-none`)),
      values.length > shown.length || whole.has(facet.id) && values.length > FIRST
        ? page.button(whole.has(facet.id) ? page.t("fewer") : page.t("more-values", page.number(values.length - shown.length)),
            () => (remember(whole, facet.id, !whole.has(facet.id)), show(state.get())), { class: "plain" })
        : null,
    );
    block.open = opened.has(facet.id) || chosen.size > 0;
    return block;
  };

  const remember = (set, id, on) => (on ? set.add(id) : set.delete(id));

  const show = (now) => {
    const { facts, counts, chosen } = compute(now);
    const place = page.byId("facets");
    const focused = document.activeElement?.dataset;
    const top = place.scrollTop;
    page.fill(place,
      element("div", { class: "facets-head" },
        element("h2", {}, page.t("facets")),
        element("span", { class: "count" }, page.t("facts-shown", page.number(facts.length), page.number(data.facts.length))),
        page.button("×", () => document.body.classList.remove("facets-open"), { class: "icon close-facets", "aria-label": page.t("close") }),
      ),
      active(now).length ? page.button(page.t("clear-all"), clear, { class: "plain clear-all" }) : null,
      facets.map((facet, k) => facetBlock(facet, counts[k], chosen[k])),
    );
    place.scrollTop = top;
    if (focused?.facet && focused.value !== undefined) {
      [...place.querySelectorAll("input")].find((i) => i.dataset.facet === focused.facet && i.dataset.value === focused.value)?.focus();
    }
  };

  // What is filtered, said above the view, each with its way back.
  const chips = (now) =>
    active(now).flatMap((facet) =>
      [...state.many(now[facet.id])].map((value) =>
        page.button(`${facet.name(value)} ×`, () => state.toggle(facet.id, value), {
          class: "chip", "aria-label": page.t("remove-filter", `${page.t(`facet-${facet.id}`)}: ${facet.name(value)}`),
        }),
      ),
    );

  page.facets = { compute, show, chips, clear, active, passesDemand, key: (now) => facets.map((f) => now[f.id]).join("\n") };
})();
