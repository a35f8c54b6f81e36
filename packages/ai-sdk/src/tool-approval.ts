import type { FlexibleSchema, ModelMessage, ToolSet, TypedToolCall } from 'ai'

/** What the SDK can be told about a call before it runs. The type of ai 7, which ai 6 does not have. */
export type ToolApprovalStatus =
  | undefined
  | 'not-applicable'
  | 'approved'
  | 'denied'
  | 'user-approval'
  | { type: 'not-applicable'; reason?: never }
  | { type: 'approved'; reason?: string }
  | { type: 'denied'; reason?: string }
  | { type: 'user-approval'; reason?: string }

type MaybePromise<T> = T | PromiseLike<T>

/** A function of the app, which may name the types of its contexts more narrowly than we can. */
type Asks<Args extends readonly unknown[]> = {
  bivarianceHack(...args: Args): MaybePromise<ToolApprovalStatus>
}['bivarianceHack']

/** What a tool is called with. */
type InputOf<T> = T extends { inputSchema: FlexibleSchema<infer Input> } ? Input : unknown

/** The context of a tool that has a schema for it; `never` for others, as in the SDK. */
type ContextOf<T> = T extends { contextSchema?: FlexibleSchema<infer Context> } ? Typed<Context> : never

/** A context that says something: tools without a schema for it have `any`, an empty one, or one of any keys. */
type Typed<Context> = unknown extends Context
  ? never
  : string extends keyof NonNullable<Context>
    ? never
    : [keyof NonNullable<Context>] extends [never]
      ? never
      : Context

/** The contexts of those tools that have one. */
type ContextsOf<T> = {
  [Name in keyof T as [ContextOf<T[Name]>] extends [never] ? never : Name]: ContextOf<T[Name]>
}

/** What an app gives the SDK as `toolApproval`: one function for all calls, or a rule for each tool. */
export type ToolApproval<T extends ToolSet> =
  | Asks<
      [
        options: {
          toolCall: TypedToolCall<T>
          tools: T | undefined
          toolsContext: ContextsOf<T>
          runtimeContext: Record<string, unknown>
          messages: ModelMessage[]
        },
      ]
    >
  | {
      readonly [Name in keyof T]?:
        | ToolApprovalStatus
        | Asks<
            [
              input: InputOf<T[Name]>,
              options: {
                toolCallId: string
                messages: ModelMessage[]
                toolContext: ContextOf<T[Name]>
                runtimeContext: Record<string, unknown>
              },
            ]
          >
    }

/** What the SDK hands to a function for all calls, as far as we read it. The rest is passed on to the app's own. */
export interface CallAtGate {
  readonly toolCall: {
    readonly toolCallId: string
    readonly toolName: string
    readonly input: unknown
    readonly providerExecuted?: boolean | undefined
  }
  readonly messages: ModelMessage[]
  readonly toolsContext?: Readonly<Record<string, unknown>> | undefined
  readonly runtimeContext?: unknown
}

/** A guarded `toolApproval`. It is one function, which alone is told what a provider runs by itself. */
export type GuardedToolApproval = (options: CallAtGate) => Promise<ToolApprovalStatus>
