import {
  assessConfidence,
  BASE_INTERVENTIONS,
  chooseIntervention,
  createHandlerRegistry,
  DEFAULT_POLICY,
  type EffectProposal,
  effectProposal,
  type InterventionLadder,
  InterventionPolicy,
  type InterventionSpec,
  interventionSpec,
  interventionSpecsFromTable,
  InterventionLadder as Ladder,
  observeHandler,
  type ProvenanceVerdict,
  runHandler,
  syntheticCorrectiveResult,
} from '../../src/index.ts'
import type { InterventionVectors, Vector } from './intervention-vectors.ts'
import { arg, contextOf, decisionOn } from './verdicts.ts'

type HandlerInput = Extract<Vector, { kind: 'runHandler' }>['input']['handler']

/** Runs vectors on our kernel and gives its answers in the form the vectors have. */
export function createAnswerer(fixtures: InterventionVectors['fixtures']) {
  const ladders = new Map<string, InterventionLadder>()
  const ladderOf = (name: string): InterventionLadder => {
    const fields = fixtures.ladders[name]
    if (!fields) throw new Error(`the file has no ladder ${name}`)
    const ladder = ladders.get(name) ?? new Ladder(fields)
    ladders.set(name, ladder)
    return ladder
  }
  const verdictOf = (name: string): ProvenanceVerdict => {
    const fixture = fixtures.verdicts[name]
    if (!fixture) throw new Error(`the file has no verdict ${name}`)
    return { ...fixture, args: fixture.args.map(arg), reason: '' }
  }

  /** Our answer, or what the kernel threw. */
  const answer = (vector: Vector): unknown => {
    const { kind, input } = vector
    switch (kind) {
      case 'policy.construct':
        return { ...new InterventionPolicy(input) }
      case 'policy.default':
        return { ...DEFAULT_POLICY }
      case 'policy.validateAgainst':
        new InterventionPolicy(input.policy).validateAgainst(ladderOf(input.ladder))
        return true
      case 'spec.construct':
        return specAnswer(interventionSpec(input))
      case 'ladder.construct':
        return ladderAnswer(new Ladder(input))
      case 'ladder.extend': {
        const original = ladderOf(input.ladder)
        return { ...ladderAnswer(original.extend(input.more)), originalTokens: original.tokens() }
      }
      case 'ladder.get': {
        const spec = ladderOf(input.ladder).get(input.token)
        return spec ? specAnswer(spec) : null
      }
      case 'ladder.getNull': {
        const ladder = ladderOf(input.ladder)
        return [ladder.get(input.token) ?? null, ladder.isKnown(input.token)]
      }
      case 'ladder.isKnown':
        return ladderOf(input.ladder).isKnown(input.token)
      case 'ladder.rankOf':
        return ladderOf(input.ladder).rankOf(input.token)
      case 'ladder.dispatches':
        return ladderOf(input.ladder).dispatches(input.token)
      case 'ladder.actuates':
        return ladderOf(input.ladder).actuates(input.token)
      case 'ladder.returnsSynthetic':
        return ladderOf(input.ladder).returnsSynthetic(input.token)
      case 'ladder.disruptionCost':
        return ladderOf(input.ladder).disruptionCost(input.token)
      case 'ladder.disruptionCostRaw':
        return ladderOf(input.ladder).disruptionCost(input.token, { normalized: false })
      case 'ladder.default':
        return specAnswer(ladderOf(input.ladder).default())
      case 'ladder.clamp':
        return specAnswer(ladderOf(input.ladder).clamp(input.token, input))
      case 'ladder.escalate':
        return specAnswer(ladderOf(input.ladder).escalate(input.token, input.by))
      case 'ladder.deEscalate':
        return specAnswer(ladderOf(input.ladder).deEscalate(input.token, input.by))
      case 'assessConfidence':
        return assessConfidence(verdictOf(input.verdict))
      case 'choose': {
        const policy = new InterventionPolicy(input.policy)
        const {
          rung,
          reason: _,
          ...decision
        } = chooseIntervention(verdictOf(input.verdict), policy, ladderOf(input.ladder))
        return {
          ...decision,
          rung: rung.key,
          dispatches: rung.dispatches,
          returnsSynthetic: rung.returnsSynthetic,
        }
      }
      case 'syntheticCorrectiveResult': {
        const result = syntheticCorrectiveResult(verdictOf(input.verdict), input.toolName, input.readToolHint)
        return { ...result, unresolved: result.unresolved.map((each) => each.arg) }
      }
      case 'specsFromTable':
        return interventionSpecsFromTable(input.table).map(({ key: _, ...spec }) => spec)
      case 'effectProposal.construct':
        return { ...effectProposal(input) }
      case 'runHandler': {
        const decision = decisionOn(input.decision.rung, BASE_INTERVENTIONS, input.decision)
        const handler = { name: input.handler.name, handle: () => actAs(input.handler, decision) }
        return { ...runHandler(handler, decision, contextOf()) }
      }
      case 'observeHandler': {
        const decision = decisionOn(input.decision.rung, BASE_INTERVENTIONS, input.decision)
        return { ...observeHandler.handle(decision, contextOf()) }
      }
      case 'resolveHandler':
        return createHandlerRegistry().resolve(input.name).name
      case 'activeHandlerNames':
        return createHandlerRegistry().names()
    }
  }
  return { answer, ladderOf }
}

function specAnswer({ token, key, rank, dispatches, returnsSynthetic }: InterventionSpec) {
  return { token, key, rank, dispatches, returnsSynthetic }
}

function ladderAnswer(ladder: InterventionLadder) {
  return { tokens: ladder.tokens(), byRank: ladder.byRank().map((spec) => spec.key) }
}

function actAs(handler: HandlerInput, decision: object): EffectProposal {
  if (handler.does === 'throw') throw new Error(handler.message)
  if (handler.does === 'return') return effectProposal(handler.proposal)
  const others = { null: null, object: {}, string: 'BLOCK', number: 7, true: true, decision }
  return others[handler.what] as EffectProposal
}
