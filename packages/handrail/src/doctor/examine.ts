import { createGuard, type Guard, type GuardOptions } from '@handrail/core'
import {
  discoverHandlers,
  type FoundHandler,
  type HandrailConfig,
  loadConfig,
  type SkippedHandler,
} from '@handrail/core/node'
import type { Problem } from '@handrail/eval'
import type { DoctorFlags } from '../commands/doctor.ts'
import { type Canary, canariesOf } from './canary.ts'
import { type Reach, reachOf } from './reach.ts'
import { recordedTools } from './recorded-tools.ts'
import { type Setting, settingsOf } from './settings.ts'
import { type KnownTool, knownTools } from './tools.ts'
import { type ModuleTool, toolsInModule } from './tools-in-module.ts'
import { type FoundVersion, versionsIn } from './versions.ts'

/** What the doctor found. */
export interface Diagnosis {
  /** Whether a made-up id in a call of this app would be acted on. */
  readonly armed: boolean
  /** Why not, a sentence each; empty when it is. */
  readonly notArmed: readonly string[]
  readonly versions: readonly FoundVersion[]
  /** The configuration, or `null` where everything is built in. */
  readonly config: string | null
  readonly settings: readonly Setting[]
  /** What is no mistake and worth a look. */
  readonly notices: readonly string[]
  readonly handlers: {
    readonly inUse: string
    /** In the order of resolution. */
    readonly active: readonly { readonly name: string; readonly package: string | null }[]
    readonly skipped: readonly SkippedHandler[]
  }
  readonly reach: Reach
  readonly tools: readonly KnownTool[]
  readonly canaries: readonly Canary[]
  readonly problems: readonly Problem[]
}

/** Examines the app in a folder. */
export async function examine(flags: DoctorFlags, cwd: string): Promise<Diagnosis> {
  const config = await loadConfig({ cwd, ...(flags.config !== undefined && { file: flags.config }) })
  const { handlers, skipped } = await discoverHandlers({ cwd, onSkipped: () => {} })
  const inModule = flags.tools === undefined ? [] : await toolsInModule(flags.tools)
  const recorded = await recordedTools(flags.traces ?? [], flags.format)
  const guards = guardsOf(config.options, inModule)
  const canaries = guards.flatMap(canariesOf)
  const tools = knownTools(config.options, inModule, recorded)
  const reach = reachOf(config.options)
  const notArmed = [
    ...guards.flatMap((guard) => whyIdle(guard, guards.length > 1)),
    ...whyUnseen(canaries),
    ...whyGentle(reach),
    ...whyUnguarded(inModule),
  ]
  return {
    armed: notArmed.length === 0,
    notArmed: [...new Set(notArmed)],
    versions: await versionsIn(cwd),
    config: config.file ?? null,
    settings: settingsOf(config),
    notices: config.notices,
    handlers: { inUse: guards[0]?.handler.name ?? 'observe', active: active(config, handlers), skipped },
    reach,
    tools,
    canaries,
    problems: recorded.problems,
  }
}

/** The guards that the tools have, each once; without such tools the one that the configuration makes. */
function guardsOf(options: GuardOptions, tools: readonly ModuleTool[]): Guard[] {
  const own = new Set(tools.flatMap(({ guards }) => guards))
  return own.size > 0 ? [...own] : [createGuard(options)]
}

function active(config: HandrailConfig, plugins: readonly FoundHandler[]) {
  const builtIn = createGuard().handlers.names()
  const own = (config.options.handlers ?? []).map(({ name }) => name)
  const packageOf = new Map(plugins.map((plugin) => [plugin.name, plugin.package]))
  const names = new Set([...builtIn, ...own, ...packageOf.keys()])
  return [...names].map((name) => ({ name, package: packageOf.get(name) ?? null }))
}

function whyIdle({ handler }: Guard, isOneOfMany: boolean): string[] {
  if (handler.name !== 'observe') return []
  const whose = isOneOfMany ? 'of a guard of your tools' : ''
  return [
    `The handler ${whose} is observe: every call runs and is recorded, whatever is found. To act, set handler = "enforce".`.replace(
      '  ',
      ' ',
    ),
  ]
}

function whyUnseen(canaries: readonly Canary[]): string[] {
  return canaries
    .filter(({ ok }) => !ok)
    .map(({ minted, tool }) =>
      minted
        ? `The made-up id in a call of ${tool} was not flagged: the settings under [provenance] or [tools] let it pass.`
        : `The id that the user had named was flagged in a call of ${tool}: the guard would act on good calls.`,
    )
}

function whyGentle({ effects }: Reach): string[] {
  if (effects.some(({ HIGH }) => HIGH !== 'OBSERVE')) return []
  return ['Every flagged call gets OBSERVE: the policy or the ceilings let nothing more happen.']
}

function whyUnguarded(tools: readonly ModuleTool[]): string[] {
  const names = tools.filter(({ guarded }) => guarded === 'no').map(({ name }) => name)
  if (names.length === 0) return []
  return [`Tools without a guard: ${names.join(', ')}. Wrap them with guardTools.`]
}
