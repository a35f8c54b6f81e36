import type { Guard, Ruling } from '@handrail/core'
import type { ToolSet } from 'ai'
import { isThenable } from './async.ts'
import { annotate, settle, stream } from './carry-out.ts'
import { cloneWith } from './clone-tool.ts'
import { isAi6 } from './is-ai-6.ts'
import type { HostOptions } from './judge.ts'
import { type ModelOutput, renderByDefault, withNote } from './model-output.ts'
import { Notes } from './notes.ts'
import type { Settings } from './options.ts'
import { HandrailWithheldError } from './withheld-error.ts'

type Tool = ToolSet[string]
type Execute = (input: unknown, options: HostOptions) => unknown
type ToModelOutput = (rendering: {
  toolCallId: string
  input: unknown
  output: unknown
}) => ModelOutput | PromiseLike<ModelOutput>

/** What a guarded `execute` knows about itself. It moves along when a tool is spread into another. */
interface Guarded {
  readonly guards: readonly Guard[]
  /** Whether the tool streams its outputs. */
  readonly streams: boolean
}

type GuardedExecute = Execute & { readonly [guarded]?: Guarded }

const guarded = Symbol.for('handrail.ai-sdk.guarded')

/** Rules on a call of one tool that is about to run. */
export type RuleOnRun = (input: unknown, options: HostOptions | undefined) => Ruling | Promise<Ruling>

/** The guards that a tool has already. */
export function guardsOf(tool: Tool): readonly Guard[] {
  return (tool?.execute as GuardedExecute | undefined)?.[guarded]?.guards ?? []
}

/** A tool whose calls run, or do not, as they are ruled on, and whose results carry the notes. */
export function guardTool(tool: Tool, settings: Settings, rule: RuleOnRun): Tool {
  const inner = tool?.execute as GuardedExecute | undefined
  if (guardsOf(tool).includes(settings.guard)) return tool
  const notes = new Notes(settings.notes)
  let ai6 = false
  const render = renderWithNotes(tool, notes, () => ai6)
  if (typeof inner !== 'function')
    // What a client runs comes back as a message, which only a store of notes outlives.
    return settings.notes && isClientTool(tool) ? cloneWith(tool, { toModelOutput: render }) : tool

  const streams = inner[guarded]?.streams ?? isAsyncGenerator(inner)
  const execute: Execute = (input, options) => {
    ai6 = isAi6(options)
    const run = () => inner.call(tool, input, options)
    const carryOut = (ruling: Ruling): unknown => {
      if (ruling.kind === 'abort') throw ruling.reason
      if (ruling.kind === 'withhold') throw new HandrailWithheldError(ruling.assessment.call, ruling.proposal)
      notes.set(input, options?.toolCallId ?? '', ruling.note)
      return ruling.note === undefined ? run() : annotate(run, ruling.note, ai6)
    }
    const ruling = rule(input, options)
    if (streams) return stream(ruling, carryOut)
    return isThenable(ruling) || ruling.kind !== 'run' ? settle(ruling, carryOut) : carryOut(ruling)
  }
  Object.defineProperty(execute, guarded, {
    value: { guards: [...guardsOf(tool), settings.guard], streams } satisfies Guarded,
  })
  return cloneWith(tool, { execute, toModelOutput: render })
}

function renderWithNotes(tool: Tool, notes: Notes, ai6: () => boolean): ToModelOutput {
  const render = tool?.toModelOutput as ToModelOutput | undefined
  return (rendering) => {
    const base = render ? render.call(tool, rendering) : renderByDefault(rendering.output, ai6())
    const note = notes.get(rendering.input, rendering.toolCallId)
    if (note === undefined) return base
    return isThenable(base) || isThenable(note) ? lateNote(base, note) : withNote(base, note)
  }
}

async function lateNote(
  base: ModelOutput | PromiseLike<ModelOutput>,
  note: string | PromiseLike<string | undefined>,
): Promise<ModelOutput> {
  const [output, line] = [await base, await note]
  return line === undefined ? output : withNote(output, line)
}

/** A tool without `execute` that is not the provider's. */
function isClientTool(tool: Tool): boolean {
  return typeof tool === 'object' && tool !== null && !isProviderExecuted(tool)
}

/** A tool that the provider runs by itself. */
export function isProviderExecuted(tool: Tool): boolean {
  return tool?.type === 'provider' && tool.isProviderExecuted !== false
}

function isAsyncGenerator(fn: unknown): boolean {
  return Object.prototype.toString.call(fn) === '[object AsyncGeneratorFunction]'
}
