import type { LiteralRule } from './literals.ts'

const cells =
  /^(?:[^!]{1,64}!\$?[a-z]{1,3}(?:\$?\d{1,7})?|\$?[a-z]{1,3}\$?\d{1,7}(?=:))(?::\$?[a-z]{1,3}(?:\$?\d{1,7})?)?$/
const extension = /\.[a-z][a-z0-9]{0,4}$/i
const path = /^(?:[a-z]:)?[./~\\]/i

/** R7: cells of a sheet are counted out, not handed out. */
export const cellRange: LiteralRule = ({ core }) => (cells.test(core) ? 'a range of cells' : undefined)

/** R7: paths and file names are chosen by whoever writes the file. */
export const pathOrFile: LiteralRule = ({ core, whole }) =>
  !core.includes('@') && (path.test(whole) || extension.test(whole)) ? 'a path or a file name' : undefined
