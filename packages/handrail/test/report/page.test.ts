import { createHash } from 'node:crypto'
import { presetPolicies, type ReplayReport, replay } from '@handrail/eval'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { renderReport } from '../../src/report/index.ts'
import { clean, desk } from './support/desk.ts'
import { attacks, hostile } from './support/hostile.ts'
import { conversationOf, judged, ourTraces, traceFile } from './support/recorded.ts'

const documentOf = (page: string) => parseHTML(page).document

type PageDocument = ReturnType<typeof documentOf>

/** All of an element's text, blanks made one. */
const textOf = (element: { readonly textContent: string | null } | null | undefined) =>
  element?.textContent?.replaceAll(/\s+/g, ' ').trim()

describe('the numbers of a replay', () => {
  const problem = { message: 'It is broken.', lost: true }
  const mended = { kind: 'ids', message: 'It was mended.', lost: false }
  const at = (line: number, each: { message: string; lost: boolean }) => ({
    ...each,
    place: { file: 'a.jsonl', line },
  })

  async function pageOf(over: Partial<ReplayReport>) {
    const policies = presetPolicies()
    const replayed = await replay([traceFile('weak-models')], { policies, workers: 0 })
    const { flagged } = replayed
    const listed = flagged.listed.slice(0, 2)
    const cut = { ...replayed, flagged: { listed, leftOut: flagged.listed.length - 2 }, ...over }
    return documentOf(renderReport({ title: 't', conversations: [], findings: [], replay: cut }))
  }

  it('tell the same problem once, with some of its places', async () => {
    const listed = [
      at(1, problem),
      at(2, mended),
      at(3, problem),
      at(7, problem),
      at(9, problem),
      at(11, { ...mended, message: 'So was this.' }),
    ]
    const document = await pageOf({ problems: { listed, leftOut: 5 } })
    expect([...document.querySelectorAll('.problems li')].map(textOf)).toEqual([
      'a.jsonl:1, 3, 7 and on 1 more line It is broken. left out',
      'a.jsonl:2, 11 It was mended.',
    ])
    expect(textOf(document.querySelector('#problems .left-out'))).toBe('and 5 more')
  })

  it('say of which calls the columns of the policies are', async () => {
    const document = await pageOf({})
    expect(textOf(document.querySelector('#tools .left-out'))).toMatch(
      /^The columns of the policies count 2 flagged calls; \d+ more are in the totals alone\.$/,
    )
  })
})

describe('the page of a report', () => {
  const page = renderReport({ title: 'Week 38', ...judged([clean, desk]) })
  const document = documentOf(page)

  it('begins with the numbers and what they mean', () => {
    expect(textOf(document.querySelector('h1'))).toBe('Week 38')
    expect(textOf(document.querySelector('.sentence'))).toBe(
      '1 of 2 judged calls holds a value that stands nowhere in what the model had read by then. A flag does not prove that a call was wrong, nor the lack of one that it was right; nothing was run to find this out.',
    )
    expect([...document.querySelectorAll('.numbers > div')].map(textOf)).toEqual([
      'Conversations2',
      'Calls32 change something',
      'Judged2',
      'Flagged150 % of those judged (1.3–99 %)',
    ])
    expect([...document.querySelectorAll('#policies tbody tr')].map(textOf)).toEqual([
      'default10101',
      'ask10011',
      'block10101',
    ])
  })

  it('shows the conversation with a flagged call first, and open', () => {
    const articles = [...document.querySelectorAll('article')]
    expect(articles.map((article) => textOf(article.querySelector('h3')))).toEqual([
      'desk/refund',
      'desk/cancel',
    ])
    expect(articles.map((article) => article.querySelector('details')?.hasAttribute('open'))).toEqual([
      true,
      false,
    ])
  })

  it('links each judged argument to the place that it came from', () => {
    const call = document.querySelector('.call[data-state=flagged]')
    const rows = [...call.querySelectorAll('.argument')].map((row) => {
      const link = row.querySelector('.origin > a')
      return {
        name: textOf(row.querySelector('dt')),
        origin: textOf(link ?? row.querySelector('.nowhere')),
        source: textOf(link && document.querySelector(link.getAttribute('href') ?? '')),
      }
    })
    expect(rows).toEqual([
      { name: 'customer_id', origin: '↖ from the user', source: 'yara_silva_4417' },
      { name: 'order_id', origin: '↖ from get_orders $.orders[21].order_id', source: 'W7000021' },
      { name: 'payment_method_id', origin: '✕ found nowhere', source: undefined },
      { name: 'amount', origin: undefined, source: undefined },
    ])
  })

  it('folds what is long but for what is cited', () => {
    const source = [...document.querySelectorAll('mark')].find(
      ({ textContent }) => textContent === 'W7000021',
    )
    expect(source?.closest('details.fold')).toBeNull()
    const result = source?.closest('.result')
    expect(result?.querySelectorAll('details.fold:not([open])').length).toBe(2)
    expect(result?.textContent).toContain('#W7000039')
  })

  it('has landmarks, captions, one name for each thing, and no link that leads nowhere', () => {
    const check = (checked: PageDocument) => {
      const ids = [...checked.querySelectorAll('[id]')].map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const link of checked.querySelectorAll('a'))
        expect(ids).toContain(link.getAttribute('href')?.replace(/^#/, ''))
      for (const attribute of ['aria-labelledby', 'aria-describedby'])
        for (const element of checked.querySelectorAll(`[${attribute}]`))
          expect(ids).toContain(element.getAttribute(attribute))
      for (const table of checked.querySelectorAll('table'))
        expect(textOf(table.querySelector('caption'))).toBeTruthy()
      expect(checked.querySelectorAll('main')).toHaveLength(1)
      expect(checked.querySelectorAll('h1')).toHaveLength(1)
      const levels = [...checked.querySelectorAll('h1, h2, h3, h4')].map(({ localName }) =>
        Number(localName[1]),
      )
      for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1)
    }
    check(document)
    check(documentOf(renderReport({ title: 'Ours', ...judged(ourTraces('weak-models')) })))
  })

  it('lets nothing run but its own script', () => {
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? ''
    const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1] as string
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] as string
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(style)}`,
      `script-src ${hashOf(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
    expect(document.querySelectorAll('script, style')).toHaveLength(2)
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
  })

  it('makes nothing but text of what a recording holds', () => {
    const hostilePage = documentOf(renderReport({ title: attacks.join(''), ...judged([hostile, desk]) }))
    const calm = documentOf(renderReport({ title: 'calm', ...judged([desk]) }))
    const kinds = (checked: PageDocument) =>
      new Set([...checked.querySelectorAll('*')].map(({ localName }) => localName))
    const known = new Set([...kinds(calm), 'pre', 'p', 'details'])
    expect([...kinds(hostilePage)].filter((kind) => !known.has(kind))).toEqual([])
    const attributes = [...hostilePage.querySelectorAll('*')].flatMap((element) => [...element.attributes])
    expect(attributes.filter(({ name }) => name.startsWith('on') || name === 'style')).toEqual([])
    expect(hostilePage.querySelectorAll('script')).toHaveLength(1)
    const text = hostilePage.body.textContent as string
    for (const attack of attacks.slice(0, -2)) expect(text).toContain(attack)
    expect(text).toContain('user\\u{202e}\\u{2066} gnp.exe \\u{0}\\u{7}\\u{1b}[2J\\u{200b}\\u{d800}')
  })
})

