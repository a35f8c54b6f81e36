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
 * Makes a registry of the built-in handlers and more.
 *
 * @throws HandrailError `INVALID_OPTION` when a handler has no name or no `handle`.
 */
export function createHandlerRegistry(handlers: Iterable<EnforcementHandler> = []): HandlerRegistry {
  const byName = new Map<string, EnforcementHandler>()
  for (const handler of [...builtIn, ...handlers]) {
    if (typeof handler?.name !== 'string' || handler.name === '' || typeof handler.handle !== 'function')
      throw expected(
        'INVALID_OPTION',
        'handlers',
        'to hold objects with a `name` and a function `handle`',
        handler,
      )
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
