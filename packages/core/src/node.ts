export { configJsonSchema } from './node/config/config-json-schema.ts'
export {
  type ConfigModule,
  defineConfig,
  type HandrailConfig,
  type LedgerConfig,
} from './node/config/handrail-config.ts'
export { initToml } from './node/config/init-toml.ts'
export { type LoadConfigOptions, loadConfig } from './node/config/load-config.ts'
export {
  type DiscoverHandlersOptions,
  discoverHandlers,
  type HandlerDiscovery,
} from './node/plugins/discover-handlers.ts'
export { findHandlers } from './node/plugins/find-handlers.ts'
export type { DiscoveredHandler, FoundHandler, SkippedHandler } from './node/plugins/handler-discovery.ts'
