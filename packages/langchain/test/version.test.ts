import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import * as langgraph from '@langchain/langgraph'
import * as prebuilt from '@langchain/langgraph/prebuilt'
import * as langchain from 'langchain'
import { expect, inject, test } from 'vitest'
import { guardTool, HandrailCallbackHandler } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { cancelCall, MINTED, shop, user } from './support/shop.ts'
import { installed, loadedFiles, manifestIn, packageOf, versions } from './support/versions.ts'

const folder = inject('langchain')
const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)

test(`the tests run on ${named.join(', ')}`, () => {
  for (const name of Object.keys(versions))
    expect(versions[name]).toBe(manifestIn(`${folder}/node_modules/${name}`).version)
})

test('so do the sources, and LangChain itself: nothing of it is loaded twice', () => {
  expect([langchain, langgraph, prebuilt, guardTool, handrailMiddleware]).not.toContain(undefined)
  const folders: Record<string, Set<string>> = {}
  for (const file of loadedFiles()) {
    if (file.endsWith('.json')) continue
    const found = packageOf(file)
    if (!found || !/^(?:langchain$|@langchain\/)/.test(found.name)) continue
    // The same package as another kind of module is another copy of its classes.
    expect(file).toMatch(/\.js$/)
    folders[found.name] = (folders[found.name] ?? new Set()).add(found.folder)
  }
  for (const name of Object.keys(versions))
    expect([...(folders[name] ?? [])]).toEqual([installed(folder, name)])
  for (const [name, each] of Object.entries(folders)) expect([name, each.size]).toEqual([name, 1])
})

test('they share their classes', async () => {
  const { cancel } = shop()
  const state = { messages: [new HumanMessage(user)] }
  const call = { ...cancelCall('c', MINTED), type: 'tool_call' as const }
  const answer: unknown = await guardTool(cancel, { handler: 'enforce' }).invoke(call, { state } as never)
  expect(answer).toBeInstanceOf(ToolMessage)
  expect(new HandrailCallbackHandler()).toBeInstanceOf(BaseCallbackHandler)
  expect(langgraph.messagesStateReducer([], [['user', 'Hello']])[0]).toBeInstanceOf(HumanMessage)
  expect(langchain.ToolMessage).toBe(ToolMessage)
  const agent = langchain.createAgent({ model: fakeModel(), tools: [] })
  expect(agent.graph).toBeInstanceOf(langgraph.CompiledStateGraph)
})

test('the floors of the peer ranges are the versions that the tests run on', () => {
  const floors = manifestIn('floors/langchain').dependencies
  const { peerDependencies } = manifestIn('packages/langchain')
  expect(Object.keys(versions).sort()).toEqual(Object.keys(peerDependencies).sort())
  for (const [name, range] of Object.entries(peerDependencies)) expect(range).toBe(`^${floors[name]}`)
  const { dependencies } = manifestIn('smoke/langchain-core')
  expect(dependencies['@langchain/core']).toBe(floors['@langchain/core'])
})
