import { type CalibrationReport, recommendationToml } from '@handrail/eval'

/**
 * The file that `handrail init` writes. Without a calibration it changes nothing: every setting is a comment that shows its
 * default. With one it holds what was recommended, and the tools whose effect was guessed for the user to confirm.
 */
export function template(calibrated?: CalibrationReport): string {
  const begun = calibrated ? recommendationToml(calibrated) : handlerAndCeilings
  return [head, begun, rest, calibrated?.guessed.length ? '' : tools, end].filter((part) => part !== '').join('\n')
}

// What stands before the first table belongs to none: the settings without a table come first.
const head = `# Settings of Handrail. A line that begins with # is a comment: it shows a default, or an example.
# \`handrail doctor\` says what these settings do, and \`handrail replay\` what they would have done.

# handler_timeout_ms = 30000    # a handler that has not answered by then is passed over; "infinity" waits
# max_actuations = 20           # so many answers of ours a conversation may hold before further writes just run
# trust_annotations = false     # whether a tool server may call its tool milder than the tool's name says

# Who turns decisions into effects: "observe" lets every call run and records it, "enforce" acts, and a plug-in has a
# name of its own. The ceilings are the harshest rungs by effect of the tool: OBSERVE < WARN < BLOCK < DEFER. Tools
# that read are never judged.
`

const handlerAndCeilings = `handler = "observe"

# [ceilings]
# write = "WARN"
# destructive = "BLOCK"
`

const rest = `# The rung by confidence: HIGH is a value that was seen nowhere, LOW one of which a part was.
# [policy]
# on_high_confidence = "BLOCK"
# on_low_confidence = "WARN"
# on_none = "OBSERVE"
# floor = "WARN"
# ceiling = "BLOCK"             # "DEFER" asks first

# What a call gets that the model repeats after an answer of ours.
# [repeat]
# write = "dispatch"
# destructive = "hold"

# Words of your field: they are compared with the last words of the names of arguments.
# [provenance]
# id_words = ["sku"]            # names that hold ids
# numbered_things = ["parcel"]  # things whose number or code is an id
# quantity_words = ["weight"]   # names that hold amounts
# content_words = ["remark"]    # names that hold text
# naming_words = ["label"]      # names that the model is free to choose
# kind_words = ["tariff"]       # names of kinds that everybody knows
# well_known_literals = ["sha256"]
# role_mailboxes = ["support"]
# units = ["kg"]

# A file that every judged call is written to, one JSON line each. \`handrail verify\` checks that nobody changed it.
# [ledger]
# file = "handrail-ledger.jsonl"
# values = "digest"             # "plain" writes values as they are
# key_env = "HANDRAIL_KEY"      # the environment variable with the key of the digests; a random key without
`

const tools = `# What your tools do to the world: "read", "write" or "destructive". Without this, the first verb of a name decides.
# [tools.transfer_to_human_agents]
# effect = "read"
`

const end = `# More rungs, between the built-in ones by rank (OBSERVE 0, WARN 10, BLOCK 20, DEFER 30).
# [intervention.NUDGE]
# rank = 15
# summary = "ask the model to look the value up"
# dispatches = true
`
