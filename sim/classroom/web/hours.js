// One axis of time: whole hours since the run began.

export const DAY = 24;
export const WEEK = 168;
