package dev.dbmigrate.processor.source;

/**
 * A place in a file.
 *
 * @param file the file's name
 * @param line from 1
 * @param column from 1, a tab counting as one
 */
public record Position(String file, int line, int column) {

    /** {@code AddUsers.java:27:15}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
