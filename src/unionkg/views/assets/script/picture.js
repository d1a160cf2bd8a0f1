// Shapes as SVG paths: the small signs beside a class, and the network as a picture to take along.
(() => {
  const { data, element } = page;

  const polygon = (corners, radius, turn, x, y) =>
    Array.from({ length: corners }, (_, i) => {
      const angle = (2 * Math.PI * i) / corners + turn;
      return `${(x + radius * Math.cos(angle)).toFixed(1)},${(y + radius * Math.sin(angle)).toFixed(1)}`;
    });

  const star = (r, x, y) =>
    Array.from({ length: 10 }, (_, i) => {
      const angle = (Math.PI * i) / 5 - Math.PI / 2;
      const reach = i % 2 ? r * 0.5 : r * 1.1;
      return `${(x + reach * Math.cos(angle)).toFixed(1)},${(y + reach * Math.sin(angle)).toFixed(1)}`;
    });

  const closed = (points) => `M${points.join("L")}Z`;

  const path = (shape, x, y, r) => {
    if (shape === "dot") return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
    if (shape === "star") return closed(star(r, x, y));
    if (shape === "square") return closed(polygon(4, r * 1.2, Math.PI / 4, x, y));
    if (shape === "diamond") return closed(polygon(4, r * 1.15, 0, x, y));
    if (shape === "hexagon") return closed(polygon(6, r * 1.05, 0, x, y));
    return closed(polygon(3, r * 1.2, shape === "triangleDown" ? Math.PI / 2 : -Math.PI / 2, x, y));
  };

  page.glyph = (kind) =>
    element("svg", { class: "glyph", viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true", focusable: "false" },
      element("path", { d: path(kind.shape, 8, 8.4, 6), fill: kind.colour, stroke: "#444", "stroke-width": 0.8 }));

  const escape = (text) =>
    page.plain(text).replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

  const modalityDash = (edge) => (edge.facts.some((f) => f.modality === "Stated") ? "" : ' stroke-dasharray="6 5"');

  // The scene as an SVG file of its own, with all labels.
  page.svg = (scene, size) => {
    const xs = scene.nodes.map((n) => n.x), ys = scene.nodes.map((n) => n.y);
    const [x0, y0] = [Math.min(...xs) - 90, Math.min(...ys) - 60];
    const [width, height] = [Math.max(...xs) - x0 + 90, Math.max(...ys) - y0 + 60];
    const place = new Map(scene.nodes.map((n) => [n.id, n]));
    const lines = scene.edges.map((edge) => {
      const [a, b] = [place.get(edge.from), place.get(edge.to)];
      const ends = `${edge.back ? 'marker-start="url(#a)" ' : ""}marker-end="url(#a)"`;
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const cut = (from, to, r) => [from.x + ((to.x - from.x) * r) / length, from.y + ((to.y - from.y) * r) / length].map((v) => v.toFixed(1));
      const [start, end] = [cut(a, b, size(a) + 2), cut(b, a, size(b) + 4)];
      return `<line x1="${start[0]}" y1="${start[1]}" x2="${end[0]}" y2="${end[1]}" ${ends}${modalityDash(edge)}/>`;
    });
    const shapes = scene.nodes.map((n) => {
      const kind = n.node ? data.classOf(n.node) : { shape: "hexagon", colour: "#cccccc" };
      const r = size(n);
      return `<path d="${path(kind.shape, n.x, n.y, r)}" fill="${kind.colour}" stroke="#444"/>` +
        `<text x="${n.x}" y="${n.y + r + 15}">${escape(page.shorten(n.node ? n.node.label : n.label, 16))}</text>`;
    });
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x0} ${y0} ${width} ${height}" width="${width}" height="${height}">
<title>${escape(page.pick(data.title))}</title>
<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0,0L8,4L0,8Z" fill="#888"/></marker></defs>
<rect x="${x0}" y="${y0}" width="${width}" height="${height}" fill="#fff"/>
<g stroke="#888">${lines.join("")}</g>
<g font-family="PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif" font-size="12" text-anchor="middle">${shapes.join("")}</g>
</svg>
`;
  };
})();
