"""What a person writes: the place, its issues, its organisation, and how to run them.

`load` reads a file (TOML, with `extends`, patches and overrides) into a frozen `Scenario`, or raises one
`ScenarioError` with every fault and its place in the text. Importing this package imports nothing else.
"""
