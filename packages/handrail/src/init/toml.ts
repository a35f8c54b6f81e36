/** A text as TOML writes it: as JSON does, but that DEL needs an escape too, and that halves of pairs cannot stand there at all. */
export function tomlString(text: string): string {
  return JSON.stringify(text.replaceAll(/\p{Cs}/gu, '\ufffd')).replaceAll('\u007f', '\\u007f')
}

/** A key as TOML writes it, in quotes only where it needs them. */
export function tomlKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : tomlString(key)
}
