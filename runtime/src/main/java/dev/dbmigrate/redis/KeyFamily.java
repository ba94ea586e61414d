package dev.dbmigrate.redis;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The keys that match a pattern. The walk goes by {@code SCAN}, in batches, and never sees dbmigrate's own keys. What
 * changes keys is atomic for each key, keeps its time to live exactly (a key without one stays without one), never
 * overwrites another key, and is a journaled step that may be repeated: after a crash the next run goes on with the keys
 * that are left, and loses or doubles none.
 *
 * <p>A key that another client changes at the same moment is read and transformed again. Keys that are created while the
 * walk is under way may or may not be seen: let the application write the new form first.
 *
 * <p>For use by the thread that runs the migration.
 */
public interface KeyFamily {

    /**
     * How many keys are looked at in one round trip; 500 if nothing is said.
     *
     * @param keys the number, at least 1
     * @return this family
     */
    KeyFamily batchSize(int keys);

    /**
     * A pause after each batch, so that other clients get their share; none if nothing is said.
     *
     * @param pause how long
     * @return this family
     */
    KeyFamily throttle(Duration pause);

    /**
     * Leaves keys alone that cannot be changed (a value that the transformation refuses, a new key that exists already with
     * another value), lists them in the log and goes on. If this is not said, the migration fails after the walk with the
     * list; the keys that could be changed stay changed, and the next run goes on with the others.
     *
     * @return this family
     */
    KeyFamily reportOnly();

    /**
     * Calls a function with each key, once. Remembers the keys that it has seen while it walks.
     *
     * @param action what to do; its writes through {@link RedisContext#client()} are those of the migration
     */
    void forEach(Consumer<String> action);

    /** Counts the keys. Remembers the keys that it has seen while it walks. */
    long count();

    /**
     * Moves string keys to new names and transforms their values on the way.
     *
     * @param newPattern the new names, with one {@code *} for what the old pattern's {@code *} stood for
     * @param transformation makes the new value of the old one; an exception leaves the key as it is and counts as unreadable
     * @return what was done
     */
    Outcome move(String newPattern, UnaryOperator<String> transformation);

    /**
     * Renames keys of any type; their values stay as they are.
     *
     * @param newPattern the new names, with one {@code *} for what the old pattern's {@code *} stood for
     * @return what was done
     */
    Outcome rename(String newPattern);

    /**
     * Transforms the values of string keys where they are.
     *
     * @param transformation makes the new value of the old one; it must give back a value that it has made itself as it is,
     *     because after a crash it sees such values again. An exception leaves the key as it is and counts as unreadable
     * @return what was done
     */
    Outcome rewrite(UnaryOperator<String> transformation);

    /**
     * Deletes the keys, without blocking the server ({@code UNLINK}).
     *
     * @return what was done
     */
    Outcome delete();

    /**
     * What was done with a family.
     *
     * @param changed how many keys were moved, renamed, rewritten or deleted
     * @param unchanged how many needed no change
     * @param unreadable how many were left because of their value or type
     * @param conflicts how many were left because the new key exists already with another value
     * @param problems the first of those that were left, each with the reason, without values
     * @param skipped whether an earlier, interrupted run had finished this step, so that nothing was done now
     */
    record Outcome(
            long changed,
            long unchanged,
            long unreadable,
            long conflicts,
            java.util.List<String> problems,
            boolean skipped) {

        public Outcome {
            problems = java.util.List.copyOf(problems);
        }
    }
}
