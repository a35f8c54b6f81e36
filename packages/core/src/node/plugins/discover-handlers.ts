import { findHandlers } from './find-handlers.ts'
import type { DiscoveredHandler, SkippedHandler } from './handler-discovery.ts'
import { loadHandler } from './load-handler.ts'
import { ownerOf } from './owner-of.ts'

/** What to look for, and where. */
export interface DiscoverHandlersOptions {
  /** A folder of the app. The working directory by default. */
  readonly cwd?: string
  /** Import only the handlers of these names. All by default. */
  readonly names?: readonly string[]
  /** Milliseconds that a module may take to load. 10,000 by default. */
  readonly patienceMs?: number
  /** Takes the line about each handler that is passed over. By default it is written to stderr. */
  readonly onSkipped?: (line: string, skipped: SkippedHandler) => void
}

/** The handlers of an app's dependencies. */
export interface HandlerDiscovery {
  /** Sorted by name. */
  readonly handlers: readonly DiscoveredHandler[]
  /** What is offered and cannot be used, with the reason. */
  readonly skipped: readonly SkippedHandler[]
}

/**
 * Finds and imports the handlers that the app's direct dependencies offer (see `findHandlers`). One that cannot be used is
 * passed over, with one line on stderr.
 *
 * @example
 * const { handlers } = await discoverHandlers()
 * const guard = createGuard({ handler: 'slack', handlers: handlers.map(({ handler }) => handler) })
 *
 * @throws HandrailError `INVALID_CONFIG` when the package.json of the app itself cannot be read.
 */
export async function discoverHandlers(options: DiscoverHandlersOptions = {}): Promise<HandlerDiscovery> {
  const { names, patienceMs, onSkipped = (line: string) => console.error(line) } = options
  const found = await findHandlers(options)
  const wanted = found.handlers.filter(({ name }) => !names || names.includes(name))
  const loaded = await Promise.all(wanted.map((handler) => loadHandler(handler, patienceMs)))
  const isWanted = ({ name }: SkippedHandler) => !names || name === '' || names.includes(name)
  const skipped = [
    ...found.skipped.filter(isWanted),
    ...loaded.filter((each): each is SkippedHandler => 'why' in each),
  ]
  for (const each of skipped) onSkipped(lineOf(each), each)
  return { handlers: loaded.filter((each): each is DiscoveredHandler => 'handler' in each), skipped }
}

/** One line about a handler that is passed over. */
export function lineOf({ package: from, name, why }: SkippedHandler): string {
  const what = name === '' ? 'the handlers' : `handler ${JSON.stringify(name)}`
  return `handrail: ${what} of ${ownerOf(from)} cannot be used: ${why}`.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}]+/gu,
    ' ',
  )
}
