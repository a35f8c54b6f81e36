import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HandrailError } from '@handrail/core'
import { describe, expect, test } from 'vitest'
import { type ConversationFormat, readConversations, surveyFile } from '../../src/index.ts'
import { openingOf } from '../../src/read/layout.ts'
import { fileOf, lines, readAll, says, talk } from './support.ts'

const two = [talk('a'), talk('b')]

describe('how conversations are laid out', () => {
  test.each<[string, string, string[]]>([
    ['one a line', lines(...two), ['a', 'b']],
    ['without a last line break', lines(...two).trimEnd(), ['a', 'b']],
    ['empty lines between', `\n\n${lines(talk('a'))}\n \n${lines(talk('b'))}\n`, ['a', 'b']],
    ['line breaks of Windows', lines(...two).replaceAll('\n', '\r\n'), ['a', 'b']],
    ['a byte order mark', `\ufeff${lines(...two)}`, ['a', 'b']],
    ['a list', JSON.stringify(two), ['a', 'b']],
    ['a list over several lines', JSON.stringify(two, null, 2), ['a', 'b']],
    ['a list with a byte order mark', `\ufeff${JSON.stringify(two, null, 2)}`, ['a', 'b']],
    [
      'a list with a member a line',
      `[\n${two.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`,
      ['a', 'b'],
    ],
    ['one conversation', JSON.stringify(two[0]), ['a']],
    ['one conversation over several lines', JSON.stringify(two[0], null, 2), ['a']],
    ['several behind each other', two.map((one) => JSON.stringify(one, null, '\t')).join('\n'), ['a', 'b']],
    ['an object with conversations', JSON.stringify({ conversations: two }, null, 1), ['a', 'b']],
    ['nothing', '', []],
    ['nothing but line breaks', '\n\r\n \n', []],
    ['an empty list', '[\n]', []],
  ])('%s', async (_, text, ids) => {
    expect(await readAll(fileOf(text))).toMatchObject({ ids, problems: [] })
  })

  test('bare lists of messages, one a line', async () => {
    const file = fileOf(lines([says('a')], [says('b'), says('c')]))
    expect(await readAll(file)).toMatchObject({ ids: [`${file}:1`, `${file}:2`], problems: [] })
  })

  test.each([
    ['on one line', JSON.stringify([says('a'), says('b')])],
    ['on several', JSON.stringify([says('a'), says('b')], null, 2)],
    ['a message a line', lines(says('a'), says('b'))],
  ])('a list of messages is one conversation: %s', async (_, text) => {
    const { conversations, problems } = await readAll(fileOf(text))
    expect(problems).toEqual([])
    expect(conversations.map(({ entries }) => entries.length)).toEqual([2])
  })

  test('the line that a conversation begins on', async () => {
    const { conversations } = await readAll(fileOf(JSON.stringify(two, null, 2)))
    expect(conversations.map(({ place }) => place.line)).toEqual([2, 11])
  })

  test('packed by gzip', async () => {
    const file = fileOf(gzipSync(lines(...two)), 'runs.jsonl.gz')
    expect(await readAll(file)).toMatchObject({ ids: ['a', 'b'], problems: [] })
    expect(await surveyFile(file)).toEqual({ canSplit: false })
  })

  test('which ones can be split', async () => {
    const canSplit = async (text: string) => (await surveyFile(fileOf(text))).canSplit
    expect(await canSplit(lines(...two))).toBe(true)
    expect(await canSplit(lines(says('a'), says('b')))).toBe(false)
    expect(await canSplit(JSON.stringify(two, null, 2))).toBe(false)
    expect(await canSplit('')).toBe(false)
    // Their messages belong together, whatever stands before them.
    expect(await canSplit(lines({ session_id: 'a', message: says('a') }))).toBe(false)
    expect(await canSplit(`ser","content":"a"}\n${lines(says('b'))}`)).toBe(false)
    expect(await canSplit(lines({ type: 'summary', summary: 'A chat' }, says('b')))).toBe(false)
  })
})

describe('messages of several conversations, one a line', () => {
  test('are put together by what they name', async () => {
    const file = fileOf(
      lines(
        says('1', { thread_id: 'a' }),
        says('2', { thread_id: 'b' }),
        says('3', { thread_id: 'a' }),
        { conversation_id: 'c', at: 2, message: says('4') },
        { conversation_id: 'c', at: 1, message: says('5') },
      ),
    )
    const { conversations, problems } = await readAll(file)
    expect(problems).toEqual([])
    expect(
      conversations.map(({ id, place, entries }) => [
        id,
        place.line,
        entries.map((one) => 'text' in one && one.text),
      ]),
    ).toEqual([
      ['a', 1, ['1', '3']],
      ['b', 2, ['2']],
      ['c', 4, ['4', '5']],
    ])
  })

  test('are whole, however many lie between the messages of one', async () => {
    const ids = Array.from({ length: 3_000 }, (_, nth) => `t${nth}`)
    const records = ['1', '2'].flatMap((text) => ids.map((thread_id) => says(text, { thread_id })))
    const { conversations, problems } = await readAll(fileOf(lines(...records)))
    expect(problems).toEqual([])
    expect(conversations.map(({ id }) => id)).toEqual(ids)
    expect(conversations.every(({ entries }) => entries.length === 2)).toBe(true)
  })

  test('what there is no room for is handed out, and its rest has lost its beginning', async () => {
    const long = 'x'.repeat(400)
    const file = fileOf(lines(...['a', 'b', 'a', 'b'].map((thread_id) => says(long, { thread_id }))))
    const { conversations, problems } = await readAll(file, { maxBytes: 1_000 })
    expect(conversations.map(({ id, entries }) => [id, entries.map(({ kind }) => kind)])).toEqual([
      ['b', ['task']],
      ['a', ['task', 'task']],
      ['b', ['opaque', 'task']],
    ])
    expect(problems[0]).toBe(
      '4 mended: There was no room for all messages of a conversation: its rest counts as one whose beginning is lost.',
    )
  })
})

