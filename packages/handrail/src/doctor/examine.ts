import { createGuard } from '@handrail/core'
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
import { toolsInModule } from './tools-in-module.ts'
import { type FoundVersion, versionsIn } from './versions.ts'
import { whyNotArmed } from './why-not-armed.ts'

const OWN_GUARDS =
  'The tools have guards of their own: these settings count for them only as far as the app hands them over.'

/** What the doctor found. */
export interface Diagnosis {
  /** Whether a made-up id in a call of this app would be acted on. */
  readonly armed: boolean
  /** Why not, a sentence each; empty when it is. */
  readonly notArmed: readonly string[]
  /** What that is known of: the settings alone, or the tools of the app too. */
  readonly checked: 'settings' | 'tools'
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
  const own = new Set(inModule.flatMap(({ guards }) => guards))
  const guards = own.size > 0 ? [...own] : [createGuard(config.options)]
  const tried = guards.map((guard) => ({ guard, canaries: canariesOf(guard) }))
  const tools = knownTools(config.options, inModule, recorded)
  const versions = await versionsIn(cwd)
  const notArmed = whyNotArmed(tried, tools, versions)
  return {
    armed: notArmed.length === 0,
    notArmed,
    checked: inModule.length > 0 ? 'tools' : 'settings',
    versions,
    config: config.file ?? null,
    settings: settingsOf(config),
    notices: own.size > 0 ? [...config.notices, OWN_GUARDS] : config.notices,
    handlers: { inUse: guards[0]?.handler.name ?? 'observe', active: active(config, handlers), skipped },
    reach: reachOf(config.options),
    tools,
    canaries: tried.flatMap(({ canaries }) => canaries),
    problems: recorded.problems,
  }
}

function active(config: HandrailConfig, plugins: readonly FoundHandler[]) {
  const builtIn = createGuard().handlers.names()
  const own = (config.options.handlers ?? []).map(({ name }) => name)
  const packageOf = new Map(plugins.map((plugin) => [plugin.name, plugin.package]))
  const names = new Set([...builtIn, ...own, ...packageOf.keys()])
  return [...names].map((name) => ({ name, package: packageOf.get(name) ?? null }))
}
