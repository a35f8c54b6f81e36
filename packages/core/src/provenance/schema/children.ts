import { valuesNamedBy } from './hint.ts'
import { field, keysOf, membersOf, type SchemaNode } from './node.ts'

/** The parts that describe a member which this part knows by name; none when it does not. */
export function namedMember(node: SchemaNode, name: string): unknown[] {
  // A structure that is named as a whole, such as a default, names its members.
  const examples = valuesNamedBy(node).flatMap((value) => {
    const member = field(value, name)
    return member === undefined ? [] : [{ const: member }]
  })
  const declared = field(field(node, 'properties'), name)
  return declared === undefined ? examples : [declared, ...examples]
}

/** The parts that describe any other member. Which pattern a name fits is not asked: a pattern can take for ever. */
export function otherMembers(node: SchemaNode): unknown[] {
  const patterns = field(node, 'patternProperties')
  return [field(node, 'additionalProperties'), ...keysOf(patterns).map((pattern) => field(patterns, pattern))]
}

/** The parts that describe the items of a list, one by one, as far as they are listed. */
export function listedItems(node: SchemaNode): readonly unknown[] {
  const listed = membersOf(field(node, 'prefixItems'))
  return listed.length > 0 ? listed : membersOf(field(node, 'items'))
}

/** The parts that describe the other items. */
export function otherItems(node: SchemaNode): unknown[] {
  const examples = valuesNamedBy(node).flatMap((value) => membersOf(value))
  return [field(node, 'items'), field(node, 'additionalItems'), { enum: examples }]
}