describe('the size of the page', () => {
  const many = Array.from({ length: 30 }, (_, n) =>
    conversationOf(
      {
        id: `run-${n}`,
        messages: [
          { role: 'user', content: `Cancel order #W${9_000_000 + n} please. ${'word '.repeat(400)}` },
          {
            role: 'assistant',
            content: '',
            toolCalls: [
              { id: 'a', name: 'cancel_order', args: { order_id: `#W${(n === 17 ? 1 : 9_000_000) + n}` } },
            ],
          },
        ],
      },
      n + 1,
    ),
  )
  const idsIn = (page: string) => [...documentOf(page).querySelectorAll('article h3')].map(textOf)
  const lead = (page: string) => textOf(documentOf(page).querySelector('#conversations .lead'))

  it('holds so many conversations, the flagged ones first, and says what was left out', () => {
    const page = renderReport({ title: 'many', ...judged(many), budget: { conversations: 3 } })
    expect(idsIn(page)).toEqual(['run-17', 'run-0', 'run-1'])
    expect(lead(page)).toMatch(/3 of 30 conversations are here, .* No flagged call was left out\.$/)
  })

  it('holds so much of them', () => {
    const whole = renderReport({ title: 'many', ...judged(many) })
    expect(lead(whole)).not.toContain('are here')
    const page = renderReport({ title: 'many', ...judged(many), budget: { size: 20_000 } })
    expect(idsIn(page).length).toBeGreaterThan(1)
    expect(page.length).toBeLessThan(whole.length - 40_000)
    expect(lead(renderReport({ title: 'many', ...judged(many), budget: { size: 100 } }))).toBe(
      'None is in this page. 1 flagged call had no room: `handrail explain` shows any call.',
    )
  })

  it('keeps of a huge conversation what its flagged calls need', () => {
    const steps = Array.from({ length: 400 }, (_, n) => [
      { role: 'assistant', content: '', toolCalls: [{ id: `r${n}`, name: 'get_page', args: { n } }] },
      {
        role: 'tool',
        toolCallId: `r${n}`,
        toolName: 'get_page',
        content: JSON.stringify({ n, id: `DOC-${88_000 + n}`, text: 'lorem ipsum '.repeat(300) }),
      },
    ]).flat()
    const call = {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'x', name: 'delete_doc', args: { doc_id: 'DOC-88321', owner_id: 'usr_99x77' } }],
    }
    const huge = conversationOf({
      id: 'huge',
      messages: [{ role: 'user', content: 'Tidy up.' }, ...steps, call],
    })
    const document = documentOf(renderReport({ title: 'huge', ...judged([huge]) }))
    const turns = [...document.querySelectorAll('.turn')].map((each) => textOf(each)?.slice(0, 40))
    expect(turns).toEqual([
      '322 steps are not in this page',
      expect.stringMatching(/^Call ?get_page/),
      '78 steps are not in this page',
      expect.stringMatching(/^Call ?delete_doc/),
    ])
    expect([...document.querySelectorAll('mark')].map(textOf)).toEqual(['DOC-88321'])
  })

  it('shows the same instructions once', () => {
    const rules = Array.from({ length: 60 }, (_, n) => `Rule ${n}: be polite.`).join('\n')
    const polite = [0, 1].map((n) =>
      conversationOf(
        {
          id: `polite-${n}`,
          messages: [
            { role: 'system', content: rules },
            { role: 'user', content: `Hi ${n}` },
          ],
        },
        n + 1,
      ),
    )
    const page = renderReport({ title: 'rules', ...judged(polite) })
    expect(page.split('Rule 44:')).toHaveLength(2)
    expect(textOf(documentOf(page).querySelector('#c2 .turn'))).toBe(
      'SystemRule 0: be polite.59 more lines, as in polite-0',
    )
  })
})
