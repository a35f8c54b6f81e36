export type { Conversation, ConversationFormat, Place, Problem, SaidText } from './conversation.ts'
export type { CallFinding, WouldBe } from './finding.ts'
