export { type HandrailMiddleware, handrailMiddleware } from './middleware/handrail-middleware.ts'
export type { LangChainMiddlewareHostOptions, LangChainMiddlewareOptions } from './middleware/options.ts'
export { describeUngrounded, whenUngrounded } from './middleware/ungrounded.ts'
