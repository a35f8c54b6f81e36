import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'

test('writes a commented file, and never over another one', async () => {
  const cwd = await emptyFolder()
  const file = join(cwd, 'handrail.toml')
  expect(await handrail(['init'], { cwd })).toMatchObject({ code: 0, stderr: '' })
  const written = readFileSync(file, 'utf8')
  expect(written).toMatch(/^# /)

  writeFileSync(file, '# mine\n')
  expect(await handrail(['init'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: 'handrail: handrail.toml is there already, and was left as it is: add --force to overwrite it.\n',
  })
  expect(readFileSync(file, 'utf8')).toBe('# mine\n')

  const { code, stdout } = await handrail(['init', '--force', '--json'], { cwd })
  expect({ code, json: JSON.parse(stdout) }).toEqual({
    code: 0,
    json: { schema: 'handrail.init/1', file: 'handrail.toml', handler: 'observe' },
  })
  expect(readFileSync(file, 'utf8')).toBe(written)
})

test('says what is wrong with the place', async () => {
  const cwd = await emptyFolder()
  const { code, stderr } = await handrail(['init', 'no/such/folder/handrail.toml'], { cwd })
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'handrail: There is no folder for no/such/folder/handrail.toml: make it first.\n',
  })
})
