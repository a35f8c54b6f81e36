export { configJsonSchema } from './node/config/config-json-schema.ts'
export {
  type GuardFromConfig,
  type GuardFromConfigOptions,
  guardFromConfig,
} from './node/config/guard-from-config.ts'
export {
  type ConfigModule,
  defineConfig,
  type HandrailConfig,
  type LedgerConfig,
} from './node/config/handrail-config.ts'
export { initToml } from './node/config/init-toml.ts'
export { type LoadConfigOptions, loadConfig } from './node/config/load-config.ts'
export type { JsonlLedger, LedgerAnchor, LedgerStats } from './node/ledger/jsonl-ledger.ts'
export { openJsonlLedger } from './node/ledger/open-jsonl-ledger.ts'
export type { JsonlLedgerOptions } from './node/ledger/options.ts'
export { type LedgerReading, readLedger } from './node/ledger/read-ledger.ts'
export type { BrokenLink, LedgerVerification, SegmentVerification } from './node/ledger/verification.ts'
export { type VerifyLedgerOptions, verifyLedger } from './node/ledger/verify-ledger.ts'
export {
  type DiscoverHandlersOptions,
  discoverHandlers,
  type HandlerDiscovery,
} from './node/plugins/discover-handlers.ts'
export { findHandlers } from './node/plugins/find-handlers.ts'
export type { DiscoveredHandler, FoundHandler, SkippedHandler } from './node/plugins/handler-discovery.ts'
