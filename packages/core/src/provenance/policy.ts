/**
 * More words for the lists that decide what is judged. An entry is a word or several (`parcel`, `orderRef`,
 * `order_ref`), in any case, and stands for its plural as well. It is compared with the last words of a name. A word
 * given here wins over the built-in lists; the longest match wins, and of equal ones the list that stands first here.
 */
export interface ProvenancePolicy {
  /** Last words of names that hold ids, such as `sku` (R6). */
  readonly idWords?: readonly string[]
  /** Things whose `number`, `no`, `num` or `code` is an id, such as `order` (R6). */
  readonly numberedThings?: readonly string[]
  /** Last words of names that hold amounts, such as `price`: digits are not judged there (R6). */
  readonly quantityWords?: readonly string[]
  /** Last words of names that hold text, such as `note`: not judged (R6). */
  readonly contentWords?: readonly string[]
  /** Last words of names that the model is free to choose, such as `title`: not judged (R6). */
  readonly namingWords?: readonly string[]
  /** Last words of names whose values name a kind that everybody knows, such as `model` or `country code`: not judged (R6). */
  readonly kindWords?: readonly string[]
  /** Units behind a number, such as `kg`, in any case: judged under id names only (R7). */
  readonly units?: readonly string[]
  /** Mailboxes that every domain may have, such as `support`, in any case (R14). */
  readonly roleMailboxes?: readonly string[]
  /** Values that look like ids and are known to everybody, such as `sha256`, in any case: judged under id names only (R7). */
  readonly wellKnownLiterals?: readonly string[]
}
