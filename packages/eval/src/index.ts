export type { Conversation, ConversationFormat, Place, Problem, SaidText } from './conversation.ts'
export type { CallFinding, WouldBe } from './finding.ts'
export type { Policies } from './replay/judges.ts'
export { mergeReplays, readReplayReport } from './replay/merge.ts'
export { PRESET_NAMES, type PresetName, presetPolicies } from './replay/presets.ts'
export { type ReplayOptions, type ReplayProgress, replay } from './replay/replay.ts'
export { replayConversation } from './replay/replay-conversation.ts'
export { type ReplayedCall, replayedCall } from './replay/replayed-call.ts'
export type {
  ArgTotals,
  Listed,
  PolicyTotals,
  ReplayReport,
  ReplayTotals,
  ToolTotals,
} from './replay/report.ts'
export type { Shard } from './work/shard.ts'
