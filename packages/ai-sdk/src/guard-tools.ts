import {
  errorWithNote,
  type Guard,
  type GuardOptions,
  guardOf,
  HandrailError,
  type Ruling,
} from '@handrail/core'
import type { ToolSet } from 'ai'
import { isAsyncIterable, isThenable } from './async.ts'
import { createJudge, type HostOptions, type Judge } from './judge.ts'
import { type ModelOutput, renderByDefault, withNote } from './model-output.ts'
import { Notes } from './notes.ts'
import { HandrailWithheldError } from './withheld-error.ts'

/** Options of {@link guardTools}: those of a guard. */
export type AiSdkGuardOptions = GuardOptions

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

const guarded = Symbol.for('handrail.ai-sdk.guarded')

/** What the SDK calls on a tool. These keep the tool as their `this`: it holds the state and the `#private` fields. */
const callbacks = new Set<PropertyKey>([
  'description',
  'needsApproval',
  'onInputStart',
  'onInputDelta',
  'onInputAvailable',
])

/**
 * Puts a guard on tools, for `generateText`, `streamText` and `ToolLoopAgent`. The result has the same type and takes
 * the place of the tools. Tools that do not run here (no `execute`, executed by the provider) are left as they are. A
 * tool can have several guards and obeys all of them; the same guard twice counts once.
 *
 * @param guardOrOptions a guard to share, or options for a new one. Without, every call runs and is recorded.
 *
 * @example
 * const result = await generateText({
 *   model,
 *   tools: guardTools({ lookUpOrder, cancelOrder }, { handler: 'enforce' }),
 *   stopWhen: isStepCount(10),
 *   prompt: 'Cancel my last order.',
 * })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function guardTools<T extends ToolSet>(tools: T, guardOrOptions?: Guard | AiSdkGuardOptions): T {
  if (typeof tools !== 'object' || tools === null)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`tools\` to be an object of tools, got ${String(tools)}.`,
    )
  const guard = guardOf(guardOrOptions)
  const judge = createJudge(guard, tools)
  const entries = Object.entries(tools).map(([name, tool]) => [name, guardTool(name, tool, guard, judge)])
  const set = Object.fromEntries(entries)
  // Such as those of a Model Context Protocol client: in them the SDK finds no tool called `constructor`.
  if (Object.getPrototypeOf(tools) === null) Object.setPrototypeOf(set, null)
  return set as T
}

function guardTool(toolName: string, tool: Tool, guard: Guard, judge: Judge): Tool {
  const inner = tool?.execute as (Execute & { readonly [guarded]?: Guarded }) | undefined
  if (typeof inner !== 'function') return tool
  const { guards = [], streams = isAsyncGenerator(inner) } = inner[guarded] ?? {}
  if (guards.includes(guard)) return tool

  const notes = new Notes()
  const execute: Execute = (input, options) => {
    const run = () => inner.call(tool, input, options)
    const carryOut = (ruling: Ruling): unknown => {
      if (ruling.kind === 'abort') throw ruling.reason
      if (ruling.kind === 'withhold') throw new HandrailWithheldError(ruling.assessment.call, ruling.proposal)
      if (ruling.note === undefined) return run()
      notes.set(input, options.toolCallId, ruling.note)
      return annotate(run, ruling.note)
    }
    const ruling = judge(toolName, tool, input, options)
    if (streams) return stream(ruling, carryOut)
    return isThenable(ruling) || ruling.kind !== 'run' ? settle(ruling, carryOut) : carryOut(ruling)
  }
  Object.defineProperty(execute, guarded, {
    value: { guards: [...guards, guard], streams } satisfies Guarded,
  })

  const render = tool.toModelOutput as ToModelOutput | undefined
  const toModelOutput: ToModelOutput = (rendering) => {
    const base = render ? render.call(tool, rendering) : renderByDefault(rendering.output)
    const note = notes.get(rendering.input, rendering.toolCallId)
    if (note === undefined) return base
    return isThenable(base) ? base.then((output) => withNote(output, note)) : withNote(base, note)
  }
  return cloneWith(tool, { execute, toModelOutput })
}

function isAsyncGenerator(fn: unknown): boolean {
  return Object.prototype.toString.call(fn) === '[object AsyncGeneratorFunction]'
}

/** Runs a tool whose call was warned about: what it throws carries the note, since nothing renders an error. */
function annotate(run: () => unknown, note: string): unknown {
  const rethrow = (error: unknown): never => {
    throw errorWithNote(error, note)
  }
  let result: unknown
  try {
    result = run()
  } catch (error) {
    return rethrow(error)
  }
  if (isAsyncIterable(result)) return streamOf(result, rethrow)
  return isThenable(result) ? Promise.resolve(result).catch(rethrow) : result
}

async function* streamOf(outputs: AsyncIterable<unknown>, rethrow: (error: unknown) => never) {
  try {
    return yield* outputs
  } catch (error) {
    return rethrow(error)
  }
}

/** A stream that begins once it is ruled on. */
async function* stream(pending: Ruling | PromiseLike<Ruling>, carryOut: (ruling: Ruling) => unknown) {
  return yield* carryOut(await pending) as AsyncIterable<unknown>
}

/** A result that is there once it is ruled on. The SDK has taken it for a single one by then: of a stream, the last. */
async function settle(
  pending: Ruling | PromiseLike<Ruling>,
  carryOut: (ruling: Ruling) => unknown,
): Promise<unknown> {
  const result = carryOut(await pending)
  if (!isAsyncIterable(result)) return result
  let last: unknown
  for await (const output of result) last = output
  return last
}

/** A tool that differs in these members only. Spreading would lose what a class tool inherits. */
function cloneWith(tool: Tool, members: { execute: Execute; toModelOutput: ToModelOutput }): Tool {
  const fields: Record<PropertyKey, PropertyDescriptor> = {}
  for (const [key, value] of Object.entries(members))
    fields[key] = { value, enumerable: true, configurable: true, writable: true }
  for (let from: object | null = tool; from && from !== Object.prototype; from = Object.getPrototypeOf(from))
    for (const key of Reflect.ownKeys(from)) {
      const field = Object.getOwnPropertyDescriptor(from, key)
      if (!field || Object.hasOwn(fields, key)) continue
      if (field.get) fields[key] = { ...field, get: () => Reflect.get(tool, key) }
      else if (callbacks.has(key) && typeof field.value === 'function')
        fields[key] = { ...field, value: field.value.bind(tool) }
      else if (from === tool) fields[key] = field
    }
  return Object.create(Object.getPrototypeOf(tool), fields)
}
