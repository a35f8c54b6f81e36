// Builds the command line and what it needs, and lays them out as an installation does: built files, and package.json files
// as they are published. The sources and other builds are left alone.
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

const packages = join(import.meta.dirname, '../../..')
/** By name, the folder. */
const built = { '@handrail/core': 'core', '@handrail/eval': 'eval', handrail: 'handrail' }
const tsup = join(packages, '../node_modules/tsup/dist/cli-default.js')

export async function setup(project: TestProject): Promise<() => void> {
  const out = mkdtempSync(join(tmpdir(), 'handrail-built-'))
  const remove = () => rmSync(out, { recursive: true, force: true })
  try {
    await Promise.all(Object.values(built).map((folder) => build(folder, out)))
  } catch (error) {
    remove()
    throw error
  }
  project.provide('built', out)
  return remove
}

async function build(folder: string, out: string): Promise<void> {
  const source = join(packages, folder)
  const target = join(out, folder)
  const args = [tsup, '--config', '../../tsup.config.ts', '--out-dir', join(target, 'dist'), '--no-dts']
  await promisify(execFile)(process.execPath, args, { cwd: source })

  const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  writeFileSync(join(target, 'package.json'), JSON.stringify({ ...manifest, ...publishConfig }))
  // The package holds its sources too, and what they read.
  cpSync(join(source, 'src'), join(target, 'src'), { recursive: true })
  for (const name of namesIn(join(source, 'node_modules'))) {
    const link = join(target, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    const own = Object.entries(built).find(([known]) => known === name)?.[1]
    symlinkSync(own ? join(out, own) : join(source, 'node_modules', name), link, 'junction')
  }
}

/** The packages in a `node_modules`. */
function namesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(folder, name)).map((within) => `${name}/${within}`)
      : name.startsWith('.')
        ? []
        : [name],
  )
}
