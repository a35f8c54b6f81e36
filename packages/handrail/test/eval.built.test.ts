import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'

/** A case of HIGH confidence. */
const aCase = (recovers: boolean) =>
  JSON.stringify({
    verdict: {
      believe: false,
      unsupported: ['order_id'],
      args: [{ stance: 'UNSUPPORTED', componentsChecked: ['W9'], componentsUnmatched: ['W9'] }],
    },
    ...{
      trulyMinted: true,
      matteredToScore: true,
      recoveredIfBlocked: recovers,
      recoveredIfDeferred: recovers,
    },
  })

async function folderWith(cases: readonly string[]): Promise<string> {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'cases.jsonl'), cases.join('\n'))
  return cwd
}

test('passes a policy that helps', async () => {
  const cwd = await folderWith([aCase(true), aCase(true)])
  const { code, stdout, stderr } = await handrail(['eval', 'cases.jsonl'], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^ {2}default +\+0\.333 +2 +2 /m)
})

test('fails one that does more harm than good, and not the one that only warns', async () => {
  const cwd = await folderWith([aCase(true), aCase(false), aCase(false)])
  const { code, stdout } = await handrail(['eval', 'cases.jsonl', '-p', 'warn', '-p', 'default', '--json'], {
    cwd,
  })
  const score = JSON.parse(stdout)
  expect({ code, score }).toMatchObject({
    code: 1,
    score: {
      schema: 'handrail.eval/1',
      netHarmful: true,
      policies: [
        { policy: 'warn', score: { netTaskDelta: 0, netHarmful: false } },
        { policy: 'default', score: { n: 3, netHarmful: true, actuation: { actuated: 3, recovered: 1 } } },
      ],
    },
  })
  expect((await handrail(['eval', 'cases.jsonl', '-p', 'warn'], { cwd })).code).toBe(0)
  // The ceiling of tools that write leaves nothing to withhold.
  expect((await handrail(['eval', 'cases.jsonl', '--effect', 'write'], { cwd })).code).toBe(0)
})

test('scores what is configured', async () => {
  const cwd = await folderWith([aCase(false)])
  writeFileSync(join(cwd, 'handrail.toml'), '[ceilings]\ndestructive = "WARN"\n')
  const { code, stdout } = await handrail(['eval', 'cases.jsonl', '--json'], { cwd })
  expect({ code, policies: JSON.parse(stdout).policies }).toMatchObject({
    code: 0,
    policies: [{ policy: 'configured', score: { actuation: { actuated: 0 } } }],
  })
})

test('never passes cases that it could not read', async () => {
  const cwd = await folderWith([aCase(true), '{"verdict":1}', 'no json'])
  const { code, stdout, stderr } = await handrail(['eval', 'cases.jsonl', '--json'], { cwd })
  expect({ code, n: JSON.parse(stdout).policies[0].score.n }).toEqual({ code: 2, n: 1 })
  expect(stderr).toMatch(/^cases\.jsonl:2: /m)
  expect(stderr).toMatch(/^cases\.jsonl:3: /m)
  writeFileSync(join(cwd, 'none.jsonl'), '{}')
  expect(await handrail(['eval', 'none.jsonl'], { cwd })).toMatchObject({ code: 2, stdout: '' })
  writeFileSync(join(cwd, 'empty.jsonl'), '')
  expect(await handrail(['eval', 'empty.jsonl'], { cwd })).toMatchObject({
    code: 2,
    stderr: 'handrail: Expected empty.jsonl to hold a case a line, got none.\n',
  })
})
