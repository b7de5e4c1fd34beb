// Where messages come from: out of the page itself (replay), or from the server that runs the model (live).

import {unpack, unpackAll} from "./container.js";
import {byId} from "./element.js";
import {DAY} from "./hours.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000; // ms between attempts to reach the server

/** The recording that the page carries in itself: gzip in base64. */
export async function replay(take) {
  const text = atob(byId("recording").textContent.trim());
  const packed = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) packed[k] = text.charCodeAt(k);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  for (const message of unpackAll(await new Response(stream).arrayBuffer())) take(message);
}

/** The server that runs the model. */
export class Live {
  /** `take(message)` for frames, `told(object)` for what the server says, `state(word)` for the connection: open, lost, refused. */
  constructor(take, told, state) {
    Object.assign(this, { take, told, state, wait: FIRST_WAIT, ahead: -1 });
    this.connect();
  }

  connect() {
    const address = new URL("socket", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.search = location.search;
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    this.socket.addEventListener("open", () => this.opened());
    this.socket.addEventListener("message", (event) => this.received(event.data));
    this.socket.addEventListener("close", () => this.closed());
  }

  opened() {
    this.wait = FIRST_WAIT;
    this.ahead = -1;
    this.state("open");
  }

  received(data) {
    if (typeof data === "string") this.told(JSON.parse(data));
    else {
      const message = unpack(data);
      if (message.header.kind === "organisation") this.ahead = -1; // what was known ahead is so no more
      this.take(message);
    }
  }

  /** Try again, later each time. */
  closed() {
    this.state("lost");
    setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
  }

  /** Ask the server for something; nothing happens while it cannot be reached. */
  ask(what) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(what));
  }

  /** Frames up to h are wished for; asked by whole days, once each. */
  askAhead(h) {
    const until = Math.ceil(h / DAY) * DAY;
    if (until <= this.ahead) return;
    this.ahead = until;
    this.ask({ ask: "ahead", until_h: until });
  }
}
