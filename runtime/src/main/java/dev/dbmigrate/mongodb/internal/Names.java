package dev.dbmigrate.mongodb.internal;

/** Names of dbmigrate's own collections and documents; documented in {@code docs/guides/mongodb.md}. */
final class Names {

    /** A target's fencing tokens and the journal of what is under way. */
    static final String FENCE = "dbmigrate_fence";

    /** One document a migration that is, or was, applied on a target. */
    static final String MARKERS = "dbmigrate_markers";

    /** The schema versions that a target has reached, and the one in force. */
    static final String VERSIONS = "schema_versions";

    /** The history's rows. */
    static final String HISTORY = "migration_history";

    /** The history's audit. */
    static final String EVENTS = "migration_events";

    /** The lease, with the head of the history. */
    static final String LOCK = "migration_lock";

    /** In {@link #FENCE}: the token that journal writes compare, and the journal itself. */
    static final String JOURNAL_ID = "journal";

    /**
     * In {@link #FENCE}: the token that a migration's transaction compares by writing. Apart from the journal, because a
     * transaction conflicts with every change of a document after its snapshot, and must conflict with a claim only.
     */
    static final String TRANSACTION_ID = "transaction";

    /** In {@link #VERSIONS}: the version in force. */
    static final String CURRENT_ID = "current";

    /** In {@link #LOCK}: its one document. */
    static final String LEASE_ID = "lease";

    private Names() {}
}
