package dev.dbmigrate.mongodb.internal;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the driver's log out of a goal's output: at INFO it writes twenty lines for each client, its settings included. A
 * user who has set a level for it keeps that level.
 */
final class DriverLog {

    private static final String NAME = "org.mongodb.driver";

    /** Read by slf4j-simple and by Maven, whose log is made of it, when a logger is first asked for. */
    private static final String SIMPLE_LEVEL = "org.slf4j.simpleLogger.log." + NAME;

    /** Held, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger JUL = Logger.getLogger(NAME);

    private DriverLog() {}

    static void quiet() {
        if (System.getProperty(SIMPLE_LEVEL) == null) {
            System.setProperty(SIMPLE_LEVEL, "error");
        }
        if (JUL.getLevel() == null) {
            JUL.setLevel(Level.SEVERE);
        }
    }
}
