// A track that plays in its report, true to time: at speed s, s seconds of it pass in one. Nothing is asked of anybody.
function replay(map, { unseen, offset, words, colours, ...more }) {
  // Columns come as what each number is more than the one before it.
  const summed = (steps, whole) => {
    let sum = 0;
    return Float64Array.from(steps, (step) => (sum += step) / whole);
  };
  const [at, lon, lat] = [summed(more.at, 1000), summed(more.lon, 1e7), summed(more.lat, 1e7)];
  if (at.length < 2) return;
  const head = L.circleMarker([lat[0], lon[0]], { radius: 7, weight: 3, color: colours.window, fillColor: colours.accent, fillOpacity: 1, interactive: false });
  head.addTo(map);
  const bar = L.DomUtil.create('div', 'replay', map.getContainer());
  L.DomEvent.disableClickPropagation(bar);
  const make = (tag, more) => bar.appendChild(Object.assign(document.createElement(tag), more));
  const key = make('button', { type: 'button', textContent: '▶', title: words.play });
  const hand = make('input', { type: 'range', min: at[0], max: at.at(-1), step: 1, value: at[0], title: words.seek });
  const speed = make('select', { title: words.speed });
  for (const times of [1, 8, 16, 64, 256, -64]) speed.append(new Option(`${times}×`, times));
  speed.value = '64';
  const clock = make('output', {});
  let [now, before] = [at[0], null];

  function place(moment) {
    let [low, high] = [0, at.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at[middle] <= moment) low = middle;
      else high = middle;
    }
    const share = (moment - at[low]) / (at[high] - at[low]);
    return { lon: lon[low] + share * (lon[high] - lon[low]), lat: lat[low] + share * (lat[high] - lat[low]), known: !unseen[high] };
  }

  function show() {
    const { lon: x, lat: y, known } = place(now);
    head.setLatLng([y, x]).setStyle({ fillOpacity: known ? 1 : 0.25 });
    hand.value = now;
    clock.textContent = new Date((now + offset) * 1000).toISOString().slice(0, 19).replace('T', ' ') + (known ? '' : ` ${words.unseen}`);
    document.body.dataset.replay = String(Math.round(now - at[0]));
  }

  function step(time) {
    if (before === null) return;
    now = Math.min(Math.max(now + ((time - before) / 1000) * Number(speed.value), at[0]), at.at(-1));
    before = time;
    show();
    if (now === (Number(speed.value) > 0 ? at.at(-1) : at[0])) pause();
    else requestAnimationFrame(step);
  }

  function pause() {
    before = null;
    Object.assign(key, { textContent: '▶', title: words.play });
  }

  key.onclick = () => {
    if (before !== null) return pause();
    const [first, last] = Number(speed.value) > 0 ? [at[0], at.at(-1)] : [at.at(-1), at[0]];
    if (now === last) now = first;
    before = performance.now();
    Object.assign(key, { textContent: '❚❚', title: words.pause });
    return requestAnimationFrame(step);
  };
  hand.oninput = () => {
    now = Number(hand.value);
    show();
  };
  show();
}
