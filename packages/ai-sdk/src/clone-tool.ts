import type { ToolSet } from 'ai'

type Tool = ToolSet[string]

/** What the SDK calls on a tool. These keep the tool as their `this`: it holds the state and the `#private` fields. */
const callbacks = new Set<PropertyKey>([
  'description',
  'needsApproval',
  'onInputStart',
  'onInputDelta',
  'onInputAvailable',
])

/** A tool that differs in these members only. Spreading would lose what a class tool inherits. */
export function cloneWith(tool: Tool, members: Readonly<Record<string, unknown>>): Tool {
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
