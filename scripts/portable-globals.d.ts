// What core may expect of any JavaScript runtime beyond the language itself. Nothing of Node is here: a use of it is a
// type error in `tsc -p tsconfig.portable.json`.
declare function setTimeout(callback: (...args: never[]) => void, ms?: number): unknown
declare function clearTimeout(timer: unknown): void
declare const performance: { now(): number }
declare function atob(base64: string): string

interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

declare class TextDecoder {
  decode(bytes: Uint8Array | ArrayBuffer): string
}

declare class URL {
  readonly href: string
}
