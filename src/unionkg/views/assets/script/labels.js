// Labels on the canvas: always of one size, the weightiest first, none over another; more of them as one comes nearer.
(() => {
  const FONT = '"PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", system-ui, sans-serif';
  const HEIGHT = 16;
  const ROOM = 8000; // square pixels for a label on average: more of them would hide the picture
  const widths = new Map();

  const width = (context, text, size) => {
    const key = `${size} ${text}`;
    if (!widths.has(key)) widths.set(key, context.measureText(text).width);
    return widths.get(key);
  };

  // Under the thing, else to its right, its left, above it; a label without a radius stands where it is.
  const spots = ({ x, y, radius }, half) => {
    if (radius === undefined) return [[x, y]];
    const [aside, off] = [radius + half + 2, radius + HEIGHT / 2 + 3];
    return [[x, y + off], [x + aside, y], [x - aside, y], [x, y - off]];
  };

  // `wanted` are {text, x, y, radius, strong} in pixels, in order of importance; x and y are the thing's middle.
  page.placeLabels = (context, wanted, area, taken = []) => {
    const boxes = taken;
    const placed = [];
    const free = (box) => boxes.every((b) => box[1] <= b[0] || b[1] <= box[0] || box[3] <= b[2] || b[3] <= box[2]);
    const most = Math.max(12, (area.width * area.height) / ROOM);
    for (const label of wanted) {
      if (placed.length >= most && !label.strong) continue;
      const size = label.strong ? 14 : 12.5;
      context.font = `${label.strong ? 600 : 400} ${size}px ${FONT}`;
      const half = width(context, label.text, label.strong ? 14.6 : size) / 2 + 3;
      for (const [x, y] of spots(label, half)) {
        const box = [x - half, x + half, y - HEIGHT / 2, y + HEIGHT / 2];
        if (box[0] < 0 || box[1] > area.width || box[2] < 0 || box[3] > area.height) continue;
        if (!free(box)) continue;
        boxes.push(box);
        placed.push({ ...label, x, y, font: context.font });
        break;
      }
    }
    return placed;
  };

  page.drawLabels = (context, placed, ink, paper) => {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const label of placed) {
      context.font = label.font;
      context.lineWidth = 4;
      context.strokeStyle = paper;
      context.strokeText(label.text, label.x, label.y);
      context.fillStyle = label.ink || ink;
      context.fillText(label.text, label.x, label.y);
    }
  };
})();
