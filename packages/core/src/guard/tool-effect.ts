import { remembered, wordsOfName } from '../evidence/name-kind.ts'
import type { ToolEffect, ToolTraits } from '../transcript.ts'
import { destructiveVerbs, readVerbs, writeVerbs } from './verbs.ts'

/** The hints of a Model Context Protocol server about one of its tools. */
export interface ToolAnnotations {
  readonly readOnlyHint?: boolean
  readonly destructiveHint?: boolean
}

/** What a tool does to the world, and how we know. */
export interface KnownEffect {
  readonly effect: ToolEffect
  /** `'traits'`: the host said so. `'annotations'`: the tool's server. `'name'`: a verb. `'default'`: a guess. */
  readonly from: 'traits' | 'annotations' | 'name' | 'default'
}

const severity: readonly ToolEffect[] = ['read', 'write', 'destructive']

/**
 * What a tool does: the host's word, else the server's annotations, else the first verb of the name, else `read`, which
 * is never judged. The annotations of a server that is not trusted may only make the effect graver than the name says.
 */
export function effectOfTool(
  toolName: string,
  traits: ToolTraits | undefined,
  annotations: ToolAnnotations | undefined,
  trustAnnotations: boolean,
): KnownEffect {
  if (traits?.effect) return { effect: traits.effect, from: 'traits' }
  const hinted = effectOfAnnotations(annotations)
  const named = effectOfName(toolName)
  if (hinted && (trustAnnotations || severity.indexOf(hinted) > severity.indexOf(named ?? 'read')))
    return { effect: hinted, from: 'annotations' }
  return named ? { effect: named, from: 'name' } : { effect: 'read', from: 'default' }
}

/** What the annotations say; `undefined` when they say nothing. */
function effectOfAnnotations(annotations: ToolAnnotations | undefined): ToolEffect | undefined {
  if (annotations?.readOnlyHint === true) return 'read'
  if (annotations?.destructiveHint === true) return 'destructive'
  if (annotations?.readOnlyHint === false || annotations?.destructiveHint === false) return 'write'
  return undefined
}

/**
 * What the first verb in a name says (`list_deleted_orders` reads); `null` when there is none. Where the server's name
 * stands before the tool's, as in `email__list_messages`, the tool's own is asked first.
 */
const effectOfName = remembered(
  (toolName): ToolEffect | null =>
    effectOfVerb(toolName.slice(toolName.lastIndexOf('__') + 1)) ?? effectOfVerb(toolName),
)

function effectOfVerb(name: string): ToolEffect | null {
  for (const word of wordsOfName(name.replaceAll(/\p{N}+/gu, ' '))) {
    if (readVerbs.has(word)) return 'read'
    if (writeVerbs.has(word)) return 'write'
    if (destructiveVerbs.has(word)) return 'destructive'
  }
  return null
}
