/**
 * An error of a tool, with a note below it wherever it is turned into text, and in every other respect the same: class,
 * message, stack, fields and keys. A proxy, because the getters of a `DOMException` and `#private` fields refuse an
 * object that only inherits from the error, and because an error that is thrown again must not keep the note.
 *
 * Strings get the note as well. Aborts, and things that are no errors, come back as they were.
 *
 * @param separator what stands between the error's text and the note; a blank line by default.
 * @param carrier which member the note goes to: what the host shows the model of an error. `message` is seen by the app
 * as well.
 */
export function errorWithNote(
  error: unknown,
  note: string,
  separator = '\n\n',
  carrier: 'toString' | 'message' = 'toString',
): unknown {
  try {
    if (typeof error === 'string') return withNote(error, note, separator)
    if (!(error instanceof Error) || error.name === 'AbortError' || isFixed(error, carrier)) return error
    return new Proxy(error, {
      get(target, key) {
        if (key === carrier) {
          if (key === 'message') return withNote(target.message, note, separator)
          return () => withNote(target.toString(), note, separator)
        }
        // Some hosts tell an error by its tag, which a proxy would lose.
        if (key === Symbol.toStringTag) return Reflect.get(target, key) ?? 'Error'
        const value: unknown = Reflect.get(target, key)
        // A method may need the private fields of the error itself.
        return typeof value === 'function' && key !== 'constructor' && !isFixed(target, key)
          ? value.bind(target)
          : value
      },
    })
  } catch {
    return error
  }
}

/** Two guards that warn about a call for the same reason say so once. */
function withNote(text: string, note: string, separator: string): string {
  return text.split('\n').includes(note) ? text : `${text}${separator}${note}`
}

/** Whether the language forbids a proxy to answer with anything but the property itself. */
function isFixed(error: Error, key: PropertyKey): boolean {
  return Object.getOwnPropertyDescriptor(error, key)?.configurable === false
}
