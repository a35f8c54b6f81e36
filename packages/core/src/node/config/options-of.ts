import type { GuardOptions } from '../../guard/options.ts'
import type { InterventionLadder } from '../../intervention/ladder.ts'
import type { ArgRole, ToolTraits } from '../../transcript.ts'
import type { ConfigFile } from './schema.ts'

const roles: Readonly<Record<string, ArgRole>> = { new_key: 'newKey', free_text: 'freeText' }

/** A valid file as the options of a guard. */
export function optionsOf(file: ConfigFile, ladder: InterventionLadder): GuardOptions {
  const { handler, handler_timeout_ms: ms, max_actuations: most, trust_annotations: trust } = file
  const { policy, ceilings, repeat, provenance, tools, intervention } = file
  return {
    ...(handler !== undefined && { handler }),
    ...(ms !== undefined && { handlerTimeoutMs: ms === 'infinity' ? Number.POSITIVE_INFINITY : ms }),
    ...(most !== undefined && { maxActuations: most }),
    ...(trust !== undefined && { trustAnnotations: trust }),
    ...(policy && { policy: inCamelCase(policy) }),
    ...(ceilings && { ceilings: inCamelCase(ceilings) }),
    ...(repeat && { repeat: inCamelCase(repeat) }),
    ...(provenance && { provenance: inCamelCase(provenance) }),
    ...(tools && { tools: mapped(tools, traitsOf) }),
    ...(intervention && Object.keys(intervention).length > 0 && { ladder }),
  }
}

function traitsOf({ args, ...rest }: NonNullable<ConfigFile['tools']>[string]): ToolTraits {
  const traits: ToolTraits = inCamelCase(rest)
  return args ? { ...traits, args: mapped(args, (role) => roles[role] ?? (role as ArgRole)) } : traits
}

/** A record with every value changed; names such as `constructor` are names like all others. */
function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}

type CamelCase<Name> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name
type InCamelCase<Fields> = {
  readonly [Name in keyof Fields as CamelCase<Name>]: Exclude<Fields[Name], undefined>
}

function inCamelCase<Fields extends object>(fields: Fields): InCamelCase<Fields> {
  const entries = Object.entries(fields).map(([name, value]) => [camelCase(name), value])
  return Object.fromEntries(entries) as InCamelCase<Fields>
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
