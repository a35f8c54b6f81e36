import type { ArgRole } from '../transcript.ts'
import { type ArgRoles, roleAt } from './arg-role.ts'
import type { SchemaPlace } from './schema/place.ts'
import type { ToolArg } from './verdict.ts'

/** What the host knows about the arguments of a tool. */
export interface ArgGuide {
  /** Roles by name or dotted path. */
  readonly roles: ArgRoles | undefined
  /** The place of the arguments as a whole in the tool's schema. */
  readonly place: SchemaPlace | undefined
}

/** A value within an argument, with all that is known about its place. */
export interface ArgLeaf {
  /** The nearest key (R6). */
  readonly keyName: string
  readonly value: unknown
  /** The role that holds here: that of its own path, or the exemption of what it lies in. */
  readonly role: ArgRole | undefined
  readonly place: SchemaPlace | undefined
}

/** The leaves of an argument, and why some could not be read. */
export interface ArgLeaves {
  readonly leaves: readonly ArgLeaf[]
  readonly unread?: string
}

interface Pending extends ArgLeaf {
  /** The keys from the argument on, joined by dots; items of lists have none of their own. */
  readonly path: string
}

/** The most values of one argument that are looked at. */
const MOST_NODES = 10_000
/** What the arguments are called when they are no object. */
export const WHOLE_INPUT = 'input'

/** The leaves of an argument, however deep, cyclic or hostile it is. */
export function leavesOfArg(arg: ToolArg, guide: ArgGuide): ArgLeaves {
  const start = startOf(arg, guide)
  if (!start) return { leaves: [], unread: 'reading it throws' }
  if (typeof start.value !== 'object' || start.value === null) return { leaves: [start] }
  const leaves: ArgLeaf[] = []
  const seen = new Set<object>()
  const stack = [start]
  let unread: string | undefined
  let nodes = 0
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value } = next
    if (typeof value !== 'object' || value === null) {
      leaves.push(next)
    } else if (seen.has(value)) {
      unread ??= 'a part of it stands in it twice, or holds itself'
    } else {
      seen.add(value)
      try {
        if (isOpaque(value)) throw new TypeError('no JSON')
        const list = Array.isArray(value)
        const keys = Object.keys(value)
        for (const key of keys.slice(0, MOST_NODES - nodes).reverse()) {
          nodes++
          try {
            const child = (value as Record<string, unknown>)[key]
            stack.push(list ? itemOf(next, Number(key), child) : memberOf(next, key, child, guide))
          } catch {
            unread ??= 'a part of it cannot be read'
          }
        }
        if (nodes >= MOST_NODES) unread ??= `it has more than ${MOST_NODES} values`
      } catch {
        unread ??= 'a part of it cannot be read'
      }
    }
  }
  return unread === undefined ? { leaves } : { leaves, unread }
}

/** The argument itself; `undefined` when reading it throws. */
function startOf(arg: ToolArg, { roles, place }: ArgGuide): Pending | undefined {
  try {
    const { name, value } = arg
    return {
      keyName: name,
      value,
      path: name,
      role: roles && roleAt(roles, name),
      place: place?.member(name) ?? (name === WHOLE_INPUT ? place : undefined),
    }
  } catch {
    return undefined
  }
}

function itemOf(list: Pending, index: number, value: unknown): Pending {
  const { keyName, path, role, place } = list
  return { keyName, value, path, role, place: place?.item(index) }
}

function memberOf(parent: Pending, key: string, value: unknown, { roles }: ArgGuide): Pending {
  const path = roles ? `${parent.path}.${key}` : ''
  // A reference is one value. What lies in an object that is one has names of its own, an exemption holds for all in it.
  const inherited = parent.role === 'reference' ? undefined : parent.role
  return {
    keyName: key,
    value,
    path,
    role: (roles && roleAt(roles, path)) ?? inherited,
    place: parent.place?.member(key),
  }
}

/** Whether a value is an object that is no JSON: what it holds does not stand in its keys. */
export function isOpaque(value: object): boolean {
  return ArrayBuffer.isView(value) || [ArrayBuffer, Map, Set].some((kind) => value instanceof kind)
}
