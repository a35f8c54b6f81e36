import {
  type ArgProvenance,
  type Corpus,
  type CorpusOptions,
  classifyCall,
  corpusOf,
  createGuard,
  type ProvenanceVerdict,
  type ToolCall,
} from '../packages/core/src/index.ts'
import { checkOrigin } from './check-origin.ts'
import { type Case, make } from './make.ts'
import type { Plan } from './plan.ts'
import { deepFreeze, snapshot } from './untouched.ts'

/** What must hold for every case. */
export type CheckName =
  /** Whatever goes in, no function throws, and the guard notes no fault of its own. */
  | 'nothing throws'
  /** A verdict is whole, frozen, and does not contradict itself. */
  | 'shape'
  /** A token that the user wrote between white space is never called minted. */
  | 'planted token'
  /** The same entries give the same verdict. */
  | 'deterministic'
  /** A fork judges as the corpus it was forked from, whatever that one learns later. */
  | 'fork'
  /** A corpus as of an earlier version judges as the corpus did then. */
  | 'earlier version'
  /** A corpus that learns only when it has to judges as one that learns at once. */
  | 'lazy'
  /** What stands in the evidence word for word still does after the user says more. */
  | 'monotony'
  /** Nothing that went in was changed. */
  | 'untouched'
  /** No case takes longer than it may. */
  | 'time'

/** A check that does not hold. */
export class BrokenCheck extends Error {
  override readonly name = 'BrokenCheck'
  readonly check: CheckName

  constructor(check: CheckName, detail: string) {
    super(`${check}: ${detail}`)
    this.check = check
  }
}

function check(holds: boolean, name: CheckName, detail: () => string): void {
  if (!holds) throw new BrokenCheck(name, detail())
}

/** Observing and enforcing share how a call is judged; enforcing does more after it. */
const guard = createGuard({ handler: 'enforce', tools: { look_up: { effect: 'read' } } })

/**
 * Runs every check on one case, but for its time. Throws a {@link BrokenCheck}.
 *
 * @param classify what judges a call; another one in tests of the checks.
 */
export function checkPlan(plan: Plan, classify: typeof classifyCall = classifyCall): void {
  try {
    checkCase(plan, make(plan), classify)
  } catch (error) {
    if (error instanceof BrokenCheck) throw error
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' }
    throw new BrokenCheck('nothing throws', `${message}\n${stack}`)
  }
}

function checkCase(plan: Plan, made: Case, classify: typeof classifyCall): void {
  const { entries, more, args, planted } = made
  const inputs = [entries, more, args]
  if (plan.freeze) deepFreeze(inputs)
  const before = plan.freeze ? [] : inputs.flat().map(snapshot)

  const options: CorpusOptions = { tools: { store: { roundTrip: plan.roundTrip } }, nested: plan.nested }
  const call: ToolCall = { toolName: plan.toolName, args }
  const corpus = corpusOf(entries, options)
  const verdict = classify(call, corpus)
  checkShape(verdict, call, corpus)
  const judged = textOfVerdict(verdict)
  const same = (other: Corpus, name: CheckName) => {
    const found = textOfVerdict(classify(call, other))
    check(found === judged, name, () => `${found}\nis not\n${judged}`)
  }

  if (!plan.nested)
    for (const arg of verdict.args)
      check(
        !(planted.has(arg.argName) && onlyOne(args, arg) && arg.stance === 'UNSUPPORTED'),
        'planted token',
        () => textOfVerdict(verdict),
      )
  checkGuard(made, plan.toolName, corpus)
  same(corpusOf(entries, options), 'deterministic')
  same(corpusOf(entries, { ...options, lazy: true }), 'lazy')

  const fork = corpus.fork()
  same(fork, 'fork')
  checkMonotony(verdict, call, corpus, plan.says, classify)
  const { version } = corpus
  for (const entry of more) corpus.append(entry)
  checkShape(classify(call, corpus), call, corpus)
  same(fork, 'fork')
  same(corpus.at(version), 'earlier version')

  const after = plan.freeze ? [] : inputs.flat().map(snapshot)
  for (const [i, bytes] of before.entries())
    check(
      bytes === undefined || (after[i]?.equals(bytes) ?? false),
      'untouched',
      () => `input ${i} is not what it was`,
    )
}

