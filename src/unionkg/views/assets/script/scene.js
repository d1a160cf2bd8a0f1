// What the network draws at a moment: which things, where, and which lines; no canvas enters here.
(() => {
  const { data, state } = page;
  const MOST = 1000;
  const AROUND = 240;

  const allowed = (now) => {
    const off = state.many(now.off);
    return page.facets.compute(now).facts.filter((f) => !off.has(f.source.type) && !off.has(f.target.type));
  };

  // One line for each pair of things, whatever is said between them.
  const edgesOf = (facts, has, represent = (node) => node.index) => {
    const edges = new Map();
    for (const fact of facts) {
      if (!has(fact.source) || !has(fact.target)) continue;
      const [a, b] = [represent(fact.source), represent(fact.target)];
      if (a === b) continue;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      let edge = edges.get(key);
      if (!edge) edges.set(key, (edge = { id: key, from: a, to: b, facts: [], back: false }));
      if (edge.from !== a) edge.back = true;
      edge.facts.push(fact);
    }
    return [...edges.values()];
  };

  const heaviest = (nodes, most) => [...nodes].sort((a, b) => b.weight - a.weight || a.index - b.index).slice(0, most);

  const overview = (now) => {
    const hidden = new Set(now.hubs ? [] : data.hubs);
    const hub = data.node(now.hub);
    const facts = allowed(now);
    let near = null;
    if (hub) {
      near = new Set(facts.filter((f) => f.source === hub || f.target === hub).flatMap((f) => [f.source, f.target]));
    }
    const open = (node) => node.place && !hidden.has(node) && (!near || near.has(node));
    const tied = new Set();
    for (const f of facts) {
      if (open(f.source) && open(f.target) && f.source !== f.target) tied.add(f.source).add(f.target);
    }
    if (near) for (const node of near) if (open(node)) tied.add(node);
    // Unfiltered, the core is shown; filtered, what is left of all.
    const whole = !hub && !now.off && !now.hubs && !page.facets.active(now).length;
    const nodes = new Set(whole ? [...tied].filter((node) => data.core.has(node.index)) : heaviest(tied, MOST));
    const scene = now.fold ? folded(facts, nodes, now) : single(facts, nodes);
    return { ...scene, mode: "all", left: tied.size - nodes.size };
  };

  const single = (facts, nodes) => ({
    nodes: [...nodes].map((node) => ({ id: node.index, node, x: node.place[0], y: node.place[1] })),
    edges: edgesOf(facts, (node) => nodes.has(node)),
  });

  // Communities as one shape each; those in `opened` show their members.
  const opened = new Set();
  const folded = (facts, nodes) => {
    const groups = new Map();
    for (const node of nodes) {
      if (!groups.has(node.community)) groups.set(node.community, []);
      groups.get(node.community).push(node);
    }
    const closed = (node) => groups.get(node.community).length > 2 && !opened.has(node.community) && node.community >= 0;
    const represent = (node) => (closed(node) ? -1 - node.community : node.index);
    const shapes = [];
    for (const [community, members] of groups) {
      if (!closed(members[0])) {
        shapes.push(...members.map((node) => ({ id: node.index, node, x: node.place[0], y: node.place[1] })));
        continue;
      }
      const mean = (axis) => members.reduce((sum, n) => sum + n.place[axis], 0) / members.length;
      const label = page.listing(heaviest(members, 2).map((n) => page.shorten(n.label, 9)));
      shapes.push({ id: -1 - community, group: community, label, size: members.length, x: mean(0), y: mean(1) });
    }
    return { nodes: apart(shapes), edges: edgesOf(facts, (node) => nodes.has(node), represent) };
  };

  // Pushes shapes apart until each has room for its label.
  const apart = (shapes) => {
    const [wide, high] = [230, 92];
    for (let round = 0; round < 60 && shapes.length < 500; round++) {
      let moved = false;
      shapes.forEach((one, i) => {
        for (const other of shapes.slice(i + 1)) {
          let [dx, dy] = [(other.x - one.x) / wide, (other.y - one.y) / high];
          const distance = Math.hypot(dx, dy);
          if (distance >= 1) continue;
          if (distance < 0.001) [dx, dy] = [Math.cos(i), Math.sin(i)];
          else [dx, dy] = [dx / distance, dy / distance];
          const step = (1 - distance) / 2;
          one.x -= dx * step * wide, other.x += dx * step * wide;
          one.y -= dy * step * high, other.y += dy * step * high;
          moved = true;
        }
      });
      if (!moved) break;
    }
    for (const shape of shapes) [shape.x, shape.y] = [Math.round(shape.x), Math.round(shape.y)];
    return shapes;
  };

  const neighbours = (facts) => {
    const found = new Map();
    const add = (a, b) => (found.has(a) ? found.get(a).add(b) : found.set(a, new Set([b])));
    for (const f of facts) add(f.source, f.target), add(f.target, f.source);
    return found;
  };

  // Around one thing: rings by distance, wider than high, since labels are.
  const around = (now) => {
    const middle = data.node(now.around);
    const facts = allowed(now);
    const near = neighbours(facts);
    const rings = [[middle]];
    const seen = new Set([middle]);
    const angle = new Map([[middle, 0]]);
    const hubs = new Set(data.hubs);
    let left = 0;
    for (let depth = 1; depth <= Math.min(Number(now.depth) || 1, 3); depth++) {
      const ring = [];
      for (const node of rings[depth - 1]) {
        if (depth > 1 && hubs.has(node)) continue;
        for (const other of heaviest(near.get(node) || [], Infinity)) {
          if (seen.has(other)) continue;
          if (seen.size >= AROUND) {
            left++;
            continue;
          }
          seen.add(other);
          ring.push(other);
        }
      }
      if (!ring.length) break;
      rings.push(ring);
    }
    const places = new Map([[middle, [0, 0]]]);
    let radius = 0;
    rings.slice(1).forEach((ring, i) => (radius = placeRing(ring, radius, i === 0, near, places, angle)));
    return {
      mode: "around", left,
      nodes: [...seen].map((node) => ({ id: node.index, node, x: places.get(node)[0], y: places.get(node)[1] })),
      edges: edgesOf(facts, (node) => seen.has(node)),
    };
  };

  const placeRing = (ring, inner, first, near, places, angle) => {
    const key = (node) => {
      const parents = [...near.get(node)].filter((p) => angle.has(p));
      return first ? 0 : Math.min(...parents.map((p) => angle.get(p)));
    };
    const order = data.classes.map((c) => c.id);
    const sorted = ring
      .map((node) => [key(node), order.indexOf(node.type), node])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2].index - b[2].index)
      .map(([, , node]) => node);
    const rows = Math.max(1, Math.ceil(sorted.length / (first ? 26 : 44)));
    const gap = 96;
    const start = Math.max(inner + 120, (sorted.length / rows) * 62 / (2 * Math.PI), 150);
    sorted.forEach((node, i) => {
      const turn = (2 * Math.PI * i) / sorted.length - Math.PI / 2;
      const radius = start + (i % rows) * gap;
      places.set(node, [Math.round(radius * 1.45 * Math.cos(turn)), Math.round(radius * Math.sin(turn))]);
      angle.set(node, turn);
    });
    return start + (rows - 1) * gap;
  };

  // All shortest ways between two things, from left to right; hubs only where nothing else ties the two.
  const path = (now) => {
    const [from, to] = [data.node(now.around), data.node(now.to)];
    const facts = allowed(now);
    const hubs = new Set(data.hubs.filter((node) => node !== from && node !== to));
    const calm = facts.filter((f) => !hubs.has(f.source) && !hubs.has(f.target));
    const found = layersBetween(from, to, neighbours(calm)) || layersBetween(from, to, neighbours(facts));
    const layers = found || [[from], [to]];
    const nodes = layers.flatMap((layer, i) =>
      layer.map((node, j) => ({ id: node.index, node, x: i * 220, y: (j - (layer.length - 1) / 2) * 80 })),
    );
    const kept = new Set(layers.flat());
    return { mode: "path", nodes, edges: edgesOf(facts, (n) => kept.has(n)), left: 0, apart: !found };
  };

  const distances = (start, near) => {
    const found = new Map([[start, 0]]);
    const queue = [start];
    for (const node of queue) {
      for (const other of near.get(node) || []) {
        if (!found.has(other)) found.set(other, found.get(node) + 1), queue.push(other);
      }
    }
    return found;
  };

  const layersBetween = (from, to, near) => {
    const [before, after] = [distances(from, near), distances(to, near)];
    if (!before.has(to)) return null;
    const length = before.get(to);
    const layers = Array.from({ length: length + 1 }, () => []);
    for (const [node, distance] of before) {
      if (after.has(node) && distance + after.get(node) === length) layers[distance].push(node);
    }
    return layers.map((layer) => heaviest(layer, 7));
  };

  // A window that is higher than wide gets the picture turned.
  const turned = (scene, high) => {
    if (high) for (const shape of scene.nodes) [shape.x, shape.y] = [shape.y, shape.x];
    return scene;
  };

  const build = (now, high) => {
    const middle = data.node(now.around);
    if (middle && data.node(now.to) && now.to !== now.around) return turned(path(now), high);
    return turned(middle ? around(now) : overview(now), high);
  };

  page.scene = {
    build,
    opened,
    key: (now) => [page.facets.key(now), now.around, now.to, now.depth, now.hub, now.hubs, now.fold, now.off, [...opened]].join("|"),
  };
})();
