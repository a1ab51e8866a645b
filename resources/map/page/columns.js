// Reads what console/map/columns.py writes: a header in JSON, then typed arrays.
const ARRAYS = { float64: Float64Array, float32: Float32Array, uint32: Uint32Array, int32: Int32Array, uint16: Uint16Array, uint8: Uint8Array };
const ALIGN = 8;

export function decode(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const start = Math.ceil((4 + length) / ALIGN) * ALIGN;
  const columns = { ...header.rest };
  for (const [name, type, offset, count] of header.arrays) columns[name] = new ARRAYS[type](buffer, start + offset, count);
  return columns;
}
