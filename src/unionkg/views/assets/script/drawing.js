// The canvas: vis-network with given places; labels, veil and marks on lines are our own.
(() => {
  const { data } = page;
  let network = null, scene = null, hovered = null, shown = null, fitted = 0, handlers = {};
  let nodesSet, edgesSet, links = new Map();

  const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let tones = {};
  const readTones = () => {
    tones = Object.fromEntries(["paper", "ink", "soft", "edge", "accent", "border"].map((n) => [n, tone(`--${n}`)]));
  };

  const size = (shape) => (shape.node ? 5 + 0.016 * shape.node.weight : 12 + 2.4 * Math.sqrt(shape.size));

  const visNode = (shape) => {
    const kind = shape.node ? data.classOf(shape.node) : { shape: "hexagon", colour: tones.paper };
    const colour = { background: kind.colour, border: tones.border };
    return {
      id: shape.id, x: shape.x, y: shape.y, shape: kind.shape, size: size(shape),
      color: { ...colour, highlight: { ...colour, border: tones.accent }, hover: { ...colour, border: tones.accent } },
      borderWidth: shape.node ? 1 : 2, borderWidthSelected: 3, fixed: false,
    };
  };

  const stated = (edge) => edge.facts.some((fact) => fact.modality === "Stated");

  const visEdge = (edge) => ({
    id: edge.id, from: edge.from, to: edge.to,
    arrows: { to: { enabled: true, scaleFactor: 0.42 }, from: { enabled: edge.back, scaleFactor: 0.42 } },
    dashes: stated(edge) ? false : [5, 5],
    width: Math.min(1 + Math.log2(edge.facts.length) * 0.6, 4),
    color: { color: tones.edge, highlight: tones.soft, hover: tones.soft, opacity: scene.edges.length > 500 || scene.edges.length > 4 * scene.nodes.length ? 0.4 : 1 },
    chosen: false,
  });

  const rejected = (edge) => edge.facts.every((fact) => fact.modality === "Rejected");
  const otherVoice = (edge) => edge.facts.some((fact) => page.isOtherVoice(fact));

  const edgeLabel = (edge) => {
    const names = [...new Set(edge.facts.map((fact) => page.label(fact.relation)))];
    const text = page.listing(names.slice(0, 2)) + (names.length > 2 ? "…" : "");
    return otherVoice(edge) ? `“ ${text}` : text;
  };

  // A chosen thing fades the rest of an overview; where the picture is about it already, only the pointer does.
  const focus = () => hovered ?? (scene.mode === "all" ? chosen() : null);
  const chosen = () => (shown !== null && scene.byId.has(shown) ? shown : null);

  // Fades what is not beside the thing under the pointer, then draws that again above.
  const veil = (context) => {
    const middle = focus();
    if (middle === null) return;
    const near = links.get(middle) || [];
    if (near.length >= scene.edges.length) return;
    const [a, b] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: network.area.width, y: network.area.height })];
    context.save();
    context.globalAlpha = hovered === null ? 0.62 : 0.8;
    context.fillStyle = tones.paper;
    context.fillRect(a.x, a.y, b.x - a.x, b.y - a.y);
    context.restore();
    for (const edge of near) {
      const made = network.body.edges[edge.id];
      if (made) made.draw(context), made.drawArrows(context);
    }
    for (const id of new Set([middle, ...near.flatMap((e) => [e.from, e.to])])) network.body.nodes[id]?.draw(context);
  };

  const lit = () => {
    const middle = focus();
    if (middle === null) return null;
    return new Set([middle, ...(links.get(middle) || []).flatMap((e) => [e.from, e.to])]);
  };

  const nodeLabels = (scale) => {
    const bright = lit();
    const middle = focus() ?? chosen();
    const ordered = scene.ordered.filter((shape) => shape.id !== middle && (!bright || bright.has(shape.id)));
    if (middle !== null && scene.byId.has(middle)) ordered.unshift(scene.byId.get(middle));
    return ordered.map((shape) => {
      const at = network.canvasToDOM(network.body.nodes[shape.id]);
      const text = shape.node ? shape.node.label : `${shape.label} · ${shape.size}`;
      return {
        text: page.shorten(page.plain(text), shape.id === middle || !shape.node ? 40 : 15),
        x: at.x, y: at.y, radius: size(shape) * scale, strong: shape.id === middle,
      };
    });
  };

  const edgeLabels = () => {
    const middle = focus() ?? chosen();
    const near = middle === null ? (scene.edges.length <= 40 ? scene.edges : []) : links.get(middle) || [];
    return near.slice(0, 80).map((edge) => {
      const at = network.canvasToDOM(middleOf(edge));
      return { text: edgeLabel(edge), x: at.x, y: at.y, ink: tones.soft };
    });
  };

  const middleOf = (edge) => {
    const [a, b] = [network.body.nodes[edge.from], network.body.nodes[edge.to]];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };

  // A stroke across each line that is rejected.
  const strike = (context) => {
    const bright = lit();
    context.strokeStyle = tones.accent;
    context.lineWidth = 2;
    for (const edge of scene.edges) {
      if (!rejected(edge) || (bright && !(bright.has(edge.from) && bright.has(edge.to)))) continue;
      const [a, b] = [network.body.nodes[edge.from], network.body.nodes[edge.to]];
      const at = middleOf(edge);
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const [dx, dy] = [(-(b.y - a.y) / length) * 7, ((b.x - a.x) / length) * 7];
      context.beginPath();
      context.moveTo(at.x - dx, at.y - dy);
      context.lineTo(at.x + dx, at.y + dy);
      context.stroke();
    }
  };

  const afterDrawing = (context) => {
    if (!scene) return;
    veil(context);
    strike(context);
    const ratio = network.canvas.pixelRatio || 1;
    // The last line of the canvas belongs to the note below it.
    const area = { width: network.area.width, height: network.area.height - 24 };
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const boxes = [];
    const names = page.placeLabels(context, nodeLabels(network.getScale()), area, boxes);
    const relations = page.placeLabels(context, edgeLabels(), area, boxes);
    page.drawLabels(context, relations, tones.soft, tones.paper);
    page.drawLabels(context, names, tones.ink, tones.paper);
    context.restore();
    page.drawing.labels = boxes;
  };

  const create = (place) => {
    const options = JSON.parse(page.byId("network-options").textContent);
    nodesSet = new vis.DataSet();
    edgesSet = new vis.DataSet();
    network = new vis.Network(place, { nodes: nodesSet, edges: edgesSet }, options);
    network.area = { width: place.clientWidth, height: place.clientHeight };
    network.on("resize", ({ width, height }) => {
      network.area = { width: place.clientWidth || width, height: place.clientHeight || height };
    });
    network.on("afterDrawing", afterDrawing);
    network.on("hoverNode", ({ node }) => (hovered = node));
    network.on("blurNode", () => (hovered = null));
    network.on("click", ({ nodes }) => handlers.select(nodes.length ? scene.byId.get(nodes[0]) : null));
    network.on("doubleClick", ({ nodes }) => nodes.length && handlers.open(scene.byId.get(nodes[0])));
  };

  page.drawing = {
    labels: [],
    size,
    get network() {
      return network;
    },
    get scene() {
      return scene;
    },
    on: (given) => (handlers = given),
    draw(place, built) {
      readTones();
      if (!network) create(place);
      scene = built;
      hovered = null;
      scene.byId = new Map(scene.nodes.map((shape) => [shape.id, shape]));
      const weight = (shape) => (shape.node ? shape.node.weight : 2000 + shape.size);
      scene.ordered = [...scene.nodes].sort((a, b) => weight(b) - weight(a));
      links = new Map();
      for (const edge of scene.edges) {
        for (const end of [edge.from, edge.to]) links.has(end) ? links.get(end).push(edge) : links.set(end, [edge]);
      }
      this.measure(place);
      nodesSet = new vis.DataSet(scene.nodes.map(visNode));
      edgesSet = new vis.DataSet(scene.edges.map(visEdge));
      network.setData({ nodes: nodesSet, edges: edgesSet });
      this.fit();
    },
    // After a panel opened or closed: the whole picture again, unless one had come nearer; the chosen thing stays in sight.
    resized(place) {
      if (!network || (network.area.width === place.clientWidth && network.area.height === place.clientHeight)) return;
      const whole = Math.abs(network.getScale() - fitted) < 1e-6;
      this.measure(place);
      if (whole) return this.fit();
      const at = shown !== null && scene.byId.has(shown) ? network.canvasToDOM(network.body.nodes[shown]) : null;
      if (at && (at.x < 30 || at.y < 30 || at.x > network.area.width - 30 || at.y > network.area.height - 30)) {
        network.moveTo({ position: network.getPosition(shown) });
      }
    },
    // Takes the place's size at once; vis-network would see a change only later.
    measure(place) {
      network.setSize(`${place.clientWidth}px`, `${place.clientHeight}px`);
      network.canvas.setSize();
      network.area = { width: place.clientWidth, height: place.clientHeight };
    },
    fit(animation = false) {
      if (!network || !scene.nodes.length) return;
      network.fit({ animation, maxZoomLevel: 1.25, minZoomLevel: 0.02 });
      fitted = network.getScale();
    },
    // Marks a thing as the one that is looked at; -1 or null takes the mark away.
    mark(id) {
      shown = id;
      if (!network || !scene) return;
      const there = id !== null && scene.byId.has(id);
      network.selectNodes(there ? [id] : [], false);
      network.redraw();
    },
    bring(id) {
      if (network && scene.byId.has(id)) network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: false });
    },
    zoom(factor) {
      if (network) network.moveTo({ scale: network.getScale() * factor });
    },
    png() {
      const canvas = network.canvas.frame.canvas;
      const copy = document.createElement("canvas");
      [copy.width, copy.height] = [canvas.width, canvas.height];
      const context = copy.getContext("2d");
      context.fillStyle = tones.paper;
      context.fillRect(0, 0, copy.width, copy.height);
      context.drawImage(canvas, 0, 0);
      copy.toBlob((blob) => page.download("network.png", "image/png", blob), "image/png");
    },
  };
})();
