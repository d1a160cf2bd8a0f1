// Labels on the canvas: always of one size, the weightiest first, none over another; more of them as one comes nearer.
(() => {
  const FONT = '"PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", system-ui, sans-serif';
  const HEIGHT = 16;
  const widths = new Map();

  const width = (context, text, size) => {
    const key = `${size} ${text}`;
    if (!widths.has(key)) widths.set(key, context.measureText(text).width);
    return widths.get(key);
  };

  // `wanted` are {text, x, y, strong} in pixels, in order of importance; y is the label's middle.
  page.placeLabels = (context, wanted, area, taken = []) => {
    const boxes = taken;
    const placed = [];
    for (const label of wanted) {
      const size = label.strong ? 14 : 12.5;
      context.font = `${label.strong ? 600 : 400} ${size}px ${FONT}`;
      const half = width(context, label.text, label.strong ? 14.6 : size) / 2 + 3;
      const [left, right, top, bottom] = [label.x - half, label.x + half, label.y - HEIGHT / 2, label.y + HEIGHT / 2];
      if (right < 0 || left > area.width || bottom < 0 || top > area.height) continue;
      if (!label.strong && (left < 0 || right > area.width)) continue;
      if (boxes.some((b) => left < b[1] && b[0] < right && top < b[3] && b[2] < bottom)) continue;
      boxes.push([left, right, top, bottom]);
      placed.push({ ...label, font: context.font });
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
