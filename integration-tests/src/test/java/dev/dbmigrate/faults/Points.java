package dev.dbmigrate.faults;

import java.util.function.Consumer;

/** The named points of a run, where the test may do harm. */
final class Points {

    private static volatile Consumer<String> reached = point -> {};

    private Points() {}

    /** Who is told; once, in the process that runs migrations. */
    static void install(Consumer<String> listener) {
        reached = listener;
    }

    /** Returns when the test lets the process go on. */
    static void at(String point) {
        reached.accept(point);
    }
}
