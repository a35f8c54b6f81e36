import { check, checkSame } from './assert.ts'
import { checkWithheld } from './laws-of-rungs.ts'
import { enforcing, MINTED, tools, user } from './scenes.ts'
import { call, checkRecords, checkWentOn, type Law, notesIn, type Plot, play } from './stage.ts'

const args = { order_id: MINTED }

/** Tools that give back what they were asked, each in its own way. */
const echoes: Plot['tools'] = {
  get_order: ({ order_id }) => {
    throw new Error(`Order ${order_id} not found`)
  },
  search_orders: ({ query }) => ({ query, results: [] }),
  think: ({ thought }) => thought,
  inspect_request: (given) => JSON.stringify({ error: `invalid request: ${JSON.stringify(given)}` }),
  show_note: ({ note }) => `Shown to the user: ${note}`,
}

const echoSteps = [
  call('e1', 'get_order', args),
  call('e2', 'search_orders', { query: MINTED }),
  call('e3', 'think', { thought: `I shall cancel ${MINTED} once more` }),
  call('e4', 'inspect_request', args),
  call('e5', 'show_note', { note: `I could not cancel ${MINTED} yet` }),
]

/** What becomes of a call that the model tries again. */
export const lawsOfRepeats: readonly Law[] = [
  {
    name: 'a destructive call stays withheld on every attempt, whatever tools echo, and is told to stop',
    async holds(harness) {
      const attempts = [0, 1, 2, 3, 4, 5].map((index) => call(`a${index}`, 'cancel_order', args))
      const plot: Plot = {
        user,
        tools: { ...tools, ...echoes },
        steps: attempts.flatMap((attempt, index) => {
          const echo = echoSteps[index]
          return echo ? [[attempt], [echo]] : [[attempt]]
        }),
      }
      const guarded = await play(harness, plot, enforcing())
      checkWentOn(guarded)
      checkSame(guarded.ran('cancel_order'), 0, 'how often the withheld tool ran')
      for (const [index, { toolCallId }] of attempts.entries()) {
        const text = guarded.read(toolCallId)
        checkWithheld(text, 'BLOCK')
        const stops = /stop/i.test(text) && /ask the user/i.test(text)
        checkSame(stops, index > 0, `whether attempt ${index + 1} is told to stop and ask the user`)
      }
      checkRecords(guarded, plot, ({ toolName }) => toolName !== 'cancel_order')
    },
  },
  {
    name: 'a write that was warned about runs again without a second warning',
    async holds(harness) {
      const steps = ['a', 'b', 'c'].map((id) => [call(id, 'update_address', args)])
      const plot: Plot = { user, tools, steps }
      const guarded = await play(harness, plot, enforcing())
      checkWentOn(guarded)
      checkSame(guarded.ran('update_address'), 3, 'how often the tool ran')
      checkSame(notesIn(guarded.read('a')).length, 1, 'the warnings about the first attempt')
      for (const id of ['b', 'c'])
        checkSame(notesIn(guarded.read(id)).length, 0, `the warnings about attempt ${id}`)
      checkRecords(guarded, plot, () => true)
    },
  },
  {
    name: 'a write that was withheld runs when it is tried again, with a note',
    async holds(harness) {
      const plot: Plot = {
        user,
        tools,
        steps: ['a', 'b'].map((id) => [call(id, 'update_address', args)]),
      }
      const guarded = await play(harness, plot, enforcing({ ceilings: { write: 'BLOCK' } }))
      checkWentOn(guarded)
      checkSame(guarded.ran('update_address'), 1, 'how often the tool ran')
      checkWithheld(guarded.read('a'), 'BLOCK')
      const second = guarded.read('b')
      checkSame(notesIn(second).length, 1, `the lines of ours in: ${second}`)
      check(
        !second.startsWith(notesIn(second)[0] ?? ''),
        `the tool's own text does not come first: ${second}`,
      )
      checkRecords(guarded, plot, ({ toolCallId }) => toolCallId === 'b')
    },
  },
  {
    name: 'equal calls in one step are treated alike',
    async holds(harness) {
      const twice = (toolName: string) => [0, 1].map((index) => call(`${toolName}-${index}`, toolName, args))
      const plot: Plot = { user, tools, steps: [twice('update_address'), twice('cancel_order')] }
      const guarded = await play(harness, plot, enforcing())
      checkWentOn(guarded)
      checkSame(guarded.ran('update_address'), 2, 'how often the write ran')
      checkSame(guarded.ran('cancel_order'), 0, 'how often the destructive call ran')
      for (const toolName of ['update_address', 'cancel_order'])
        checkSame(
          notesIn(guarded.read(`${toolName}-1`)),
          notesIn(guarded.read(`${toolName}-0`)),
          `what the model reads for two equal calls of ${toolName}`,
        )
      checkSame(notesIn(guarded.read('update_address-0')).length, 1, 'the warnings about each write')
      checkRecords(guarded, plot, ({ toolName }) => toolName === 'update_address')
    },
  },
]
