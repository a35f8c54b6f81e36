import { showPath } from '@handrail/eval/families'
import type { CallPlace, Flag, Measures, Miss } from './measures.ts'

/** Every flag with its evidence, so that a person can judge it. */
export function showFlags(all: readonly Measures[]): string {
  const flags = all.flatMap((measures) => measures.flags)
  return [`Flags (${flags.length})`, ...flags.map(showFlag), ''].join('\n\n')
}

/** Everything that should have been found and was not. */
export function showMisses(all: readonly Measures[]): string {
  const misses = all.flatMap((measures) => measures.misses)
  return [`Misses (${misses.length})`, ...misses.map(showMiss), ''].join('\n\n')
}

function showFlag(flag: Flag): string {
  const lines = flag.values.flatMap(({ path, value, literal, near }) => [
    `  ${showPath(path)} = ${JSON.stringify(value)}${literal ? ', which stands in the evidence' : ''}`,
    ...(near.length > 0 ? near : ['nothing that resembles it']).map((place) => `    ${place}`),
  ])
  return [`${place(flag)}  ${flag.confidence}, ${flag.because}`, ...lines].join('\n')
}

function showMiss(miss: Miss): string {
  const { kind, way, path, original, value, said } = miss
  const was = original === undefined ? '' : ` in place of ${JSON.stringify(original)}`
  return [
    `${place(miss)}  ${kind} (${way})`,
    `  ${showPath(path)} = ${JSON.stringify(value)}${was}`,
    `    ${said}`,
  ].join('\n')
}

function place({ source, id, message, call, toolName }: CallPlace): string {
  return `${source}  ${id}  message ${message} call ${call}  ${toolName}`
}
