/** Metrics about one thing. What they show is counted elsewhere, and looked at when somebody asks. */
export interface Group {
  /** Looks at it now. */
  collect(): Promise<void> | void;
}