/** Arguments may share a name; then the verdict does not say which is which. */
const onlyOne = (args: ToolCall['args'], { argName }: ArgProvenance) =>
  args.filter(({ name }) => name === argName).length === 1

function checkShape(verdict: ProvenanceVerdict, call: ToolCall, corpus: Corpus): void {
  const holds = (condition: boolean, what: string) =>
    check(condition, 'shape', () => `${what}: ${textOfVerdict(verdict)}`)
  holds(
    Object.isFrozen(verdict) && Object.isFrozen(verdict.args) && Object.isFrozen(verdict.unsupported),
    'frozen',
  )
  holds(verdict.believe === (verdict.unsupported.length === 0), 'believe')
  holds(verdict.reason !== '', 'reason')
  holds(
    verdict.args.length === call.args.length &&
      verdict.args.every((arg, i) => arg.argName === call.args[i]?.name),
    'one verdict for each argument, in order',
  )
  const minted = verdict.args.filter(({ stance }) => stance === 'UNSUPPORTED').map(({ argName }) => argName)
  holds(JSON.stringify(minted) === JSON.stringify(verdict.unsupported), 'unsupported')
  if (corpus.isEmpty || corpus.hasGap('lost'))
    holds(minted.length === 0, 'nothing is minted without all evidence')
  for (const arg of verdict.args) {
    const { stance, how, origin, valueRepr, matchedIn, componentsChecked, componentsUnmatched, reason } = arg
    const lists = [matchedIn, componentsChecked, componentsUnmatched]
    holds(Object.isFrozen(arg) && lists.every((list) => Object.isFrozen(list)), 'an argument is frozen')
    holds(reason !== '' && valueRepr.length <= 80, 'texts of an argument')
    holds(
      matchedIn.every((source) => source === 'TASK_TEXT' || source === 'TOOL_RESULT'),
      'sources',
    )
    holds(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN'].includes(stance), 'stance')
    holds(componentsUnmatched.length > 0 === (stance === 'UNSUPPORTED'), 'what is unmatched')
    holds(
      (how !== undefined) === (stance === 'SUPPORTED') && (origin !== undefined) === (how !== undefined),
      'how',
    )
    checkOrigin(arg, corpus, holds)
  }
}

function checkGuard({ args }: Case, toolName: string, corpus: Corpus): void {
  const call = {
    toolCallId: 'judged',
    toolName,
    args: Object.fromEntries(args.map(({ name, value }) => [name, value])),
  }
  const assessment = guard.assess(call, corpus)
  check(assessment.faults.length === 0, 'nothing throws', () => assessment.faults.join('; '))
  const proposal = guard.propose(assessment)
  if (proposal instanceof Promise) throw new Error('the built-in handlers are synchronous')
  const { intervention, dispatchCall: dispatched } = proposal
  const { faults } = guard.record(assessment, proposal, { intervention, dispatched })
  check(faults.length === 0, 'nothing throws', () => faults.join('; '))
}

/** Only for single values: one of several may follow from what a later message makes doubtful. */
function checkMonotony(
  verdict: ProvenanceVerdict,
  call: ToolCall,
  corpus: Corpus,
  says: string,
  classify: typeof classifyCall,
): void {
  const later = corpus.fork()
  later.append({ kind: 'task', role: 'user', text: says })
  const now = classify(call, later)
  for (const [i, arg] of verdict.args.entries()) {
    const value = call.args[i]?.value
    if (arg.how !== 'verbatim' || (typeof value !== 'string' && typeof value !== 'number')) continue
    const then = now.args[i]
    check(
      then?.how === 'verbatim' && then.origin?.entry === arg.origin?.entry,
      'monotony',
      () => `${textOfVerdict(now)}\nwas\n${textOfVerdict(verdict)}`,
    )
  }
}

/** All that a verdict says. */
function textOfVerdict({ believe, args, unsupported, reason }: ProvenanceVerdict): string {
  const said = args.map(({ origin, ...arg }) => [arg, origin && { ...origin }])
  return JSON.stringify([believe, unsupported, reason, said])
}
