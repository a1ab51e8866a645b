// The drawing of a report: what lies in `data` on one canvas over the map. Whatever was written by people is drawn or put in as text, never as HTML.
function report(map, data) {
  const canvas = L.DomUtil.create('canvas', 'drawing', map.getPane('overlayPane'));
  const pen = canvas.getContext('2d');
  const paths = new Map();
  let hits = [];

  const shape = (d) => paths.get(d) ?? paths.set(d, new Path2D(d)).get(d);
  const isPlace = (places) => typeof places[0] === 'number';
  const spot = ([lon, lat]) => map.latLngToContainerPoint([lat, lon]);

  function trace(lines, closed) {
    const path = new Path2D();
    for (const line of lines) {
      line.forEach((place, at) => {
        const { x, y } = spot(place);
        if (at) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      if (closed) path.closePath();
    }
    return path;
  }

  function stroke(path, { line, width, dash }) {
    Object.assign(pen, { strokeStyle: line, lineWidth: width, lineJoin: 'round', lineCap: 'round' });
    pen.setLineDash(dash ?? []);
    pen.stroke(path);
    pen.setLineDash([]);
  }

  function cover(group, path) {
    pen.globalAlpha = group.opacity;
    if (group.fill) {
      pen.fillStyle = group.fill;
      pen.fill(path, 'evenodd');
    }
    pen.globalAlpha = group.fill ? group.line_opacity ?? 1 : group.opacity;
    if (group.line) stroke(path, group);
    pen.globalAlpha = 1;
  }

  function mark(group, [places, turn, signs, said], size) {
    const { x, y } = spot(places);
    if (x < -20 || y < -20 || x > size.x + 20 || y > size.y + 20) return;
    const [ring, flag] = [signs & 1, signs & 2];
    const draw = (half, fill, line, width, outline = group.path, turned = turn) => {
      pen.save();
      pen.translate(x, y);
      pen.rotate((turned * Math.PI) / 180);
      pen.scale(half, half);
      Object.assign(pen, { lineJoin: 'round', lineWidth: width / half, strokeStyle: line, fillStyle: fill || 'transparent' });
      pen.stroke(shape(outline));
      if (fill) pen.fill(shape(outline));
      pen.restore();
    };
    if (ring) {
      draw(group.half + 4, '', data.colours.window, 5);
      draw(group.half + 4, '', group.fill || group.line, 1.75);
    }
    if (group.fill) draw(group.half, group.fill, group.line, group.width * 2);
    else {
      draw(group.half, '', data.colours.window, group.width + 3);
      draw(group.half, '', group.line, group.width);
    }
    if (flag) draw(data.flag.half, data.flag.fill, data.flag.line, data.flag.width * 2, data.flag.path, 0);
    hits.push({ x, y, said, place: places });
  }

  function paint(group, size) {
    if (group.path) for (const thing of group.things) mark(group, thing, size);
    else {
      for (const thing of group.things) {
        const path = trace(thing[0], Boolean(group.area));
        if (group.area) cover(group, path);
        else {
          if (group.cased) stroke(path, { line: data.colours.window, width: group.width + 3 });
          pen.globalAlpha = group.line_opacity;
          stroke(path, group);
          pen.globalAlpha = 1;
        }
        if (thing[3]?.length) hits.push({ path, width: group.area ? 0 : Math.max(group.width, 12), area: group.area, said: thing[3] });
      }
    }
  }

  // Along its street where it fits, and never over another one.
  function names(taken) {
    Object.assign(pen, { font: `11px ${data.font}`, textAlign: 'center', textBaseline: 'middle', lineWidth: 3, lineJoin: 'round' });
    for (const [text, lon, lat, [x0, y0, x1, y1]] of data.names) {
      const [from, to, { x, y }] = [spot([x0, y0]), spot([x1, y1]), spot([lon, lat])];
      const [wide, far] = [pen.measureText(text).width, from.distanceTo(to)];
      if (far * 2.4 < wide || taken.some((other) => Math.hypot(other.x - x, other.y - y) < (other.wide + wide) / 2)) continue;
      taken.push({ x, y, wide: wide + 12 });
      let turn = Math.atan2(to.y - from.y, to.x - from.x);
      if (Math.abs(turn) > Math.PI / 2) turn += Math.PI;
      pen.save();
      pen.translate(x, y);
      pen.rotate(turn);
      Object.assign(pen, { strokeStyle: data.colours.window, fillStyle: data.colours.text_3 });
      pen.strokeText(text, 0, 0);
      pen.fillText(text, 0, 0);
      pen.restore();
    }
  }

  function draw() {
    const size = map.getSize();
    const ratio = window.devicePixelRatio;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    hits = [];
    const widen = Math.min(Math.max(1.35 ** (map.getZoom() - 15), 0.35), 3);
    for (const piece of data.ground) {
      const path = trace(piece.lines, piece.area);
      if (piece.area) cover({ ...piece, line: '' }, path);
      else stroke(path, { line: piece.line, width: piece.casing ? piece.width * widen + 1.4 : piece.width * widen });
    }
    names([]);
    if (data.asked) {
      const [west, south, east, north] = data.asked;
      stroke(trace([[[west, south], [east, south], [east, north], [west, north]]], true), { line: data.colours.accent, width: 1.25, dash: [6, 4] });
    }
    for (const group of data.groups) paint(group, size);
    document.body.dataset.drawn = String(hits.length);
  }

  function hit(at) {
    const near = hits.filter((one) => one.x !== undefined && Math.hypot(one.x - at.x, one.y - at.y) < 12).at(-1);
    if (near) return near;
    return hits.filter(({ path, width, area }) => {
      if (!path) return false;
      pen.lineWidth = width;
      const [x, y] = [at.x * window.devicePixelRatio, at.y * window.devicePixelRatio];
      return area ? pen.isPointInPath(path, x, y, 'evenodd') : pen.isPointInStroke(path, x, y);
    }).at(-1);
  }

  function tell(said, at) {
    const box = document.createElement('div');
    box.className = 'said';
    for (const line of said) box.append(Object.assign(document.createElement('bdi'), { textContent: line }));
    L.popup({ maxWidth: 320 }).setLatLng(at).setContent(box).openOn(map);
  }

  map.on('click', (event) => {
    const found = hit(event.containerPoint);
    if (found?.said?.length) tell(found.said, found.place ? [found.place[1], found.place[0]] : event.latlng);
  });
  map.on('moveend zoomend resize viewreset', draw);
  for (const row of document.querySelectorAll('[data-lon]')) {
    row.onclick = () => map.setView([Number(row.dataset.lat), Number(row.dataset.lon)], Math.max(map.getZoom(), 17));
  }
  const [west, south, east, north] = data.box;
  map.fitBounds([[south, west], [north, east]], { maxZoom: 17, padding: [24, 24], animate: false });
  draw();
  if (data.replay) replay(map, { ...data.replay, colours: data.colours });
}
