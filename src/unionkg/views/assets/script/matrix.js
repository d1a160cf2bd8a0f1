// Who asks of whom, counted: the issuer's level by addressee; each cell opens its quotes in the ledger below.
(() => {
  const { data, element, state } = page;
  const COLUMNS = 8;

  page.matrix = (now) => {
    const rows = page.ledger.filtered(now, ["level", "addressee"]);
    const heads = page.tally(rows, (d) => (d.addressees.length ? d.addressees.map((a) => a.label) : ["-"])).slice(0, COLUMNS).map(([label]) => label);
    const levels = [...data.levels, "-"].filter((level) => rows.some((d) => (d.level || "-") === level));
    if (!heads.length || !levels.length) return null;
    const counts = new Map();
    for (const d of rows) {
      for (const label of d.addressees.length ? d.addressees.map((a) => a.label) : ["-"]) {
        const key = `${d.level || "-"} ${label}`;
        counts.set(key, (counts.get(key) || 0) + 1);
      }
    }
    const most = Math.max(...counts.values());
    const cell = (level, label) => {
      const count = counts.get(`${level} ${label}`) || 0;
      if (!count) return element("td", { class: "zero" }, "·");
      const on = now.level === level && now.addressee === label;
      return element("td", { class: `heat-${Math.ceil((4 * count) / most)}` },
        page.button(page.number(count), () => state.set(on ? { level: "", addressee: "" } : { level, addressee: label }), {
          "aria-pressed": String(on), "aria-label": page.t("matrix-cell", levelName(level), name(label), count) }));
    };
    const levelName = (level) => (level === "-" ? page.t("level-none") : page.label(level, "level-"));
    const name = (label) => (label === "-" ? page.t("not-said") : label);
    const block = element("details", { class: "matrix-block", on: { toggle: () => (page.matrix.closed = !block.open) } },
      element("summary", {}, page.t("matrix")),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": page.t("matrix") }, element("table", { class: "matrix" },
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, page.t("matrix-corner")), heads.map((label) => element("th", { scope: "col" }, element("bdi", {}, page.shorten(name(label), 10)))))),
        element("tbody", {}, levels.map((level) => element("tr", {}, element("th", { scope: "row" }, levelName(level)), heads.map((label) => cell(level, label))))))));
    block.open = !page.matrix.closed;
    return block;
  };
})();
