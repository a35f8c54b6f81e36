export { type OtelSinkOptions, otelSink } from './otel-sink.ts'
export type { LoggerProviderLike } from './write-log.ts'
