// Type-checks the sources of an adapter, and a test of their types, with the types of every version of its framework that
// it is tested on. The latest one is checked with everything else; here too where compiler options make a difference.
import { execFile } from 'node:child_process'
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'

interface Check {
  /** What is checked, for a sentence. */
  readonly with: string
  /** The adapter. */
  readonly folder: string
  readonly include: readonly string[]
  readonly exclude?: readonly string[]
  readonly compilerOptions?: object
  /** The folders of the framework's packages, by the names they are imported by. */
  readonly packages: Readonly<Record<string, string>>
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, Exported>>
}
type Exported = string | { readonly [condition: string]: Exported }

const run = promisify(execFile)
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
const linesOf = (text: string) => text.split(/\r?\n/).filter((line) => line !== '')

/** The declarations that an ES module gets. */
function typesOf(exported: Exported | undefined): string | undefined {
  if (typeof exported !== 'object') return undefined
  const { import: imported, types, default: rest } = exported
  return typeof types === 'string' ? types : (typesOf(imported) ?? typesOf(rest))
}

/** What each import of a package is to be read from. */
function pathsOf([name, folder]: [string, string], from: string): [string, string[]][] {
  return Object.entries(manifestIn(folder).exports).flatMap(([entry, exported]) => {
    const types = typesOf(exported)
    const file = types && relative(from, join(folder, types)).split(sep).join('/')
    return file ? [[name + entry.slice(1), [file.startsWith('.') ? file : `./${file}`]]] : []
  })
}

/** Which folders the files of a package were read from. */
function foldersRead(files: readonly string[], name: string): string[] {
  const inside = `/node_modules/${name}/`
  const paths = files.map((file) => file.split(sep).join('/')).filter((file) => file.includes(inside))
  return [...new Set(paths.map((file) => file.slice(0, file.lastIndexOf(inside) + inside.length - 1)))]
}

async function check(each: Check, index: number): Promise<string> {
  const config = join(each.folder, `.tsconfig.${index}.json`)
  const packages = Object.entries(each.packages)
  const contents = {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      ...each.compilerOptions,
      paths: Object.fromEntries(packages.flatMap((entry) => pathsOf(entry, each.folder))),
    },
    include: each.include,
    exclude: each.exclude ?? [],
  }
  writeFileSync(config, JSON.stringify(contents))
  try {
    const { stdout } = await run('tsc', ['-p', config, '--listFiles'], {
      shell: process.platform === 'win32',
      maxBuffer: 2 ** 26,
    })
    for (const [, folder] of packages) {
      const expected = realpathSync(folder)
      const read = foldersRead(linesOf(stdout), manifestIn(folder).name)
      if (read.length !== 1 || realpathSync(read[0] ?? '') !== expected)
        throw new Error(`Expected tsc to read ${expected}, it read ${read.join(', ') || 'nothing'}.`)
    }
    return each.with
  } catch (error) {
    const { message, stdout = '' } = error as { message: string; stdout?: string }
    const found = linesOf(stdout).filter((line) => !isAbsolute(line)) // the rest are the names of files
    throw new Error(`With ${each.with}: ${found.join('\n') || message}`)
  } finally {
    rmSync(config)
  }
}

function aiSdk(): Check[] {
  const folder = 'packages/ai-sdk'
  const names = Object.keys(manifestIn(folder).devDependencies ?? {}).filter((name) => /^ai-\d/.test(name))
  return names.map((name) => ({
    with: name,
    folder,
    include: ['src', 'test/types.both.test.ts'],
    packages: { ai: join(folder, 'node_modules', name) },
  }))
}

function langchain(): Check[] {
  const folder = 'packages/langchain'
  const floor = 'floors/langchain'
  const peers = ['langchain', '@langchain/core', '@langchain/langgraph']
  const checkOn = (installed: string, exactOptionalPropertyTypes: boolean): Check => {
    const packages = Object.fromEntries(peers.map((name) => [name, join(installed, 'node_modules', name)]))
    const versions = Object.entries(packages).map(([name, each]) => `${name} ${manifestIn(each).version}`)
    const exact = exactOptionalPropertyTypes ? 'exact' : 'inexact'
    return {
      with: `${versions.join(', ')} and ${exact} optional properties`,
      folder,
      include: ['src', 'test/types*.test.ts'],
      // These need packages that only go with the latest versions.
      exclude: installed === floor ? ['test/*.latest.test.ts'] : [],
      compilerOptions: { exactOptionalPropertyTypes },
      packages,
    }
  }
  // Users have it on or off, and LangChain's own types do not hold everywhere when it is on.
  return [checkOn(floor, true), checkOn(floor, false), checkOn(folder, false)]
}

const results = await Promise.allSettled([...aiSdk(), ...langchain()].map(check))
for (const result of results)
  if (result.status === 'fulfilled') console.log(`The adapter's types hold with ${result.value}.`)
  else console.error(result.reason.message)
if (results.length === 0 || results.some(({ status }) => status === 'rejected')) process.exitCode = 1
