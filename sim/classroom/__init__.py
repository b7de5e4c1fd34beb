"""The classroom: two communities on one clock, the same residents with the same issues under two organisations, in a browser.

One page, one frame format, two feeds: *live* from a model that runs beside the picture (`shequ demo`), *replay* from one file.

*Frame h* is the state after every event before hour h of the run. A recording begins at the end of the warm-up and has a frame an hour. A picture
is a function of the recording and the frame alone, so going back shows exactly what was shown before.

A recording is a sequence of messages (`container`):

place         once: buildings, halls, residents, issues, words for every code (`place`)
organisation  of a world, from a frame on: levels, posts, pools, handlers, and what a change changed (`organisation`); begins an *era*
days          of a world and era: what changed from frame to frame of cases, handlers and residents' moods, and a series per number (`recorder`)
lives         of single cases in both worlds, sentence by sentence (`lives`)
lesson        question, guesses, explanation, theory (`lesson`)

An era begins from the default state (every issue UNBORN and with nobody, every handler off duty, every mood as expected): its first frame tells
the whole state. A new era cuts off all later frames of the older one.
"""
