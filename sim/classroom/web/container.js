// One message of a feed: a JSON header and columns of numbers (see sim/classroom/container.py).

const MAGIC = 0x31514853; // "SHQ1"

const COLUMN_TYPES = {
  u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i2: Int16Array, i4: Int32Array, f4: Float32Array, f8: Float64Array,
};

/** Up to the next multiple of eight. */
function roundedUp(bytes) {
  return (bytes + 7) & ~7;
}

/** The message that begins at byte `from` of a buffer: {header, columns: {name: typed array}, next: first byte after it}. */
export function unpack(buffer, from = 0) {
  const view = new DataView(buffer, from);
  if (view.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error("not a message of this format");
  const headerBytes = view.getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, from + 8, headerBytes)));
  const columns = {};
  let at = from + 8 + headerBytes;
  for (const { name, type, length } of header.columns ?? []) {
    const Kind = COLUMN_TYPES[type];
    if (!Kind) throw new Error(`no such type of column: ${type}`);
    columns[name] = new Kind(buffer, at, length);
    at += roundedUp(length * Kind.BYTES_PER_ELEMENT);
  }
  return { header, columns, next: at };
}

/** All messages of a recording, one after another. */
export function* unpackAll(buffer) {
  for (let at = 0; at < buffer.byteLength; ) {
    const message = unpack(buffer, at);
    yield message;
    at = message.next;
  }
}
