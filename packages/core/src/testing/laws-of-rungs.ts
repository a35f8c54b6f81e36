import { createGuard } from '../guard/create-guard.ts'
import { NOTE_MARKER, readMarked } from '../note-marker.ts'
import { check, checkSame } from './assert.ts'
import { around, enforcing, enforcingAlways, FROM_TOOL, FROM_USER, MINTED } from './scenes.ts'
import { call, checkRecords, checkUntouched, checkWentOn, type Law, notesIn, play } from './stage.ts'

const minted = { order_id: MINTED }

/** What the model, the app and the world see on each rung. */
export const lawsOfRungs: readonly Law[] = [
  {
    name: 'OBSERVE: the model and the app see exactly what they see unguarded',
    async holds(harness) {
      const plot = around('cancel_order', minted)
      const guarded = await play(harness, plot, createGuard())
      checkUntouched(guarded, await play(harness, plot, undefined), plot)
      checkRecords(guarded, plot, () => true)
      const { assessment, outcome } = guarded.record('asked')
      checkSame(assessment.decision.intervention, 'BLOCK', 'the decision that is only recorded')
      checkSame(outcome.intervention, 'OBSERVE', 'the outcome in the record')
    },
  },
  {
    name: 'a call whose values are in the evidence is never touched',
    async holds(harness) {
      const first = around('update_address', { order_id: FROM_USER })
      const plot = {
        ...first,
        steps: [
          ...first.steps,
          [call('later', 'cancel_order', { order_id: FROM_TOOL })],
          [call('again', 'cancel_order', { order_id: FROM_USER })],
        ],
      }
      const guarded = await play(harness, plot, enforcingAlways('DEFER'))
      checkUntouched(guarded, await play(harness, plot, undefined), plot)
      checkRecords(guarded, plot, () => true)
      for (const { toolCallId } of plot.steps.flat())
        checkSame(guarded.record(toolCallId).outcome.intervention, 'OBSERVE', `the outcome of ${toolCallId}`)
    },
  },
  {
    name: 'WARN: the tool runs once, the model reads its text and then one line of ours',
    async holds(harness) {
      const plot = around('update_address', minted)
      const guarded = await play(harness, plot, enforcing())
      const unguarded = await play(harness, plot, undefined)
      checkWentOn(guarded)
      checkSame(guarded.ran('update_address'), 1, 'how often the tool ran')
      const text = guarded.read('asked')
      const notes = notesIn(text)
      check(text.startsWith(unguarded.read('asked')), `the tool's own text does not come first: ${text}`)
      checkSame(notes.length, 1, `the lines of ours in: ${text}`)
      check(notes[0]?.startsWith(`${NOTE_MARKER} WARN`), `the line does not name the rung: ${notes[0]}`)
      checkSame(readMarked(text).text, unguarded.read('asked').trimEnd(), 'the text without the line')
      checkSame(guarded.read('before'), unguarded.read('before'), 'what the model reads for another call')
      if (harness.appOutputUntouched)
        checkSame(guarded.report.appGot, unguarded.report.appGot, 'what the app gets')
      checkRecords(guarded, plot, () => true)
      checkSame(guarded.record('asked').outcome.intervention, 'WARN', 'the outcome in the record')
    },
  },
  ...((['BLOCK', 'DEFER'] as const).map((rung) => ({
    name: `${rung}: the tool does not run, the model reads one line of ours, and the run goes on`,
    async holds(harness) {
      const plot = around('cancel_order', minted)
      const guarded = await play(harness, plot, enforcingAlways(rung))
      const carriedOut = harness.blocksOnDefer ? 'BLOCK' : rung
      checkWentOn(guarded)
      checkSame(guarded.ran('cancel_order'), 0, 'how often the withheld tool ran')
      checkWithheld(guarded.read('asked'), carriedOut)
      checkSame(guarded.ran('get_order'), 2, 'how often the reads around it ran')
      checkSame(notesIn(guarded.read('after')).length, 0, 'the lines of ours for a later read')
      checkRecords(guarded, plot, ({ toolCallId }) => toolCallId !== 'asked')
      checkSame(guarded.record('asked').outcome.intervention, carriedOut, 'the outcome in the record')
    },
  })) satisfies Law[]),
  {
    name: 'WARN: a tool that throws fails as it does unguarded, after one run',
    async holds(harness) {
      const plot = around('update_address', minted, {
        update_address: () => {
          throw new Error('the address service is down')
        },
      })
      const guarded = await play(harness, plot, enforcing())
      const unguarded = await play(harness, plot, undefined)
      checkSame(guarded.ran('update_address'), unguarded.ran('update_address'), 'how often the tool ran')
      const { error } = unguarded.report
      if (error !== undefined) {
        check(guarded.report.error !== undefined, 'the run goes on although it fails unguarded')
        const said = readMarked(String(guarded.report.error)).text
        return checkSame(said, String(error), 'the error without our line')
      }
      checkWentOn(guarded)
      checkSame(
        readMarked(guarded.read('asked')).text,
        unguarded.read('asked').trimEnd(),
        'what the model reads of the error, without our line',
      )
      checkSame(guarded.report.appGot.length, unguarded.report.appGot.length, 'how many results the app gets')
      checkSame(guarded.record('asked').outcome.dispatched, true, 'whether the record says the tool ran')
    },
  },
]

/** Fails the law unless a text is one line of ours that names the rung. */
export function checkWithheld(text: string, rung: string): void {
  check(
    text.startsWith(`${NOTE_MARKER} ${rung}`),
    `the model does not read a line of ours for ${rung}: ${text}`,
  )
  check(!text.trim().includes('\n'), `the model reads more than one line for ${rung}: ${text}`)
}
