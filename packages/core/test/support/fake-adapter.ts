import {
  type Assessment,
  appendNote,
  Corpus,
  type EffectProposal,
  effectProposal,
  type GuardOutcome,
  NOTE_MARKER,
  readMarked,
  type TranscriptEntry,
} from '../../src/index.ts'
import type { ScenarioCall } from '../../src/testing.ts'
import type { Adapter, Answer, Message } from './fake-framework.ts'

/** One way of writing an adapter wrongly. */
export type Flaw =
  | 'writes on OBSERVE'
  | 'lets everything run'
  | 'runs a tool twice'
  | 'tries a failing tool again'
  | 'writes no note'
  | 'writes the note first'
  | 'writes the note twice'
  | 'names no rung'
  | 'adds a line when withholding'
  | 'ends the run when withholding'
  | 'shows the app the note'
  | 'swallows what a tool throws'
  | 'records nothing'
  | 'records twice'
  | 'records the decision as the outcome'
  | 'fails closed'
  | 'does not wait for handlers'
  | 'quotes the values'
  | 'learns from its own notes'
  | 'takes arguments for evidence'
  | 'learns what a failing call echoes'
  | 'drops tool results'
  | 'drops the user'
  | 'keeps evidence between runs'
  | 'begins without the evidence of the guard'
  | 'drops the marks'
  | 'takes every mark for an answer to this call'
  | 'cuts long texts'
  | 'cuts long lists'
  | 'drops what is null'
  | 'copies keys by assignment'
  | 'follows a hundred levels'
  | 'turns results into JSON'
  | 'reads every property'

/** The adapter of the fake framework, with the given flaws; without any it is how an adapter should be. */
export function fakeAdapter(...given: readonly Flaw[]): Adapter {
  const flaws: ReadonlySet<Flaw> = new Set(given)
  const has = (flaw: Flaw) => flaws.has(flaw)
  const kept: Message[] = []

  return async (guard, call, seen, runTool) => {
    const run = async () => {
      const answer = await runTool(spoiled(call.args, flaws) as ScenarioCall['args'])
      const again = has('runs a tool twice') || (has('tries a failing tool again') && answer.failed)
      return again ? runTool(call.args) : answer
    }
    const corpus = has('begins without the evidence of the guard') ? new Corpus() : guard.corpus()
    for (const message of [...kept, ...seen])
      for (const entry of entriesOf(message, call, flaws)) corpus.append(entry)
    if (has('keeps evidence between runs')) kept.push(...seen)

    const assessment = guard.assess(call, corpus)
    const pending = guard.propose(assessment)
    const proposal: EffectProposal =
      has('does not wait for handlers') && pending instanceof Promise
        ? effectProposal({ intervention: 'OBSERVE', dispatchCall: true })
        : await pending
    const record = (outcome: GuardOutcome) => {
      if (has('records nothing')) return
      const done = has('records the decision as the outcome') ? decidedOutcome(assessment) : outcome
      guard.record(assessment, proposal, done)
      if (has('records twice')) guard.record(assessment, proposal, done)
    }

    const { intervention } = proposal
    const note = noteOf(proposal, call, flaws)
    const faulty =
      assessment.faults.length > 0 ||
      /fail-safe|observing only/.test(assessment.decision.reason + proposal.reason)
    if ((proposal.withholdsCall && !has('lets everything run')) || (has('fails closed') && faulty)) {
      record({ intervention, dispatched: false })
      if (has('ends the run when withholding')) throw new Error(note)
      return { text: note, output: proposal.syntheticResult, failed: true }
    }
    const answer = await run()
    record({ intervention: proposal.withholdsCall ? 'OBSERVE' : intervention, dispatched: true })
    return noted(answer, proposal, note, flaws)
  }
}

function decidedOutcome({ decision }: Assessment): GuardOutcome {
  return { intervention: decision.intervention, dispatched: decision.rung.dispatches }
}

function noteOf(
  { note, withholdsCall }: EffectProposal,
  call: ScenarioCall,
  flaws: ReadonlySet<Flaw>,
): string {
  let line = note
  if (flaws.has('names no rung')) line = line.replace(/(WARN|BLOCK|DEFER): /, '')
  if (flaws.has('quotes the values')) line = `${line} ${JSON.stringify(call.args)} ${call.toolName}`
  if (flaws.has('adds a line when withholding') && withholdsCall) line = `${line}\nPlease mind this.`
  return line
}

