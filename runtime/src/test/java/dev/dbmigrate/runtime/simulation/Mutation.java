package dev.dbmigrate.runtime.simulation;

/** One thing that the protocol does, left out: the simulation must notice. */
enum Mutation {
    /** A commit on a target does not check the fencing token. */
    NO_FENCE,
    /** The marker does not commit with the effect. */
    NO_MARKER,
    /** The lease's expiry is judged by the runner's own clock. */
    CLIENT_CLOCK,
    /** The history is written without a look at the fencing token. */
    NO_TOKEN_CHECK,
    /** A claim leaves the sessions of older owners alive. */
    NO_SESSION_END,
    /** The outcome of a lost COMMIT is read while the COMMIT may still be on its way. */
    READ_BEFORE_END,
    /** A step has no record before it. */
    NO_STEP_START
}
