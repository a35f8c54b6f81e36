import { describe, expect, test } from 'vitest'
import { createGuard, effectOfTool, type ToolTraits } from '../src/index.ts'

describe('the effect of a tool', () => {
  test.each([
    ['get_order', 'read', 'name'],
    ['list_deleted_orders', 'read', 'name'],
    ['searchFlights', 'read', 'name'],
    ['fhir_post', 'write', 'name'],
    ['update_address', 'write', 'name'],
    ['modifyPendingOrderItems', 'write', 'name'],
    ['crm.contacts.create', 'write', 'name'],
    ['set-status', 'write', 'name'],
    ['cancel_order', 'destructive', 'name'],
    ['deleteUser', 'destructive', 'name'],
    ['orders/refund', 'destructive', 'name'],
    ['mcp__bank__send_money', 'destructive', 'name'],
    // Adapters put the server's name before the tool's.
    ['email__list_messages', 'read', 'name'],
    ['fetch__delete_page', 'destructive', 'name'],
    ['mcp__web-search__update_index', 'write', 'name'],
    ['cancel__order', 'destructive', 'name'],
    ['__delete__', 'destructive', 'name'],
    ['HTTPDelete', 'destructive', 'name'],
    ['delete2FADevice', 'destructive', 'name'],
    ['cancel_or_get', 'destructive', 'name'],
    // A wrong guess, which the option is for.
    ['transfer_to_human_agents', 'destructive', 'name'],
    ['wibble', 'read', 'default'],
    ['', 'read', 'default'],
    ['toString', 'read', 'default'],
    ['constructor', 'read', 'default'],
    ['__proto__', 'read', 'default'],
    ['hasOwnProperty', 'read', 'default'],
    ['поиск', 'read', 'default'],
  ] as const)('%s: %s, from its %s', (toolName, effect, from) => {
    expect(effectOfTool(toolName, undefined, undefined, false)).toEqual({ effect, from })
  })

  test.each([
    ['get_order', { destructiveHint: true }, false, 'destructive'],
    ['get_order', { readOnlyHint: false }, false, 'write'],
    ['wibble', { readOnlyHint: false }, false, 'write'],
    ['update_address', { readOnlyHint: false, destructiveHint: true }, false, 'destructive'],
    ['cancel_order', { readOnlyHint: true }, false, 'destructive'],
    ['cancel_order', { destructiveHint: false }, false, 'destructive'],
    ['update_address', { readOnlyHint: true }, false, 'write'],
    ['cancel_order', { readOnlyHint: true }, true, 'read'],
    ['cancel_order', { destructiveHint: false }, true, 'write'],
    ['cancel_order', {}, true, 'destructive'],
    ['wibble', { readOnlyHint: true }, false, 'read'],
  ] as const)('%s with %j, trusted %s: %s', (toolName, annotations, trusted, effect) => {
    expect(effectOfTool(toolName, undefined, annotations, trusted).effect).toBe(effect)
  })

  test('is what the host says, whatever else says otherwise', () => {
    const hints = { destructiveHint: true }
    expect(effectOfTool('cancel_order', { effect: 'read' }, hints, true)).toEqual({
      effect: 'read',
      from: 'traits',
    })
    expect(effectOfTool('cancel_order', { roundTrip: true }, undefined, false).from).toBe('name')
  })

  test('is looked up among the host’s own words only', () => {
    const tools: Record<string, ToolTraits> = Object.fromEntries([['constructor', { effect: 'write' }]])
    const guard = createGuard({ tools })
    const effectOf = (toolName: string) =>
      guard.assess({ toolCallId: 'c', toolName, args: {} }, guard.corpus()).effect
    expect(effectOf('constructor')).toEqual({ effect: 'write', from: 'traits' })
    expect(effectOf('toString')).toEqual({ effect: 'read', from: 'default' })
    expect(effectOf('__proto__')).toEqual({ effect: 'read', from: 'default' })
  })
})
