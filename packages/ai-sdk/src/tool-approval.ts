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

/** The context of a tool that has a schema for it. */
type ContextOf<T> = T extends { contextSchema?: FlexibleSchema<infer Context> } ? Context : unknown

/** What an app gives the SDK as `toolApproval`: one function for all calls, or a rule for each tool. */
export type ToolApproval<T extends ToolSet> =
  | Asks<
      [
        options: {
          toolCall: TypedToolCall<T>
          tools: T | undefined
          toolsContext: { [toolName: string]: unknown }
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

/** What the SDK hands to a function for all calls, as far as we read it. The rest is passed on. */
export interface CallAtGate {
  readonly toolCall: {
    readonly toolCallId: string
    readonly toolName: string
    readonly input: unknown
    readonly providerExecuted?: boolean | undefined
  }
  readonly messages: ModelMessage[]
}

/** What the SDK hands to the rule of one tool, as far as we read it. The rest is passed on. */
export interface ToolAtGate {
  readonly toolCallId: string
  readonly messages: ModelMessage[]
}

/** A guarded `toolApproval` in the form of the app's own: a function for a function, otherwise a rule for each tool. */
export type GuardedToolApproval<T extends ToolSet> =
  | ((options: CallAtGate) => Promise<ToolApprovalStatus>)
  | { [Name in keyof T]?: (input: unknown, options: ToolAtGate) => Promise<ToolApprovalStatus> }
