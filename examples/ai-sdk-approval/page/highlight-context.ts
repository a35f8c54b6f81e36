import { createContext, useContext } from 'react'
import { type ActiveArgument, type Highlights, NO_HIGHLIGHTS } from './highlights.ts'

interface Value {
  readonly highlights: Highlights
  /** Points at an argument, or at none: its places in the conversation stand out. */
  readonly setActive: (argument: ActiveArgument | undefined) => void
}

export const HighlightContext = createContext<Value>({ highlights: NO_HIGHLIGHTS, setActive() {} })

export const useHighlights = () => useContext(HighlightContext)
