import { type Guard, HandrailError } from '@handrail/core'
import { Runnable, RunnableBinding } from '@langchain/core/runnables'
import { type LangChainToolOptions, type ToolSettings, toolSettingsOf } from './options.ts'
import { type GuardableTool, runGuarded } from './run-guarded.ts'

/** Marks a guarded tool. Read from it: `{ guards }`, as of a guarded tool of the AI SDK. */
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
export function guardTool<T extends GuardableTool>(
  tool: T,
  guardOrOptions?: Guard | LangChainToolOptions,
): T {
  return guardAmong(tool, toolSettingsOf(guardOrOptions), [tool])
}

/**
 * Puts one guard on all tools of a list. What has no `invoke`, such as a provider's own tools, is returned as it is.
 *
 * @example
 * const agent = createAgent({ model, tools: guardTools([findOrders, cancelOrder], { handler: 'enforce' }) })
 *
 * @throws HandrailError when an option is unknown or contradicts another, or when the tools are no list.
 */
export function guardTools<T extends readonly (GuardableTool | ProviderTool)[] | []>(
  tools: T,
  guardOrOptions?: Guard | LangChainToolOptions,
): T {
  if (!Array.isArray(tools)) {
    const got = tools === null ? 'null' : typeof tools
    throw new HandrailError('INVALID_OPTION', `Expected \`tools\` to be a list of tools, got ${got}.`)
  }
  const settings = toolSettingsOf(guardOrOptions)
  const own = tools.filter(isGuardable)
  return tools.map((tool) => (isGuardable(tool) ? guardAmong(tool, settings, own) : tool)) as unknown as T
}

/** A tool that the provider of the model runs, such as `{ type: 'web_search' }`. */
export type ProviderTool = Record<string, unknown>

function isGuardable(tool: GuardableTool | ProviderTool): tool is GuardableTool {
  return typeof tool?.invoke === 'function'
}

function guardAmong<T extends GuardableTool>(
  tool: T,
  settings: ToolSettings,
  tools: readonly GuardableTool[],
): T {
  if (guarded in tool) return tool
  const guarding = { ...settings, tool, tools }
  const own = tool as unknown as Methods
  const invoke: Method = (input, config) =>
    runGuarded(guarding, input, config, (given) => own.invoke(given, config))
  const call: Method = (input, config, tags) =>
    runGuarded(guarding, input, config, (given) => own.call(given, config, tags))
  // What spies and instrumentation put in place of the two stays out here: the tool would call it from inside.
  const patches: Partial<Record<PropertyKey, unknown>> = {}
  const homeOf = (key: PropertyKey) => (key === 'invoke' || key === 'call' ? patches : tool)
  const face = faceOf(tool)
  const holderOf = (key: PropertyKey) => (Object.hasOwn(patches, key) ? patches : face)
  const mark = Object.freeze({ guards: Object.freeze([settings.guard]) })
  const proxy: T = new Proxy(face, {
    has: (target, key) => key === guarded || Reflect.has(target, key),
    get(_, key) {
      if (Object.hasOwn(patches, key)) return patches[key]
      if (key === guarded) return mark
      // Read from the tool itself: a getter may need its private fields.
      const value: unknown = Reflect.get(tool, key, tool)
      if (typeof value !== 'function' || key === 'constructor') return value
      if (key === 'invoke') return invoke
      if (key === 'call') return call
      if (combinators.has(key)) return (Reflect.get(combinatorsOf(tool), key) as Method).bind(proxy)
      return Object.hasOwn(tool, key) ? value : value.bind(tool)
    },
    set: (_, key, value) => Reflect.set(homeOf(key), key, value),
    defineProperty(_, key, descriptor) {
      const home = homeOf(key)
      return Reflect.defineProperty(
        home,
        key,
        home === tool ? descriptor : { ...descriptor, configurable: true },
      )
    },
    deleteProperty: (_, key) => Reflect.deleteProperty(holderOf(key), key),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(holderOf(key), key),
  })
  return proxy
}

/** What a proxy can stand for: no proxy may give another `invoke` than one that is fixed on a frozen object. */
function faceOf<T extends GuardableTool>(tool: T): T {
  if (!Object.isFrozen(tool)) return tool
  const fields = Object.getOwnPropertyDescriptors(tool) as PropertyDescriptorMap
  for (const field of Object.values(fields)) field.configurable = true
  return Object.create(Object.getPrototypeOf(tool), fields)
}

/** Where a tool's combinators come from: a binding's own go past its `invoke`, to what it is bound to. */
function combinatorsOf(tool: GuardableTool): object {
  return tool instanceof RunnableBinding ? Runnable.prototype : tool
}

type Method = (input: unknown, config?: unknown, tags?: unknown) => Promise<unknown>

/** A tool's own methods: their types depend on a schema that is not known here. */
type Methods = Record<'invoke' | 'call', Method>
