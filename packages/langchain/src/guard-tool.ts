import { type Guard, type GuardOptions, guardOf } from '@handrail/core'
import { Runnable } from '@langchain/core/runnables'
import { type GuardableTool, runGuarded } from './run-guarded.ts'

const guarded = Symbol.for('handrail.guarded-tool')

/** Methods that end in `invoke`: they must find the guarded one, not the tool's own. */
const combinators: ReadonlySet<PropertyKey> = new Set(
  Object.getOwnPropertyNames(Runnable.prototype).filter((name) => name !== 'constructor'),
)

/**
 * Puts a guard on a tool. The result is used in place of the tool, is of its type, and differs in one thing: before a
 * call runs, the guard decides whether it runs as it is, with a note for the model, or not at all. A tool that has a
 * guard already is returned as it is.
 *
 * The evidence comes from the graph's state. In a loop of your own, hand the messages over with the call:
 * `tool.invoke(toolCall, { state: { messages } } as ToolRunnableConfig)`.
 *
 * @example
 * const agent = createAgent({ model, tools: [guardTool(cancelOrder, { handler: 'enforce' })] })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function guardTool<T extends GuardableTool>(tool: T, guardOrOptions?: Guard | GuardOptions): T {
  const guard = guardOf(guardOrOptions)
  if (guarded in tool) return tool
  const own = tool as unknown as Methods
  const invoke: Method = (input, config) =>
    runGuarded(tool, guard, input, config, () => own.invoke(input, config))
  const call: Method = (input, config, tags) =>
    runGuarded(tool, guard, input, config, () => own.call(input, config, tags))
  const proxy: T = new Proxy(tool, {
    has: (target, key) => key === guarded || Reflect.has(target, key),
    get(target, key) {
      // Read from the tool itself: a getter may need its private fields.
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value !== 'function' || key === 'constructor') return value
      if (key === 'invoke') return invoke
      if (key === 'call') return call
      if (combinators.has(key)) return value.bind(proxy)
      return Object.hasOwn(target, key) ? value : value.bind(target)
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  })
  return proxy
}

/**
 * Puts one guard on all tools of a list.
 *
 * @example
 * const agent = createAgent({ model, tools: guardTools([findOrders, cancelOrder], { handler: 'enforce' }) })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function guardTools<T extends readonly GuardableTool[] | []>(
  tools: T,
  guardOrOptions?: Guard | GuardOptions,
): T {
  const guard = guardOf(guardOrOptions)
  return tools.map((tool) => guardTool(tool, guard)) as unknown as T
}

type Method = (input: unknown, config?: unknown, tags?: unknown) => Promise<unknown>

/** A tool's own methods: their types depend on a schema that is not known here. */
type Methods = Record<'invoke' | 'call', Method>
