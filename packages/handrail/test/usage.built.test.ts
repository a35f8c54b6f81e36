import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { bin, ended, handrail } from './support/run.ts'
import { WEAK } from './support/traces.ts'

test('prints its version', async () => {
  const { version } = JSON.parse(readFileSync(join(inject('built'), 'handrail/package.json'), 'utf8'))
  expect(await handrail(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('helps, for every command with examples, within 80 columns where the terminal has no more', async () => {
  const { code, stdout, stderr } = await handrail(['--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) .*/gm)].map(([, name]) => name as string)
  expect(commands).toEqual(expect.arrayContaining(['init', 'completion', 'help']))
  const named = commands.filter((name) => name !== 'help')
  for (const help of await Promise.all(named.map((command) => handrail([command, '--help'])))) {
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('Examples:')
  }
})

test('lists its commands where none is given, and says that it expected one', async () => {
  const { code, stdout, stderr } = await handrail([])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('Commands:')
  expect(stderr).toMatch(/Expected a command/)
})

test.each([
  [['completon'], "Unknown command 'completon'; did you mean completion? `handrail --help` tells more."],
  [['init', '--forse'], "Unknown option '--forse'; did you mean --force? `handrail init --help` tells more."],
  [['completion'], "Missing required argument 'shell'. `handrail completion --help` tells more."],
  [
    ['completion', 'tcsh'],
    "Command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish. `handrail completion --help` tells more.",
  ],
  [['replay', WEAK, '-p', 'mine='], 'Expected a file after `--policy mine=`, got nothing.'],
  [
    ['eval', 'absent.jsonl'],
    'Expected absent.jsonl to be a file that can be read: there is none of that name.',
  ],
  [['merge', '.'], '. is a folder where a file was expected.'],
  [['x\u001b[2J\u202e'], "Unknown command 'x\\u{1b}[2J\\u{202e}'. `handrail --help` tells more."],
])('says in one sentence what is wrong with %j', async (args, sentence) => {
  expect(await handrail(args)).toEqual({ code: 2, stdout: '', stderr: `handrail: ${sentence}\n` })
})

test('shows where it failed only to who asks', async () => {
  const plain = await handrail(['replay', 'absent.jsonl'])
  expect(plain.stderr.trimEnd().split('\n')).toHaveLength(1)
  const debug = await handrail(['replay', 'absent.jsonl'], { env: { HANDRAIL_DEBUG: '1' } })
  expect(debug.stderr).toMatch(/\n {4}at /)
})

test('knows no help of a command that is none', async () => {
  const { code, stderr } = await handrail(['help', 'repaly'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/\nhandrail: Unknown command 'repaly': the text above lists all\.\n$/)
})

// Exit code 1 would be the no of a check.
test.skipIf(!existsSync('/dev/full'))('says in one sentence that the disk is full', async () => {
  const { code, stderr } = await ended('sh', [
    '-c',
    `'${process.execPath}' '${bin()}' completion bash > /dev/full`,
  ])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'handrail: The output could not be written: the disk is full.\n',
  })
})