describe('what is wrong with a file', () => {
  test.each(['{"messages": [', '{"messages":', '{"id": "x",', '{'])(
    'a first line that breaks off as %j is no object of several lines',
    async (first) => {
      const { ids, problems } = await readAll(fileOf(`${first}\n${lines(...two)}`))
      expect(ids).toEqual(['a', 'b'])
      expect(problems).toEqual([expect.stringMatching(/^1: Expected JSON/)])
    },
  )

  test('a message a line within one conversation', async () => {
    const text = `{"messages": [\n${JSON.stringify(says('a'))},\n${JSON.stringify(says('b'))}\n]}`
    const { conversations, problems } = await readAll(fileOf(text))
    expect(problems).toEqual([])
    expect(conversations.map(({ entries }) => entries.length)).toEqual([2])
  })

  test('a broken line is told, and the others are read', async () => {
    const file = fileOf(
      `${lines(talk('a'))}{"id": "x", "messages": [\n${lines(talk('b'))}garbage\n${lines(talk('c'))}`,
    )
    const { ids, problems } = await readAll(file)
    expect(ids).toEqual(['a', 'b', 'c'])
    expect(problems.map((text) => text.slice(0, 18))).toEqual(['2: Expected JSON: ', '4: Expected JSON: '])
  })

  test('also when it is the first', async () => {
    for (const first of ['{"id": "x", "mess', 'garbage', '{"messages": [}', 'null'])
      expect(await readAll(fileOf(`${first}\n${lines(...two)}`))).toMatchObject({
        ids: ['a', 'b'],
        problems: [{}],
      })
  })

  test('a file that was cut off', async () => {
    const text = lines(...two)
    expect(await readAll(fileOf(text.slice(0, -20)))).toMatchObject({
      ids: ['a'],
      problems: [/^2: Expected JSON/],
    })
    for (const list of [
      JSON.stringify(two, null, 2),
      `[\n${two.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
    ]) {
      expect(await readAll(fileOf(list.slice(0, -20)))).toMatchObject({
        ids: ['a'],
        problems: [/^\d+: The file ends in the middle of a value, which was passed over\.$/],
      })
      expect(await readAll(fileOf(list.slice(0, -1)))).toMatchObject({
        ids: ['a', 'b'],
        problems: [/mended: The file ends before the list in it does\.$/],
      })
    }
  })

  test('a member of a list that is broken', async () => {
    const file = fileOf(`[\n${JSON.stringify(two[0])},\n{"id": x},\n${JSON.stringify(two[1])}\n]`)
    expect(await readAll(file)).toMatchObject({ ids: ['a', 'b'], problems: [/^3: Expected JSON: /] })
  })

  test('brackets that close nothing', async () => {
    const { ids, problems } = await readAll(fileOf(`{\n}}]]\n[${JSON.stringify(two[0])}]]\n`))
    expect(ids).toEqual(['a'])
    expect(problems.length).toBe(5)
  })

  test('a line that is too long', async () => {
    const file = fileOf(lines(talk('a'), talk('x', 'x'.repeat(5_000)), talk('b')))
    expect(await readAll(file, { maxBytes: 1_000 })).toMatchObject({
      ids: ['a', 'b'],
      problems: ['2: Expected at most 0.001 MiB for one record, got 0.005 MiB; it was passed over.'],
    })
    const list = fileOf(JSON.stringify([talk('a'), talk('x', 'x'.repeat(5_000)), talk('b')], null, 1))
    expect(await readAll(list, { maxBytes: 1_000 })).toMatchObject({
      ids: ['a', 'b'],
      problems: [/^8: Expected at most/],
    })
  })

  test.each(['utf-16le', 'utf-16be'])('%s is said to be that', async (encoding) => {
    for (const mark of ['\ufeff', '']) {
      const bytes = Buffer.from(`${mark}${lines(...two)}`, 'utf16le')
      const { ids, problems } = await readAll(fileOf(encoding === 'utf-16be' ? bytes.swap16() : bytes))
      expect(ids).toEqual([])
      expect(problems).toEqual([
        '1: Expected text in UTF-8, got UTF-16: convert the file, such as with `iconv -f UTF-16 -t UTF-8`.',
      ])
    }
  })

  test('gzip that was cut off', async () => {
    const packed = gzipSync(lines(...two, ...Array.from({ length: 5_000 }, (_, at) => talk(`${at * 7919}`))))
    const { problems, ids } = await readAll([
      fileOf(packed.subarray(0, packed.length / 2)),
      fileOf(lines(...two)),
    ])
    expect(problems.join()).toMatch(/Reading ended here: its gzip data is broken or cut off\.$/)
    expect(ids.slice(-2)).toEqual(['a', 'b'])
  })

  test('several formats in one file are each read as what they are', async () => {
    const others = [
      { id: 'b', messages: [{ type: 'human', content: 'Hi' }] },
      { id: 'c', messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] },
      { id: 'd', messages: [{ type: 'human', content: 'Hi' }] },
      { id: 'e', messages: [says('Hi')] },
    ]
    const calls = [{ id: 'x', type: 'function', function: { name: 'f', arguments: '{}' } }]
    const openai = { id: 'a', messages: [{ role: 'assistant', content: '', tool_calls: calls }] }
    const { conversations, problems } = await readAll(fileOf(lines(openai, ...others)))
    expect(conversations.map(({ format }) => format)).toEqual([
      'openai',
      'langchain',
      'ai-ui-messages',
      'langchain',
      'openai',
    ])
    expect(problems).toEqual([
      '2 mended: This conversation is of the format langchain, the file began with openai; it was read as langchain. In this file 2 times.',
      '3 mended: This conversation is of the format ai-ui-messages, the file began with openai; it was read as ai-ui-messages.',
    ])
  })

  test('what is not known is told once a file, with how often', async () => {
    const odd = { messages: [{ role: 'critic', content: 'x' }] }
    const { problems } = await readAll(fileOf(lines(odd, odd, odd)))
    expect(problems).toEqual([
      '1: Expected a role that is known, got "critic": what stands there counts as unreadable. In this file 3 times.',
    ])
  })
})

describe('what cannot be read at all', () => {
  const messageOf = async (files: string[], options = {}) => {
    const reading = readConversations(files, options)
    return await reading.next().then(
      () => 'read',
      (error: unknown) => (HandrailError.isInstance(error) ? error.message : `no error of ours: ${error}`),
    )
  }

  test('a missing file is an error before any file is read', async () => {
    const good = fileOf(lines(...two))
    const none = join(dirname(good), 'none.jsonl')
    expect(await messageOf([good, none])).toBe(
      `Expected ${none} to be a file that can be read: there is none of that name.`,
    )
  })

  test('so is a folder', async () => {
    const folder = join(dirname(fileOf('')), 'runs')
    mkdirSync(folder)
    expect(await messageOf([folder])).toBe(
      `Expected ${folder} to be a file, got a folder: name the files in it, such as ${folder}/*.jsonl.`,
    )
  })

  test('and a format that is none', async () => {
    expect(await messageOf([fileOf('')], { format: 'open-ai' as ConversationFormat })).toBe(
      'Expected `format` to be one of ai-model-messages, ai-ui-messages, anthropic, langchain, openai, openai-responses, trace, got "open-ai".',
    )
  })
})

test('a format that was asked for holds for all', async () => {
  const { conversations } = await readAll(fileOf(lines(talk('a'))), { format: 'langchain' })
  expect(conversations[0]?.format).toBe('langchain')
})

test('a signal ends it with its reason', async () => {
  const file = fileOf(lines(...two))
  const reason = new Error('enough')
  await expect(readAll(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('a file is closed when nobody wants the rest', async () => {
  let isClosed = false
  async function* pieces() {
    try {
      for (;;) yield Buffer.from(lines(talk('a')).padEnd(2 ** 17, '\n'))
    } finally {
      isClosed = true
    }
  }
  const opening = await openingOf(pieces())
  for await (const _ of opening.pieces) break
  expect(isClosed).toBe(true)
})

test('a pipe is read, once', () => {
  const pipe = join(dirname(fileOf('')), 'pipe')
  execFileSync('mkfifo', [pipe])
  const code = `
    import { readConversations, surveyFile } from ${JSON.stringify(join(import.meta.dirname, '../../src/index.ts'))}
    console.log(await surveyFile(${JSON.stringify(pipe)}))
    for await (const one of readConversations([${JSON.stringify(pipe)}])) console.log(one.id)
  `
  const script = fileOf(code, 'read.ts')
  const input = fileOf(lines(...two))
  const { stdout } = spawnSync(
    'sh',
    ['-c', 'cat "$1" > "$2" & exec "$3" "$4"', 'sh', input, pipe, process.execPath, script],
    {
      encoding: 'utf8',
    },
  )
  expect(stdout).toBe('{ canSplit: false }\na\nb\n')
})

test('stdin is read like a file', () => {
  const code = `
    import { readConversations } from ${JSON.stringify(join(import.meta.dirname, '../../src/index.ts'))}
    for await (const one of readConversations(['-'])) console.log(one.id)
  `
  const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', code], {
    input: lines(...two),
    encoding: 'utf8',
  })
  expect(stdout).toBe('a\nb\n')
})
