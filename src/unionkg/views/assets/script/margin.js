// Demands in the margin of the text: who asks whom, how strongly, until when; the first few, the rest on demand.
(() => {
  const { element, state, data } = page;
  const FIRST = 4;

  const addressees = (demand) => page.listing(demand.addressees.map((a) => a.label));

  // One line for a demand: issuer → addressee, strength, polarity, deadline.
  page.demandLine = (demand) =>
    element("p", { class: `demand-line ${demand.polarity}` },
      element("bdi", { class: "issuer" }, demand.issuer || page.t("nobody")), " → ",
      element("bdi", {}, addressees(demand) || page.t("nobody")),
      demand.strength ? element("span", { class: "strength", "data-strength": demand.strength }, page.label(demand.strength, "strength-")) : null,
      demand.deadline ? element("span", { class: "deadline" }, page.t("until", demand.deadline)) : null);

  const note = (demand, number) =>
    element("li", { class: demand.polarity, value: number },
      page.demandLine(demand),
      page.button(page.shorten(demand.content, 42), () => state.set({ document: demand.document.id, at: `${demand.start}-${demand.end}` }), { class: "content", title: data.quote(demand) }));

  page.margin = (demands, offset) => {
    if (!demands.length) return element("div", { class: "margin" });
    const rows = demands.map((demand, i) => note(demand, offset + i + 1));
    return element("div", { class: "margin" },
      element("ol", { "aria-label": page.t("demands") }, rows.slice(0, FIRST)),
      rows.length > FIRST ? element("details", {}, element("summary", {}, page.t("more-things", page.number(rows.length - FIRST))), element("ol", {}, rows.slice(FIRST))) : null);
  };
})();
