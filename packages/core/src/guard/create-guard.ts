import { Corpus, type CorpusOptions } from '../evidence/corpus.ts'
import { createAssess } from './assess.ts'
import { type Guard, isGuard, markGuard } from './guard.ts'
import { mayDefer } from './may-defer.ts'
import type { GuardOptions } from './options.ts'
import { createPropose } from './propose.ts'
import { RecordLog } from './record.ts'
import { settingsOf } from './settings.ts'
import { withToolsOfHost } from './tools-of-host.ts'

/**
 * Makes a guard. Without options it observes: every call runs, every verdict is recorded.
 *
 * @example
 * const guard = createGuard({ handler: 'enforce', onRecord: (record) => console.log(record.assessment.decision.reason) })
 *
 * @throws HandrailError when an option is unknown or contradicts another: `INVALID_OPTION`, `INVALID_POLICY`,
 * `INVALID_LADDER`, `UNKNOWN_RUNG` or `UNKNOWN_HANDLER`.
 */
export function createGuard(options: GuardOptions = {}): Guard {
  const settings = settingsOf(options)
  const log = new RecordLog(options.onRecord)
  const assess = createAssess(settings)
  const propose = createPropose(settings)
  const { tools } = options
  const defers = mayDefer(settings)

  const beginningWith = (base: Corpus, nested: boolean): Guard =>
    markGuard({
      handlers: settings.handlers,
      handler: settings.handler,
      mayDefer: defers,
      corpus(toolsOfHost) {
        if (!toolsOfHost) return beginning({ ...(tools && { tools }), nested }, base)
        const known = { tools: withToolsOfHost(tools, toolsOfHost) }
        return beginning({ ...known, nested }, base.version === 0 ? base : relearned(base, known))
      },
      assess,
      propose,
      record: (assessment, proposal, outcome) => log.add(assessment, proposal, outcome),
      records: () => log.all(),
      withEvidence(entries, given) {
        const corpus = base.fork()
        for (const entry of entries) corpus.append(entry)
        return beginningWith(corpus, given?.nested ?? nested)
      },
    })

  return beginningWith(new Corpus(tools && { tools }), false)
}

function beginning(options: CorpusOptions, base: Corpus): Corpus {
  return new Corpus(options, { corpus: base, version: base.version })
}

/** The same entries by other traits of tools. */
function relearned(base: Corpus, options: CorpusOptions): Corpus {
  const corpus = new Corpus(options)
  for (let at = 0; at < base.version; at++) {
    const entry = base.entry(at)
    if (entry) corpus.append(entry)
  }
  return corpus
}

/** The guard itself, or a new one of these options: what every adapter does with its second argument. */
export function guardOf(guardOrOptions: Guard | GuardOptions | undefined): Guard {
  return isGuard(guardOrOptions) ? guardOrOptions : createGuard(guardOrOptions)
}
