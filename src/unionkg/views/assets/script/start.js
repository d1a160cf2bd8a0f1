// Puts the panels together: tabs, language, light and dark, keys; the state decides what is shown.
(() => {
  const { data, element, state } = page;
  const views = {
    answers: page.answers, network: page.network, reader: page.reader, ledger: page.ledger,
    words: page.concordance, time: page.time, compare: page.compare, basket: page.basket,
  };
  const shown = () => Object.keys(views).filter((name) => page[name]?.some !== false);
  const withFacets = new Set(["network", "ledger"]);

  const leaving = { card: "" };
  page.tabs = {
    refresh() {
      const now = state.get();
      const kept = page.basket.size() + page.decisions.size();
      page.fill(page.byId("tabs"), shown().map((name) =>
        page.button(page.t(`tab-${name}`), () => state.set(name === "network" && now.node ? networkFor(now) : { view: name, ...leaving }), {
          "aria-current": now.view === name ? "page" : null, "data-view": name,
        }, name === "basket" && kept ? element("span", { class: "count" }, String(kept)) : null)));
    },
  };

  // A thing chosen elsewhere is to be seen in the network: in the picture as it is, or as a neighbourhood.
  const networkFor = (now) => {
    const node = data.node(now.node);
    const hidden = data.hubs.includes(node) || !node?.place || !data.core.has(node.index);
    return node && hidden && node.facts.length ? { ...page.network.target(node), view: "network" } : { view: "network" };
  };

  const setTheme = (theme, keep = true) => {
    document.documentElement.dataset.theme = theme;
    if (keep) page.memory.set("theme", theme);
    page.network.redraw();
  };

  const switches = () => {
    const dark = document.documentElement.dataset.theme === "dark";
    const english = page.language() === "en";
    page.fill(page.byId("switches"),
      page.button(english ? "中文" : "English", () => state.set({ lang: english ? "" : "en" }), { class: "plain", lang: english ? "zh-CN" : "en", id: "language" }),
      page.button(dark ? "☀" : "☾", () => (setTheme(dark ? "light" : "dark"), switches(), render(state.get())), { class: "icon", id: "theme", "aria-label": page.t(dark ? "light" : "dark"), title: page.t(dark ? "light" : "dark") }),
      page.button(page.t("print"), () => print(), { class: "plain print-button" }));
  };

  const render = (now, before) => {
    const view = shown().includes(now.view) ? now.view : "answers";
    for (const name of Object.keys(views)) page.byId(`view-${name}`).hidden = name !== view;
    document.body.dataset.view = view;
    page.tabs.refresh();
    const facets = page.byId("facets");
    facets.hidden = !withFacets.has(view);
    if (!facets.hidden) page.facets.show(now);
    if (!before || before.node !== now.node || before.around !== now.around || before.view !== now.view || before.lang !== now.lang) page.detail.show(now);
    views[view].show(now, before);
    if (before && before.view !== now.view && view !== "reader") page.byId("main").scrollTop = 0;
  };

  const translate = () => {
    const now = state.get();
    page.setLanguage(now.lang || "zh");
    page.byId("page-title").textContent = page.pick(data.title);
    page.search.mount();
    page.network.words();
    page.reader.redraw();
    switches();
  };

  const changed = (now, before) => {
    if ((now.lang || "zh") !== page.language() || !document.body.dataset.view) translate();
    render(now, document.body.dataset.view ? before : undefined);
  };

  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox";

  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing(event.target)) {
      event.preventDefault();
      page.search.focus();
    } else if (event.key === "Escape" && !typing(event.target)) {
      if (document.body.classList.contains("facets-open")) document.body.classList.remove("facets-open");
      else if (state.get().node) state.set({ node: "" });
    }
  };

  page.byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    page.byId("main").focus();
  });
  addEventListener("keydown", keys);
  addEventListener("resize", () => document.body.dataset.view === "time" && page.time.show(state.get()));
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  setTheme(page.memory.get("theme", preferred), false);
  page.basket.start();
  page.decisions.start();
  state.listen(changed);
  state.start();
  document.documentElement.dataset.ready = "true";
})();
