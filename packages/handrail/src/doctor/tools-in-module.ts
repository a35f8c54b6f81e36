import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { Guard, ToolAnnotations } from '@handrail/core'
import { InputError } from '../errors.ts'
import { safe } from '../output/safe.ts'

/** A tool of the app. */
export interface ModuleTool {
  readonly name: string
  readonly framework: 'ai-sdk' | 'langchain'
  /** `'elsewhere'`: it has no code here to guard: a client or the provider runs it. */
  readonly guarded: 'yes' | 'no' | 'elsewhere'
  readonly guards: readonly Guard[]
  readonly annotations: ToolAnnotations | undefined
}

const guardedLangChain = Symbol.for('handrail.guarded-tool')
const guardedAiSdk = Symbol.for('handrail.ai-sdk.guarded')
const PATIENCE_MS = 30_000
/** An export holds tools, or a list of them, or what an adapter returned; nothing lies deeper. */
const DEEPEST = 3

/**
 * The tools among the exports of a module: tools of LangChain, tools of the AI SDK, and lists and objects of them. The module
 * is imported, so it runs; functions that make tools are not called.
 *
 * @throws InputError when it cannot be imported or exports none.
 */
export async function toolsInModule(file: string): Promise<ModuleTool[]> {
  if (!(await stat(file)).isFile()) throw new InputError(`Expected \`--tools ${safe(file)}\` to be a file.`)
  let exports: Record<string, unknown>
  try {
    exports = { ...(await Promise.race([import(pathToFileURL(resolve(file)).href), late()])) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new InputError(`Expected \`--tools ${safe(file)}\` to be a module that can be imported: ${why}`, {
      cause: error,
    })
  }
  const tools = new Map<string, ModuleTool>()
  for (const [name, value] of Object.entries(exports))
    try {
      collect(name, value, tools, 0)
    } catch (cause) {
      throw new InputError(
        `The export ${safe(name)} of \`--tools ${safe(file)}\` cannot be looked into: export the tools alone.`,
        {
          cause,
        },
      )
    }
  if (tools.size > 0) return [...tools.values()]
  const names = Object.keys(exports).map(safe).join(', ') || 'nothing'
  throw new InputError(
    `Expected \`--tools ${safe(file)}\` to export tools of the AI SDK or of LangChain, or lists or objects of them, got ${names}.`,
  )
}

/** Does not keep the process alive: what waits with nothing left to wait for ends it at once. */
async function late(): Promise<never> {
  await setTimeout(PATIENCE_MS, undefined, { ref: false })
  throw new Error(`it did not load within ${PATIENCE_MS / 1000} seconds`)
}

/** Adds the tools in a value. A tool that is exported twice counts as guarded only where it is guarded each time. */
function collect(name: string, value: unknown, to: Map<string, ModuleTool>, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  const tool = langChainTool(value) ?? aiSdkTool(name, value)
  if (tool) {
    const known = to.get(tool.name)
    if (known?.guarded !== 'no') to.set(tool.name, tool)
    return
  }
  if (depth >= DEEPEST) return
  for (const [key, inner] of Object.entries(value)) collect(key, inner, to, depth + 1)
}

/** A tool of LangChain says its own name. */
function langChainTool(value: object): ModuleTool | undefined {
  const { name, invoke, metadata } = value as { name?: unknown; invoke?: unknown; metadata?: unknown }
  if (typeof name !== 'string' || typeof invoke !== 'function') return undefined
  const mark = (value as Record<symbol, unknown>)[guardedLangChain]
  return {
    ...{ name, framework: 'langchain', guarded: guardedLangChain in value ? 'yes' : 'no' },
    ...{ guards: guardsOf(mark), annotations: annotationsOf(metadata) },
  }
}

/** A tool of the AI SDK is called as the key says that it stands under. */
function aiSdkTool(name: string, value: object): ModuleTool | undefined {
  const { execute, inputSchema, metadata } = value as Record<'execute' | 'inputSchema' | 'metadata', unknown>
  const runs = typeof execute === 'function'
  if (!runs && (typeof inputSchema !== 'object' || inputSchema === null) && typeof inputSchema !== 'function')
    return undefined
  const mark = runs ? (execute as unknown as Record<symbol, unknown>)[guardedAiSdk] : undefined
  return {
    ...{ name, framework: 'ai-sdk', guarded: mark !== undefined ? 'yes' : runs ? 'no' : 'elsewhere' },
    ...{ guards: guardsOf(mark), annotations: annotationsOf(metadata) },
  }
}

function guardsOf(mark: unknown): readonly Guard[] {
  const { guards } = (typeof mark === 'object' && mark !== null ? mark : {}) as { guards?: readonly Guard[] }
  return Array.isArray(guards) ? guards : []
}

function annotationsOf(metadata: unknown): ToolAnnotations | undefined {
  const { annotations } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as {
    annotations?: ToolAnnotations
  }
  return typeof annotations === 'object' && annotations !== null ? annotations : undefined
}
