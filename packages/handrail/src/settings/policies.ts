import { extname } from 'node:path'
import type { GuardOptions } from '@handrail/core'
import { type HandrailConfig, loadConfig } from '@handrail/core/node'
import { PRESET_NAMES, presetPolicies } from '@handrail/eval'
import type { PolicyFlags } from '../commands/options.ts'
import { InputError } from '../errors.ts'
import { safe } from '../output/safe.ts'

/** The name of the policy that the configuration makes. */
export const CONFIGURED = 'configured'

/** What is to be compared. */
export interface ChosenPolicies {
  readonly config: HandrailConfig
  /** By name, in the order in which they are shown. */
  readonly policies: Readonly<Record<string, GuardOptions>>
}

/**
 * The policies that the options name, and without any those of `usual`. All of them know the tools and the words of the
 * configuration, but for those that come from a file of their own.
 *
 * @param usual names to take where none are given; `configured` among them only where there is a configuration.
 * @throws InputError for a name that is neither of ours nor a file; HandrailError for a broken configuration.
 */
export async function choosePolicies(flags: PolicyFlags, usual: readonly string[]): Promise<ChosenPolicies> {
  // Nobody is asked about what is over: a plug-in stays what it is, and need not even be installed here.
  const config = await loadConfig({
    plugin: 'drop',
    ...(flags.config !== undefined && { file: flags.config }),
  })
  const presets = presetPolicies(config.options)
  const policies: Record<string, GuardOptions> = {}
  const known: readonly string[] = [CONFIGURED, ...PRESET_NAMES]
  const names = flags.policy ?? usual.filter((name) => name !== CONFIGURED || config.file !== undefined)
  for (const wanted of names) {
    const [name, file] = nameAndFile(wanted)
    if (Object.hasOwn(policies, name))
      throw new InputError(
        `Expected every \`--policy\` to have a name of its own, got "${safe(name)}" twice.`,
      )
    if (file === '') throw new InputError(`Expected a file after \`--policy ${safe(name)}=\`, got nothing.`)
    if (file !== undefined) policies[name] = (await loadConfig({ plugin: 'drop', file })).options
    else if (name === CONFIGURED) policies[name] = config.options
    else if (Object.hasOwn(presets, name)) policies[name] = presets[name as keyof typeof presets]
    else
      throw new InputError(
        `Expected \`--policy\` to be one of ${known.join(', ')}, or name=file, got "${safe(name)}".`,
      )
  }
  return { config, policies }
}

/** `name=file`, a file that is its own name, or a name. */
function nameAndFile(policy: string): [name: string, file: string | undefined] {
  const at = policy.indexOf('=')
  if (at > 0) return [policy.slice(0, at), policy.slice(at + 1)]
  return [policy, extname(policy) === '' ? undefined : policy]
}