function noted(given: Answer, proposal: EffectProposal, note: string, flaws: ReadonlySet<Flaw>): Answer {
  const swallowed = given.failed && flaws.has('swallows what a tool throws')
  const answer = swallowed ? { text: 'failed', output: 'failed', failed: false } : given
  const output = answer.failed ? answer.output : spoiledResult(answer.output, flaws)
  const isText = typeof output === 'string' || answer.failed
  const text = isText || output === answer.output ? answer.text : String(JSON.stringify(output))
  const silent = proposal.intervention === 'OBSERVE' && !flaws.has('writes on OBSERVE')
  if (silent || proposal.withholdsCall || flaws.has('writes no note')) return { ...answer, output, text }
  const line = proposal.intervention === 'OBSERVE' ? `${NOTE_MARKER} OBSERVE: seen` : note
  const once = flaws.has('writes the note first') ? `${line}\n\n${text}` : appendNote(text, line)
  const full = flaws.has('writes the note twice') ? appendNote(once, line) : once
  return { ...answer, text: full, output: flaws.has('shows the app the note') ? full : output }
}

function entriesOf(message: Message, current: ScenarioCall, flaws: ReadonlySet<Flaw>): TranscriptEntry[] {
  const task = (text: string): TranscriptEntry => ({ kind: 'task', text })
  if (message.role === 'user') return flaws.has('drops the user') ? [task('hello')] : [task(message.text)]
  const { toolCallId, toolName, args } = message.call
  if (message.role === 'call') {
    if (flaws.has('takes arguments for evidence')) return [task(JSON.stringify(args))]
    return [{ kind: 'call', toolCallId, toolName, args }]
  }
  const { intervention } = readMarked(message.text)
  if (flaws.has('learns from its own notes') && intervention) return [task(message.text)]
  if (flaws.has('learns what a failing call echoes') && message.failed) return [task(message.text)]
  if (flaws.has('drops tool results') && !intervention) return []
  if (flaws.has('drops the marks') && intervention) return []
  const result: TranscriptEntry = {
    kind: 'result',
    toolCallId,
    toolName,
    content: message.text,
    outcome: message.failed ? 'error' : 'ok',
    ...(intervention && { intervention }),
  }
  if (flaws.has('takes every mark for an answer to this call') && intervention)
    return [
      { kind: 'call', ...current, toolCallId },
      { ...result, toolName: current.toolName },
    ]
  return [result]
}

/** A copy of a value that is not quite the value. */
function spoiled(value: unknown, flaws: ReadonlySet<Flaw>, level = 0): unknown {
  if (typeof value === 'string') return flaws.has('cuts long texts') ? value.slice(0, 10_000) : value
  if (typeof value !== 'object' || value === null) return value
  if (flaws.has('follows a hundred levels') && level > 100) return 'too deep'
  const copy = Array.isArray(value) ? [] : {}
  for (const [key, each] of Object.entries(value)) {
    if (flaws.has('drops what is null') && each === null) continue
    if (flaws.has('cuts long lists') && Number(key) > 1_000) continue
    const child = spoiled(each, flaws, level + 1)
    if (flaws.has('copies keys by assignment')) (copy as Record<string, unknown>)[key] = child
    else
      Object.defineProperty(copy, key, { value: child, enumerable: true, writable: true, configurable: true })
  }
  return copy
}

function spoiledResult(output: unknown, flaws: ReadonlySet<Flaw>): unknown {
  if (flaws.has('turns results into JSON'))
    return JSON.parse(
      JSON.stringify(output, (_, each) => (typeof each === 'bigint' ? `${each}` : each)) ?? '0',
    )
  if (flaws.has('reads every property') && typeof output === 'object' && output !== null)
    for (const name of Object.getOwnPropertyNames(output)) Reflect.get(output, name)
  if (flaws.has('drops what is null') && output === null) return undefined
  const spoils = ['cuts long texts', 'copies keys by assignment', 'follows a hundred levels'] as const
  return spoils.some((flaw) => flaws.has(flaw)) ? spoiled(output, flaws) : output
}
