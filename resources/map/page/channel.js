// The wire between page and console. Batches come in, each is acknowledged when its layer has taken it; what the operator does goes out.
import { decode } from './columns.js';
import { layers } from './layers.js';
import { begin, end, heard } from './rest.js';
import { hall, state, tell } from './state.js';

const HANDS = [
  'hold', 'follow', 'select', 'shape', 'reshape', 'finish', 'place', 'around', 'who', 'sight', 'search', 'visit', 'dismiss', 'copy', 'copy_place', 'read', 'write_in', 'picture', 'trace', 'hide_ring',
];

const queues = new Map();

async function fetched(layer, serial) {
  return decode(await (await fetch(`/bulk/${layer}/${serial}`)).arrayBuffer());
}

// One after another for each layer, since the next batch may be on its way while the last is still being fetched.
function take(bridge, layer, serial, text) {
  begin();
  heard.count += 1;
  queues.set(layer, (queues.get(layer) ?? Promise.resolve()).then(() => apply(bridge, layer, serial, text)));
}

async function apply(bridge, layer, serial, text) {
  try {
    layers.get(layer).take(text ? JSON.parse(text) : await fetched(layer, serial));
    tell('applied', layer);
  } catch (error) { // a batch that cannot be read stops no other
    bridge.fail(`${layer}: ${error.stack ?? error}`);
  }
  bridge.apply(layer, serial);
  end();
}

function listen(topic, text) {
  begin();
  heard.count = topic === 'begin' ? 0 : heard.count + 1;
  tell(topic, JSON.parse(text));
  end();
}

function connect(bridge, hands, files) {
  for (const verb of ['dress_file', 'remove_file']) hall[verb] = (...values) => files[verb](...values);
  for (const verb of HANDS) hall[verb] = (...values) => hands[verb](...values);
  for (const verb of ['rest', 'pick', 'open', 'carry', 'hover', 'click', 'look', 'toggle', 'arrange', 'choose_base', 'fold']) hall[verb] = (...values) => bridge[verb](...values);
  bridge.batch.connect((layer, serial, text) => take(bridge, layer, serial, text));
  bridge.told.connect(listen);
  window.addEventListener('error', (event) => bridge.fail(`${event.message} (${event.filename}:${event.lineno})`));
  window.addEventListener('unhandledrejection', (event) => bridge.fail(String(event.reason?.stack ?? event.reason)));
}

export function start(map) {
  window.yiping = { map, layers, state }; // for tests and tours, which ask what they cannot see
  // Not awaited: this element is itself one of those that the channel waits for.
  Promise.resolve().then(() => Promise.all(window.elements)).then(() => {
    new QWebChannel(qt.webChannelTransport, (channel) => {
      connect(channel.objects.hall, channel.objects.hands, channel.objects.files);
      begin();
      channel.objects.hall.start();
      end();
    });
  });
}
