// Some days of one world: what changed from frame to frame.

/** Where the changes of each frame begin: prefix sums of how many each has. */
function starts(counts) {
  const made = new Uint32Array(counts.length + 1);
  for (let k = 0; k < counts.length; k++) made[k + 1] = made[k] + counts[k];
  return made;
}

export class Chunk {
  /** From a message of kind "days". */
  constructor(header, columns) {
    this.first = header.first;
    this.frames = header.frames;
    this.modelSeconds = header.model_s ?? 0;
    this.columns = columns;
    this.caseAt = starts(columns.case_n);
    this.handAt = starts(columns.hand_n);
    this.moodAt = starts(columns.mood_n);
    this.meetAt = starts(columns.meet_n);
  }

  /** First frame after it. */
  get end() {
    return this.first + this.frames;
  }

  /** Bring a state from frame h - 1 to frame h. */
  apply(state, h) {
    const k = h - this.first;
    const { case_row, case_fate, case_pool, mood_row, mood_level } = this.columns;
    for (let i = this.caseAt[k]; i < this.caseAt[k + 1]; i++) {
      state.fate[case_row[i]] = case_fate[i];
      state.pool[case_row[i]] = case_pool[i];
    }
    for (let i = this.moodAt[k]; i < this.moodAt[k + 1]; i++) state.mood[mood_row[i]] = mood_level[i];
    this.applyHands(state.doing, state.task, h);
  }

  /** Bring what handlers do from frame h - 1 to frame h. */
  applyHands(doing, task, h) {
    const k = h - this.first;
    const { hand_row, hand_doing, hand_case } = this.columns;
    for (let i = this.handAt[k]; i < this.handAt[k + 1]; i++) {
      doing[hand_row[i]] = hand_doing[i];
      task[hand_row[i]] = hand_case[i];
    }
  }

  /** Call visit(case, fate, pool) for every case that changed in frame h. */
  eachCase(h, visit) {
    const k = h - this.first;
    const { case_row, case_fate, case_pool } = this.columns;
    for (let i = this.caseAt[k]; i < this.caseAt[k + 1]; i++) visit(case_row[i], case_fate[i], case_pool[i]);
  }

  /** The meetings of frame h: [{h, row, present, heard, agreed}], `row` of the chamber. */
  meetings(h) {
    const k = h - this.first;
    const { meet_row, meet_present, meet_heard, meet_agreed } = this.columns;
    const found = [];
    for (let i = this.meetAt[k]; i < this.meetAt[k + 1]; i++) found.push({ h, row: meet_row[i], present: meet_present[i], heard: meet_heard[i], agreed: meet_agreed[i] });
    return found;
  }

  /** The changes of one case in frames before `until`: adds {h, fate, pool} to a list. */
  lifeOf(row, until, found) {
    const { case_row, case_fate, case_pool } = this.columns;
    for (let at = case_row.indexOf(row), k = 0; at !== -1; at = case_row.indexOf(row, at + 1)) {
      while (this.caseAt[k + 1] <= at) k++;
      if (this.first + k >= until) return;
      found.push({ h: this.first + k, fate: case_fate[at], pool: case_pool[at] });
    }
  }
}
