import type { EnforcementHandler } from '../../enforcement/handler.ts'

/** A handler that a package offers, by the field `handrail.handlers` of its package.json. Nothing of it was imported. */
export interface FoundHandler {
  /** The package, by the name that the app depends on it. */
  readonly package: string
  /** The name of the handler. */
  readonly name: string
  /** The absolute path of its module. */
  readonly file: string
}

/** A handler that was imported. */
export interface DiscoveredHandler extends FoundHandler {
  readonly handler: EnforcementHandler
}

/** A handler that is offered and cannot be used. */
export interface SkippedHandler {
  readonly package: string
  /** The name of the handler; empty when the whole package is passed over. */
  readonly name: string
  /** The reason, for people. */
  readonly why: string
}
