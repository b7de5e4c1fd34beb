// What tests ask the page: the frame, pictures per second, and digests that prove that the same frame is the same picture.

const SECONDS = 5;

/** Two 32-bit mixes of bytes, as 16 hexadecimal digits. */
class Digest {
  constructor() {
    [this.a, this.b] = [0x811c9dc5, 0x9e3779b9];
  }

  add(bytes) {
    const { buffer, byteOffset, byteLength } = bytes;
    const words = byteOffset % 4 === 0 ? byteLength >> 2 : 0; // four bytes at a time, as far as they go
    this.mix(new Uint32Array(buffer, words ? byteOffset : 0, words));
    this.mix(bytes.subarray(words * 4));
    return this;
  }

  mix(values) {
    let { a, b } = this;
    for (let k = 0; k < values.length; k++) {
      a = Math.imul(a ^ values[k], 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b ^ (values[k] + k), 0x85ebca6b) ^ (b >>> 13);
    }
    [this.a, this.b] = [a, b];
  }

  toString() {
    return [this.a, this.b].map((one) => (one >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

export class Probe {
  constructor(clock, recording, maps, show) {
    Object.assign(this, { clock, recording, maps, show, times: [], pictures: 0 });
  }

  /** A picture was drawn at `now` (ms). */
  drawn(now) {
    this.pictures++;
    this.times.push(now);
    while (this.times[0] < now - SECONDS * 1000) this.times.shift();
  }

  /** Pictures in a second, over the last five. */
  fps() {
    const { times } = this;
    return times.length < 2 ? 0 : ((times.length - 1) * 1000) / (times.at(-1) - times[0]);
  }

  /** Digest of the state of both worlds at frame h (the shown one if none is given). */
  state(h = this.clock.frame) {
    const digest = new Digest();
    for (const one of this.recording.worlds) {
      one.at(h).parts().forEach((part) => digest.add(part));
      for (const name of Object.keys(one.series).sort()) digest.add(new Uint8Array(Float64Array.of(one.value(name, h)).buffer));
    }
    return String(digest);
  }

  /** Digest of the pixels of both maps as they are shown. */
  pixels() {
    const digest = new Digest();
    for (const { canvas } of this.maps()) {
      const copy = document.createElement("canvas");
      Object.assign(copy, { width: canvas.width, height: canvas.height });
      const pen = copy.getContext("2d", { willReadFrequently: true });
      pen.drawImage(canvas, 0, 0);
      digest.add(pen.getImageData(0, 0, copy.width, copy.height).data);
    }
    return String(digest);
  }

  /** Go to frame h (if given), then a digest of the state and of what is seen. */
  hash(h) {
    if (h !== undefined) this.clock.goTo(h);
    this.show();
    return `${this.state()}-${this.pixels()}`;
  }
}
