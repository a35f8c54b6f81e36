export { enforceHandler } from './enforcement/enforce.ts'
export type { CallToAssess, EnforcementHandler, HandlerContext } from './enforcement/handler.ts'
export { inTime } from './enforcement/in-time.ts'
export { errorWithNote } from './enforcement/noted-error.ts'
export { observeHandler } from './enforcement/observe.ts'
export {
  type EffectProposal,
  type EffectProposalFields,
  effectProposal,
  isEffectProposal,
} from './enforcement/proposal.ts'
export { createHandlerRegistry, type HandlerRegistry } from './enforcement/registry.ts'
export { runHandler } from './enforcement/run-handler.ts'
export { HandrailError, type HandrailErrorCode } from './errors.ts'
export type { MarkedAnswer } from './evidence/call-log.ts'
export { condenseEntry } from './evidence/condense/condense-entry.ts'
export { Corpus, type CorpusOptions, corpusOf } from './evidence/corpus.ts'
export { createCorpusCache } from './evidence/corpus-cache.ts'
export { CorpusSource } from './evidence/source.ts'
export type { Assessment } from './guard/assessment.ts'
export type { Consent } from './guard/carry-out.ts'
export { type Ceilings, ceilingsOf } from './guard/ceilings.ts'
export { createGuard, guardOf } from './guard/create-guard.ts'
export { type Guard, type GuardedCall, isGuard } from './guard/guard.ts'
export {
  type Expectation,
  type GuardAndHostOptions,
  guardAndHostOf,
  toBe,
  toBeOneOf,
} from './guard/host-options.ts'
export type { OpenRuling } from './guard/open-ruling.ts'
export type { GuardOptions, RecordSink, RepeatRule } from './guard/options.ts'
export type { GuardOutcome, GuardRecord } from './guard/record.ts'
export { decideOn, observeCall, ruleAtGate, ruleOn } from './guard/rule-on.ts'
export type {
  AbortRuling,
  Gate,
  GatedRuling,
  HostRule,
  Ruling,
  RulingRequest,
  RunRuling,
} from './guard/ruling.ts'
export { effectOfTool, type KnownEffect, type ToolAnnotations } from './guard/tool-effect.ts'
export { BASE_INTERVENTIONS } from './intervention/base-ladder.ts'
export { chooseIntervention, type InterventionDecision } from './intervention/choose.ts'
export { assessConfidence, type VerdictShape } from './intervention/confidence.ts'
export { type CorrectiveResult, syntheticCorrectiveResult } from './intervention/corrective-result.ts'
export { InterventionLadder, type InterventionLadderFields } from './intervention/ladder.ts'
export { maskedShape } from './intervention/masked-shape.ts'
export { DEFAULT_POLICY, InterventionPolicy, type InterventionPolicyFields } from './intervention/policy.ts'
export { type InterventionSpec, type InterventionSpecFields, interventionSpec } from './intervention/rung.ts'
export { interventionSpecsFromTable, ladderFromToml } from './intervention/table.ts'
export { Confidence, Intervention, type RungToken } from './intervention/vocabulary.ts'
export { type LedgerEntry, type LedgerText, ledgerEntrySchema } from './ledger/ledger-entry.ts'
export { ledgerEntryJsonSchema } from './ledger/ledger-entry-json-schema.ts'
export { type LedgerEntryOptions, ledgerEntryOf } from './ledger/ledger-entry-of.ts'
export type { LedgerGap } from './ledger/ledger-line.ts'
export { createMemoryLedger, type MemoryLedger } from './ledger/memory-ledger.ts'
export { appendNote, type MarkedText, NOTE_MARKER, readMarked } from './note-marker.ts'
export { classifyCall } from './provenance/classify-call.ts'
export type { Likeness } from './provenance/nearest/likeness.ts'
export { type NearMiss, nearestInEvidence } from './provenance/nearest/nearest-in-evidence.ts'
export { describeOrigins } from './provenance/origin/describe-origins.ts'
export type { Excerpt } from './provenance/origin/excerpt.ts'
export type { Origin } from './provenance/origin/origin.ts'
export { type ArgumentOrigin, type OriginPlace, originsOf } from './provenance/origin/origins-of.ts'
export type { ProvenancePolicy } from './provenance/policy.ts'
export type {
  ArgProvenance,
  ProvenanceVerdict,
  SupportKind,
  ToolArg,
  ToolCall,
} from './provenance/verdict.ts'
export { ProvenanceStance } from './provenance/verdict.ts'
export type {
  ArgRole,
  CallEntry,
  JsonSchema,
  OpaqueEntry,
  ResultEntry,
  TaskEntry,
  ToolEffect,
  ToolTraits,
  TranscriptEntry,
} from './transcript.ts'
