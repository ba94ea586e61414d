package dev.dbmigrate.neo4j.internal;

/**
 * One statement of a text.
 *
 * @param text the statement without its semicolon
 * @param kind how it has to be run
 * @param number its place in the text, from 1
 * @param of how many statements the text has
 * @param line the line of the text on which it begins, from 1
 * @param column the column on which it begins, from 1
 */
record CypherStatement(String text, Kind kind, int number, int of, int line, int column) {

    private static final int LABEL_LENGTH = 80;

    /** How a statement has to be run. */
    enum Kind {
        /** Changes nothing. */
        READ,
        /** Changes nodes and relationships, in a transaction. */
        DATA,
        /** Changes constraints or indexes, in a transaction without data. */
        SCHEMA,
        /** Commits by itself, in part or as a whole. */
        AUTO_COMMIT
    }

    /** The statement on one line, shortened so that it stays distinct; its name in the journal. */
    String label() {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() <= LABEL_LENGTH
                ? flat
                : flat.substring(0, LABEL_LENGTH) + "… #" + Integer.toHexString(flat.hashCode());
    }
}
