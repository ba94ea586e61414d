package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.EmbeddedServerException;

/**
 * A database made for one test.
 *
 * @param target how it is reached
 * @param removal removes it
 */
public record FreshDatabase(TargetConfig target, Removal removal) {

    /** Removes a database. */
    @FunctionalInterface
    public interface Removal {

        /**
         * Removes it.
         *
         * @throws Exception whatever the driver throws
         */
        void run() throws Exception;
    }

    /**
     * Removes it.
     *
     * @throws EmbeddedServerException if that fails
     */
    public void remove() {
        try {
            removal.run();
        } catch (Exception e) {
            throw new EmbeddedServerException(
                    "the test database " + target + " could not be removed: " + e.getMessage(), e);
        }
    }
}
