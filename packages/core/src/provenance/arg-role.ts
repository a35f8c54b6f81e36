import type { ArgRole, ToolTraits } from '../transcript.ts'

/** Roles of a tool's arguments, by name or dotted path. */
export type ArgRoles = NonNullable<ToolTraits['args']>

/** The role that the host declared for exactly this path. */
export function roleAt(roles: ArgRoles, path: string): ArgRole | undefined {
  // Names of arguments come from models: `constructor` must find nothing.
  return Object.hasOwn(roles, path) ? roles[path] : undefined
}

/** R7, R19: why a value in this role is not judged; `undefined` when it is. */
export function whyRoleIsNotJudged(role: ArgRole | undefined): string | undefined {
  return role === undefined || role === 'reference' ? undefined : reasons[role]
}

/** Why nothing in an argument is judged; `undefined` when something may be, or a role within it says otherwise. */
export function whyArgIsExempt(name: string, roles: ArgRoles | undefined): string | undefined {
  const exempt = roles && whyRoleIsNotJudged(roleAt(roles, name))
  const inner = exempt !== undefined && Object.keys(roles ?? {}).some((path) => path.startsWith(`${name}.`))
  return inner ? undefined : exempt
}

const reasons: Record<Exclude<ArgRole, 'reference'>, string> = {
  newKey: 'declared to be a new key, which the model makes up on purpose',
  quantity: 'declared to be a quantity',
  freeText: 'declared to be free text',
}
