export type { Conversation, ConversationFormat, Place, Problem, SaidText } from './conversation.ts'
export type { CallFinding, WouldBe } from './finding.ts'
export { conversationsOfRecord } from './import/conversations-of-record.ts'
