// The network's panel: what is drawn, the tools around it, the legend that is a switch, and the same as a list.
(() => {
  const { data, element, state, drawing } = page;
  const place = page.byId("view-network");
  let canvas, bar, chips, note, legend, list, drawn = null, scene = null;

  const tool = (key, click, attributes = {}) => page.button(page.t(key), click, { class: "tool", title: page.t(`${key}-title`), ...attributes });
  const toggle = (key, name, now) =>
    tool(key, () => state.set({ [name]: now[name] ? "" : "1" }), { "aria-pressed": String(Boolean(now[name])) });

  const depths = (now) =>
    element("span", { class: "depths", role: "group", "aria-label": page.t("depth") }, element("span", {}, page.t("depth")),
      ["1", "2", "3"].map((depth) => page.button(depth, () => state.set({ depth }), { class: "tool", "aria-pressed": String(now.depth === depth) })));

  const tools = (now) => {
    const middle = data.node(now.around);
    const goal = data.node(now.to);
    return [
      middle ? tool("whole-network", () => state.set({ around: "", to: "" })) : null,
      middle && !goal ? element("strong", { class: "around" }, element("bdi", {}, page.shorten(middle.label, 14))) : null,
      middle && goal ? element("strong", { class: "around" }, element("bdi", {}, `${page.shorten(middle.label, 10)} → ${page.shorten(goal.label, 10)}`)) : null,
      middle && !goal ? depths(now) : null,
      middle ? null : toggle("fold", "fold", now),
      tool("back", () => history.back(), { class: "tool arrow", "aria-label": page.t("back-title") }),
      tool("forward", () => history.forward(), { class: "tool arrow", "aria-label": page.t("forward-title") }),
      toggle("as-list", "list", now),
      element("span", { class: "spring" }),
      page.button("−", () => drawing.zoom(0.8), { class: "tool", "aria-label": page.t("zoom-out") }),
      page.button("+", () => drawing.zoom(1.25), { class: "tool", "aria-label": page.t("zoom-in") }),
      tool("fit", () => drawing.fit()),
      tool("full-screen", fullScreen),
      tool("png", () => drawing.png()),
      tool("svg", () => page.download("network.svg", "image/svg+xml", page.svg(scene, drawing.size))),
    ];
  };

  const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : place.requestFullscreen());

  const hubChips = (now) => {
    if (!data.hubs.length || now.around) return [];
    return [
      element("span", { class: "lead" }, page.t("hubs-lead")),
      data.hubs.slice(0, 8).map((hub) =>
        page.button(page.shorten(hub.label, 12), () => state.set({ hub: now.hub === hub.key ? "" : hub.key, node: hub.key }), {
          class: "chip hub", "aria-pressed": String(now.hub === hub.key), title: page.t("hub-title", page.number(hub.facts.length)),
        })),
      page.button(page.t(now.hubs ? "hubs-hide" : "hubs-draw"), () => state.set({ hubs: now.hubs ? "" : "1" }), { class: "plain" }),
    ];
  };

  const legendRow = (now) => {
    const off = state.many(now.off);
    const present = new Set(data.nodes.filter((node) => node.facts.length).map((node) => node.type));
    return [
      element("ul", { class: "classes" }, data.classes.filter((kind) => present.has(kind.id)).map((kind) =>
        element("li", {}, page.button(page.glyph(kind), () => state.toggle("off", kind.id), {
          "aria-pressed": String(!off.has(kind.id)), title: page.pick(kind.definition), "data-class": kind.id,
        }, page.pick(kind.label))))),
      element("ul", { class: "lines" }, [["Stated", ""], ["Planned", "dashed"], ["Rejected", "struck"], ["voice", "voice"]].map(([name, look]) =>
        element("li", {}, element("span", { class: `line ${look}`, "aria-hidden": "true" }, look === "voice" ? "“" : ""), page.t(`line-${name}`)))),
    ];
  };

  const noteText = (now) => {
    if (!scene.nodes.length) return page.t("network-none");
    const parts = [page.t("network-count", page.number(scene.nodes.length), page.number(scene.edges.length))];
    if (scene.left > 0) parts.push(page.t("network-left", page.number(scene.left)));
    if (scene.apart) parts.push(page.t("path-none"));
    return parts.join(" · ");
  };

  const listed = () =>
    element("ol", { class: "things" }, scene.ordered.slice(0, 400).map((shape) =>
      shape.node
        ? element("li", {}, page.nodeLink(shape.node), element("small", {}, page.t("ties", page.number(shape.node.facts.length))))
        : element("li", {}, page.button(shape.label, () => openGroup(shape.group), { class: "plain" }), element("small", {}, page.t("members", page.number(shape.size))))));

  const openGroup = (group) => {
    page.scene.opened.add(group);
    refresh(state.get());
  };

  const refresh = (now) => {
    const key = page.scene.key(now) + document.documentElement.dataset.theme;
    if (key !== drawn) {
      scene = page.scene.build(now, canvas.clientHeight > canvas.clientWidth * 1.15);
      drawing.draw(canvas, scene);
      drawn = key;
    }
    const node = data.node(now.node);
    drawing.mark(node ? node.index : null);
    drawing.resized(canvas);
    note.textContent = noteText(now);
    list.hidden = !now.list;
    note.hidden = Boolean(now.list) && scene.nodes.length > 0;
    canvas.classList.toggle("under", Boolean(now.list));
    page.fill(list, now.list ? listed() : null);
  };

  const mount = () => {
    bar = element("div", { class: "bar", role: "toolbar", "aria-label": page.t("network-tools") });
    chips = element("div", { class: "chips" });
    note = element("p", { class: "note", role: "status" });
    canvas = element("div", { class: "canvas", role: "img", "aria-label": page.t("network-canvas") });
    list = element("div", { class: "list", hidden: true });
    legend = element("div", { class: "legend", role: "group", "aria-label": page.t("legend") });
    page.fill(place, bar, chips, element("div", { class: "stage" }, canvas, list, note), legend);
    drawing.on({
      select: (shape) => {
        if (shape?.group !== undefined) return openGroup(shape.group);
        const now = state.get();
        state.set({ node: shape ? shape.node.key : "" }, Boolean(now.node));
      },
      open: (shape) => shape.node && state.set({ around: shape.node.key, to: "", node: shape.node.key, depth: "1" }),
    });
  };

  page.network = {
    show(now) {
      if (!canvas) mount();
      page.fill(bar, tools(now));
      page.fill(chips, page.facetsButton(now), page.facets.chips(now), hubChips(now));
      page.fill(legend, legendRow(now));
      refresh(now);
    },
    redraw: () => (drawn = null),
    words: () => (canvas = null, drawn = null),
    // Where a thing is best seen: as the middle of its neighbourhood.
    target: (node) => (node.facts.length ? { view: "network", around: node.key, to: "", depth: "1" } : {}),
  };

  page.nodeLink = (node, attributes = {}) =>
    page.button(page.glyph(data.classOf(node)), () => state.set({ node: node.key }), { class: "node-link", ...attributes }, element("bdi", {}, node.label));

  page.facetsButton = (now) =>
    page.button(page.t("facets-open", page.facets.active(now).length || ""), () => document.body.classList.toggle("facets-open"), { class: "chip open-facets" });
})();
