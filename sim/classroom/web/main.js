// What happens when the page opens.

import {Card} from "./card.js";
import {ChartsPanel} from "./charts.js";
import {Classroom} from "./classroom.js";
import {ControlsPanel} from "./controls.js";
import {byId, write} from "./element.js";
import {Live, replay} from "./feed.js";
import {FollowPanel} from "./follow.js";
import {FunnelPanel} from "./funnel.js";
import {HelpPanel} from "./help.js";
import {LessonPanel} from "./lesson.js";
import {OrganisationPanel} from "./organisation.js";
import {PhonesPanel} from "./phones.js";
import {Pointer} from "./pointer.js";
import {Recording} from "./recording.js";
import {Tabs} from "./tabs.js";
import {inWords, language, say, speak, whenSpoken} from "./words.js";

const recording = new Recording();
let live = null;
let status = null; // what is going on, as a function, so that it can be said in another language

let warned = 0;

const WARNED_MS = 12000;
const ask = (what) => live?.ask(what);
const hour = () => classroom.clock.frame;
const panels = {
  lesson: new LessonPanel(recording, () => classroom.player.play()),
  organisation: new OrganisationPanel(),
  charts: new ChartsPanel(),
  funnel: new FunnelPanel(),
  case: new FollowPanel(recording, (row) => classroom.follow(row), (row) => ask({ ask: "life", case: row }), (h) => classroom.player.goTo(h)),
  controls: new ControlsPanel(ask, hour),
  phones: new PhonesPanel(ask, hour),
  help: new HelpPanel(),
};
const classroom = new Classroom(recording, panels, (h) => live?.askAhead(Math.min(h, recording.end)));
const tabs = new Tabs((name) => classroom.turnTo(name));

/** Follow a case from a card. */
function followFromCard(row) {
  tabs.open("case");
  panels.case.follow(row);
  byId("tab-case").scrollIntoView({ block: "nearest" });
}

/** One message of the feed. */
function take(message) {
  const { kind } = message.header;
  recording.take(message);
  if (kind === "place") classroom.begin();
  if (kind === "lesson") offerLesson();
  if (kind === "organisation") panels.case.forget();
  if (kind === "lives") panels.case.stale();
}

/** A lesson comes first. */
function offerLesson() {
  tabs.offer("lesson", true);
  tabs.open("lesson");
  classroom.name();
}

function tellStatus(told = status) {
  status = told;
  write(byId("status"), told ? told() : "");
}

/** Say what went wrong, for long enough to read it. */
function warn(words) {
  write(byId("alert"), inWords(words));
  byId("alert").hidden = false;
  clearTimeout(warned);
  warned = setTimeout(() => (byId("alert").hidden = true), WARNED_MS);
}

/** What the server says. */
const HEARD = {
  welcome(said) {
    panels.controls.greet(said);
    tabs.offer("controls", true);
    tabs.offer("phones", Boolean(said.lan));
  },
  life(said) {
    recording.lives.set(said.case, said.worlds);
    panels.case.stale();
    classroom.due = true;
  },
  class: (said) => panels.phones.hear(said),
  error: warn,
  model: (said) => tellStatus(() => inWords(said)),
  state: (said) => tellStatus(() => say("model_ratio", { ratio: said.ratio === null ? "–" : Number(said.ratio).toFixed(2) })),
  reset: () => (classroom.clock.time = 0),
};

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
  live = new Live(taken, (said) => HEARD[said.tell]?.(said), (state) => tellStatus(() => say(`connection_${state}`)));
}

classroom.card = new Card(classroom, followFromCard);
new Pointer(classroom, classroom.card);
byId("language").addEventListener("click", () => speak(language() === "zh" ? "en" : "zh"));
byId("projector").addEventListener("click", () => {
  const on = document.documentElement.classList.toggle("projector");
  byId("projector").setAttribute("aria-pressed", on);
  classroom.due = true;
});
whenSpoken(() => {
  byId("language").textContent = language() === "zh" ? "EN" : "中";
  byId("language").lang = language() === "zh" ? "en" : "zh-CN";
  classroom.name();
  tellStatus();
});
globalThis.shequ = classroom.probe;
for (const name of ["lesson", "controls", "phones"]) tabs.offer(name, false);
tabs.open("organisation");
if (document.body.dataset.feed === "live") openLive();
else await openReplay();
