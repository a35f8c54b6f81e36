import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'
import { mistakesIn } from './loaded.ts'

/** Somebody's package.json above the folders of the tests would count as theirs. */
const isPackage = ['package.json', '../package.json'].some((name) => existsSync(join(tmpdir(), name)))
const found = async (cwd: string) => (await loadConfig({ cwd })).file

describe('the configuration file is looked for', () => {
  test('in the folder and in those above it, up to the package.json', async () => {
    const root = folderOf({
      'handrail.toml': 'max_actuations = 1',
      'app/package.json': {},
      'app/src/deep/main.ts': '',
    })
    const inside = join(root, 'app/src/deep')
    expect(await found(inside)).toBeUndefined()
    const app = folderOf({ 'package.json': {}, 'handrail.toml': '', 'src/deep/main.ts': '' })
    expect(await found(join(app, 'src/deep'))).toBe(join(app, 'handrail.toml'))
    expect(await found(app)).toBe(join(app, 'handrail.toml'))
  })

  test.skipIf(isPackage)('and nowhere above where there is no package.json', async () => {
    const root = folderOf({ 'handrail.toml': '' })
    mkdirSync(join(root, 'in'))
    expect(await found(join(root, 'in'))).toBeUndefined()
    expect(await found(root)).toBe(join(root, 'handrail.toml'))
  })

  test('the nearest of two wins', async () => {
    const app = folderOf({ 'package.json': {}, 'handrail.toml': '', 'jobs/handrail.json': '{}' })
    expect(await found(join(app, 'jobs'))).toBe(join(app, 'jobs/handrail.json'))
  })

  test('of two in one folder the first kind wins, and a notice says so', async () => {
    const cwd = folderOf({ 'handrail.json': '{}', 'handrail.toml': '', 'handrail.config.js': 'throw 1' })
    const { file, notices } = await loadConfig({ cwd })
    expect(file).toBe(join(cwd, 'handrail.toml'))
    expect(notices).toEqual([
      'The file handrail.json is passed over, because handrail.toml is read.',
      'The file handrail.config.js is passed over, because handrail.toml is read.',
    ])
  })

  test('without one, everything is built in', async () => {
    expect(await loadConfig({ cwd: folderOf({ 'package.json': {} }) })).toEqual({
      file: undefined,
      options: {},
      given: [],
      notices: [],
    })
    expect(await found(join(folderOf(), 'no/such/folder'))).toBeUndefined()
  })

  test('a link to a file that is gone is there: nothing is built in without a word', async () => {
    const cwd = folderOf({ 'package.json': {} })
    symlinkSync('../shared/handrail.toml', join(cwd, 'handrail.toml'))
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
      'handrail.toml: Expected a file that can be read, got none.',
    ])
  })

  test('a file that is named is read from anywhere, under any name', async () => {
    const root = folderOf({ 'settings/strict.toml': 'handler = "enforce"', 'app/package.json': {} })
    const { file, options } = await loadConfig({ cwd: join(root, 'app'), file: '../settings/strict.toml' })
    expect(file).toBe(join(root, 'settings/strict.toml'))
    expect(options.handler).toBe('enforce')
  })
})
