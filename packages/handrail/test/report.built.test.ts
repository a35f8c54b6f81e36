import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'
import { WEAK } from './support/traces.ts'

test('writes one page that needs nothing else', async () => {
  const cwd = await emptyFolder()
  await handrail(['calibrate', WEAK, '--injections', '5', '-o', 'calibration.json'], { cwd })
  const args = ['report', WEAK, '--calibration', 'calibration.json', '--title', 'Runs of <May>']
  const { code, stdout, stderr } = await handrail(args, { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(
    /^Wrote handrail-report\.html \([\d.]+ [kM]B\): 18 conversations, 159 calls, \d+ flagged\./,
  )
  const page = readFileSync(join(cwd, 'handrail-report.html'), 'utf8')
  expect(page).toMatch(/^<!doctype html>/i)
  expect(page).toContain('Runs of &lt;May&gt;')
  expect(page).toContain('ORD-12345')
  expect(page).not.toMatch(/(?:src|href)="https?:/)
  expect(readdirSync(cwd).sort()).toEqual(['calibration.json', 'handrail-report.html'])
})

test('says what is wrong with a calibration, and writes nothing then', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'other.json'), '{}')
  expect(await handrail(['report', WEAK, '--calibration', 'other.json'], { cwd })).toEqual({
    ...{ code: 2, stdout: '' },
    stderr:
      'handrail: Expected other.json to be what `handrail calibrate --out` wrote, got something else.\n',
  })
  expect(readdirSync(cwd)).toEqual(['other.json'])
})

test('tells a program what it wrote', async () => {
  const cwd = await emptyFolder()
  const { stdout } = await handrail(['report', WEAK, '-o', 'page.html', '--json'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'handrail.report/1',
    file: 'page.html',
    totals: { calls: 159 },
  })
})

test('reads no pipe, whose conversations would be missing', async () => {
  const cwd = await emptyFolder()
  expect(await handrail(['report', '-'], { cwd })).toEqual({
    ...{ code: 2, stdout: '' },
    stderr: 'handrail: Expected files that can be read twice, got the pipe -: save it to a file first.\n',
  })
  expect(readdirSync(cwd)).toEqual([])
})
