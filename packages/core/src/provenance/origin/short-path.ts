/** A step to a member whose name needs no quotes in RFC 9535's shorthand. Quotes within a name are escaped. */
const plainStep = /\['([A-Za-z_][A-Za-z0-9_]*)'\]/g

/** A normalized JSON path as people write it: `$.orders[2]['first name']` for `$['orders'][2]['first name']`. */
export function shortPath(path: string): string {
  return path.replaceAll(plainStep, '.$1')
}
