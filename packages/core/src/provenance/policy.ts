/** More words for the lists that decide which arguments are judged. Matched in lower case against the last word of a name. */
export interface ProvenancePolicy {
  /** Last words of names that hold ids, such as `sku`. */
  readonly idWords?: readonly string[]
  /** Last words of names that hold amounts, such as `price`. */
  readonly quantityWords?: readonly string[]
  /** Last words of names that hold text, such as `note`. */
  readonly contentWords?: readonly string[]
  /** Last words of names that the model is free to choose, such as `title`. */
  readonly namingWords?: readonly string[]
}
