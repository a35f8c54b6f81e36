import { expected } from '../errors.ts'
import { enforceHandler } from './enforce.ts'
import type { EnforcementHandler } from './handler.ts'
import { observeHandler } from './observe.ts'

/** The handlers a guard can choose from. */
export interface HandlerRegistry {
  /**
   * The handler of that name. Built-in names cannot be taken over.
   *
   * @throws HandrailError `UNKNOWN_HANDLER` with the known names: a typing mistake must not end in another handler.
   */
  resolve(name: string): EnforcementHandler
  /** All handlers in the order of resolution: the built-in ones first. */
  active(): readonly EnforcementHandler[]
  /** Their names, in the same order. */
  names(): readonly string[]
}

const builtIn: readonly EnforcementHandler[] = [observeHandler, enforceHandler]

/**
 * Checks what a host gives as a handler.
 *
 * @throws HandrailError `INVALID_OPTION`.
 */
export function checkHandler(field: string, handler: EnforcementHandler): void {
  if (typeof handler?.name !== 'string' || handler.name === '' || typeof handler.handle !== 'function')
    throw expected(
      'INVALID_OPTION',
      field,
      'to be a handler: an object with a `name` and a function `handle`',
      handler,
    )
  const { timeoutMs } = handler
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0))
    throw expected(
      'INVALID_OPTION',
      `${field}.timeoutMs`,
      'to be a number of milliseconds above 0, or Infinity',
      timeoutMs,
    )
}

/**
 * Makes a registry of the built-in handlers and more.
 *
 * @throws HandrailError `INVALID_OPTION` when a handler has no name or no `handle`, or a name stands twice.
 */
export function createHandlerRegistry(handlers: Iterable<EnforcementHandler> = []): HandlerRegistry {
  const byName = new Map<string, EnforcementHandler>()
  for (const handler of builtIn) byName.set(handler.name, handler)
  const given = new Set<string>()
  for (const handler of handlers) {
    checkHandler('handlers', handler)
    if (given.has(handler.name))
      throw expected('INVALID_OPTION', 'handlers', 'to hold every name once', handler.name)
    given.add(handler.name)
    if (!byName.has(handler.name)) byName.set(handler.name, handler)
  }
  return Object.freeze({
    resolve(name: string) {
      const handler = byName.get(name)
      if (!handler)
        throw expected(
          'UNKNOWN_HANDLER',
          'handler',
          `to be one of ${[...byName.keys()].sort().join(', ')}`,
          name,
        )
      return handler
    },
    active: () => [...byName.values()],
    names: () => [...byName.keys()],
  })
}
