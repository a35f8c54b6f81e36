/**
 * The text of a new `handrail.toml`: every key with its default and what it does, all commented out, so that it changes
 * nothing. A setting stands right behind its `#`, an explanation behind `# `; taking the `#` off all settings gives a
 * valid file too.
 */
export function initToml(): string {
  return text
}

const text = `# Handrail: before a tool call that changes something runs, where did its arguments come from?
# Every setting below is commented out and shows its default. Take the # off to change one.

# Who turns decisions into effects: "observe" records and changes nothing, "enforce" does what was decided, any other
# name is the handler of a plug-in.
#handler = "observe"
# Milliseconds until a handler that has not answered is passed over; inf waits.
#handler_timeout_ms = 30_000
# How many answers of ours a conversation may hold before further writes just run.
#max_actuations = 20
# Whether a server may call its tool milder than the tool's name says.
#trust_annotations = false

# Which rung each confidence gets. The rungs are OBSERVE, WARN, BLOCK and DEFER, the gentlest first.
[policy]
# A whole value that was seen nowhere.
#on_high_confidence = "BLOCK"
# A value of which a part was seen. Never harsher than the rung above.
#on_low_confidence = "WARN"
# A call in which nothing was made up.
#on_none = "OBSERVE"
# The gentlest rung that a made-up value may get.
#floor = "WARN"
# The harshest rung that a made-up value may get. DEFER costs the turn, and is opt-in.
#ceiling = "BLOCK"

# The harshest rung by what the tool does. Tools that only read are never judged.
[ceilings]
#write = "WARN"
# DEFER when policy.ceiling is DEFER.
#destructive = "BLOCK"

# What a call gets that the model tries again after an answer of ours: "dispatch" lets it run, "hold" decides as before.
[repeat]
#write = "dispatch"
#destructive = "hold"

# More words for the lists that decide what is judged. None by default; those here are examples.
[provenance]
# Last words of names that hold ids.
#id_words = ["sku"]
# Things whose number, no, num or code is an id.
#numbered_things = ["parcel"]
# Last words of names that hold amounts: digits are not judged there.
#quantity_words = ["mileage"]
# Last words of names that hold text: not judged.
#content_words = ["remark"]
# Last words of names that the model is free to choose: not judged.
#naming_words = ["nickname"]
# Last words of names whose values name a kind that everybody knows: not judged.
#kind_words = ["tier"]
# Units behind a number.
#units = ["pallets"]
# Mailboxes that every domain may have.
#role_mailboxes = ["dispatch"]
# Values that look like ids and are known to everybody.
#well_known_literals = ["base64url"]

# What is known of a tool, by its name: a table for each. None by default; this one is an example.
#[tools.cancel_order]
# What it does: "read", "write" or "destructive". By default what its server or its name says.
#effect = "destructive"
# Whether it gives back what the model stored in it, so that an echo proves nothing.
#round_trip = false
# Who writes its text: "environment", or "model" for sub-agents and summaries, which are never evidence.
#author = "environment"
# Its JSON Schema, where the framework does not hand it over.
#input_schema = { type = "object" }
# What arguments are for, by name or dotted path: "reference" (judged as an id), "new_key", "quantity" or "free_text".
#args = { order_id = "reference", reason = "free_text" }

# A rung of your own, by its name: a table for each. None by default; this one is an example.
#[intervention.NUDGE]
# Disruption cost: OBSERVE has 0, WARN 10, BLOCK 20, DEFER 30.
#rank = 15
# What it means, in a line.
#summary = "A warning that says how to look the value up."
# What a host does on it, in a line.
#actuation = "Dispatch the call; attach the note."
# Whether the call still runs.
#dispatches = true
# Whether a corrective result stands in for a withheld call.
#returns_synthetic = false
# Related rungs or pages.
#see_also = ["WARN"]

# Keeps a record of every judged call. None by default.
#[ledger]
# A file of JSON Lines, relative to this one.
#file = "handrail-ledger.jsonl"
# "digest" writes values as keyed digests, "plain" as they are.
#values = "digest"
# The environment variable that holds the key of the digests. Without one, each file gets a random key.
#key_env = "HANDRAIL_LEDGER_KEY"
`
