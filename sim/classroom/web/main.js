// What happens when the page opens.

import {Card} from "./card.js";
import {ChartsPanel} from "./charts.js";
import {Classroom} from "./classroom.js";
import {byId, write} from "./element.js";
import {Live, replay} from "./feed.js";
import {FunnelPanel} from "./funnel.js";
import {OrganisationPanel} from "./organisation.js";
import {Pointer} from "./pointer.js";
import {Recording} from "./recording.js";
import {Tabs} from "./tabs.js";
import {inWords, language, say, speak, whenSpoken} from "./words.js";

const recording = new Recording();
const panels = { organisation: new OrganisationPanel(), charts: new ChartsPanel(), funnel: new FunnelPanel() };
let live = null;
const classroom = new Classroom(recording, panels, (h) => live?.askAhead(Math.min(h, recording.end)));
const tabs = new Tabs((name) => classroom.turnTo(name));
new Pointer(classroom, new Card(classroom, () => {}));

/** One message of the feed. */
function take(message) {
  recording.take(message);
  if (message.header.kind === "place") classroom.begin();
}

/** What is going on, in the language that is shown. */
let status = null;
function tellStatus(told = status) {
  status = told;
  write(byId("status"), told ? told() : "");
}

/** What the server says. */
function told(said) {
  if (said.tell === "error" || said.tell === "model") tellStatus(() => inWords(said));
  else if (said.tell === "state") tellStatus(() => say("model_ratio", { ratio: said.ratio === null ? "–" : Number(said.ratio).toFixed(2) }));
}

/** The recording in the page itself. */
async function openReplay() {
  try {
    await replay(take);
  } catch (error) {
    write(byId("waiting"), typeof DecompressionStream === "undefined" ? say("old_browser") : say("cannot_read", { why: error.message }));
    throw error;
  }
  classroom.player.finished = true;
  classroom.grown();
}

/** The server that runs the model. */
function openLive() {
  const taken = (message) => {
    take(message);
    if (recording.visible) classroom.grown();
  };
  live = new Live(taken, told, (state) => tellStatus(() => say(`connection_${state}`)));
}

byId("language").addEventListener("click", () => speak(language() === "zh" ? "en" : "zh"));
byId("projector").addEventListener("click", () => {
  const on = document.documentElement.classList.toggle("projector");
  byId("projector").setAttribute("aria-pressed", on);
});
whenSpoken(() => {
  byId("language").textContent = language() === "zh" ? "EN" : "中";
  byId("language").lang = language() === "zh" ? "en" : "zh-CN";
  classroom.name();
  tellStatus();
});
globalThis.shequ = classroom.probe;
for (const name of ["lesson", "case", "controls", "help"]) tabs.offer(name, false);
tabs.open("organisation");
if (document.body.dataset.feed === "live") openLive();
else await openReplay();
